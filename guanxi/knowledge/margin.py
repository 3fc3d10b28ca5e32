"""What is left of what a customer pays: after the goods, the service, and what winning and keeping costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.facts.notes import Note
from guanxi.facts.words import word
from guanxi.knowledge.refusals import OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

KINDS = ("service", "acquisition", "retention")
COLUMNS = (
    "goods_cost_365d",
    "service_cost_365d",
    "acquisition_cost_365d",
    "retention_cost_365d",
    "net_profit_365d",
    "running_share",
)
PRIOR_DAYS = 5.0  # purchase days of the firm's own share that each customer's is mixed with
LEAST_SHARE, MOST_SHARE = -1.0, 1.0
DECIMALS = 4


@dataclass(frozen=True)
class Margin:
    """table: the history with COLUMNS; parts: which costs are known, of how many customers.

    sums         each customer's costs in the window, of the kinds in `recorded`; None where none ever was
    firm_share   the firm's own running profit as a share of revenue; None without revenue
    notes        every part that is not known, and costs that belong to no customer
    """

    history: Table
    sums: Table | None
    recorded: tuple[str, ...]
    window_days: int
    goods_share: float | None
    parts: dict[str, Any]
    firm_share: float | None
    notes: tuple[Note, ...]

    @property
    def table(self) -> Table:
        return self.add_to(self.history)

    def add_to(self, table: Table) -> Table:
        """The table, which has what `margin` reads, with COLUMNS."""
        costed = _with_costs(table, self.sums, self.recorded, self.window_days)
        goods = _goods(costed, self.goods_share, self.window_days)
        return _profit(costed.mutate(_goods=goods), self.firm_share, self.window_days)

    def as_dict(self) -> dict[str, Any]:
        return {"parts": self.parts, "firm_share": self.firm_share, "goods_share": self.goods_share}


def margin(
    history: Table,
    costs: Table | None = None,
    *,
    as_of: date,
    engine: Engine,
    window_days: int = 365,
    goods_share: float | None = None,
) -> Margin:
    """Profit in the window = revenue - cost of goods - cost to serve - acquisition and retention cost.

    In      history      one row per customer: customer_id, purchase_days_365d, spend_365d, profit_365d
            costs        facts "costs": customer_id, incurred_on, cost_kind, amount
            goods_share  cost of goods as a share of revenue, for customers who have a line without a cost;
                         else their cost of goods is unknown
    Out     goods_cost_365d         null where unknown
            service_, acquisition_, retention_cost_365d
                                    null for all where no cost of that kind was ever recorded; else 0 is known
            net_profit_365d         revenue less the costs that are recorded; null where the goods' is unknown
            running_share           what is left of the next 1 of revenue, without winning them again, -1..1;
                                    mixed with the firm's
    Notes   margin.goods_unknown, .goods_by_share, .part_unknown for each kind, .costs_of_nobody
    Errors  OutOfRange
    """
    if goods_share is not None and not 0 <= goods_share <= 2:
        raise OutOfRange(name="goods_share", given=goods_share, allowed="0..2")
    if window_days < 1:
        raise OutOfRange(name="window_days", given=window_days, allowed=">= 1")
    costs = None if costs is None else costs.mutate(cost_kind=_kind(costs.cost_kind))
    recorded, notes = _recorded(costs, as_of, window_days, engine)
    sums = engine.keep(_sums(costs, recorded, as_of, window_days)) if recorded else None
    costed = _with_costs(history, sums, recorded, window_days)
    running = _firm_share(costed.mutate(_goods=_goods(costed, goods_share, window_days)), engine, window_days)
    return Margin(
        history,
        sums,
        tuple(recorded),
        window_days,
        goods_share,
        _parts(running, recorded),
        running["share"],
        (*_said(running, goods_share), *notes),
    )


def _kind(said):
    """The kind's key, however it was written: Service, SERVICE and 服务 are service."""
    named = {label.lower(): key for key, labels in word("cost_kind").values.items() for label in labels}
    return said.strip().lower().substitute(named)


def _recorded(costs: Table | None, as_of: date, window_days: int, engine: Engine):
    """Which kinds of cost the firm has ever recorded up to as_of, and notes on what it has not."""
    known: set[str] = set()
    notes = []
    if costs is not None:
        upto = costs.filter(lambda t: t.incurred_on <= as_of)
        since = as_of - timedelta(days=window_days)
        counted = upto.group_by("cost_kind").aggregate(
            rows=lambda t: t.count(),
            of_nobody=lambda t: t.amount.sum(where=t.customer_id.isnull() & (t.incurred_on > since)),
        )
        rows = engine.collect(counted.order_by("cost_kind")).to_pylist()
        known = {row["cost_kind"] for row in rows}
        of_nobody = sum(row["of_nobody"] or 0.0 for row in rows)
        if of_nobody:
            notes.append(Note("margin.costs_of_nobody", {"amount": round(of_nobody, 2)}))
        if other := sorted(known - {*KINDS}):
            notes.append(Note("margin.other_kinds", {"kinds": ", ".join(map(str, other))}))
    missing = [kind for kind in KINDS if kind not in known]
    return [kind for kind in KINDS if kind in known], [*_unknown(missing), *notes]


def _unknown(kinds: Sequence[str]):
    names = {
        "service": ("cost to serve", "服务成本"),
        "acquisition": ("acquisition cost", "获客成本"),
        "retention": ("retention cost", "维系成本"),
    }
    for kind in kinds:
        yield Note("margin.part_unknown", dict(zip(("part_en", "part_zh"), names[kind], strict=True)))


def _sums(costs: Table, recorded: Sequence[str], as_of: date, window_days: int) -> Table:
    """One row per customer with a cost inside the window: `_of`, and the sum of each kind."""
    since = as_of - timedelta(days=window_days)
    inside = costs.filter(
        lambda t: (t.incurred_on > since) & (t.incurred_on <= as_of) & t.customer_id.notnull()
    )
    sums = inside.group_by("customer_id").aggregate(
        **{f"_{kind}": (lambda t, kind=kind: t.amount.sum(where=t.cost_kind == kind)) for kind in recorded}
    )
    return sums.rename(_of="customer_id")


def _with_costs(table: Table, sums: Table | None, recorded: Sequence[str], window_days: int) -> Table:
    """The table with the costs of each kind inside the window: 0 where the kind is recorded, else null."""
    import ibis

    nothing = ibis.null("float64")
    if sums is None:
        return table.mutate(**{f"{kind}_cost_{window_days}d": nothing for kind in KINDS})
    joined = table.left_join(sums, [table.customer_id == sums["_of"]])
    spent = {
        f"{kind}_cost_{window_days}d": joined[f"_{kind}"].fill_null(0.0).round(DECIMALS)
        if kind in recorded
        else nothing
        for kind in KINDS
    }
    return joined.select(*table.columns, **spent)


def _goods(table: Table, goods_share: float | None, window_days: int):
    import ibis

    revenue, profit = table[f"spend_{window_days}d"], table[f"profit_{window_days}d"]
    known = (revenue - profit).round(DECIMALS)
    if goods_share is None:
        return known
    return ibis.ifelse(profit.isnull(), (revenue * goods_share).round(DECIMALS), known)


def _costs_of(t: Table, window_days: int, *kinds: str):
    return sum((t[f"{kind}_cost_{window_days}d"].fill_null(0.0) for kind in kinds), 0.0)


def _firm_share(table: Table, engine: Engine, window_days: int) -> dict[str, Any]:
    """Revenue and running profit of all customers whose cost of goods is known, and how many those are."""
    known = table["_goods"].notnull()
    counted = table.aggregate(
        customers=table.count(),
        goods_known=known.sum(),
        costed=table[f"profit_{window_days}d"].count(),
        revenue=table[f"spend_{window_days}d"].sum(where=known),
        spent=(table["_goods"] + _costs_of(table, window_days, "service", "retention")).sum(where=known),
    )
    (row,) = engine.collect(counted).to_pylist()
    revenue = row["revenue"] or 0.0
    share = (revenue - row["spent"]) / revenue if revenue > 0 else None
    return row | {"share": None if share is None else float(np.clip(share, LEAST_SHARE, MOST_SHARE))}


def _profit(table: Table, firm_share: float | None, window_days: int) -> Table:
    import ibis

    revenue, days = table[f"spend_{window_days}d"], table[f"purchase_days_{window_days}d"]
    running = revenue - table["_goods"] - _costs_of(table, window_days, "service", "retention")
    net = (running - _costs_of(table, window_days, "acquisition")).round(DECIMALS)
    share = ibis.null("float64")
    if firm_share is not None:
        # Who bought once says little: the firm's own share counts as five purchase days more.
        own = ibis.ifelse(revenue > 0, running / revenue, None).clip(LEAST_SHARE, MOST_SHARE)
        mixed = (own * days + firm_share * PRIOR_DAYS) / (days + PRIOR_DAYS)
        share = ibis.ifelse(mixed.isnull(), firm_share, mixed)
    named = {f"goods_cost_{window_days}d": table["_goods"], f"net_profit_{window_days}d": net}
    return table.mutate(**named, running_share=share).drop("_goods")


def _parts(running: dict[str, Any], recorded: Sequence[str]) -> dict[str, Any]:
    """Each part: of how many customers it is known."""
    everybody = running["customers"]
    return {
        "customers": everybody,
        "goods": running["goods_known"],
        **{kind: everybody if kind in recorded else 0 for kind in KINDS},
    }


def _said(running: dict[str, Any], goods_share: float | None):
    uncosted = running["customers"] - running["costed"]
    if uncosted and goods_share is not None:
        yield Note("margin.goods_by_share", {"customers": uncosted, "share": goods_share})
    elif uncosted:
        yield Note("margin.goods_unknown", {"customers": uncosted, "of": running["customers"]})


def net_lifetime_value(table: Table, *, margin_in_it: float = 1.0) -> Table:
    """The table with net_lifetime_value and its ends: lifetime value at each customer's own running share.

    In      table         lifetime_value, lifetime_value_low, lifetime_value_high, running_share
            margin_in_it  what the lifetime values were reckoned with (LifetimeSettings.margin)
    Out     null where either is unknown; where the share is negative the ends change places
    Errors  OutOfRange
    """
    import ibis

    if not 0 < margin_in_it <= 1:
        raise OutOfRange(name="margin_in_it", given=margin_in_it, allowed="> 0, <= 1")
    names = ("lifetime_value", "lifetime_value_low", "lifetime_value_high")
    value, low, high = ((table[name] / margin_in_it * table.running_share).round(DECIMALS) for name in names)
    return table.mutate(
        net_lifetime_value=value,
        net_lifetime_value_low=ibis.least(low, high),
        net_lifetime_value_high=ibis.greatest(low, high),
    )


def lifetime_value(
    margins: Sequence[float],
    survival: Sequence[float],
    *,
    service: Sequence[float] | float = 0.0,
    retention: Sequence[float] | float = 0.0,
    acquisition: float = 0.0,
    discount: float,
) -> float:
    """CLV = Σ_t (margin_t - service_t - retention_t) * survival_t / (1 + d)^t - acquisition cost.

    In      margins, survival   by period t = 0, 1, ...; survival is the share still there, 0..1, never rises
            service, retention  by period, or the same in each
            discount            a period
    Errors  OutOfRange for numbers that are none, columns of different length, a survival that rises
    """
    columns = {"margins": margins, "survival": survival, "service": service, "retention": retention}
    found = {name: np.asarray(values, float) for name, values in columns.items()}
    periods = len(found["margins"])
    for name, values in found.items():
        if values.ndim and len(values) != periods:
            raise OutOfRange(name=name, given=len(values), allowed=f"{periods}")
        if not np.isfinite(values).all():
            raise OutOfRange(name=name, given="NaN", allowed="0, 1, 2.5, ...")
    there = found["survival"]
    if not periods or (there < 0).any() or (there > 1).any() or (np.diff(there) > 1e-12).any():
        raise OutOfRange(name="survival", given=list(survival), allowed="1 >= ... >= 0")
    if not 0 <= discount <= 10 or not 0 <= acquisition < np.inf:
        raise OutOfRange(name="discount, acquisition", given=(discount, acquisition), allowed="0..10, >= 0")
    left = found["margins"] - found["service"] - found["retention"]
    return float((left * there) @ (1 + discount) ** -np.arange(periods) - acquisition)
