"""Count everything once: the tables of a store, what they say and what they leave open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.facts.changes import Change, changes
from guanxi.facts.firm import read_firm
from guanxi.facts.table import TABLES, FactTable
from guanxi.knowledge.quality import days, scans
from guanxi.knowledge.quality.found import (
    Amount,
    CustomersFound,
    Filled,
    Imported,
    PurchasesFound,
    Quality,
    TableFound,
)
from guanxi.knowledge.quality.scans import Counted
from guanxi.knowledge.quality.settings import QualitySettings, read_quality_settings

if TYPE_CHECKING:
    from guanxi.engines import Engine
    from guanxi.facts.store import Store

# What the loop itself writes is not the firm's to mend; merged ids are counted beside their customers.
OWN = {"predictions", "episodes", "measurements", "identities"}
IMPORTS_SHOWN = 50


def quality(
    store: Store,
    engine: Engine,
    *,
    as_of: date,
    today: date | None = None,
    settings: QualitySettings | None = None,
) -> Quality:
    """Count rows, gaps, days, repetitions and loose ends of every fact table, as they are held.

    as_of   the day the firm stands on; days are looked at up to it
    today   rows dated after it are slips; by default as_of
    Out     counts only; `findings` judges them by the settings
    """
    today = max(today or as_of, as_of)
    settings = settings or read_quality_settings(store)
    look = _Look(store, engine, as_of, today, settings)
    tables = [look.table(spec) for spec in TABLES.values() if spec.name not in OWN and store.has(spec.name)]
    firm = read_firm(store)
    return Quality(
        as_of=as_of,
        today=today,
        currency=firm.currency if firm else None,
        settings=settings,
        tables=tuple(tables),
        purchases=look.purchases() if store.has("purchases") else None,
        customers=look.customers() if store.has("customers") else None,
        imports=tuple(_imported(each) for each in _imports(store)),
    )


class _Look:
    """One look at one store; what a reading found is kept for those who ask next."""

    def __init__(
        self, store: Store, engine: Engine, as_of: date, today: date, settings: QualitySettings
    ) -> None:
        self.store, self.engine, self.settings = store, engine, settings
        self.as_of, self.today = as_of, today
        self.counted: dict[str, Counted] = {}

    def read(self, table: str):
        return self.store.read(table, self.engine)

    def table(self, spec: FactTable) -> TableFound:
        version = self.store.version(spec.name)
        found = self.counted[spec.name] = scans.counted(self.read(spec.name), spec, self.engine)
        required = {*spec.key, *spec.required}
        held = {day: n for day, n in found.by_day.items() if self.settings.oldest_on <= day <= self.today}
        return TableFound(
            table=spec.name,
            rows=found.rows,
            version=version,
            columns=tuple(
                Filled(column=name, rows=found.rows, filled=found.filled[name], required=name in required)
                for name in spec.columns
            ),
            freshness=days.freshness(
                held, as_of=self.as_of, today=self.today, window_days=self.settings.window_days
            ),
            days=days.days(held, until=self.as_of, settings=self.settings)
            if spec.name == "purchases"
            else (),
            future_rows=sum(n for day, n in found.by_day.items() if day > self.today),
            old_rows=sum(n for day, n in found.by_day.items() if day < self.settings.oldest_on),
        )

    def purchases(self) -> PurchasesFound:
        lines, found = self.read("purchases"), self.counted["purchases"]
        orders, nobody = scans.orders(lines, self.engine)
        return PurchasesFound(
            lines=found.rows,
            lines_without_customer=found.rows - found.filled["customer_id"],
            orders=orders,
            orders_without_customer=nobody,
            revenue=round(found.revenue, scans.CENTS),
            sales=round(found.sales, scans.CENTS),
            sales_without_customer=round(found.sales_without_customer, scans.CENTS),
            equal_lines=scans.equal_lines(lines, self.engine),
            currencies=scans.currencies(lines, self.engine),
            kinds=_kinds(found),
            customers_unknown=self.unknown(lines, "customers", "customer_id"),
            products_unknown=self.unknown(lines, "products", "product_id"),
        )

    def unknown(self, lines, table: str, key: str):
        if not self.counted.get(table) or not self.counted[table].rows:
            return None
        return scans.unknown(lines, self.read(table), key, self.engine)

    def customers(self) -> CustomersFound:
        customers, found = self.read("customers"), self.counted["customers"]
        return CustomersFound(
            customers=found.rows,
            alike=scans.alike_customers(customers, self.engine),
            merged=self.store.state("identities").rows,
            without_name=found.rows - found.filled["name"],
            without_reach=scans.without_reach(customers, self.engine),
        )


def _kinds(found: Counted) -> tuple[Amount, ...]:
    ordered = sorted(found.kinds.items(), key=lambda kind: (-kind[1][0], kind[0] or ""))
    return tuple(
        Amount(key=key, rows=int(rows), amount=round(sum_, scans.CENTS)) for key, (rows, sum_) in ordered
    )


def _imports(store: Store) -> list[Change]:
    """The imports that stand, newest first; what was taken back no longer matters."""
    standing = [each for each in changes(store) if each.kind == "import" and each.state == "done"]
    return standing[:IMPORTS_SHOWN]


def _imported(change: Change) -> Imported:
    said = change.source
    return Imported(
        change_id=change.change_id,
        table=change.table,
        at=change.at,
        by=change.by,
        file=_file(said),
        inserted=change.inserted,
        updated=change.updated,
        rows_read=_whole(said.get("rows_read")),
        set_aside=_whole(said.get("set_aside")),
    )


def _file(source: dict[str, Any]) -> str:
    """What was read, by name; of several files the first, and how many more."""
    names = [str(each.get("name", "")) for each in source.get("files", ())]
    more = f" (+{len(names) - 1})" if len(names) > 1 else ""
    return f"{names[0]}{more}" if names else str(source.get("asked", ""))


def _whole(value: object) -> int | None:
    """A count as the import wrote it, or its counts by reason; None where it says none."""
    if isinstance(value, dict):
        return sum(value.values())
    return value if isinstance(value, int) and not isinstance(value, bool) else None
