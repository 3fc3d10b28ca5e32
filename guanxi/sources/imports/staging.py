"""What an import has read so far, kept beside the store: a run that was killed goes on after the last chunk.

<root>/imports/<change_id>/staged/rows-0003.parquet    usable rows, in the table's words
                                  marks-0003.parquet   for each of them: hash of the row, rule, rules held
                                  groups-0003.parquet  keys met in the chunk, for the running numbers
                                  aside-0003.parquet   rows set aside, as the file has them
                                  chunk-0003.json      written last: the chunk is whole
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path

import polars as pl

from guanxi.facts.whole import write_file


@dataclass(frozen=True)
class ChunkCounts:
    """What became of the rows of a chunk."""

    read: int = 0
    kept: int = 0
    blank: int = 0
    aside: dict[str, int] = field(default_factory=dict)


class Staging:
    def __init__(self, root: Path, change_id: str) -> None:
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

    def put(self, n: int, frames: dict[str, pl.DataFrame], counts: ChunkCounts) -> None:
        for name, frame in frames.items():
            self._write(frame, self.path(name, n))
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
        frame.write_parquet(packed, compression="lz4")
        draft.write_bytes(packed.getbuffer())
        draft.replace(path)
