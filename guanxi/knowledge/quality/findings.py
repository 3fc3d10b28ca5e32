"""What the counts mean: every shortcoming that is looked for, judged by the firm's limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guanxi import formats
from guanxi.knowledge.quality import days
from guanxi.knowledge.quality.finding import Finding
from guanxi.knowledge.quality.found import Quality, TableFound
from guanxi.knowledge.quality.settings import GOOD, POOR, SEVERITIES, WATCH, QualitySettings

# Columns that measures are made of or people need; others may stay empty without harm.
WANTED = {
    "purchases": ("cost", "category", "product_id"),
    "products": ("category",),
}
DATED_BY_FILES = ("purchases", "answers", "complaints", "points", "exposures", "redemptions")
MONEY, VISITS = ("amount",), ("purchased_on",)


def findings(found: Quality) -> list[Finding]:
    """Everything that was looked at, the worst first; what is well is said too."""
    every = [*_of_purchases(found), *_of_customers(found), *_of_imports(found)]
    for table in found.tables:
        every += [*_of_columns(table, found), *_of_dates(table, found)]
    return sorted(every, key=lambda each: (-SEVERITIES.index(each.severity), -len(each.touches), -each.value))


# --- order lines ------------------------------------------------------------------------------------


def _of_purchases(found: Quality) -> Iterator[Finding]:
    lines, settings = found.purchases, found.settings
    if lines is None or not lines.lines:
        return
    yield _without_customer(found)
    share = lines.equal_lines / lines.lines
    facts = {"share": share, "lines": lines.equal_lines, "of": lines.lines}
    yield _of_lines("equal_lines", "equal_lines", share, facts, settings, MONEY, value=lines.equal_lines)
    yield from _of_currencies(found)
    for code, named, loose in (
        ("unknown_customers", "share_of_unknown_customers", lines.customers_unknown),
        ("unknown_products", "share_of_unknown_products", lines.products_unknown),
    ):
        if loose is not None:
            facts = {"share": loose.share, "lines": loose.rows, "ids": loose.ids, "of": loose.of_rows}
            yield _of_lines(code, named, loose.share, facts, settings)
    yield from _of_days(found)


def _of_lines(code, named, share, facts, settings: QualitySettings, roots=(), value=None) -> Finding:
    """A share of the order lines, judged by the limit of the same name."""
    severity = getattr(settings, code).severity(share)
    value = share if value is None else value
    return Finding(f"quality.{code}", severity, "purchases", named, value, facts, roots=roots)


def _without_customer(found: Quality) -> Finding:
    """By orders or by money, whichever is worse: a few large anonymous orders hide as much as many small."""
    lines, code = found.purchases, "orders_without_customer"
    facts = {
        "share": lines.share_of_orders,
        "share_of_sales": lines.share_of_sales,
        "orders": lines.orders_without_customer,
        "of": lines.orders,
    }
    share, value = max(lines.share_of_orders, lines.share_of_sales), lines.share_of_orders
    named = "share_of_orders_without_customer"
    return _of_lines(code, named, share, facts, found.settings, (*MONEY, *VISITS), value=value)


def _of_currencies(found: Quality) -> Iterator[Finding]:
    lines, settings = found.purchases, found.settings
    said = [each for each in lines.currencies if each.key is not None]
    silent = sum(each.rows for each in lines.currencies if each.key is None)
    share = silent / lines.lines
    facts = {
        "share": share,
        "lines": silent,
        "of": lines.lines,
        "currency": found.currency or formats.UNKNOWN,
    }
    missing = _of_lines("currency_missing", "share_without_currency", share, facts, settings, MONEY)
    if not said:
        # A firm that never writes its currency has one; where some lines say it, the others are in doubt.
        yield replace(missing, severity=WATCH)
        return
    yield missing
    main = found.currency if found.currency in {each.key for each in said} else said[0].key
    foreign = sum(each.rows for each in said if each.key != main)
    share = foreign / lines.lines
    others = ", ".join(sorted(each.key for each in said if each.key != main)) or formats.UNKNOWN
    facts = {"share": share, "lines": foreign, "of": lines.lines, "main": main, "others": others}
    yield _of_lines("currency_mixed", "share_in_other_currencies", share, facts, settings, MONEY)


def _of_days(found: Quality) -> Iterator[Finding]:
    table, settings = found.by_name["purchases"], found.settings
    for code, state, named in (
        ("silent_days", days.SILENT, "silent_days"),
        ("days_fell", days.FELL, "days_fell"),
    ):
        those = [day for day in table.days if day.state == state]
        recent = [day for day in those if (found.as_of - day.on).days < settings.recent_days]
        many = state == days.SILENT and len(recent) >= settings.silent_to_poor
        severity = POOR if many else WATCH if those else GOOD
        facts = {
            "days": len(those),
            "looked_at": len(table.days),
            "last_on": those[-1].on if those else None,
            "recent": len(recent),
            "recent_days": settings.recent_days,
        }
        yield Finding(
            f"quality.{code}", severity, "purchases", named, len(those), facts, roots=(*MONEY, *VISITS)
        )


# --- customers, imports -----------------------------------------------------------------------------


def _of_customers(found: Quality) -> Iterator[Finding]:
    known, settings = found.customers, found.settings
    if known is None or not known.customers:
        return
    for code, n, named, roots in (
        ("alike_customers", known.alike, "alike_customers", (*MONEY, *VISITS)),
        ("customers_without_name", known.without_name, "share_without_name", ()),
        ("customers_without_reach", known.without_reach, "share_without_reach", ()),
    ):
        share = n / known.customers
        facts = {"share": share, "customers": n, "of": known.customers}
        value = n if code == "alike_customers" else share
        severity = getattr(settings, code).severity(share)
        yield Finding(f"quality.{code}", severity, "customers", named, value, facts, roots=roots)


def _of_imports(found: Quality) -> Iterator[Finding]:
    """The worst import of those that still stand."""
    told = [each for each in found.imports if each.rows_read and each.set_aside is not None]
    if not told:
        return
    hardest = max(told, key=lambda each: each.set_aside / each.rows_read)
    share = hardest.set_aside / hardest.rows_read
    facts = {
        "share": share,
        "rows": hardest.set_aside,
        "of": hardest.rows_read,
        "file": hardest.file or hardest.change_id,
        "total": sum(each.set_aside for each in told),
        "imports": len(told),
    }
    severity = found.settings.set_aside.severity(share)
    roots = (*MONEY, *VISITS) if hardest.table == "purchases" else ()
    yield Finding(
        "quality.set_aside", severity, hardest.table, "rows_set_aside", facts["total"], facts, roots=roots
    )


# --- every table ------------------------------------------------------------------------------------


def _of_columns(table: TableFound, found: Quality) -> Iterator[Finding]:
    for name in WANTED.get(table.table, ()):
        column = table.column(name)
        if column is None or not column.rows:
            continue
        missing = column.missing / column.rows
        empty = not column.filled
        # What a firm never records makes measures unknown, which they say; half of it makes them wrong.
        severity = WATCH if empty else found.settings.column_missing.severity(missing)
        facts = {"share": missing, "rows": column.missing, "of": column.rows, "column": name}
        yield Finding(
            "quality.column_empty" if empty else "quality.column_missing",
            severity,
            table.table,
            "filled_share",
            1 - missing,
            facts | {"table": table.table},
            column=name,
            roots=(name,) if table.table == "purchases" else (),
        )


def _of_dates(table: TableFound, found: Quality) -> Iterator[Finding]:
    if not table.rows or (table.freshness is None and not (table.future_rows or table.old_rows)):
        return
    roots = VISITS if table.table == "purchases" else ()
    for code, n, named in (
        ("future_rows", table.future_rows, "future_rows"),
        ("old_rows", table.old_rows, "old_rows"),
    ):
        share = n / table.rows
        facts = {
            "share": share,
            "rows": n,
            "of": table.rows,
            "today": found.today,
            "oldest_on": found.settings.oldest_on,
            "table": table.table,
        }
        severity = getattr(found.settings, code).severity(share)
        yield Finding(f"quality.{code}", severity, table.table, named, n, facts, roots=roots)
    if table.freshness is not None and table.table in DATED_BY_FILES:
        yield _freshness(table, found)


def _freshness(table: TableFound, found: Quality) -> Finding:
    """Against this table's own pauses: a monthly file is not late after a week."""
    fresh = table.freshness
    patience = max(fresh.usual_gap_days or 1.0, 1.0) * found.settings.gaps
    late = fresh.days_until_today / patience
    severity = GOOD if late <= 1 else WATCH
    facts = {
        "days": fresh.days_until_today,
        "last_on": fresh.last_on,
        "gap": fresh.usual_gap_days,
        "table": table.table,
    }
    return Finding("quality.stale", severity, table.table, "days_behind", fresh.days_until_today, facts)
