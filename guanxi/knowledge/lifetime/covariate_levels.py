"""The levels of covariates that a model can tell apart; customers at rare ones are counted together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.covariates import OTHER, SAID, UNKNOWN, NoCovariateColumn, elsewhere
from guanxi.knowledge.lifetime.covariates_fit import MOST_LEVELS, OneLevel, TooManyLevels
from guanxi.knowledge.lifetime.search import MIN_REPEATERS

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

    from guanxi.engines import Engine


@dataclass(frozen=True)
class Levels:
    """Of one covariate, its levels with their customers; OTHER where rare ones are counted together."""

    covariate: str
    customers: Mapping[str, int]
    notes: tuple[Note, ...] = ()


def levels_told(history: Table, column: str, covariate: str, *, engine: Engine) -> Levels:
    """The levels with ten repeat buyers or more; what to do with the customers at all others.

    In      history   one row per customer: purchase_days, and the column; null is the level UNKNOWN
    Rule    rare levels are OTHER together; where even together they have fewer than ten repeat buyers, their
            customers are counted with the most frequent level. Either is noted
    Errors  NoCovariateColumn, OneLevel, TooManyLevels
    """
    if column not in history.columns:
        raise NoCovariateColumn(covariate=covariate, known=", ".join(history.columns))
    common, rare = _counted(history, column, engine)
    known = {row["level"]: row["customers"] for row in common}
    if len(known) > MOST_LEVELS:
        shown = ", ".join(list(known)[:3])
        raise TooManyLevels(covariate=covariate, levels=len(known), most=MOST_LEVELS, shown=shown)
    code = "lifetime.covariate_levels_joined"
    if rare["repeaters"] >= MIN_REPEATERS:
        known[OTHER] = rare["customers"]
    elif known and rare["customers"]:
        code = "lifetime.covariate_levels_with_most"
        known[elsewhere(known)] += rare["customers"]
    if len(known) < 2:
        raise OneLevel(covariate=covariate, level=_fact(next(iter(known), OTHER)))
    facts = {"covariate": covariate, "needed": MIN_REPEATERS, "most": _fact(elsewhere(known))}
    told = {name: rare[name] for name in ("levels", "customers")}
    return Levels(covariate, known, (Note(code, facts | told),) if rare["customers"] else ())


def _fact(level: str) -> str | dict:
    """A level as an error's fact: the levels that are no word of the firm's own are said in words."""
    code = SAID.get(level)
    return {"code": code, "facts": {}} if code else level


def _counted(history: Table, column: str, engine: Engine) -> tuple[list[dict], dict[str, int]]:
    """The common levels, most customers first, one more than may be at most; and the rare ones together."""
    bought = history.filter(lambda t: t.purchase_days >= 1)
    by_level = bought.group_by(level=lambda t: t[column].fill_null(UNKNOWN)).aggregate(
        customers=lambda t: t.count(), repeaters=lambda t: (t.purchase_days >= 2).cast("int64").sum()
    )
    common = by_level.filter(lambda t: t.repeaters >= MIN_REPEATERS)
    common = common.order_by(lambda t: t.customers.desc(), "level").limit(MOST_LEVELS + 1)
    rare = by_level.filter(lambda t: t.repeaters < MIN_REPEATERS).aggregate(
        levels=lambda t: t.count(),
        customers=lambda t: t.customers.sum().fill_null(0),
        repeaters=lambda t: t.repeaters.sum().fill_null(0),
    )
    (together,) = engine.collect(rare).to_pylist()
    return engine.collect(common).to_pylist(), {name: int(value) for name, value in together.items()}


def placed_column(level: StringValue, known: Mapping[str, int]) -> StringValue:
    """As `covariates.placed`, for a column."""
    level = level.fill_null(UNKNOWN)
    return level.isin(list(known)).ifelse(level, elsewhere(known))
