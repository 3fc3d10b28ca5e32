"""The questions asked of one table; each is one reading of the columns it names, on any engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.facts.line_kinds import LINE_KINDS, NOT_IN_REVENUE
from guanxi.facts.table import FactTable
from guanxi.knowledge.quality.found import Amount, Unknown

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

OTHER_KIND = "other"  # a kind of line that line_kinds.py does not know
CURRENCIES = 12  # told apart; what comes after is a column that holds something else
NOT_CONTENT = {"line"}  # two lines that differ in their number alone say the same
FEWEST_DIGITS = 6  # of a phone number
CENTS = 4  # decimals: sums of floats differ in their last bits from engine to engine


@dataclass
class Counted:
    """One reading of a whole table: rows, what is filled, rows by day, and by kind for order lines."""

    rows: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    by_day: dict[date, int] = field(default_factory=dict)
    kinds: dict[str | None, list[float]] = field(default_factory=dict)  # rows, amount
    revenue: float = 0.0
    sales: float = 0.0
    sales_without_customer: float = 0.0


def counted(table: Table, spec: FactTable, engine: Engine) -> Counted:
    """Read every column once; grouped by day, and by kind of line, so that one reading answers all of it."""
    lines = "line_kind" in spec.columns
    by = {"_on": table[spec.happened]} if spec.happened else {}
    if lines:
        by["_kind"] = _known_kind(table)
    sums = {f"_filled_{name}": table[name].count() for name in spec.columns}
    sums["_rows"] = table.count()
    if lines:
        sums |= _money(table)
    grouped = table.group_by(**by) if by else table
    found = Counted(filled=dict.fromkeys(spec.columns, 0))
    for row in engine.collect(grouped.aggregate(**sums)).to_pylist():
        _add(found, row, spec, lines)
    return found


def _known_kind(table: Table):
    kind = table.line_kind
    return ibis.cases(
        (kind.isnull(), ibis.null("string")), (kind.isin(list(LINE_KINDS)), kind), else_=OTHER_KIND
    )


def _money(table: Table) -> dict[str, Any]:
    sold = table.amount > 0
    return {
        "_amount": table.amount.sum(),
        "_sold": table.amount.sum(where=sold),
        "_sold_to_nobody": table.amount.sum(where=sold & table.customer_id.isnull()),
    }


def _add(found: Counted, row: dict[str, Any], spec: FactTable, lines: bool) -> None:
    found.rows += row["_rows"]
    for name in spec.columns:
        found.filled[name] += row[f"_filled_{name}"]
    if spec.happened and row["_on"] is not None:
        found.by_day[row["_on"]] = found.by_day.get(row["_on"], 0) + row["_rows"]
    if lines:
        _add_money(found, row)


def _add_money(found: Counted, row: dict[str, Any]) -> None:
    amount, kind = row["_amount"] or 0.0, row["_kind"]
    held = found.kinds.setdefault(kind, [0, 0.0])
    held[0] += row["_rows"]
    held[1] += amount
    if kind not in NOT_IN_REVENUE:
        found.revenue += amount
        found.sales += row["_sold"] or 0.0
        found.sales_without_customer += row["_sold_to_nobody"] or 0.0


def currencies(lines: Table, engine: Engine) -> tuple[Amount, ...]:
    """Lines by currency, most lines first; those beyond the first dozen are summed under "…"."""
    found = lines.group_by("currency").aggregate(rows=lambda t: t.count(), amount=lambda t: t.amount.sum())
    ordered = found.order_by(ibis.desc("rows"), "currency")
    told = engine.collect(ordered.limit(CURRENCIES)).to_pylist()
    result = [
        Amount(key=row["currency"], rows=row["rows"], amount=round(row["amount"] or 0.0, CENTS))
        for row in told
    ]
    if len(told) == CURRENCIES:
        rest = ordered.limit(None, offset=CURRENCIES)
        left = engine.collect(rest.aggregate(rows=rest.rows.sum(), amount=rest.amount.sum())).to_pylist()[0]
        if left["rows"]:
            result.append(Amount(key="…", rows=left["rows"], amount=round(left["amount"] or 0.0, CENTS)))
    return tuple(result)


def orders(lines: Table, engine: Engine) -> tuple[int, int]:
    """(orders, orders of which no line says a customer)."""
    by_order = lines.group_by("order_id").aggregate(said=lambda t: t.customer_id.count())
    found = by_order.aggregate(orders=by_order.count(), nobody=by_order.count(where=by_order.said == 0))
    row = engine.collect(found).to_pylist()[0]
    return row["orders"], row["nobody"]


def equal_lines(lines: Table, engine: Engine) -> int:
    """Lines beyond the first of those that say exactly the same, their line number aside.

    Hashes find the few candidates, the columns themselves decide: an engine's hash may be short.
    """
    content = [name for name in lines.columns if name not in NOT_CONTENT]
    hashed = lines.mutate(_hash=ibis.struct({name: lines[name] for name in content}).hash())
    repeated = (
        hashed.select("_hash").group_by("_hash").aggregate(n=lambda t: t.count()).filter(lambda t: t.n > 1)
    )
    candidates = engine.keep(repeated.select("_hash"))
    if not engine.collect(candidates.limit(1)).num_rows:
        return 0
    again = hashed.semi_join(candidates, "_hash").group_by(content).aggregate(n=lambda t: t.count())
    found = engine.collect(again.aggregate(extra=(again.n - 1).sum()))
    return int(found["extra"][0].as_py() or 0)


def unknown(lines: Table, known: Table, key: str, engine: Engine) -> Unknown:
    """Lines whose key the other table does not have; lines without a key are no part of it."""
    used = lines.filter(lambda t: t[key].notnull()).group_by(key).aggregate(rows=lambda t: t.count())
    names = known.select(_known=known[key]).distinct()
    joined = used.left_join(names, used[key] == names["_known"])
    lost = joined["_known"].isnull()
    found = joined.aggregate(
        of_rows=joined.rows.sum(), rows=joined.rows.sum(where=lost), ids=joined.count(where=lost)
    )
    row = engine.collect(found).to_pylist()[0]
    return Unknown(rows=row["rows"] or 0, ids=row["ids"] or 0, of_rows=row["of_rows"] or 0)


def alike_customers(customers: Table, engine: Engine) -> int:
    """Customers beyond the first who share both name and phone, or both name and e-mail, spelling aside."""
    plain = customers.select(
        "customer_id",
        who=customers.name.lower().re_replace(r"[\s.,'\-]+", ""),
        phone=customers.phone.re_replace(r"[^0-9]+", ""),
        email=customers.email.lower().re_replace(r"\s+", ""),
    )
    repeated = _not_first(plain, "phone", FEWEST_DIGITS) | _not_first(plain, "email", 1)
    marked = plain.mutate(again=repeated)
    return int(engine.collect(marked.aggregate(n=marked.count(where=marked.again)))["n"][0].as_py() or 0)


def _not_first(plain: Table, reach: str, fewest: int):
    first = plain.customer_id.min().over(group_by=["who", reach])
    told = (plain.who.length() > 0) & (plain[reach].length() >= fewest)
    return (told & (plain.customer_id > first)).fill_null(False)


def without_reach(customers: Table, engine: Engine) -> int:
    """Customers with neither a phone nor an e-mail."""
    found = customers.aggregate(n=customers.count(where=customers.phone.isnull() & customers.email.isnull()))
    return engine.collect(found)["n"][0].as_py() or 0
