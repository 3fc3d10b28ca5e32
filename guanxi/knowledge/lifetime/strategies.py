"""What winning more customers, or keeping them longer, does to the LTV table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from guanxi.knowledge.lifetime.ltv_table import LtvTable, Plan, Year, ltv_table
from guanxi.knowledge.lifetime.settings import BadSetting

INPUTS = ("retention", "orders", "order_size", "cost_share", "marketing", "interest")


@dataclass(frozen=True)
class Strategy:
    """Changes to a plan; each 0 where nothing changes.

    more_customers    share by which the customers of the first year grow, 0.2 = 20 % more
    acquisition_cost  money more per customer in the first year
    more_retention    points added to the retention of every later year, 0.05 = 5 points
    retention_cost    money more per customer in every later year
    more_orders       share by which orders a customer grow, in every year
    larger_orders     share by which the order size grows, in every year
    """

    name: str
    more_customers: float = 0.0
    acquisition_cost: float = 0.0
    more_retention: float = 0.0
    retention_cost: float = 0.0
    more_orders: float = 0.0
    larger_orders: float = 0.0


def together(name: str, *strategies: Strategy) -> Strategy:
    """All of these at once: money and points add up, shares multiply."""
    both = Strategy(name)
    for one in strategies:
        both = Strategy(
            name,
            more_customers=(1 + both.more_customers) * (1 + one.more_customers) - 1,
            acquisition_cost=both.acquisition_cost + one.acquisition_cost,
            more_retention=both.more_retention + one.more_retention,
            retention_cost=both.retention_cost + one.retention_cost,
            more_orders=(1 + both.more_orders) * (1 + one.more_orders) - 1,
            larger_orders=(1 + both.larger_orders) * (1 + one.larger_orders) - 1,
        )
    return both


def applied(plan: Plan, strategy: Strategy) -> Plan:
    """The plan as it is under a strategy.

    Errors  ImpossibleCell where a change leaves what is possible, as retention above 1
    """
    years = (_changed(year, strategy, first=number == 0) for number, year in enumerate(plan.years))
    return Plan(plan.customers * (1 + strategy.more_customers), tuple(years))


def _changed(year: Year, strategy: Strategy, *, first: bool) -> Year:
    return replace(
        year,
        # Without the rounding, 0.7 + 0.3 points is a hair above or below 1.
        retention=year.retention if first else round(year.retention + strategy.more_retention, 12),
        orders=year.orders * (1 + strategy.more_orders),
        order_size=year.order_size * (1 + strategy.larger_orders),
        marketing=year.marketing + (strategy.acquisition_cost if first else strategy.retention_cost),
    )


@dataclass(frozen=True)
class Outcome:
    """What a strategy comes to, beside the plan as it is.

    gain      value more than the plan as it is brings, all customers and years, today's money
    gain_ltv  the same per customer of the first year; can fall while the gain rises, with more of them
    """

    name: str
    table: LtvTable
    gain: float
    gain_ltv: float


def compare(plan: Plan, strategies: Sequence[Strategy]) -> list[Outcome]:
    """Every strategy beside the plan as it is, in the order given.

    Errors  ImpossibleCell
    """
    base = ltv_table(plan)
    tables = [ltv_table(applied(plan, strategy)) for strategy in strategies]
    return [
        Outcome(strategy.name, table, table.value - base.value, table.ltv - base.ltv)
        for strategy, table in zip(strategies, tables, strict=True)
    ]


@dataclass(frozen=True)
class Bar:
    """LTV after the last year with one input lower and higher in every year, all others as typed."""

    name: str
    lower: float
    higher: float

    @property
    def width(self) -> float:
        return abs(self.higher - self.lower)


def tornado(plan: Plan, *, swing: float = 0.1) -> list[Bar]:
    """What each input is worth: LTV with it `swing` lower and higher (0.1 = 10 %), widest bar first.

    Retention goes no higher than 1 and the cost share no higher than 2. Interest is the discount
    factors' distance from 1.

    Errors  BadSetting for a swing outside 0..1
    """
    if not 0 < swing < 1:
        raise BadSetting(setting="swing", given=swing, allowed="> 0, < 1")
    bars = [
        Bar(name, *(ltv_table(_scaled(plan, name, 1 + turn)).ltv for turn in (-swing, swing)))
        for name in INPUTS
    ]
    return sorted(bars, key=lambda bar: -bar.width)


def _scaled(plan: Plan, name: str, by: float) -> Plan:
    return replace(
        plan, years=tuple(_year(year, name, by, first=i == 0) for i, year in enumerate(plan.years))
    )


def _year(year: Year, name: str, by: float, *, first: bool) -> Year:
    if name == "interest":
        return replace(year, discount_factor=1 + (year.discount_factor - 1) * by)
    if name == "retention":
        return year if first else replace(year, retention=min(year.retention * by, 1.0))
    most = 2.0 if name == "cost_share" else float("inf")
    return replace(year, **{name: min(getattr(year, name) * by, most)})
