"""What a back-test found, put together for the page in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from guanxi import formats
from guanxi.distribution.pictures import Voice, calibration
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.sentences import say

QUANTITIES = ("spend", "purchases")


@dataclass(frozen=True)
class Look:
    """One origin and horizon, and what is compared there: spend or purchases."""

    origin: date
    horizon_days: int
    on: str


def looks(told: dict[str, Any]) -> list[tuple[date, int]]:
    """Every origin and horizon of the back-test, the latest origin first."""
    found = dict.fromkeys((row["origin"], row["horizon_days"]) for row in told["scores"])
    return sorted(
        ((date.fromisoformat(day), days) for day, days in found), key=lambda at: (-at[0].toordinal(), at[1])
    )


def asked(told: dict[str, Any], query: QueryDict) -> Look:
    """What the address asks for; else the longest horizon of the latest origin, on what was judged."""
    known = looks(told)
    wanted = query.get("look", "")
    usual = max(known, key=lambda at: (at[1], at[0]))
    origin, days = next((at for at in known if f"{at[0]}.{at[1]}" == wanted), usual)
    on = query.get("on", "")
    return Look(origin, days, on if on in QUANTITIES else told["chosen"]["judged_on"])


def name(model: str, language: str) -> str:
    """A model as the field writes it, a naive rule in words."""
    code = f"backtest.name.{model}"
    said = say(code, language)
    if said.startswith(code):
        return model_title(model)
    return said[:1].upper() + said[1:]


@dataclass(frozen=True)
class Standing:
    """A model or naive rule among all, the best first."""

    name: str
    is_model: bool
    is_chosen: bool
    error: float | None
    ratio: float | None
    cells: int
    said: str  # chosen, as good, refused


def standing(told: dict[str, Any], language: str) -> list[Standing]:
    refused = {row["model"] for row in told["refused"]}
    chosen = told["chosen"]
    return [_standing(row, row["model"] == chosen["model"], refused, language) for row in chosen["standing"]]


def _standing(row: dict[str, Any], is_chosen: bool, refused: set[str], language: str) -> Standing:
    if is_chosen:
        said = say("model_card.standing.chosen", language)
    elif row["model"] in refused:
        said = say("model_card.standing.refused", language)
    elif row["tied"]:
        said = say("model_card.standing.tied", language)
    else:
        said = ""
    called, is_model = name(row["model"], language), row["kind"] == "model"
    return Standing(called, is_model, is_chosen, row["error"], row["ratio_to_naive"], row["cells"], said)


def ratio_picture(told: dict[str, Any], voice: Voice) -> dict[str, Any] | None:
    """Every forecast's error as a share of the best naive rule's: the shorter the better."""
    known = [row for row in standing(told, voice.language) if row.ratio is not None]
    if not known:
        return None
    # Who was judged on fewer looks was judged on others: side by side their errors would mislead.
    rows = [row for row in known if row.cells == max(each.cells for each in known)]
    best = next((row for row in rows if row.is_chosen), rows[0])
    on = say(f"backtest.name.{told['chosen']['judged_on']}", voice.language)
    return {
        "kind": "bars",
        "title": say(
            "model_card.ratio.title", voice.language, model=best.name, share=voice.share(best.ratio)
        ),
        "summary": say("model_card.ratio.summary", voice.language, on=on),
        "unit": "share",
        "axes": {"x": say("model_card.ratio.axis", voice.language)},
        "data": {
            "items": [
                {"key": str(n), "name": row.name, "value": row.ratio}
                | {"tone": "history" if row.is_chosen else "forecast" if row.is_model else "control"}
                for n, row in enumerate(rows)
            ]
        },
        "table": voice.table(
            say("model_card.forecast_by", voice.language),
            say("model_card.ratio.axis", voice.language),
            rows=[[row.name, voice.share(row.ratio)] for row in rows],
        ),
    }


@dataclass(frozen=True)
class Score:
    """One forecast at one origin and horizon; None where it says nothing of it."""

    name: str
    is_model: bool
    is_chosen: bool
    predicted: float | None
    happened: float | None
    share_off: float | None
    error: float | None
    rank: float | None
    best_found: float | None
    coverage: float | None
    promised: float | None

    @property
    def off_by(self) -> float | None:
        return None if self.share_off is None else abs(self.share_off)


def scores(told: dict[str, Any], look: Look, language: str) -> list[Score]:
    """The forecasts of one look, models before naive rules."""
    at = (look.origin.isoformat(), look.horizon_days)
    rows = [row for row in told["scores"] if (row["origin"], row["horizon_days"]) == at]
    rows.sort(key=lambda row: row["kind"] != "model")
    return [_score(row, look.on, told["chosen"]["model"], language) for row in rows]


def _score(row: dict[str, Any], on: str, chosen: str | None, language: str) -> Score:
    found, interval = row[on] or {}, row["interval"] or {}
    return Score(
        name(row["model"], language),
        row["kind"] == "model",
        row["model"] == chosen,
        found.get("predicted"),
        found.get("happened"),
        found.get("error_share"),
        found.get("mean_absolute_error"),
        found.get("rank_correlation"),
        found.get("best_found"),
        interval.get("coverage"),
        interval.get("promised"),
    )


def calibrations(told: dict[str, Any], look: Look, voice: Voice) -> list[dict[str, Any]]:
    """The chosen model's forecasts of this look by tenths of the customers, against what came."""
    at = (look.origin.isoformat(), look.horizon_days, told["chosen"]["model"])
    rows = [row for row in told["deciles"] if (row["origin"], row["horizon_days"], row["model"]) == at]
    pictures = (calibration(rows, voice=voice, quantity=each) for each in ("purchases", "spend"))
    return [picture for picture in pictures if picture]


def refused(told: dict[str, Any], language: str) -> list[tuple[str, str, str]]:
    """Models without an honest answer: names, the days on which, and why.

    One row per reason and its days; what a reason says is said of the latest day.
    """
    days: dict[tuple[str, str], list[str]] = {}
    why: dict[str, str] = {}
    for row in told["refused"]:
        days.setdefault((row["code"], name(row["model"], language)), []).append(row["origin"])
        why.setdefault(row["code"], say(row["code"], language, **row.get("facts", {})))
    join = "、" if language.startswith("zh") else ", "
    models: dict[tuple[str, str], list[str]] = {}
    for (code, model), on in days.items():
        said = join.join(formats.day(date.fromisoformat(day), language) for day in on)
        models.setdefault((code, said), []).append(model)
    return [(join.join(names), on, why[code]) for (code, on), names in models.items()]


def notes(told: dict[str, Any], language: str) -> list[str]:
    return [say(note["code"], language, **note.get("facts", {})) for note in told["notes"]]


def verdict(told: dict[str, Any], language: str) -> str:
    return say(told["chosen"]["code"], language, **told["chosen"]["facts"])
