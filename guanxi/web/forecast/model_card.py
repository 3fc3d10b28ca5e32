"""The models of a snapshot as a card: what was chosen and why, parameters in figures and words, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scipy.special import gammaincinv

from guanxi import formats
from guanxi.knowledge.lifetime.histories import unit_days
from guanxi.knowledge.lifetime.psis import RELIABLE
from guanxi.knowledge.lifetime.published import buying_card, parameters, published, spend_card
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.sentences import say
from guanxi.web.forecast.model_kinds import Kinds, kinds_said

TEN_YEARS = 3650
QUARTILES = (0.25, 0.75)


@dataclass(frozen=True)
class Parameter:
    """One parameter: its value, its 90 % range or standard error as far as known, and what it stands for."""

    name: str
    value: str
    range: str
    error: str
    meaning: str


@dataclass(frozen=True)
class Part:
    """One fitted model of the card."""

    model: str
    title: str
    customers: int
    words: list[str]
    parameters: list[Parameter]
    has_ranges: bool
    known: str  # how the ranges were found
    breaks: list[str]
    kinds: Kinds | None = None


@dataclass(frozen=True)
class ModelCard:
    """chosen: why this model; refusals: why there is none; notes: what the fit noticed."""

    chosen: str
    parts: list[Part]
    refusals: list[str]
    notes: list[str]


def model_card(card: Mapping[str, Any], currency: str | None, language: str) -> ModelCard:
    """What a snapshot's card tells of its models, in the reader's language."""
    buying, spend = buying_card(card), spend_card(card)
    refused = published(card).refusals
    about = [note for note in card.get("notes", ()) if note["code"].startswith("lifetime.")]
    return ModelCard(
        _chosen(card, buying, language),
        [_part(each, currency, language) for each in (buying, spend) if each],
        [_said(note, language) for note in refused],
        [_said(note, language) for note in about if note not in refused],
    )


def _said(note: Mapping[str, Any], language: str) -> str:
    return say(note["code"], language, **note.get("facts", {}))


def _chosen(card: Mapping[str, Any], buying: Mapping[str, Any] | None, language: str) -> str:
    """Why this model: the last back-test's verdict, the firm's own word, or the first that fits."""
    if buying is None:
        return ""
    choice = card.get("model_choice")
    if choice:
        return say(choice["code"], language, **choice["facts"])
    asked = ((card.get("settings") or {}).get("lifetime") or {}).get("model", "best")
    code = "first_sound" if asked == "best" else "by_firm"
    return say(f"model_card.{code}", language, model=model_title(buying["model"]))


def _part(model: Mapping[str, Any], currency: str | None, language: str) -> Part:
    kind = _kind(model["model"])
    return Part(
        model["model"],
        model_title(model["model"]),
        model["customers"],
        list(_words(model, kind, currency, language)),
        [_parameter(name, value, model, kind, language) for name, value in parameters(model)],
        bool(model.get("posterior")),
        _known(model, language),
        [say(code, language) for code in _breaks(kind)],
        kinds_said(model, language) if "effects" in model else None,
    )


def _kind(name: str) -> str:
    """bg, mbg, pareto or gamma: which sentences speak of it."""
    return name.partition("-")[0]


def _breaks(kind: str) -> list[str]:
    reasons = {
        "bg": ("seasonal", "once_alive", "nobody_stops"),
        "mbg": ("seasonal", "same_k", "nobody_stops"),
        "pareto": ("seasonal", "beta_unsure", "nobody_stops"),
        "gamma": ("spend_with_frequency", "spend_grows", "returns"),
    }
    return [f"model_card.breaks.{reason}" for reason in reasons[kind]]


# --- parameters -------------------------------------------------------------------------------------


def _parameter(name: str, value: float, model: Mapping[str, Any], kind: str, language: str) -> Parameter:
    found = (model.get("posterior") or {}).get("intervals", {}).get(name)
    error = (model.get("standard_errors") or {}).get(name)
    of = f"{'gamma' if kind == 'gamma' else 'pareto' if kind == 'pareto' else 'coin'}.{name}"
    return Parameter(
        name,
        formats.three_digits(value),
        f"{formats.three_digits(found[0])} – {formats.three_digits(found[1])}" if found else formats.UNKNOWN,
        formats.UNKNOWN if error is None else formats.three_digits(error),
        say(f"model_card.parameter.{of}", language),
    )


def _known(model: Mapping[str, Any], language: str) -> str:
    found = model.get("posterior")
    if found:
        facts = {"k_hat": f"{found['k_hat']:.2f}", "limit": RELIABLE, "draws": len(found["draws"])}
        r_hat = found.get("r_hat")
        said = say(
            f"model_card.known.{found['method']}", language, r_hat=f"{r_hat:.2f}" if r_hat else "—", **facts
        )
        return f"{said} {_outside(model, language)}".strip()
    code = "errors" if model.get("standard_errors") else "nothing"
    if model.get("covariance"):
        code = "curvature"
    return say(f"model_card.known.{code}", language)


def _outside(model: Mapping[str, Any], language: str) -> str:
    """Which parameters' best fit lies outside their own range: the range has a prior, the fit has none."""
    ranges = model["posterior"]["intervals"].items()
    names = [name for name, (low, high) in ranges if not low <= model["parameters"][name] <= high]
    return say("model_card.known.outside", language, names=", ".join(names)) if names else ""


# --- in words ---------------------------------------------------------------------------------------


def _words(model: Mapping[str, Any], kind: str, currency: str | None, language: str) -> Iterator[str]:
    values = model["parameters"]
    if kind == "gamma":
        yield from _spend_words(values, currency, language)
        return
    k, unit = model.get("regularity", 1), unit_days(model["unit"])
    gap = unit * k * values["alpha"] / values["r"]
    yield say("model_card.words.gap", language, days=_days(gap, language))
    quick, slow = (
        unit * k * values["alpha"] / float(gammaincinv(values["r"], share)) for share in QUARTILES[::-1]
    )
    yield say("model_card.words.spread", language, quick=_days(quick, language), slow=_days(slow, language))
    yield say(f"model_card.words.{'regular' if k > 1 else 'random'}", language, k=k)
    if kind == "pareto":
        half = unit * values["beta"] * (2 ** (1 / values["s"]) - 1)
        yield say("model_card.words.half_stop", language, days=_days(half, language))
    else:
        stop = formats.odds(values["a"] / (values["a"] + values["b"]), language)
        yield say(f"model_card.words.stop_{kind}", language, odds=stop)


def _spend_words(values: Mapping[str, float], currency: str | None, language: str) -> Iterator[str]:
    p, q, gamma = (values[name] for name in ("p", "q", "gamma"))
    if q > 1:
        money = formats.money(p * gamma / (q - 1), currency, language)
        yield say("model_card.words.spend", language, money=money)
    yield say("model_card.words.spend_varies", language, share=formats.percent(round(p**-0.5, 2)))


def _days(days: float, language: str) -> str:
    if days > TEN_YEARS:
        return say("model_card.words.ten_years", language)
    return formats.days(max(round(days), 1), language)
