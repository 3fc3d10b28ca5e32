"""What was counted, before anybody judges it. Plain models: they travel as JSON and come back whole."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from guanxi.knowledge.quality.settings import QualitySettings


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Filled(Frozen):
    """One column: in how many rows it says something. `required` ones say something in every row."""

    column: str
    rows: int
    filled: int
    required: bool

    @property
    def missing(self) -> int:
        return self.rows - self.filled

    @property
    def share(self) -> float | None:
        return self.filled / self.rows if self.rows else None


class Day(Frozen):
    """One day of a table. usual: the middle of the same weekday around it; None where too few are known.

    state   open | closed (no rows, as usual on this weekday) | silent (none, unusually) | fell (few)
    """

    on: date
    rows: int
    usual: float | None
    state: str


class Freshness(Frozen):
    """first_on, last_on: up to today; days_behind: last_on to as_of; days_until_today: last_on to today.

    usual_gap_days   days between two days with rows, nineteen times out of twenty no more than this
    """

    first_on: date
    last_on: date
    days_behind: int
    days_until_today: int
    usual_gap_days: float | None


class TableFound(Frozen):
    """One fact table as it is held."""

    table: str
    rows: int
    version: int
    columns: tuple[Filled, ...]
    freshness: Freshness | None = None
    days: tuple[Day, ...] = ()
    future_rows: int = 0
    old_rows: int = 0

    def column(self, name: str) -> Filled | None:
        return next((each for each in self.columns if each.column == name), None)


class Amount(Frozen):
    """Lines of one currency or of one kind, and what they add up to. key: None where it is not said."""

    key: str | None
    rows: int
    amount: float


class Unknown(Frozen):
    """Lines that point at something the other table does not have; `ids` different ones."""

    rows: int
    ids: int
    of_rows: int

    @property
    def share(self) -> float:
        return self.rows / self.of_rows if self.of_rows else 0.0


class PurchasesFound(Frozen):
    """Of the order lines alone. Revenue leaves out lines whose kind does not count (line_kinds.py).

    Shares of revenue are of gross sales (positive amounts), so that returns cannot make them senseless.
    customers_unknown, products_unknown   None where there is no such table to look in
    """

    lines: int
    lines_without_customer: int
    orders: int
    orders_without_customer: int
    revenue: float
    sales: float
    sales_without_customer: float
    equal_lines: int
    currencies: tuple[Amount, ...]
    kinds: tuple[Amount, ...]
    customers_unknown: Unknown | None
    products_unknown: Unknown | None

    @property
    def share_of_orders(self) -> float:
        return self.orders_without_customer / self.orders if self.orders else 0.0

    @property
    def share_of_sales(self) -> float:
        return self.sales_without_customer / self.sales if self.sales else 0.0


class CustomersFound(Frozen):
    """alike: customers beyond the first who share name and phone, or name and e-mail; merged: ids."""

    customers: int
    alike: int
    merged: int
    without_name: int
    without_reach: int


class Imported(Frozen):
    """One import as its entry in the ledger says it; None where it does not say."""

    change_id: str
    table: str
    at: datetime
    by: str
    file: str
    inserted: int
    updated: int
    rows_read: int | None
    set_aside: int | None


class Quality(Frozen):
    """All that was counted of one store, what it stands on, and the limits it is judged by."""

    as_of: date
    today: date
    currency: str | None
    settings: QualitySettings
    tables: tuple[TableFound, ...]
    purchases: PurchasesFound | None = None
    customers: CustomersFound | None = None
    imports: tuple[Imported, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, TableFound]:
        return {each.table: each for each in self.tables}

    @property
    def versions(self) -> dict[str, int]:
        """The version of every table that was looked at."""
        return {each.table: each.version for each in self.tables}

    def as_dict(self) -> dict[str, Any]:
        return self.model_dump(mode="json")
