"""A store with a history, the files that come next, and what can be seen of a store."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine as new_engine
from guanxi.facts import changes
from guanxi.facts.store import Store
from guanxi.facts.table import TABLES
from tests.faults.doing import import_file

HEADER = "Order,Customer,Date,Amount,Product\n"


def lines(first: int, count: int, start: date, days: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [
        f"O{first + n // 2},c{chance.randrange(200):03},{start + timedelta(days=chance.randrange(days))},"
        f"{chance.randrange(100, 9_000) / 100},p{chance.randrange(40)}\n"
        for n in range(0, count)
    ]


def begin(folder: Path) -> Path:
    """A store with two months of orders and corrections of some; beside it the files of the works."""
    folder.mkdir(parents=True, exist_ok=True)
    before = lines(0, 3_000, date(2025, 1, 1), 59, seed=1)
    chance = random.Random(2)
    written = {
        "orders": before,
        "corrections": _dearer(chance.sample(before, 400), "1"),
        "mended": _dearer(chance.sample(before, 600), "7"),
        "march": lines(5_000, 2_000, date(2025, 3, 1), 30, seed=3),
    }
    for name, rows in written.items():
        (folder / f"{name}.csv").write_text(HEADER + "".join(rows))
    root = folder / "store"
    import_file(root, "orders")
    import_file(root, "corrections")
    return root


def _dearer(rows: list[str], digit: str) -> list[str]:
    """The same order lines at another price."""
    cells = (row.rstrip().split(",") for row in rows)
    return [",".join([order, who, day, digit + price, what]) + "\n" for order, who, day, price, what in cells]


def seen(root: Path) -> dict[str, list]:
    """What every table says, and which snapshots stand: what may only be before, or after."""
    store, session = Store(root), new_engine("duckdb")
    try:
        found = {
            table: sorted(map(str, session.collect(store.read(table, session, resolve=False)).to_pylist()))
            for table in TABLES
            if store.has(table)
        }
    finally:
        session.close()
    found = {table: rows for table, rows in found.items() if rows}
    return found | {"snapshots": [one.id for one in Snapshots(root).all()]}


def ledger(root: Path) -> dict[str, str]:
    """change_id -> planned, done or undone."""
    return {change.change_id: change.state for change in changes.changes(Store(root))}
