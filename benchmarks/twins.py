"""Two files that say the same in other bytes, such as GBK and UTF-8, give identical tables.

    .venv/bin/python benchmarks/twins.py FILE TWIN [--rules tmall]        (or TWINS="FILE TWIN")

Both go the whole way of an import, each into a store of its own; ends with 1 where a row differs. The files
are not part of the repository: any two will do.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from guanxi.engines import engine as new_engine
from guanxi.facts.changes import new_change_id
from guanxi.facts.store import Store
from guanxi.facts.table import fact_table
from guanxi.sources.imports import ImportResult, ImportSettings, run_import
from guanxi.sources.imports.origin import from_places


def main() -> int:
    asked = _asked()
    if len(asked.files) != 2:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory(prefix="guanxi-twins-") as folder:
        found = [_imported(Path(folder) / str(n), file, asked.rules) for n, file in enumerate(asked.files)]
    for file, (result, rows) in zip(asked.files, found, strict=True):
        aside = f"{result.rows_set_aside:,} set aside"
        print(f"{file}: {result.rows_read:,} rows read, {aside}, {rows.num_rows:,} held")
    same = found[0][1].equals(found[1][1])
    print("identical" if same else "NOT identical")
    return 0 if same else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=os.environ.get("TWINS", "").split())
    parser.add_argument("--rules", help="a shipped set of rules, where they are orders")
    return parser.parse_args()


def _imported(root: Path, file: str, rules: str | None) -> tuple[ImportResult, pa.Table]:
    """What an import did, and the table as it is held then, in the order of its keys."""
    store, now = Store(root), datetime.now(UTC)
    result = run_import(
        store,
        from_places(file),
        ImportSettings(rules=rules),
        change_id=new_change_id(now),
        by="benchmark",
        at=now,
        today=now.date(),
    )
    table, engine = result.change.table, new_engine("duckdb")
    try:
        rows = store.read(table, engine)
        return result, engine.collect(rows.order_by(list(fact_table(table).key)))
    finally:
        engine.close()


if __name__ == "__main__":
    sys.exit(main())
