"""The files beside the tables, without one person: each kind of file in its own way, whole or not at all.

What cannot be looked into (a workbook that waits to be imported) is removed; whoever gave it has it still.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from base64 import b64decode
from collections import Counter
from collections.abc import Callable
from io import StringIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from filelock import FileLock

from guanxi.facts import changes, journal, live_files, merges
from guanxi.facts.laid_out import CHANGE
from guanxi.facts.privacy.handling import HANDLING, NAMELESS, emptied, tables, without
from guanxi.facts.privacy.person import Person, scrubbed
from guanxi.facts.table import TABLES
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from guanxi.facts.store import Store

TEXTS = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"}
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
LONGEST_CELL = 2**31 - 1  # a line that could not be cut into cells is one
BOM = "\ufeff"


def scrub(store: Store, who: Person) -> Counter[str]:
    """Every file beside the tables; what -> rows or files that went."""
    found: Counter[str] = Counter()
    for work in (
        uploads,
        staged,
        set_aside,
        results,
        live,
        deliveries,
        snapshots,
        timelines,
        ledger,
        kept_apart,
    ):
        found[work.__name__] += work(store, who)
    return found


# -- imports -------------------------------------------------------------------------------------------


def uploads(store: Store, who: Person) -> int:
    """Files that wait to be imported and speak of the person, or cannot be looked into."""
    gone = 0
    for folder in (store.root / "uploads").glob("*"):
        for path in folder.glob("*"):
            if path.suffix.lower() not in TEXTS or _file_speaks(path, who):
                path.unlink(missing_ok=True)
                gone += 1
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return gone


def _file_speaks(path: Path, who: Person) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return _speaks(content, who)


def _speaks(content: bytes | mmap, who: Person) -> bool:
    """Whether bytes hold an id, a name or another text of the person by itself, in any usual encoding."""
    texts = [text for text in (*who.ids, *who.texts) if text]
    words = {re.escape(text.encode(name, "ignore")) for text in texts for name in ENCODINGS}
    alone = re.compile(rb"(?<![0-9A-Za-z])(?:" + b"|".join(sorted(words)) + rb")(?![0-9A-Za-z])")
    return alone.search(content) is not None


def staged(store: Store, who: Person) -> int:
    """What unfinished imports have read of files that speak of the person; going on, they read it again."""
    gone = 0
    for folder in (store.root / "imports").glob("*/staged"):
        if any(_holds(path, who) for path in folder.glob("*.parquet")):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _holds(path: Path, who: Person) -> bool:
    rows = pl.scan_parquet(path)
    texts = [name for name, kind in rows.collect_schema().items() if kind == pl.String]
    if not texts:
        return False
    told = pl.any_horizontal(
        *(pl.col(name).str.strip_chars().is_in(list(who.ids)) for name in texts),
        *(pl.col(name).str.contains_any(list(who.texts)) for name in texts if who.texts),
    )
    if "guanxi_text" in texts:  # a line that could not be cut into cells
        told |= pl.col("guanxi_text").str.contains_any(list(who.ids))
    return bool(rows.select(told.any()).collect().item())


def set_aside(store: Store, who: Person) -> int:
    """Rows of set-aside files; a name, a telephone number or an address tells the person as an id does."""
    gone = 0
    for path in (store.root / "imports").glob("*/set-aside.csv"):
        rows = cells_of(path)
        told = _telling(store, path.parent.name, rows[0] if rows else [], who)
        kept = [row for row in rows[1:] if not told(row)]
        if len(kept) == len(rows) - 1 or not rows:
            continue
        gone += len(rows) - 1 - len(kept)
        written = StringIO()
        csv.writer(written, lineterminator="\n").writerows([rows[0], *kept])
        write_file(path, BOM + written.getvalue())
    return gone


def cells_of(path: Path) -> list[list[str]]:
    """The rows of a set-aside file, the header first."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(StringIO(file.read().removeprefix(BOM))))


def _telling(store: Store, change_id: str, header: list[str], who: Person) -> Callable[[list[str]], bool]:
    """Whether a row tells the person. Where the column of the customer is known, an id counts there only."""
    entry = changes.read(store.root, change_id)
    column = (entry.source.get("columns") or {}).get("customer_id") if entry else None
    where = header.index(column) if column in header else None
    only_texts, is_text = Person((), who.texts), header[-1:] == ["guanxi_text"]

    def told(row: list[str]) -> bool:
        is_whole = where is not None and len(row) > where and not (is_text and row[-1])
        if not is_whole:
            return any(who.is_told_by(cell) for cell in row)
        return who.is_id(row[where].lstrip("'")) or any(only_texts.is_told_by(cell) for cell in row)

    return told


def results(store: Store, who: Person) -> int:
    return sum(_json_file(path, who) for path in (store.root / "imports").glob("*/result.json"))


# -- what programs sent --------------------------------------------------------------------------------


def live(store: Store, who: Person) -> int:
    """Rows of batches that wait or were refused; a batch of nothing else goes."""
    gone = 0
    for table in journal.SENT:
        folder = journal.folder_of(store, table)
        if not folder.is_dir():
            continue
        with FileLock(folder / ".draining"), FileLock(folder / ".lock"):
            for state in (journal.WAITING, journal.REFUSED):
                for path in sorted((folder / state).glob("[!.]*.json")):
                    gone += _batch(table, path, who)
            for draft in folder.glob("*/.*.draft"):
                draft.unlink(missing_ok=True)
    return gone


def _batch(table: str, path: Path, who: Person) -> int:
    entry = live_files.read(path) or {}
    mine = [row for row in entry.get("said", ()) if row.get("customer_id") in who.ids]
    after = without(table, entry.get("said", []), set(who.ids))
    if not after:
        path.unlink(missing_ok=True)
        return len(mine)
    told = entry | {"said": after, "rows": len(after)}
    if "facts" in entry:
        told["facts"] = scrubbed(entry["facts"], who)
    if told != entry:
        live_files.put(path, told)
    return len(mine)


def deliveries(store: Store, who: Person) -> int:
    """Deliveries of shops that could not be used and speak of the person."""
    gone = 0
    for path in (store.root / journal.FOLDER / "hooks").glob("*/*.json"):
        text = path.read_text("utf-8")
        body = b64decode((json.loads(text) or {}).get("body") or "")
        if _speaks(body, who) or who.is_told_by(text):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


# -- what was known, and what was before ---------------------------------------------------------------


def snapshots(store: Store, who: Person) -> int:
    """Rows of published knowledge; a snapshot's card says how many were erased, and when nothing else."""
    gone = 0
    for card in (store.root / "snapshots").glob("*/card.json"):
        rows = sum(
            _rewritten(path, pl.col("customer_id").is_in(list(who.ids)), None)
            for path in (card.parent / "profile").glob("*.parquet")
        )
        said = json.loads(card.read_text("utf-8"))
        after = scrubbed(said, who) | ({"erased": said.get("erased", 0) + rows} if rows else {})
        if after != said:
            write_file(card, json.dumps(after, ensure_ascii=False, indent=1, default=str))
        gone += rows
    return gone


def timelines(store: Store, who: Person) -> int:
    """Orders that were sorted by customer, for the pages."""
    files = (store.root / "timelines").glob("*/*.parquet")
    return sum(_rewritten(path, pl.col("customer_id").is_in(list(who.ids)), None) for path in files)


def ledger(store: Store, who: Person) -> int:
    """Rows as they stood before changes, and the keys of rows said again; entries that name the person."""
    gone = 0
    for entry in (store.root / changes.FOLDER).glob(f"*/{changes.ENTRY}"):
        _json_file(entry, who)
        table = json.loads(entry.read_text("utf-8"))["table"]
        for kind in (changes.BEFORE, changes.CONFIRMED):
            for path in (entry.parent / kind).glob("*.parquet"):
                columns = pl.scan_parquet(path).collect_schema().names()
                about = [c for c in ("customer_id", "stands_for") if c in columns]
                if about:
                    mine = pl.any_horizontal(pl.col(c).is_in(list(who.ids)) for c in about)
                    gone += _rewritten(path, mine, _nameless(table, columns))
    return gone


def _nameless(table: str, columns: list[str]) -> list[str] | None:
    """The columns that are emptied, where a row is kept; None where it goes."""
    if table not in {spec.name for spec in tables()} or HANDLING[table].how != NAMELESS:
        return None
    return [c for c in emptied(TABLES[table]) if c in columns and c != CHANGE]


def _rewritten(path: Path, mine: pl.Expr, empties: list[str] | None) -> int:
    """Write a Parquet file again without some rows, or with columns of them emptied; how many they were."""
    rows = pl.scan_parquet(path)
    mine = mine.fill_null(False)
    count = rows.select(mine.sum()).collect().item() or 0
    if not count:
        return 0
    if empties is None:
        after = rows.filter(~mine)
    else:
        after = rows.with_columns(pl.when(~mine).then(pl.col(c)).alias(c) for c in empties)
    draft = path.with_suffix(".draft")
    after.sink_parquet(draft)
    draft.replace(path)
    return int(count)


def kept_apart(store: Store, who: Person) -> int:
    """That a person was found to be nobody else."""
    pairs = [pair for pair in merges.kept_apart(store) if set(pair) & set(who.ids)]
    for left, right in pairs:
        merges.no_longer_apart(store, left, right)
    return len(pairs)


def _json_file(path: Path, who: Person) -> int:
    said = json.loads(path.read_text("utf-8"))
    nested = {name: scrubbed(value, who) for name, value in said.items() if isinstance(value, dict | list)}
    after = said | nested
    if after == said:
        return 0
    write_file(path, json.dumps(after, ensure_ascii=False, indent=1) + "\n")
    return 1


def leftovers(store: Store) -> int:
    """Half-written files that killed writers left behind."""
    gone = 0
    for room in (changes.FOLDER, "imports", "snapshots"):
        for pattern in ("**/.draft-*", "**/*.draft", "**/*.tmp"):
            for path in list((store.root / room).glob(pattern)):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
                gone += 1
    return gone
