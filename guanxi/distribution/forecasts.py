"""What a snapshot's customers will bring, all together and by segment; and what they have brought since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.knowledge.attributes import columns_of, with_said
from guanxi.knowledge.lifetime.covariate_levels import placed_column
from guanxi.knowledge.lifetime.future import Ahead, Part, Range, future_of
from guanxi.knowledge.lifetime.future_groups import SEGMENTS, groups
from guanxi.knowledge.lifetime.published import is_from_posterior, published, unsure, unsure_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.distribution.snapshot import Snapshot
    from guanxi.engines import Engine

# Twelve months of a year, three to each quarter that is forecast.
LOOKS = (30, 61, 91, 121, 152, 182, 212, 243, 273, 304, 334, 365)


def forecasts(snapshot: Snapshot, *, engine: Engine, customers: Table | None = None) -> dict[str, Any]:
    """The firm's forecast as of a snapshot, as plain JSON.

    In      customers   facts "customers", where the model of buying differs by what is said of them
    Out     as_of, snapshot_id
            buying, spend     names of the models; null where there is no honest answer
            unsure            what the ranges know of the parameters: "posterior", "standard_errors" or null
            refusals          notes (code, facts) that say why there is no model
            horizon_days      that customer equity looks ahead
            segments          one row per segment, and one for everybody (column and key ""):
                column, key, customers, equity (the sum of lifetime value; null where nobody has one)
                ahead: [{days, purchases, spend}], each {expected, low90, low50, high50, high90} or null
    Absent  customers who will be won
    """
    card, profile = snapshot.card, snapshot.read(engine)
    models, axes = published(card), unsure(card)
    rows = _equity(profile, engine)
    if models.buying is not None:
        by = {"by": SEGMENTS, "customers": customers, "engine": engine}
        apart = list(parts(profile, card, as_of=snapshot.as_of, **by))
        for each in future_of(apart, models.spend):
            rows[each.column, each.key]["ahead"].append(_plain(each))
    settings = (card.get("settings") or {}).get("lifetime") or {}
    return {
        "snapshot_id": snapshot.id,
        "as_of": snapshot.as_of.isoformat(),
        "buying": models.buying.name if models.buying else None,
        "spend": models.spend.name if models.spend else None,
        "unsure": ("posterior" if is_from_posterior(card) else "standard_errors") if axes else None,
        "refusals": [dict(note) for note in models.refusals],
        "horizon_days": settings.get("horizon_days"),
        "segments": list(rows.values()),
    }


def parts(
    profile: Table,
    card: Mapping[str, Any],
    *,
    as_of: date,
    by: Sequence[str],
    customers: Table | None,
    engine: Engine,
) -> Iterator[Part]:
    """Customers together, or apart by the levels at which the model of buying differs; by segments within.

    In   profile   rows of the snapshot that the card is of, all or some; there is a model of buying
    """
    models = published(card)
    kinds = models.by_kind
    covariates = kinds.covariates if kinds else {}
    columns = columns_of(list(covariates))
    if columns:
        profile = with_said(profile, customers, columns)
        placed = {column: placed_column(profile[column], covariates[columns[column]]) for column in columns}
        profile = profile.mutate(**placed)
    counted = groups(profile, as_of=as_of, engine=engine, by=(*by, *columns), unit=models.buying.unit)
    axes = unsure_of(card)
    for key, part in counted.apart(list(columns)).items():
        levels = dict(zip(columns.values(), key, strict=True))
        yield Part(part, kinds.of(levels) if kinds else models.buying, axes(levels))


def _equity(profile: Table, engine: Engine) -> dict[tuple[str, str], dict[str, Any]]:
    """Every segment with its customers and the sum of their lifetime values."""
    named = profile.mutate(**{name: (lambda t, name=name: t[name].fill_null("")) for name in SEGMENTS})
    counted = named.group_by(list(SEGMENTS)).aggregate(
        customers=lambda t: t.count(), equity=lambda t: t.lifetime_value.sum()
    )
    found: dict[tuple[str, str], dict[str, Any]] = {("", ""): _empty("", "")}
    for row in engine.collect(counted.order_by(list(SEGMENTS))).to_pylist():
        for column, key in _segments_of(row):
            segment = found.setdefault((column, key), _empty(column, key))
            segment["customers"] += row["customers"]
            if row["equity"] is not None:
                segment["equity"] = (segment["equity"] or 0.0) + row["equity"]
    return found


def _empty(column: str, key: str) -> dict[str, Any]:
    return {"column": column, "key": key, "customers": 0, "equity": None, "ahead": []}


def _segments_of(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "", ""
    for name in SEGMENTS:
        yield name, row[name]


def _plain(each: Ahead) -> dict[str, Any]:
    return {"days": each.days, "purchases": _range(each.purchases), "spend": _range(each.spend)}


def _range(found: Range | None) -> dict[str, float | None] | None:
    return None if found is None else {name: getattr(found, name) for name in Range.__dataclass_fields__}


def happened(
    snapshot: Snapshot, purchases: Table, *, as_of: date, engine: Engine, looks: Iterable[int] = LOOKS
) -> list[dict[str, Any]]:
    """What the customers of an earlier snapshot have brought since, by segment, month after month.

    In      purchases  rows of the fact table, as of the same day
    Out     one row per segment and month that is over by as_of: column, key, days, purchases (purchase days),
            spend (returns taken off, of customers of whom a spend was forecast); both cumulative
    Absent  months that are not over; customers who were won since
    """
    over = [days for days in looks if snapshot.as_of + timedelta(days=days) <= as_of]
    if not over:
        return []
    came = engine.collect(_came(snapshot, purchases, over, engine)).to_pylist()
    found = {("", ""): [[0, 0.0] for _ in over]}
    for row in came:
        for segment in _segments_of(row):
            months = found.setdefault(segment, [[0, 0.0] for _ in over])
            for month in months[row["look"] :]:
                month[0] += row["purchases"]
                month[1] += row["spend"]
    return [
        {"column": column, "key": key, "days": days, "purchases": month[0], "spend": month[1]}
        for (column, key), months in found.items()
        for days, month in zip(over, months, strict=True)
    ]


def _came(snapshot: Snapshot, purchases: Table, over: list[int], engine: Engine) -> Table:
    """Purchase days and spend by segment and by the month they fell into (its place in `over`)."""
    who = snapshot.read(engine).select(
        _id="customer_id",
        has_spend=lambda t: t.expected_spend_365d.notnull(),
        **{name: (lambda t, name=name: t[name].fill_null("")) for name in SEGMENTS},
    )
    made_on, last = ibis.literal(snapshot.as_of), ibis.literal(snapshot.as_of + timedelta(days=over[-1]))
    lines = purchases.filter(lambda t: (t.purchased_on > made_on) & (t.purchased_on <= last))
    days = (
        lines.select("customer_id", "purchased_on", "amount")
        .group_by("customer_id", "purchased_on")
        .aggregate(bought=lambda t: (t.amount > 0).any(), spend=lambda t: t.amount.sum())
    )
    rows = days.join(who, days.customer_id == who["_id"])
    since = rows.purchased_on.delta(made_on, unit="day")
    look = sum((since > days).cast("int64") for days in over)
    money = rows.has_spend.ifelse(rows.spend, 0.0)
    counted = rows.mutate(look=look, day=rows.bought.cast("int64"), money=money)
    return counted.group_by([*SEGMENTS, "look"]).aggregate(
        purchases=lambda t: t.day.sum(), spend=lambda t: t.money.sum()
    )
