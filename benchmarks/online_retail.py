"""The order book of UCI Online Retail: every figure known of it, from the file to what knowledge makes of it.

    .venv/bin/python benchmarks/online_retail.py FILE        (or ONLINE_RETAIL=FILE; Parquet or CSV)

The file is not part of the repository: UCI dataset 352, Chen 2012, CC BY 4.0. First by the rules alone, then
by a whole import into a store of its own. Prints one line per check and ends with 1 where one fails.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl

from guanxi.engines import engine as new_engine
from guanxi.facts.changes import new_change_id
from guanxi.facts.line_kinds import NOT_IN_REVENUE
from guanxi.facts.store import Store
from guanxi.knowledge.history import history
from guanxi.sources.imports import ImportResult, ImportSettings, run_import
from guanxi.sources.imports.origin import from_places
from guanxi.sources.rules import Links, RulesReport, classify, link, repeats, report, shipped

RULES = shipped("online_retail")
PAIRS = {"C581484": "581483", "C541433": "541431"}
STARS = ("12346", "16446")
AS_OF = date(2011, 12, 9)


def main() -> int:
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLINE_RETAIL")
    if not given:
        print(__doc__)
        return 2
    rows = _rows(Path(given))
    started = perf_counter()
    lines = facts(rows)
    lines = lines.hstack(classify(lines, RULES)).with_columns(repeats(rows))
    classified = perf_counter()
    links = link(lines)
    linked = perf_counter()
    lines = lines.hstack(links.new)
    told = report(lines, RULES)
    done = perf_counter()
    failed = [*_checked(_figures(lines, told, links)), *_checked(_knowledge(lines))]
    with TemporaryDirectory(prefix="guanxi-online-retail-") as folder:
        failed += _checked(_held(*_imported(Path(folder), given), told, links))
    print("\n".join(["", *told.say("en"), ""]))
    seconds = {"classify": classified - started, "link": linked - classified, "report": done - linked}
    print(", ".join(f"{name} {value:.2f} s" for name, value in seconds.items()))
    print(f"links {links.as_dict()}")
    return 1 if failed else 0


def _rows(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, try_parse_dates=True)


def facts(rows: pl.DataFrame) -> pl.DataFrame:
    """The file's columns under the facts' names, as an import maps them."""
    return rows.select(
        order_id="InvoiceNo",
        line=pl.int_range(1, pl.len() + 1).over("InvoiceNo"),
        customer_id=pl.col("CustomerID").cast(pl.String),
        purchased_on=pl.col("InvoiceDate").cast(pl.Date),
        product_id="StockCode",
        description="Description",
        quantity=pl.col("Quantity").cast(pl.Float64),
        amount=(pl.col("Quantity") * pl.col("UnitPrice")).round(6),
        place="Country",
    )


def _figures(lines: pl.DataFrame, told: RulesReport, links: Links) -> dict[str, tuple]:
    """name -> found, expected."""
    caught = {entry.key: entry for entry in told.caught}
    revenue = told.revenue
    codes = (
        lines.filter(pl.col("line_rule").is_in(["postage", "fees"]))["product_id"].unique().sort().to_list()
    )
    # The same sum written another way: line by line, in whole thousandths.
    thousandths = (lines["amount"] * 1000).round().cast(pl.Int64)
    orders = dict(lines.select("order_id", "reverses_order_id").drop_nulls().iter_rows())
    whole = set(lines.filter("is_reversed")["order_id"])
    return {
        "lines read": (revenue.lines, 541_909),
        "lines on invoices C": (caught["cancelled_invoice"].held_lines, 9_288),
        "cancelled invoices": (caught["cancelled_invoice"].held_orders, 3_836),
        "amount of invoices C": (caught["cancelled_invoice"].held_amount, Decimal("-896812.49")),
        "bad-debt lines on invoices A": (caught["bad_debt"].lines, 3),
        "lines without a customer": (revenue.without_customer, 135_080),
        "rows that repeat another": (revenue.duplicates, 5_268),
        "lines at price 0 or less": (revenue.price_zero_or_less, 2_517),
        "stock lines without C at 0 units or less": (caught["stock_write_off"].lines, 1_336),
        "codes of postage and charges": (codes, ["AMAZONFEE", "BANK CHARGES", "C2", "CRUK", "DOT", "POST"]),
        "gross revenue": (revenue.gross, Decimal("10666684.544")),
        "net revenue": (revenue.net, Decimal("9747747.934")),
        "net revenue, line by line": (Decimal(thousandths.sum()).scaleb(-3), revenue.net),
        "gross less what is taken off": (revenue.gross + revenue.taken_off, revenue.net),
        "net of all rules together": (sum(entry.net for entry in told.caught), revenue.net),
        "net without a customer": (
            revenue.net_without_customer,
            Decimal("9747747.934") - Decimal("8300065.814"),
        ),
        "the large reversals": ({back: orders.get(back) for back in PAIRS}, PAIRS),
        "the large pairs, whole": (whole >= {*PAIRS, *PAIRS.values()}, True),
        "reversed pairs sum to": (round(lines.filter("is_reversed")["amount"].sum(), 2), 0.0),
        "reversed lines": (lines.filter("is_reversed").height, 2 * links.in_full),
    }


def _imported(root: Path, file: str) -> tuple[ImportResult, pl.DataFrame]:
    """What a whole import said, and what the store holds after it."""
    store, engine, now = Store(root), new_engine("duckdb"), datetime.now(UTC)
    result = run_import(
        store,
        from_places(file),
        ImportSettings(rules="online_retail"),
        change_id=new_change_id(now),
        by="benchmark",
        at=now,
        today=now.date(),
    )
    held = pl.from_arrow(engine.collect(store.read("purchases", engine).order_by(["order_id", "line"])))
    engine.close()
    print(f"\nimported: {result.seconds}")
    return result, held


def _held(result: ImportResult, held: pl.DataFrame, alone: RulesReport, links: Links) -> dict[str, tuple]:
    """name -> found in the store or said by the import, expected."""
    told = RulesReport.from_dict(result.report)
    caught = {entry.key: entry for entry in told.caught}
    counted = held.filter(~pl.col("line_kind").is_in(NOT_IN_REVENUE))
    thousandths = (pl.col("amount") * 1000).round().cast(pl.Int64).sum()
    net = Decimal(counted.select(thousandths).item()).scaleb(-3)
    gross = Decimal(counted.filter(pl.col("amount") > 0).select(thousandths).item()).scaleb(-3)
    orders = dict(held.select("order_id", "reverses_order_id").drop_nulls().iter_rows())
    return {
        "imported: lines read": (result.rows_read, 541_909),
        "imported: lines held": (held.height, 541_909),
        "imported: lines set aside": (result.rows_set_aside, 0),
        "imported: lines on invoices C": (caught["cancelled_invoice"].held_lines, 9_288),
        "imported: cancelled invoices": (caught["cancelled_invoice"].held_orders, 3_836),
        "imported: bad-debt lines": (caught["bad_debt"].lines, 3),
        "imported: without a customer": (result.without_customer, 135_080),
        "held without a customer": (held["customer_id"].null_count(), 135_080),
        "imported: rows that repeat another": (result.duplicates, 5_268),
        "imported: at price 0 or less": (told.revenue.price_zero_or_less, 2_517),
        "held: postage": (
            held.filter(pl.col("product_id").is_in(["POST", "DOT"]))["line_kind"].unique().to_list(),
            ["charge"],
        ),
        "imported: gross revenue": (told.revenue.gross, Decimal("10666684.544")),
        "imported: net revenue": (told.revenue.net, Decimal("9747747.934")),
        "held: net revenue, line by line": (net, Decimal("9747747.934")),
        "held: gross revenue, line by line": (gross, Decimal("10666684.544")),
        "imported: every rule caught what it catches alone": (_caught(told) == _caught(alone), True),
        "imported: links": (result.links, links.as_dict()),
        "held: the large reversals": ({back: orders.get(back) for back in PAIRS}, PAIRS),
        "held: reversed pairs sum to": (round(held.filter("is_reversed")["amount"].sum(), 2), 0.0),
    } | {f"held: {name}": pair for name, pair in _knowledge(held).items()}


def _caught(told: RulesReport) -> list[dict]:
    return [entry.as_dict() | {"examples": None} for entry in told.caught]


def _knowledge(lines: pl.DataFrame) -> dict[str, tuple]:
    """Whether a customer who took everything back is among the best ten."""
    engine = new_engine("duckdb")
    known = history(engine.table(lines.to_arrow()), as_of=AS_OF, engine=engine)
    best = engine.collect(known.table.order_by(known.table.spend.desc()).limit(10))["customer_id"].to_pylist()
    naive = history(
        engine.table(lines.drop("line_kind", "is_reversed").to_arrow()), as_of=AS_OF, engine=engine
    )
    rows = {row["customer_id"]: row for row in engine.collect(known.table).to_pylist()}
    before = {row["customer_id"]: row for row in engine.collect(naive.table).to_pylist()}
    engine.close()
    print("largest orders taken back: customer, purchase days and mean spend before and with the rules")
    for star in STARS:
        print(f"  {star}: {_of(before.get(star))} -> {_of(rows.get(star))}")
    note = next(note for note in known.notes if note.code == "knowledge.lines_without_customer")
    print(f"  {note.say('en')}")
    return {
        "stars among the best ten": ([star for star in STARS if star in best], []),
        "share of lines without a customer": (round(note.facts["lines_share"], 4), 0.2493),
    }


def _of(row: dict | None) -> str:
    return f"{row['purchase_days']} days, {row['mean_spend']:,.2f}" if row else "no customer"


def _checked(figures: dict[str, tuple]) -> list[str]:
    for name, (found, expected) in figures.items():
        print(
            f"{'ok  ' if found == expected else 'FAIL'} {name}: {found}"
            + ("" if found == expected else f" != {expected}")
        )
    return [name for name, (found, expected) in figures.items() if found != expected]


if __name__ == "__main__":
    sys.exit(main())
