"""The LTV table: what a group of customers won together brings, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from guanxi.errors import BadInput

MOST_YEARS = 100
MOST = 1e15  # above, a typed number is a slip


class ImpossibleCell(BadInput):
    code = "lifetime.impossible_cell"


class UnevenColumns(BadInput):
    code = "lifetime.uneven_columns"


@dataclass(frozen=True)
class Year:
    """What is typed for one year.

    retention        share of last year's customers still there, 0..1; 1 in the first year
    orders           orders a customer makes in the year
    order_size       money an order brings
    cost_share       cost of goods and service as a share of revenue, 0.7 = 70 %
    marketing        money spent per customer in the year: winning them in the first, keeping them later
    discount_factor  what money of this year is divided by, 1.16 = worth 1/1.16 today; never falls
    """

    retention: float
    orders: float
    order_size: float
    cost_share: float
    marketing: float
    discount_factor: float = 1.0


ALLOWED = {
    "retention": (0.0, 1.0, "0..1"),
    "orders": (0.0, MOST, ">= 0"),
    "order_size": (0.0, MOST, ">= 0"),
    # Up to 2: a loss leader costs more than it brings; 70 for 70 % is a slip.
    "cost_share": (0.0, 2.0, "0..2"),
    "marketing": (0.0, MOST, ">= 0"),
    "discount_factor": (1.0, MOST, ">= 1"),
}


@dataclass(frozen=True)
class Plan:
    """The customers of the first year and every year's inputs.

    Errors  ImpossibleCell   names the year, the column and what is allowed
            UnevenColumns    no year, or more than 100
    """

    customers: float
    years: tuple[Year, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.years) <= MOST_YEARS:
            raise UnevenColumns(column="years", found=len(self.years), needed=f"1..{MOST_YEARS}")
        if not 0 < self.customers <= MOST:
            raise ImpossibleCell(year=1, column="customers", given=self.customers, allowed="> 0")
        before = 1.0
        for number, year in enumerate(self.years, 1):
            _refuse_impossible(number, year)
            if year.discount_factor < before:
                raise ImpossibleCell(
                    year=number,
                    column="discount_factor",
                    given=year.discount_factor,
                    allowed=f">= {before:g}",
                )
            before = year.discount_factor


def _refuse_impossible(number: int, year: Year) -> None:
    for column, given in asdict(year).items():
        low, high, allowed = ALLOWED[column]
        if column == "retention" and number == 1:
            low, allowed = 1.0, "1"
        if not low <= given <= high:  # NaN too
            raise ImpossibleCell(year=number, column=column, given=given, allowed=allowed)


def plan(
    *,
    customers: Sequence[float],
    orders: Sequence[float],
    order_size: Sequence[float],
    cost_share: Sequence[float],
    marketing: Sequence[float],
    discount_factor: Sequence[float],
) -> Plan:
    """A plan from columns, one entry per year, with the customers counted and not their retention.

    Errors  UnevenColumns when a column has more or fewer years than `customers`
            ImpossibleCell; customers who grow in number cannot be one group won together
    """
    columns = {
        "orders": orders,
        "order_size": order_size,
        "cost_share": cost_share,
        "marketing": marketing,
        "discount_factor": discount_factor,
    }
    for name, column in columns.items():
        if len(column) != len(customers):
            raise UnevenColumns(column=name, found=len(column), needed=len(customers))
    rows = zip(_retention(customers), *columns.values(), strict=True)
    return Plan(customers[0] if len(customers) else 0, tuple(Year(*row) for row in rows))


def _retention(customers: Sequence[float]) -> list[float]:
    found, before = [], float(MOST)
    for number, now in enumerate(customers, 1):
        if number == 1 and not 0 < now <= MOST:
            raise ImpossibleCell(year=1, column="customers", given=now, allowed="> 0")
        if not 0 <= now <= before:
            raise ImpossibleCell(year=number, column="customers", given=now, allowed=f"0..{before:g}")
        found.append(1.0 if number == 1 else now / before if before else 0.0)
        before = now
    return found


def discount_factors(rate: float, years: int, *, lag: float = 0.0) -> list[float]:
    """(1 + rate) ^ (year - 1 + lag): what each year's money is divided by; `lag` in years of waiting."""
    return [(1 + rate) ** (year + lag) for year in range(years)]


@dataclass(frozen=True)
class Row:
    """One year of the table. Money in the currency typed; `discounted` and after in today's money.

    cumulative  discounted profit of this and all earlier years
    ltv         cumulative per customer of the first year
    """

    year: int
    customers: float
    retention: float
    orders: float
    revenue: float
    cost: float
    marketing: float
    profit: float
    discount_factor: float
    discounted: float
    cumulative: float
    ltv: float


@dataclass(frozen=True)
class LtvTable:
    """Every year's row.

    break_even_year  the first year at whose end all money spent has come back; None when not within the table
    """

    rows: tuple[Row, ...]

    @property
    def ltv(self) -> float:
        return self.rows[-1].ltv

    @property
    def value(self) -> float:
        """Discounted profit of all years and all customers."""
        return self.rows[-1].cumulative

    @property
    def break_even_year(self) -> int | None:
        return next((row.year for row in self.rows if row.cumulative >= 0), None)

    def as_dict(self) -> dict:
        return {
            "rows": [asdict(row) for row in self.rows],
            "ltv": self.ltv,
            "value": self.value,
            "break_even_year": self.break_even_year,
        }


def ltv_table(plan: Plan) -> LtvTable:
    """The LTV table of a plan, unrounded.

    profit = customers x (orders x order size x (1 - cost share) - marketing)
    """
    rows, customers, cumulative = [], plan.customers, 0.0
    for number, year in enumerate(plan.years, 1):
        customers *= year.retention
        orders = customers * year.orders
        revenue = orders * year.order_size
        cost, marketing = revenue * year.cost_share, customers * year.marketing
        profit = revenue - cost - marketing
        cumulative += profit / year.discount_factor
        rows.append(
            Row(
                year=number,
                customers=customers,
                retention=year.retention,
                orders=orders,
                revenue=revenue,
                cost=cost,
                marketing=marketing,
                profit=profit,
                discount_factor=year.discount_factor,
                discounted=profit / year.discount_factor,
                cumulative=cumulative,
                ltv=cumulative / plan.customers,
            )
        )
    return LtvTable(tuple(rows))


def with_year(plan: Plan, number: int, **cells: float) -> Plan:
    """The plan with some cells of one year (from 1) typed anew."""
    if not 1 <= number <= len(plan.years):
        raise UnevenColumns(column="years", found=number, needed=f"1..{len(plan.years)}")
    years = list(plan.years)
    years[number - 1] = replace(years[number - 1], **cells)
    return replace(plan, years=tuple(years))
