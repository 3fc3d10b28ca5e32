"""Reads files in a process of its own: a path a line in, what came of it a line out, as JSON.

python -m tests.sources.mutations.reader
"""

from __future__ import annotations

import json
import resource
import sys
import traceback
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl

from guanxi.errors import GuanxiError
from guanxi.sentences import LANGUAGES, say
from guanxi.sources.files import SourceTable, open_table, read_file
from guanxi.sources.purchases import read_purchases

TODAY = date(2021, 1, 1)
ADDRESSES = 12 << 30  # bytes of address space: the last fence; the watcher ends a reader at 2 GiB of memory
ROWS = 37  # in a chunk: small, so that every file has several


def answer(path: Path) -> dict:
    """What came of reading this file: kept and set aside, or the code of a refusal; `fault` where a promise
    was broken."""
    _forget_peak()
    found: dict = {"outcome": "read", "kept": 0, "aside": 0, "purchases": "", "fault": ""}
    try:
        table = read_file(path)
        found |= {"kept": table.rows.height, "aside": table.broken.height}
        found["fault"] = _chunks_agree(path, table)
    except GuanxiError as refusal:
        found |= {"outcome": refusal.code, "fault": _unsaid(refusal)}
    except BaseException:
        found |= {"outcome": "crash", "fault": traceback.format_exc()[-1500:]}
    try:
        purchases = read_purchases(path, today=TODAY)
        found["purchases"] = "read"
        report = purchases.report
        if report.rows_kept + purchases.set_aside.height != report.rows_read:
            found["fault"] += "purchases: rows read are not rows kept and set aside"
        if (
            found["outcome"] == "read"
            and report.rows_read + report.blank_rows != found["kept"] + found["aside"]
        ):
            found["fault"] += "purchases: rows were lost between the file and the facts"
    except GuanxiError as refusal:
        found |= {"purchases": refusal.code, "fault": found["fault"] + _unsaid(refusal)}
    except BaseException:
        found |= {"purchases": "crash", "fault": found["fault"] + traceback.format_exc()[-1500:]}
    return found | {"peak": _peak()}


def _chunks_agree(path: Path, table: SourceTable) -> str:
    """Whether chunks hold the same rows as the whole, each with its place, and no line is in neither."""
    with open_table(path) as opened:
        chunks = list(opened.chunks(ROWS))
        opened.sample(50)
        head = opened.head(5).rows
    if not chunks:
        return "no chunks of a table that was read"
    rows, broken = pl.concat([one.rows for one in chunks]), pl.concat([one.broken for one in chunks])
    if not rows.equals(table.rows) or not broken.equals(table.broken):
        return "the chunks are not the table"
    if not head.equals(rows.head(head.height)):
        return "the head is not the table's"
    if any(one.rows.height > ROWS or one.rows.height != one.numbers.len() for one in chunks):
        return "a chunk of a wrong size"
    for before, after in pairwise(chunks):
        if after.first_row != before.first_row + before.rows.height:
            return "chunks do not follow each other"
    if table.format == "csv" and table.delimiter != "blanks":
        return _gap(rows, pl.concat([one.numbers for one in chunks]), broken)
    return ""


def _gap(rows: pl.DataFrame, numbers: pl.Series, broken: pl.DataFrame) -> str:
    """Every line below the header belongs to a row or is broken: their lines follow each other."""
    inside = rows.select(pl.sum_horizontal(pl.all().str.count_matches("\n").fill_null(0))).to_series()
    kept = list(zip(numbers, inside, [False] * len(numbers), strict=True))
    lost = [
        (row, text.count("\n"), len(text) >= 100_000 or reason == "unclosed_quote")
        for row, reason, text in broken.iter_rows()
    ]
    expected = None
    for number, breaks, unsure in sorted(kept + lost):
        if expected is not None and number != expected:
            return f"line {expected} is neither a row nor broken (the next is {number})"
        expected = None if unsure and breaks else number + breaks + 1
    return ""


def _unsaid(refusal: GuanxiError) -> str:
    """What is wrong with the sentences of a refusal."""
    for language in LANGUAGES:
        said = say(refusal.code, language, **refusal.facts)
        if refusal.code in said or ("{" in said.replace("{\\rtf1", "") and "}" in said and "'" in said):
            return f"no sentence: {said[:200]}"
    return ""


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    for line in sys.stdin:
        print(json.dumps(answer(Path(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main()
