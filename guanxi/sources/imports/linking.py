"""Returns linked to what they take back, in this file and in what is held; and what the rules did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow.parquet as pq

from guanxi.facts.table import fact_table
from guanxi.facts.words import word
from guanxi.sources.imports.rows import POLARS, Settled
from guanxi.sources.imports.staging import Staging
from guanxi.sources.rules import RuleSet, link, report

if TYPE_CHECKING:
    from guanxi.facts.store import Store

KEY = ["order_id", "line"]
SAID = ["reverses_order_id", "is_reversed"]
HELD = 99_999  # the number of the chunk of held lines that are taken back now


def linked(staging: Staging, settled: Settled, store: Store) -> dict[str, Any]:
    """Mark staged lines that are taken back and what takes them back; counts, as `Links.as_dict`."""
    rows = staging.scan("rows")
    staging.path("rows", HELD).unlink(missing_ok=True)
    new = concerned(rows)
    held = _held(store) if settled.settings.empty == "keep" and settled.settings.mode != "create" else None
    found = link(new, held)
    told = pl.concat([new.select(KEY), found.new.select(SAID)], how="horizontal").filter(
        pl.any_horizontal(pl.col(SAID).is_not_null())
    )
    if told.height:
        for path in staging.files("rows"):
            _marked(staging, path, told)
    if found.held.height:
        _stage_held(staging, store, found.held)
    return found.as_dict()


def concerned(rows: pl.LazyFrame) -> pl.DataFrame:
    """All lines of customers, and of orders, that some line is taken back of."""
    back = rows.filter(pl.col("amount") < 0)
    whose = back.select("customer_id").drop_nulls().unique()
    orders = back.select(order_id="reverses_order_id").drop_nulls().unique()
    own = rows.filter(pl.col("amount") < 0).select(KEY)
    keys = pl.concat(
        [
            rows.join(whose, on="customer_id", how="semi").select(KEY),
            rows.join(orders, on="order_id", how="semi").select(KEY),
            own,
        ]
    ).unique()
    return rows.join(keys, on=KEY, how="semi").collect()


def _held(store: Store) -> pl.LazyFrame | None:
    files = store.held("purchases").files()
    return pl.scan_parquet(files) if files and store.held("purchases").is_current else None


def _marked(staging: Staging, path, told: pl.DataFrame) -> None:
    rows = pl.read_parquet(path)
    if not rows.join(told, on=KEY, how="semi").height:
        return
    joined = rows.join(told, on=KEY, how="left", suffix="_told", maintain_order="left")
    marked = joined.with_columns(pl.coalesce(f"{name}_told", name).alias(name) for name in SAID)
    staging.replace_rows(path, marked.select(rows.columns))


def _stage_held(staging: Staging, store: Store, told: pl.DataFrame) -> None:
    """Held lines that are taken back now are said again, with that."""
    columns = fact_table("purchases").columns
    kinds = {name: POLARS[word(name).type] for name in columns}
    rows = pl.DataFrame(
        {
            name: told[name] if name in told.columns else pl.Series([None] * told.height, dtype=kinds[name])
            for name in columns
        }
    ).cast(kinds)
    full = _held(store).join(told.lazy().select(KEY), on=KEY, how="semi").select(columns).collect()
    joined = full.join(rows.select(*KEY, *SAID), on=KEY, how="left", suffix="_told")
    whole = joined.with_columns(pl.coalesce(f"{name}_told", name).alias(name) for name in SAID).select(
        columns
    )
    staging.replace_rows(staging.path("rows", HELD), whole.cast(kinds))


def _nulls(path: Path, name: str) -> int:
    """How many cells of a staged column are empty, as the footer of the file says; no cell is read."""
    footer = pq.read_metadata(path)
    at = footer.schema.names.index(name)
    return sum(footer.row_group(n).column(at).statistics.null_count for n in range(footer.num_row_groups))


def reported(staging: Staging, rules: RuleSet | None, settled: Settled) -> tuple[dict | None, dict[str, int]]:
    """What the rules did, and how many rows repeat another or have no customer."""
    files = [path for path in staging.files("rows") if path != staging.path("rows", HELD)]
    rows, marks = pl.scan_parquet(files), staging.scan("marks")
    repeats = marks.select(pl.len() - pl.col("row_hash").n_unique()).collect().item()
    facts = {"duplicates": repeats, "without_customer": 0}
    if "customer_id" in rows.collect_schema().names():
        facts["without_customer"] = sum(_nulls(path, "customer_id") for path in files)
    if rules is None:
        return None, facts
    repeat = marks.select(~pl.col("row_hash").is_first_distinct()).collect().to_series().alias("is_repeat")
    marked = pl.concat(
        [rows, marks.select("line_rule", "rules_held"), repeat.to_frame().lazy()], how="horizontal"
    )
    return report(marked, rules).as_dict(), facts
