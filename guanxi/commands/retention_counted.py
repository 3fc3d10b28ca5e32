"""One file, from its rows to retention curves: what `guanxi retention` does, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from guanxi.commands.language import tell
from guanxi.commands.lifetime_asked import noted
from guanxi.commands.lifetime_contract import NoDayToCountTo
from guanxi.commands.lifetime_orders import read_said
from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput, ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.cohorts import buying_cohorts, contract_cohorts, known_cohort
from guanxi.knowledge.lifetime.hazards import proportional_hazards
from guanxi.knowledge.lifetime.settings import BadSetting
from guanxi.knowledge.lifetime.survival import Spells, spells, survival_curve
from guanxi.sources.contracts import Contracts, contracts, holds_contracts
from guanxi.sources.files import SourceTable, read_file
from guanxi.sources.purchases import purchases_of

MOST_PERIODS = 12  # shown in a terminal; JSON has all


class FeaturesNeedEnds(BadInput):
    code = "cli.features_need_ends"


def counted(
    file: Path,
    *,
    unit: str,
    as_of: date | None,
    columns: Mapping[str, str],
    features: Sequence[str],
    level: float,
    language: str,
) -> dict[str, Any]:
    """Retention by cohort, as plain data.

    Contracts (customer, start, end): the share still there by cohort; Kaplan-Meier of all by days; with
    features Cox's hazard ratios. An order list: the share of each cohort that buys in each following period.

    Errors  what reading raises, BadSetting, UnknownCohort, NothingDue, NobodyHadOpportunities
    """
    known_cohort(unit)
    if not 0 < level < 1:
        raise BadSetting(setting="level", given=level, allowed="> 0, < 1")
    table = read_file(file)
    if holds_contracts(table, columns):
        found, notes = _contracts(table, unit, as_of, columns, features, level)
    elif features:
        raise FeaturesNeedEnds()
    else:
        found, notes = _orders(table, unit, as_of, columns, level)
    head = {"unit": unit, "level": level}
    return head | found | {"notes": noted([*table.notes, *notes], language)}


def _contracts(table, unit, as_of, columns, features, level) -> tuple[dict[str, Any], list[Note]]:
    if as_of is None:
        raise NoDayToCountTo()
    read = contracts(table, columns, features=features)
    cohorts, notes = contract_cohorts(read.starts, read.ends, as_of=as_of, cohort=unit, level=level)
    watched = spells(read.starts, read.ends, as_of=as_of)
    curve = survival_curve(watched.days, watched.ended, level=level)
    found = {"as": "contracts", "as_of": as_of.isoformat(), "cohorts": [one.as_dict() for one in cohorts]}
    found |= {"kaplan_meier": curve.as_dict(), "hazards": None, "read": _read(table, read)}
    notes = [*read.notes, *notes]
    if features:
        found["hazards"], said = _hazards(watched, read, level)
        notes += said
    return found, notes


def _hazards(watched: Spells, read: Contracts, level: float) -> tuple[dict[str, Any] | None, list[Note]]:
    """Cox's model; where it has no honest answer the curves stand, and a note says why."""
    features = {name: [values[i] for i in watched.used] for name, values in read.features.items()}
    try:
        fit = proportional_hazards(watched, features, level=level)
    except ModelError as error:
        return None, [Note(error.code, error.facts)]
    return fit.as_dict(), list(fit.notes)


def _orders(table: SourceTable, unit, as_of, columns, level) -> tuple[dict[str, Any], list[Note]]:
    read = purchases_of(table, columns=dict(columns), as_of=as_of)
    as_of = as_of or read.report.last_purchase_on
    with closing(new_engine()) as engine:
        purchases = engine.table(read.purchases)
        cohorts, notes = buying_cohorts(purchases, as_of=as_of, engine=engine, cohort=unit, level=level)
    found = {"as": "orders", "as_of": as_of.isoformat(), "cohorts": [one.as_dict() for one in cohorts]}
    found |= {"kaplan_meier": None, "hazards": None, "read": read_said(read.report)}
    return found, [*read.report.notes, *read.report.mapping.guesses, *notes]


def _read(table: SourceTable, read: Contracts) -> dict[str, Any]:
    return {
        "file": table.file,
        "rows_read": table.rows.height,
        "rows_set_aside": sum(read.set_aside.values()),
        "set_aside": read.set_aside,
        "columns": read.columns,
    }


def said(found: dict[str, Any]) -> str:
    """For reading: the cohorts as a triangle, then what holds for all together."""
    return "\n".join([*_triangle(found), *_together(found), *(note["sentence"] for note in found["notes"])])


def _triangle(found: dict[str, Any]) -> Iterator[str]:
    code = "cli.retention.buying" if found["as"] == "orders" else "cli.retention.staying"
    yield tell(code, unit=found["unit"], as_of=found["as_of"])
    longest = max((len(one["periods"]) for one in found["cohorts"]), default=0)
    yield " " * 18 + "".join(f"{period:>7}" for period in range(1, min(longest, MOST_PERIODS) + 1))
    for one in found["cohorts"]:
        shares = "".join(f"{period['share']:>7.1%}" for period in one["periods"][:MOST_PERIODS])
        yield f"{one['cohort']:<8} {one['customers']:>8,} {shares}"


def _together(found: dict[str, Any]) -> Iterator[str]:
    if curve := found["kaplan_meier"]:
        facts = {name: curve[name] for name in ("customers", "ended")}
        yield tell("cli.retention.together", **facts)
        if curve["median"] is None:
            yield tell("cli.retention.no_median")
        else:
            low, high = ("-" if end is None else f"{end:g}" for end in curve["median_range"])
            yield tell("cli.retention.median", days=curve["median"], low=low, high=high, level=found["level"])
    if found["hazards"]:
        yield tell("cli.retention.hazards_head", level=found["level"])
        for term in found["hazards"]["terms"]:
            name = (
                term["feature"]
                if term["group"] is None
                else f"{term['feature']}: {term['group']} / {term['against']}"
            )
            ratio = f"{term['hazard_ratio']:>8.3f}  {term['low']:.3f}–{term['high']:.3f}"
            yield f"  {name:<32} {ratio}  p = {term['p']:.4f}"
