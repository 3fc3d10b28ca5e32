"""One piece of work on a store, in a process of its own that can be killed.

python -m tests.faults.doing WORK ROOT    says "ready", waits for a line, works, says "done"
"""

from __future__ import annotations

import resource
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from guanxi import loop
from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.facts.changes import ChangeNote
from guanxi.facts.identities import merging
from guanxi.facts.privacy.erasing import erase
from guanxi.facts.store import Store
from guanxi.facts.undo import undo
from guanxi.sources.imports import ImportSettings, run_import
from guanxi.sources.imports.origin import from_places

AT, TODAY = datetime(2025, 6, 1, 8, tzinfo=UTC), date(2025, 6, 1)
ERASED = "CUST-0042"
MERGED = [(f"c{n:03}", f"c{n + 100:03}", 0.99) for n in range(0, 60, 2)]


def import_file(root: Path, name: str) -> None:
    """Import `ROOT/../NAME.csv` as the change NAME."""
    origin = from_places(str(root.parent / f"{name}.csv"))
    run_import(Store(root), origin, ImportSettings(), change_id=name, by="ann", at=AT, today=TODAY)


def merge(root: Path) -> None:
    rows = merging({}, MERGED, on=TODAY, by="ann")
    Store(root).change("identities", rows, note=ChangeNote("merge", "merge", "ann", AT, {}))


def take_back(root: Path) -> None:
    undo(Store(root), "corrections", note=ChangeNote("undo", "undo", "ann", AT, {}))


def turn(root: Path) -> None:
    session = new_engine("duckdb")
    try:
        loop.turn(Store(root), as_of=date(2025, 3, 31), engine=session, at=AT)
    finally:
        session.close()


def read_on(root: Path) -> None:
    """Read the purchases until somebody says stop; each time they say the same."""
    Path(root.parent / "reading").touch()
    first = None
    while not (root.parent / "stop").exists():
        session = new_engine("duckdb")
        try:
            read = Store(root).read("purchases", session)
            said = session.collect(read.aggregate(rows=read.count(), amount=read.amount.sum().round(2)))
        finally:
            session.close()
        first = first or said.to_pylist()
        if said.to_pylist() != first:
            raise SystemExit(f"{said} after {first}")


def erase_one(root: Path) -> None:
    erase(Store(root), ERASED, note=ChangeNote("gone", "erase", "ann", AT, {}))


WORKS = {
    "import": lambda root: import_file(root, "march"),
    "update": lambda root: import_file(root, "mended"),
    "undo": take_back,
    "merge": merge,
    "turn": turn,
}


BESIDE = {"read_on": read_on, "erase_one": erase_one}  # what is tried by tests of its own


def carry_out(work: str, root: Path) -> None:
    """The work in this process: for what nobody kills, a start of Python dearer than most works is spared."""
    (WORKS | BESIDE)[work](root)


def main(work: str, root: str, largest_file: str = "") -> None:
    if largest_file:  # as on a disk that is full: the next byte is refused
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest_file), resource.RLIM_INFINITY))
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        carry_out(work, Path(root))
    except GuanxiError as error:
        print(f"refused {error.code}", flush=True)
    else:
        print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
