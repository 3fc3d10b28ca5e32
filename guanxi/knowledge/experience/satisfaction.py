"""Satisfaction = experience - expectation: of each response, and of all; its interval knows who said both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.intervals import CONFIDENCE, Interval, mean_interval
from guanxi.knowledge.experience.kinds import CUSTOMERS, EXPECTATION, EXPERIENCE, US
from guanxi.knowledge.experience.moments import DECIMALS
from guanxi.knowledge.experience.period import answered_between
from guanxi.knowledge.experience.scales import known_or, on_ten
from guanxi.knowledge.experience.step import MINIMUM_N

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

LEAST, MOST = -10.0, 10.0  # of a difference of two scores


@dataclass(frozen=True)
class Satisfaction:
    """Experience less expectation of one dimension.

    key              values of `by` and the grain, by column
    difference       mean experience - mean expectation, of all who said one or the other; None where withheld
    interval         of the difference; that many said both is in it
    paired           mean of each person's own difference, of the n_both who said both
    paired_interval  of it; where all said both it is the same as `difference`
    n_experience, n_expectation, n_both   persons
    correlation      between the two, of those who said both
    """

    key: dict[str, Any]
    respondent: str
    subject: str
    n_experience: int
    n_expectation: int
    n_both: int
    difference: float | None = None
    interval: Interval | None = None
    paired: float | None = None
    paired_interval: Interval | None = None
    correlation: float | None = None
    reason: Note | None = None

    def as_dict(self) -> dict[str, Any]:
        said = {
            "interval": vars(self.interval) if self.interval else None,
            "paired_interval": vars(self.paired_interval) if self.paired_interval else None,
            "reason": self.reason.as_dict() if self.reason else None,
        }
        return self.key | {name: value for name, value in vars(self).items() if name != "key"} | said


def by_response(
    answers: Table, *, as_of: date, since: date | None = None, grain: Sequence[str] = ("dimension",)
) -> Table:
    """One row per response, respondent, subject and grain that says an experience or an expectation.

    Out     response_id, customer_id, answered_on, respondent, subject, the grain,
            experience, expectation   0-10, the mean of the response's questions; null where it said none
            satisfaction              experience - expectation; null where either is
    """
    rows = answered_between(answers, since, as_of)
    # Of no kind is an experience.
    kind = rows.question_kind
    rows = rows.filter(kind.isnull() | kind.isin(["", EXPERIENCE, EXPECTATION])).mutate(on_ten=on_ten)
    expected = (rows.question_kind == EXPECTATION).fill_null(False)
    keys = {"respondent": known_or(rows.respondent, CUSTOMERS), "subject": known_or(rows.subject, US)}
    keys |= {name: rows[name].nullif("") for name in grain}
    found = rows.group_by(response_id=rows.response_id, **keys).aggregate(
        customer_id=lambda t: t.customer_id.max(),
        answered_on=lambda t: t.answered_on.max(),
        experience=rows.on_ten.mean(where=~expected),
        expectation=rows.on_ten.mean(where=expected),
    )
    found = found.filter(lambda t: t.experience.notnull() | t.expectation.notnull())
    return found.mutate(satisfaction=lambda t: t.experience - t.expectation)


def satisfaction(
    answers: Table,
    *,
    as_of: date,
    engine: Engine,
    since: date | None = None,
    weights: Table | None = None,
    grain: Sequence[str] = ("dimension",),
    minimum_n: int = MINIMUM_N,
    confidence: float = CONFIDENCE,
) -> tuple[Satisfaction, ...]:
    """Each dimension's satisfaction, with the interval of people who mostly answered both questions.

    In      answers    facts "answers" from `since` to as_of, both inclusive
            weights    one row per response_id with its weight; who has none is left out
    Out     one Satisfaction for each respondent, subject and grain; a side that fewer than minimum_n said
            leaves it unknown, never 0
    Method  variance of the difference = error(experience)^2 + error(expectation)^2 - 2 covariance, the
            covariance from those who said both: exact for pairs, Welch's for two groups, right in between
    """
    rows = by_response(answers, as_of=as_of, since=since, grain=grain)
    keys = ["respondent", "subject", *grain]
    if weights is not None:
        of = weights.select(_of="response_id", weight=lambda t: t.weight.cast("float64"))
        rows = rows.inner_join(of, [("response_id", "_of")]).drop("_of").filter(lambda t: t.weight.notnull())
    sums = _sums(rows) if weights is None else _weighted_sums(rows)
    counted = engine.collect(rows.group_by(keys).aggregate(**sums).order_by(keys)).to_pylist()
    counted = counted if weights is not None else [row | _equal_weights(row) for row in counted]
    return tuple(_of_row(row, grain, minimum_n, confidence) for row in counted)


def together(
    found: Sequence[Satisfaction], *, respondent: str = CUSTOMERS, subject: str = US
) -> dict[str, tuple[float, float]]:
    """By dimension the interval of the difference, for `seven_steps.steps(together=...)`."""
    return {
        row.key["dimension"]: (row.interval.low, row.interval.high)
        for row in found
        if (row.respondent, row.subject) == (respondent, subject)
        and row.interval
        and row.key.get("dimension")
    }


def _sums(rows: Table) -> dict[str, Any]:
    """Sums of each side, of the pairs, and of the pairs' products; sides are less 5."""
    x, y = rows.experience - 5.0, rows.expectation - 5.0
    sums = {"least": rows.satisfaction.min(), "most": rows.satisfaction.max(), "c_xy": (x * y).sum()}
    sums |= {"c_x": x.sum(where=y.notnull()), "c_y": y.sum(where=x.notnull())}
    for name, value in {"x": x, "y": y, "b": rows.satisfaction}.items():
        sums |= {f"n_{name}": value.count(), f"s_{name}": value.sum(), f"q_{name}": (value * value).sum()}
    return sums


def _equal_weights(row: dict[str, Any]) -> dict[str, Any]:
    """What `_weighted_sums` has besides, where every weight is 1."""
    same = {}
    for name in ("x", "y", "b"):
        same |= {f"w_{name}": float(row[f"n_{name}"]), f"w2_{name}": float(row[f"n_{name}"])}
        same[f"t_{name}"] = row[f"s_{name}"]
    return same


def _weighted_sums(rows: Table) -> dict[str, Any]:
    """As `_sums`, by weight."""
    w, x, y = rows.weight, rows.experience - 5.0, rows.expectation - 5.0
    sums = {"least": rows.satisfaction.min(), "most": rows.satisfaction.max()}
    both = {"x": x, "y": y, "b": rows.satisfaction}
    for name, value in both.items():
        inside = ibis.ifelse(value.isnull(), None, w)
        sums |= {
            f"n_{name}": value.count(),
            f"w_{name}": inside.sum(),
            f"w2_{name}": (inside * inside).sum(),
            f"s_{name}": (inside * value).sum(),
            f"t_{name}": (inside * inside * value).sum(),
            f"q_{name}": (inside * inside * value * value).sum(),
        }
    paired = ibis.ifelse(x.isnull() | y.isnull(), None, w * w)
    sums |= {"c_x": (paired * x).sum(), "c_y": (paired * y).sum(), "c_xy": (paired * x * y).sum()}
    return sums


def _error(row: dict[str, Any], name: str) -> float:
    """Standard error of a side's weighted mean."""
    n, middle = row[f"n_{name}"], row[f"s_{name}"] / row[f"w_{name}"]
    spread = row[f"q_{name}"] - 2 * middle * row[f"t_{name}"] + middle * middle * row[f"w2_{name}"]
    return math.sqrt(max(0.0, spread) * n / (n - 1)) / row[f"w_{name}"]


def _covariance(row: dict[str, Any]) -> float:
    """Of the two means: what those who said both contribute to both."""
    n = row["n_b"]
    if n < 2:
        return 0.0
    mx, my = row["s_x"] / row["w_x"], row["s_y"] / row["w_y"]
    shared = row["c_xy"] - my * row["c_x"] - mx * row["c_y"] + mx * my * row["w2_b"]
    return shared * n / (n - 1) / (row["w_x"] * row["w_y"])


def _of_row(row: dict[str, Any], grain: Sequence[str], minimum_n: int, confidence: float) -> Satisfaction:
    own = {
        "key": {name: row[name] for name in grain},
        "respondent": row["respondent"],
        "subject": row["subject"],
        "n_experience": row["n_x"],
        "n_expectation": row["n_y"],
        "n_both": row["n_b"],
    }
    if min(row["n_x"], row["n_y"]) < minimum_n:
        return Satisfaction(**own, reason=_withheld(row, minimum_n))
    difference = round(row["s_x"] / row["w_x"] - row["s_y"] / row["w_y"], DECIMALS)
    errors, covariance = (_error(row, "x"), _error(row, "y")), _covariance(row)
    error = math.sqrt(max(0.0, errors[0] ** 2 + errors[1] ** 2 - 2 * covariance))
    ends = {"low": LEAST, "high": MOST, "confidence": confidence}
    product = errors[0] * errors[1]
    paired = _paired(row, minimum_n, ends)
    return Satisfaction(
        **own,
        difference=difference,
        interval=mean_interval(difference, error, _freedom(row, errors) + 1, **ends),
        correlation=_correlation(row, covariance, product),
        **paired,
    )


def _paired(row: dict[str, Any], minimum_n: int, ends: dict[str, float]) -> dict[str, Any]:
    if row["n_b"] < minimum_n:
        return {}
    mean = round(row["s_b"] / row["w_b"], DECIMALS)
    effective = row["w_b"] ** 2 / row["w2_b"]
    same = row["least"] >= row["most"]
    return {
        "paired": mean,
        "paired_interval": mean_interval(mean, _error(row, "b"), effective, all_equal=same, **ends),
    }


def _freedom(row: dict[str, Any], errors: tuple[float, float]) -> float:
    """Degrees of freedom: Welch's for those who said one, n - 1 for those who said both, in between by share.

    Source  Derrick, Russ, Toher and White (2017), partially overlapping samples
    """
    (x, y), both = (row["w_x"] ** 2 / row["w2_x"], row["w_y"] ** 2 / row["w2_y"]), float(row["n_b"])
    parts = [(error**2, n) for error, n in zip(errors, (x, y), strict=True)]
    bottom = sum(v * v / max(n - 1, 1) for v, n in parts)
    welch = sum(v for v, _ in parts) ** 2 / bottom if bottom else x + y - 2
    alone = max(row["n_x"] - both, 0) + max(row["n_y"] - both, 0)
    pairs = max(both - 1, 0.0)
    return max(1.0, pairs + (welch - pairs) * alone / (alone + 2 * both))


def _correlation(row: dict[str, Any], covariance: float, product: float) -> float | None:
    """Of the two answers of those who said both; the covariance of the means, less what sizes do to it."""
    if row["n_b"] < 3 or product <= 0:
        return None
    scale = row["w2_b"] / math.sqrt(row["w2_x"] * row["w2_y"])
    return round(max(-1.0, min(1.0, covariance / (product * scale))), 6) if scale else None


def _withheld(row: dict[str, Any], minimum_n: int) -> Note:
    fewest = "x" if row["n_x"] <= row["n_y"] else "y"
    en, zh = {"x": ("experience", "体验"), "y": ("expectation", "期望")}[fewest]
    if not row[f"n_{fewest}"]:
        return Note("experience.not_asked", {"kind_en": en, "kind_zh": zh})
    facts = {"kind_en": en, "kind_zh": zh, "n": row[f"n_{fewest}"], "minimum": minimum_n}
    return Note("experience.too_few", facts)
