"""One row per customer: every measure joined, and a card that says how each came about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.facts.notes import Note
from guanxi.knowledge import relations
from guanxi.knowledge import voice as voices
from guanxi.knowledge.attributes import columns_of, with_said
from guanxi.knowledge.history import History, history
from guanxi.knowledge.lateness import Lateness, lateness
from guanxi.knowledge.lifetime import answers as answers_of_models
from guanxi.knowledge.lifetime import lifetime
from guanxi.knowledge.lifetime.orders import log_gaps
from guanxi.knowledge.loyalty import loyalty_index, transactional_loyalty
from guanxi.knowledge.margin import margin
from guanxi.knowledge.percentiles import Index
from guanxi.knowledge.price_sensitivity import price_sensitivity
from guanxi.knowledge.rfm import cells, empty_parts, nested_rfm, rfm
from guanxi.knowledge.rfm_cells import CellMap, rfm_class, segment
from guanxi.knowledge.settings import ProfileSettings
from guanxi.knowledge.stages import stages
from guanxi.knowledge.tiers import Pyramid, Quadrants, pyramid, quadrants, relation_types, revenue_pyramid
from guanxi.knowledge.value import present_column, value

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.lifetime import Lifetime
    from guanxi.knowledge.relations import Relations

# Raised whenever the same facts would give another profile; part of every snapshot's name.
METHOD_VERSION = "5"

COLUMNS = (
    "customer_id",
    "first_purchase_on",
    "last_purchase_on",
    "days_since_last",
    "tenure_days",
    "purchase_days",
    "spend",
    "mean_spend",
    "purchase_days_365d",
    "spend_365d",
    "profit_365d",
    "categories_365d",
    "r_score",
    "f_score",
    "m_score",
    "rfm_segment",
    "rfm_class",
    "cycle_days",
    "days_overdue",
    "warning",
    "value_at_risk",
    *answers_of_models.COLUMNS,
    "loyalty_index",
    "value_index",
    "quadrant",
    "tier",
    "relation_type",
    "stage",
    "lines_365d",
    "promoted_lines_365d",
    "promotion_share",
    "price_sensitivity",
    *relations.COLUMNS,
    "transactional_loyalty",
    *voices.COLUMNS,
)
CLASSES = ("warning", "tier", "quadrant", "stage")
TOTALS = (
    "spend",
    "spend_365d",
    "profit_365d",
    "net_profit_365d",
    "value_at_risk",
    "lifetime_value",
    "net_lifetime_value",
    "expected_spend_365d",
)


@dataclass(frozen=True)
class Profile:
    """table: one row per customer, COLUMNS; card: plain JSON, how the numbers came about."""

    table: Table
    card: dict[str, Any]


def profile(
    purchases: Table,
    *,
    as_of: date,
    engine: Engine,
    settings: ProfileSettings | None = None,
    keep: Callable[[Table], Table] | None = None,
    costs: Table | None = None,
    said: Relations | None = None,
    answers: Table | None = None,
    customers: Table | None = None,
) -> Profile:
    """All measures of every customer who bought on or before as_of.

    In      purchases  one row per order line (facts.table "purchases"); optional columns may be absent
            keep       how the finished rows are kept; by default on the engine. A turn keeps them by writing
                       the snapshot, so that they are written once and never held
            costs      facts "costs", where the firm records any: what serving, winning and keeping cost
            said       what the firm says of its customers (`relations.relations`): whom they brought, ...
            answers    facts "answers", where customers were asked anything: satisfaction, emotional loyalty
            customers  facts "customers", for what the settings name as covariates of the lifetime models
    Out     Profile; its table reads what the engine keeps; the card holds as_of, settings, method_version,
            lines, cuts, models with parameters, notes (codes and facts), totals
    Absent  customers who never paid anything, and lines without a customer: both noted
    Errors  NothingYet, ColumnMissing, and every setting's own refusal
    """
    settings = settings or ProfileSettings()
    read = history(purchases, as_of=as_of, engine=engine)
    covariates = columns_of(settings.covariates)
    if covariates:
        read = replace(read, table=engine.keep(with_said(read.table, customers, covariates)))
    fitted = lifetime(
        read.table,
        as_of=as_of,
        engine=engine,
        settings=settings.lifetime,
        log_gaps=lambda: log_gaps(read.bought, as_of=as_of, engine=engine, unit=settings.lifetime.unit),
        covariates=covariates,
    )
    late = lateness(read, fitted, as_of=as_of, engine=engine, settings=settings)
    forecast = fitted.add_to(read.table)
    left = margin(read.table, costs, as_of=as_of, engine=engine, goods_share=settings.goods_share)
    heard = voices.voice(answers, read.table, as_of=as_of, engine=engine, days=settings.answers_days)
    relation = relations.worth(forecast, left, said, engine=engine, settings=settings)
    cuts: dict[str, Any] = {"warning": late.as_dict(), "voice": heard.as_dict(), **relation.cuts()}
    valued = _worth(forecast, engine, settings, cuts)
    scored = _scored(read.table, fitted, late, engine, settings, cuts)
    loyal = transactional_loyalty(read.table, engine=engine, weigh=settings.loyalty_weights)

    def indexed(table: Table) -> Table:
        known = heard.add_to(loyal.add_to(valued.add_to(table)))
        return loyalty_index(known, emotional_weight=settings.emotional_weight)

    fields = _quadrants(indexed(forecast), engine, settings)
    finished = indexed(relation.add_to(scored))
    cuts |= {"quadrant": fields.as_dict()}
    table = (keep or engine.keep)(fields.add_to(finished).select(*COLUMNS))
    notes = (*read.notes, *fitted.notes, *late.notes, *heard.notes, *relation.notes)
    return Profile(table, _card(table, read, fitted, notes, cuts, as_of, engine, settings))


def _scored(
    history: Table,
    fitted: Lifetime,
    late: Lateness,
    engine: Engine,
    settings: ProfileSettings,
    cuts: dict,
) -> Table:
    """The history with its scores, its forecast, and who is late by it.

    All counting is on the kept history: on a table that grows with every measure, each count would compile
    and run all measures before it again.
    """
    measures = {
        "recency": settings.rfm_recency,
        "frequency": settings.rfm_frequency,
        "money": settings.rfm_money,
    }
    score = nested_rfm if settings.rfm_nested else rfm
    scores = score(history, engine=engine, n=settings.rfm_parts, **measures)
    names = _cells(settings)
    found = {
        "tier": _pyramid(history, engine, settings),
        "rfm_class": rfm_class(history, engine=engine, **measures),
        "price_sensitivity": price_sensitivity(history, engine=engine, least_lines=settings.least_lines),
        "relation_type": relation_types(history, engine=engine),
    }
    cuts |= {name: measure.as_dict() for name, measure in found.items()}
    cuts |= {"rfm": [c.as_dict() for c in scores.cuts], "rfm_cells": names.as_dict()}
    table = segment(scores.add_to(history), names, engine=engine)
    for measure in found.values():
        table = measure.add_to(table)
    return stages(late.add_to(fitted.add_to(table)), rules=settings.stage_rules)


def _quadrants(indexed: Table, engine: Engine, settings: ProfileSettings) -> Quadrants:
    """The quadrants' cuts: medians are counted twice, so the two indexes alone are kept for it.

    They are taken from a table without the other measures, of which each would be compiled once more.
    """
    indexes = engine.keep(indexed.select("loyalty_index", "value_index"))
    return quadrants(indexes, engine=engine, rule=settings.quadrant_rule, fixed=settings.quadrant_cuts)


def _worth(forecast: Table, engine: Engine, settings: ProfileSettings, cuts: dict) -> Index:
    """The value index, which needs the forecast."""
    present = present_column(forecast, engine=engine)
    cuts |= {"value_index": {"present": present}}
    weights = {present: settings.present_weight, "lifetime_value": settings.lifetime_weight}
    return value(forecast, engine=engine, weights=weights)


def _pyramid(table: Table, engine: Engine, settings: ProfileSettings) -> Pyramid:
    build = revenue_pyramid if settings.tier_by == "revenue" else pyramid
    return build(table, engine=engine, column=settings.tier_column, shares=settings.tier_shares)


def _cells(settings: ProfileSettings) -> CellMap:
    if settings.rfm_cells is None:
        return CellMap.customary(settings.rfm_parts)
    return CellMap.of(settings.rfm_cells, n=settings.rfm_parts)


def _score_notes(counted: list[dict[str, int]], settings: ProfileSettings) -> list[Note]:
    empty = empty_parts(counted, n=settings.rfm_parts)
    return [
        Note("knowledge.score_not_given", {"score": score, "parts": ", ".join(map(str, parts))})
        for score, parts in empty.items()
    ]


def _summary(table: Table, engine: Engine) -> tuple[dict[str, Any], dict[str, dict[str, int]]]:
    """Totals, and how many customers each class has, from one count by all classes together.

    A total is null where its measure is known of nobody.
    """
    sums = {name: (lambda t, name=name: t[name].sum()) for name in TOTALS}
    counted = table.group_by(list(CLASSES)).aggregate(customers=lambda t: t.count(), **sums)
    rows = engine.collect(counted.order_by(list(CLASSES))).to_pylist()
    totals: dict[str, Any] = {"customers": sum(row["customers"] for row in rows)}
    for name in TOTALS:
        known = [row[name] for row in rows if row[name] is not None]
        totals[name] = sum(known) if known else None
    classes: dict[str, dict[str, int]] = {name: {} for name in CLASSES}
    for name, counts in classes.items():
        for row in rows:
            key = row[name] or ""
            counts[key] = counts.get(key, 0) + row["customers"]
    return totals | {"equity": totals["lifetime_value"]}, classes


def _card(table, read: History, fitted, notes, cuts, as_of, engine, settings) -> dict[str, Any]:
    counted = cells(table, engine=engine)
    totals, classes = _summary(table, engine)
    notes = [*notes, *_score_notes(counted, settings)]
    return {
        "as_of": as_of.isoformat(),
        "method_version": METHOD_VERSION,
        "settings": settings.model_dump(mode="json"),
        "lines": read.look.as_dict(),
        "cuts": cuts,
        "models": fitted.card()["models"],
        "notes": [note.as_dict() for note in notes],
        "totals": totals,
        "classes": classes,
        "rfm_cells": counted,
    }
