"""The rows of an origin, chunk by chunk: typed, keyed, judged, classified, and staged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from guanxi.facts.laid_out import CHANGE
from guanxi.facts.privacy.erased_ids import ErasedIds
from guanxi.facts.privacy.erased_ids import read as read_erased
from guanxi.facts.words import word
from guanxi.sources.imports.beside import Behind, ahead, at_once
from guanxi.sources.imports.erased import emptied, without_erased
from guanxi.sources.imports.guess import OURS
from guanxi.sources.imports.keys import keyed
from guanxi.sources.imports.numbering import Numbering
from guanxi.sources.imports.origin import Origin, Part
from guanxi.sources.imports.refusals import OtherColumns
from guanxi.sources.imports.rows import POLARS, Settled, read_rows
from guanxi.sources.imports.staging import ChunkCounts, Staging, by_months
from guanxi.sources.rules import RuleSet, classify
from guanxi.sources.tables import Chunk, OpenTable

ROWS = 500_000
UNFORMULA = r"^'(\s*[=+\-@\t\r])"  # what guanxi put before a cell that a spreadsheet would have run


@dataclass
class _Seen:
    """What is known of earlier chunks: running numbers of keys, and of rows where repeats are set aside."""

    keys: Numbering = field(default_factory=Numbering)
    rows: Numbering = field(default_factory=Numbering)


def read_chunks(
    origin: Origin,
    settled: Settled,
    rules: RuleSet | None,
    staging: Staging,
    step: Callable[[str, float], None],
) -> list[ChunkCounts]:
    """Stage every chunk that is not staged yet; what became of each one's rows."""
    counts, seen, erased = [], _Seen(), read_erased(staging.root)
    with Behind() as behind:
        for number, part in enumerate(origin.parts):
            with part.open(settled.settings) as source:
                _same_columns(settled, source, part)
                rows_behind = 0
                for chunk in ahead(source.chunks(ROWS)):
                    n = len(counts)
                    if staging.has(n):
                        _catch_up(staging, n, seen)
                        counts.append(staging.counts(n))
                    else:
                        frames, count = _read(
                            chunk, part, settled, rules, seen, staging.change_id, n == 0, erased
                        )
                        behind.do(staging.put, n, frames, count)
                        counts.append(count)
                    rows_behind += chunk.rows.height
                    within = _share(source, part, chunk, rows_behind)
                    step("read", (number + within) / len(origin.parts))
    return counts


def _same_columns(settled: Settled, source: OpenTable, part: Part) -> None:
    """Every file of an import has the columns that the first one was read by."""
    missing = [header for header in settled.columns.values() if header not in source.columns]
    if missing:
        raise OtherColumns(file=part.name, missing=", ".join(missing), known=", ".join(source.columns))


def _share(source: OpenTable, part: Part, chunk: Chunk, rows_behind: int) -> float:
    if source.height:
        return min(rows_behind / source.height, 1.0)
    row_bytes = max(chunk.rows.estimated_size() / max(chunk.rows.height, 1), 1)
    return min(rows_behind * row_bytes / max(part.size, 1), 0.99)


def _catch_up(staging: Staging, n: int, seen: _Seen) -> None:
    seen.keys.remember(pl.read_parquet(staging.path("groups", n)))
    repeats = staging.path("repeats", n)
    if repeats.exists():
        seen.rows.remember(pl.read_parquet(repeats))


def _read(
    chunk: Chunk,
    part: Part,
    settled: Settled,
    rules: RuleSet | None,
    seen: _Seen,
    change_id: str,
    first: bool,
    erased: ErasedIds,
) -> tuple[dict[str, Any], ChunkCounts]:
    """What is kept of a chunk."""
    own, numbers, blank = _without_blanks(chunk)
    named, row_hash = at_once(
        lambda: keyed(read_rows(own, settled), settled.spec, seen.keys), lambda: _row_hash(own)
    )
    frame, nameless = without_erased(named.rows, settled, erased)
    frames = {} if seen.keys.last is None else {"groups": seen.keys.last}
    if settled.settings.duplicates == "aside" and "order_id" in settled.columns:
        frame = _without_repeats(frame, row_hash, seen)
        frames["repeats"] = seen.rows.last
    usable = frame["reason"].is_null()
    marks = pl.DataFrame({"row_hash": row_hash})
    if rules is not None:
        found = classify(frame, rules, own)
        marks = marks.hstack(found.select("line_rule", "rules_held"))
        frame = frame.with_columns(found["line_kind"])
    aside = _aside(own, numbers, frame, usable, chunk, part)
    rows, marks = _words(_only(frame, usable), settled, change_id), _only(marks, usable)
    pieces = by_months(rows, settled.spec, first=first)
    if len(pieces) > 1:
        marks = marks[pl.concat(pieces)]
        rows = [rows[piece] for piece in pieces]
    frames |= {"rows": rows, "marks": marks, "aside": aside}
    reasons = aside["guanxi_reason"].value_counts().iter_rows() if aside.height else ()
    counts = ChunkCounts(
        own.height + chunk.broken.height, marks.height, blank, dict(reasons), named.by, nameless
    )
    return frames, counts


def _only(frame: pl.DataFrame, usable: pl.Series) -> pl.DataFrame:
    return frame if usable.all() else frame.filter(usable)


def _without_blanks(chunk: Chunk) -> tuple[pl.DataFrame, pl.Series, int]:
    rows = chunk.rows
    if any(name.startswith(f"{OURS}_") for name in rows.columns):
        texts = [name for name, kind in rows.schema.items() if kind == pl.String]
        rows = rows.with_columns(pl.col(texts).str.replace(UNFORMULA, "$1"))
    blank = rows.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if not blank.any():
        return rows, chunk.numbers, 0
    return rows.filter(~blank), chunk.numbers.filter(~blank), int(blank.sum())


def _row_hash(own: pl.DataFrame) -> pl.Series:
    names = [n for n, kind in own.schema.items() if not kind.is_nested() and not n.startswith(f"{OURS}_")]
    return own.select(pl.struct(names).hash()).to_series()


def _without_repeats(frame: pl.DataFrame, row_hash: pl.Series, seen: _Seen) -> pl.DataFrame:
    again = pl.lit(seen.rows.places(row_hash) > 1) & pl.col("reason").is_null()
    return frame.with_columns(
        reason=pl.when(again).then(pl.lit("duplicate_line")).otherwise("reason"),
        column=pl.when(again).then(pl.lit("")).otherwise("column"),
    )


def _words(frame: pl.DataFrame, settled: Settled, change_id: str) -> pl.DataFrame:
    """The usable rows in the table's words; with `empty` keep also those no column speaks of, as nulls.

    Then they are as the store has them, so that it can take the files as they are.
    """
    names = [name for name in settled.spec.columns if name in frame.columns]
    if settled.settings.empty == "keep" and settled.table == "purchases":
        absent = [name for name in settled.spec.columns if name not in frame.columns]
        frame = frame.with_columns(pl.lit(None, POLARS[word(name).type]).alias(name) for name in absent)
        return frame.select(*settled.spec.columns, pl.lit(change_id).alias(CHANGE))
    return frame.select(names)


def _aside(
    own: pl.DataFrame, numbers: pl.Series, frame: pl.DataFrame, usable: pl.Series, chunk: Chunk, part: Part
) -> pl.DataFrame:
    """The rows that cannot be used: the file's own cells, then where, why, and the line a row had."""
    bare = [name for name in own.columns if not name.startswith(f"{OURS}_")]
    left = own.select(bare).filter(~usable).select(pl.all().cast(pl.String, strict=False))
    left = emptied(left, frame["reason"].filter(~usable))
    told = {
        "guanxi_file": pl.Series([part.name], dtype=pl.String).new_from_index(0, left.height),
        "guanxi_row": numbers.filter(~usable),
        "guanxi_reason": frame["reason"].filter(~usable),
        "guanxi_column": frame["column"].filter(~usable),
    }
    if "line" in frame.columns:
        told["guanxi_line"] = frame["line"].filter(~usable)
    aside = left.hstack([values.alias(name) for name, values in told.items()])
    if chunk.broken.height:
        broken = chunk.broken.select(
            guanxi_file=pl.lit(part.name), guanxi_row="row", guanxi_reason="reason", guanxi_text="text"
        )
        aside = pl.concat([aside, broken], how="diagonal_relaxed")
    return aside
