"""What an import has read so far, kept beside the store: a run that was killed goes on after the last chunk.

<root>/imports/<change_id>/staged/rows-00003.parquet   usable rows, in the table's words
                                  rows-00003-01.parquet   the same of a table cut into months, month by month
                                  marks-00003.parquet  for each of them: hash of the row, rule, rules held
                                  groups-00003.parquet keys met in the chunk, for the running numbers
                                  aside-00003.parquet  rows set aside, as the file has them
                                  chunk-00003.json     written last: the chunk is whole
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path

import polars as pl

from guanxi.facts.table import FactTable
from guanxi.facts.whole import write_file

MOST_MONTHS = 120
PIECE = 50_000  # rows of a month that are worth a file of their own


def by_months(rows: pl.DataFrame, spec: FactTable, *, first: bool) -> list[pl.Series]:
    """Which rows belong to each month, for tables that are cut into months; one piece where they are not.

    A chunk whose rows are strewn over many months is left whole, and written anew by the store; not the first
    one, which is the only one of most files.
    """
    if not spec.by_month or not rows.height:
        return [pl.Series()]
    when = rows[spec.happened]
    last, start = when.max(), when.min()
    if (start.year, start.month) == (last.year, last.month):
        return [pl.Series()]
    month = pl.col(spec.happened).dt.year().cast(pl.Int32) * 12 + pl.col(spec.happened).dt.month()
    found = rows.select(month=month).with_row_index("row").group_by("month").agg("row").sort("month")
    if found.height > (MOST_MONTHS if first else max(4, rows.height // PIECE)):
        return [pl.Series()]
    return list(found["row"])


@dataclass(frozen=True)
class ChunkCounts:
    """What became of the rows of a chunk; `keyed` is how they got their keys, see `keys.Keyed`;
    `nameless` are rows kept of persons who were erased."""

    read: int = 0
    kept: int = 0
    blank: int = 0
    aside: dict[str, int] = field(default_factory=dict)
    keyed: str = ""
    nameless: int = 0


def summed(counts: list[ChunkCounts]) -> ChunkCounts:
    aside: Counter[str] = Counter()
    for one in counts:
        aside.update(one.aside)
    return ChunkCounts(
        read=sum(c.read for c in counts),
        kept=sum(c.kept for c in counts),
        blank=sum(c.blank for c in counts),
        aside=dict(aside.most_common()),
        nameless=sum(c.nameless for c in counts),
    )


class Staging:
    def __init__(self, root: Path, change_id: str) -> None:
        self.root, self.change_id = root, change_id
        self.folder = root / "imports" / change_id
        self.staged = self.folder / "staged"

    def begin(self, plan: str) -> None:
        """Go on with what is there, if it was read by the same plan; else begin anew."""
        known = self.staged / "plan.txt"
        if not known.exists() or known.read_text("utf-8") != plan:
            shutil.rmtree(self.staged, ignore_errors=True)
            self.staged.mkdir(parents=True)
            write_file(known, plan)

    def has(self, n: int) -> bool:
        return self._entry(n).exists()

    def counts(self, n: int) -> ChunkCounts:
        return ChunkCounts(**json.loads(self._entry(n).read_text("utf-8")))

    def put(self, n: int, frames: dict[str, pl.DataFrame | list[pl.DataFrame]], counts: ChunkCounts) -> None:
        """Keep a chunk; a list of frames becomes as many files, in its order."""
        for name, found in frames.items():
            if isinstance(found, pl.DataFrame):
                self._write(found, self.path(name, n))
                continue
            for piece, frame in enumerate(found):
                self._write(frame, self.staged / f"{name}-{n:05}-{piece:03}.parquet")
        write_file(self._entry(n), json.dumps(asdict(counts)))

    def replace_rows(self, path: Path, rows: pl.DataFrame) -> None:
        self._write(rows, path)

    def path(self, name: str, n: int) -> Path:
        return self.staged / f"{name}-{n:05}.parquet"

    def files(self, name: str) -> list[Path]:
        return sorted(self.staged.glob(f"{name}-*.parquet"))

    def scan(self, name: str) -> pl.LazyFrame | None:
        files = self.files(name)
        return pl.scan_parquet(files) if files else None

    def clear(self) -> None:
        """What was staged is no longer needed; the rows set aside and the result stay."""
        shutil.rmtree(self.staged, ignore_errors=True)

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _entry(self, n: int) -> Path:
        return self.staged / f"chunk-{n:05}.json"

    @staticmethod
    def _write(frame: pl.DataFrame, path: Path) -> None:
        draft = path.with_suffix(".draft")
        packed = BytesIO()  # written by us: polars says of a full disk that the file is malformed
        frame.write_parquet(packed, compression="snappy")
        draft.write_bytes(packed.getbuffer())
        draft.replace(path)
