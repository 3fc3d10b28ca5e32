"""One survey read as a whole: what drives the outcome, what is basic, who stays, what is delivered.

Every part stands for itself: what a survey did not ask, or too few answered, is a refusal in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.errors import BadInput, GuanxiError
from guanxi.knowledge.experience.answered_tree import answered_tree
from guanxi.knowledge.experience.delivered_value import ITEMS, Scored, delivered_value, relative_value
from guanxi.knowledge.experience.driver_resamples import RELATIVE_WEIGHTS, SHAPLEY
from guanxi.knowledge.experience.drivers import RESAMPLES, driver_importance
from guanxi.knowledge.experience.intervals import mean_interval
from guanxi.knowledge.experience.kano import kanos
from guanxi.knowledge.experience.kinds import (
    CUSTOMERS,
    EXPECTATION,
    EXPERIENCE,
    IMPORTANCE,
    OVERALL,
    US,
    kind_names,
)
from guanxi.knowledge.experience.loyalty_curve import behaviour_curve, bought_later, intention_curve
from guanxi.knowledge.experience.penalty_reward import penalty_reward
from guanxi.knowledge.experience.period import answered_between
from guanxi.knowledge.experience.ratings import ratings
from guanxi.knowledge.experience.satisfaction import satisfaction, together
from guanxi.knowledge.experience.scores import scores
from guanxi.knowledge.experience.seven_steps import steps
from guanxi.knowledge.experience.step import Step
from guanxi.knowledge.experience.study_columns import Columns, read_columns, read_touchpoints

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

OUTCOMES = ("satisfaction", "intention", "recommend")  # the first that was asked, where none is named
BEHAVIOUR_DAYS = 182
PARTS = (
    "drivers",
    "relative_weights",
    "tree",
    "matrix",
    "penalty_reward",
    "kano",
    "intention",
    "behaviour",
    "delivered",
    "relative",
)
_SIDES = {"value": "value", "cost": "cost", "value_weight": "weight", "cost_weight": "weight"}

Period = tuple[date | None, date | None]  # first and last day


class NotAsked(BadInput):
    """The survey lacks questions of a kind; `kinds_en`, `kinds_zh` name them."""

    code = "study.not_asked"


class NoPurchases(BadInput):
    code = "study.no_purchases"


class TooEarly(BadInput):
    """None of the answers is old enough to know who bought within `days` after."""

    code = "study.too_early"


class NoAnswers(BadInput):
    code = "study.no_answers"


class NoneInPeriod(NoAnswers):
    """There are answers, and none of these days; since and until as they were asked, "…" where open."""

    code = "study.none_in_period"


@dataclass
class Study:
    """One survey within one period, part by part.

    responses      whose answers it is of; since, until: the first and the last day of these
    period         the days that were asked for, both included; None where an end is open
    found          by part what it came to; refused: by part why it did not
    """

    survey: str | None
    outcome: str
    responses: int
    since: date | None
    until: date | None
    period: Period = (None, None)
    found: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, GuanxiError] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "survey": self.survey,
            "outcome": self.outcome,
            "responses": self.responses,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "period": [day and day.isoformat() for day in self.period],
            "parts": {part: _plain(each) for part, each in self.found.items()},
            "refused": {part: {"code": each.code, **each.facts} for part, each in self.refused.items()},
        }


def study(
    answers: Table,
    *,
    as_of: date,
    engine: Engine,
    survey: str | None = None,
    outcome: str | None = None,
    since: date | None = None,
    until: date | None = None,
    purchases: Table | None = None,
    groups: Table | None = None,
    resamples: int = RESAMPLES,
) -> Study:
    """All parts of one survey, or of all answers together.

    In      answers    facts "answers": those of customers up to as_of count, unweighted
            survey     its id; None for all
            outcome    a kind; None for the first of OUTCOMES that was asked, else the overall experience
            since, until   answers of these days only, both included; who bought again is seen up to as_of
            purchases  facts "purchases", to see who bought again within BEHAVIOUR_DAYS; None: not looked at
            groups     customer_id and group, for a curve of each
    Errors  NoAnswers, NoneInPeriod; what a part needs and the survey lacks is in `refused`
    """
    rows = answers.filter(answers.answered_on <= as_of)
    rows = rows if survey is None else rows.filter(rows.survey_id == survey)
    rows = rows.filter(rows.respondent.isnull() | rows.respondent.isin(["", CUSTOMERS]))
    whole, rows = rows, answered_between(rows, since, until)
    columns = read_columns(rows, engine=engine)
    if not columns.ids:
        raise _none(whole, survey, (since, until), engine)
    ends = engine.collect(
        rows.aggregate(since=rows.answered_on.min(), until=rows.answered_on.max())
    ).to_pylist()[0]
    name, values = _outcome(columns, outcome)
    told = Study(survey, name, len(columns.ids), ends["since"], ends["until"], (since, until))
    within = _Groups.of(rows, groups, columns, engine)
    parts: dict[str, Callable[[], Any]] = {
        "drivers": lambda: _drivers(columns, name, values, SHAPLEY, resamples),
        "relative_weights": lambda: _drivers(columns, name, values, RELATIVE_WEIGHTS, 0),
        "tree": lambda: _tree(columns, (name, values), rows, told, resamples, engine),
        "matrix": lambda: _matrix(columns, rows, as_of, engine),
        "penalty_reward": lambda: _penalties(columns, name, values),
        "kano": lambda: _kano(columns),
        "intention": lambda: _intention(columns, within),
        "behaviour": lambda: _behaviour(columns, within, rows, purchases, as_of, engine),
        "delivered": lambda: delivered_value(*_items(columns, US)),
        "relative": lambda: _relative(columns),
    }
    for part, work in parts.items():
        try:
            told.found[part] = work()
        except GuanxiError as refusal:
            told.refused[part] = refusal
    return told


def _none(whole: Table, survey: str | None, period: Period, engine: Engine) -> NoAnswers:
    if period == (None, None) or not read_columns(whole, engine=engine).ids:
        return NoAnswers(survey=survey or "—")
    since, until = (day.isoformat() if day else "…" for day in period)
    return NoneInPeriod(survey=survey or "—", since=since, until=until)


# --- the parts ----------------------------------------------------------------------------------------


def _outcome(columns: Columns, asked: str | None) -> tuple[str, np.ndarray | None]:
    for kind in (asked,) if asked else OUTCOMES:
        if (values := columns.mean_of(kind)) is not None:
            return kind, values
    return asked or OVERALL, None if asked else columns.of(EXPERIENCE, OVERALL)


def _needs(*kinds: str) -> NotAsked:
    names = [kind_names(kind) for kind in kinds]
    return NotAsked(kinds_en=", ".join(en for en, _zh in names), kinds_zh="、".join(zh for _en, zh in names))


def _rated(columns: Columns) -> dict[str, np.ndarray]:
    found = {d: columns.of(EXPERIENCE, d) for d in columns.dimensions(EXPERIENCE) if d not in ("", OVERALL)}
    if not found:
        raise _needs(EXPERIENCE)
    return found


def _drivers(columns: Columns, name: str, values, method: str, resamples: int):
    rated = _rated(columns)
    if values is None:
        raise _needs(name if name in OUTCOMES else "satisfaction")
    stated = {d: _mean_or_none(columns.of(IMPORTANCE, d)) for d in rated}
    said = stated if any(each is not None for each in stated.values()) else None
    return driver_importance(ratings((name, values), rated), method=method, stated=said, resamples=resamples)


def _tree(columns: Columns, outcome, rows: Table, told: Study, resamples: int, engine: Engine):
    if "drivers" not in told.found:
        raise told.refused["drivers"]
    said = read_touchpoints(rows, columns, engine=engine)
    rated = {
        (dimension, touchpoint): values
        for (kind, dimension, touchpoint), values in said.items()
        if kind == EXPERIENCE and dimension not in ("", OVERALL) and np.isfinite(values).any()
    }
    stated = {(d, ""): _mean_or_none(columns.of(IMPORTANCE, d)) for d, _touchpoint in rated}
    stated |= {
        (d, touchpoint): _mean_or_none(values)
        for (kind, d, touchpoint), values in said.items()
        if kind == IMPORTANCE and touchpoint
    }
    return answered_tree(outcome, rated, told.found["drivers"], stated=stated, resamples=resamples)


def _matrix(columns: Columns, rows: Table, as_of: date, engine: Engine) -> list[Step]:
    """What was asked of each dimension, as in step 3 of a round; ideals are a round's, and not known here."""
    if lacking := [k for k in (EXPERIENCE, EXPECTATION, IMPORTANCE) if not any(columns.dimensions(k))]:
        raise _needs(*lacking)
    asked = {"as_of": as_of, "engine": engine, "grain": ("dimension",)}
    between = together(satisfaction(rows, **asked))
    return [replace(each, notes=()) for each in steps(scores(rows, **asked).as_scores(), together=between)]


def _mean_or_none(values: np.ndarray | None) -> float | None:
    return None if values is None or not np.isfinite(values).any() else float(np.nanmean(values))


def _penalties(columns: Columns, name: str, values):
    rated = _rated(columns)
    both = {
        d: each - expected
        for d, each in rated.items()
        if (expected := columns.of(EXPECTATION, d)) is not None
    }
    if not both:
        raise _needs(EXPECTATION)
    if values is None:
        raise _needs("satisfaction")
    return penalty_reward((name, values), both)


def _kano(columns: Columns):
    pairs = {}
    for subject, kind, dimension in columns.raw:
        if (subject, kind) == (US, "kano_with") and (US, "kano_without", dimension) in columns.raw:
            both = zip(
                columns.raw[US, kind, dimension], columns.raw[US, "kano_without", dimension], strict=True
            )
            pairs[dimension] = [
                tuple(None if np.isnan(each) else float(each) for each in pair) for pair in both
            ]
    if not pairs:
        raise _needs("kano_with", "kano_without")
    return kanos(pairs)


@dataclass(frozen=True)
class _Groups:
    """The group of each response, in the order of the columns; None where nobody is grouped."""

    named: list[str | None] | None

    @classmethod
    def of(cls, rows: Table, groups: Table | None, columns: Columns, engine: Engine) -> _Groups:
        if groups is None:
            return cls(None)
        whose = rows.group_by("response_id").aggregate(customer=lambda t: t.customer_id.max())
        joined = whose.inner_join(groups, whose.customer == groups.customer_id).select("response_id", "group")
        found = {row["response_id"]: row["group"] for row in engine.collect(joined).to_pylist()}
        return cls([found.get(each) for each in columns.ids])


def _satisfied(columns: Columns) -> np.ndarray:
    found = columns.mean_of("satisfaction")
    found = columns.of(EXPERIENCE, OVERALL) if found is None else found
    if found is None:
        raise _needs("satisfaction")
    return found


def _intention(columns: Columns, within: _Groups):
    loyal = columns.mean_of("intention")
    loyal = columns.mean_of("recommend") if loyal is None else loyal
    if loyal is None:
        raise _needs("intention")
    return intention_curve(_satisfied(columns), loyal, groups=within.named)


def _behaviour(columns: Columns, within: _Groups, rows: Table, purchases, as_of: date, engine: Engine):
    satisfied = _satisfied(columns)
    if purchases is None:
        raise NoPurchases()
    last = engine.collect(purchases.purchased_on.max().as_table())[0][0].as_py() or as_of
    bought = bought_later(rows, purchases, days=BEHAVIOUR_DAYS, as_of=min(last, as_of))
    stayed = {row["response_id"]: row["stayed"] for row in engine.collect(bought).to_pylist()}
    if stayed and all(each is None for each in stayed.values()):
        raise TooEarly(days=BEHAVIOUR_DAYS)
    return behaviour_curve(satisfied, [stayed.get(each) for each in columns.ids], groups=within.named)


def _items(columns: Columns, subject: str) -> tuple[dict[str, Scored], dict[str, float]]:
    """What was scored of one supplier, and the weights, which are asked once."""
    scored: dict[str, Scored] = {}
    weights: dict[str, float] = {}
    for (whose, kind, dimension), values in columns.scores.items():
        if dimension not in ITEMS or kind not in _SIDES:
            continue
        if _SIDES[kind] == "weight":
            weights[dimension] = float(np.nanmean(values))
        elif whose == subject:
            scored[dimension] = _scored(values[np.isfinite(values)])
    if not scored:
        raise _needs("value", "cost")
    return scored, {item: weight for item, weight in weights.items() if weight > 0}


def _scored(values: np.ndarray) -> Scored:
    n, mean = len(values), float(values.mean())
    error = float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else 0.0
    interval = mean_interval(mean, error, n, all_equal=bool(np.ptp(values) == 0))
    return Scored(mean, n, interval.low, interval.high) if interval else Scored(mean, n)


def _relative(columns: Columns):
    others = sorted(
        {s for s, kind, d in columns.scores if s != US and kind in ("value", "cost") and d in ITEMS}
    )
    if not others:
        raise _needs("value", "cost")
    ours, weights = _items(columns, US)
    return relative_value(ours, _items(columns, others[0])[0], weights, competitor=others[0])


def _plain(found: Any) -> Any:
    return [each.as_dict() for each in found] if isinstance(found, list) else found.as_dict()
