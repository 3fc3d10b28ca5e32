"""The firm's own Spark, when the data outgrow one machine."""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from guanxi.engines.spark_session import is_connect, open_session
from guanxi.errors import GuanxiError

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table
    from pyspark.sql import SparkSession

PATTERN = re.compile(r"[\\*?\[\]{}]")


class FolderNotShared(GuanxiError):
    """Workers wrote rows that are not where the store is: what they see is another folder of its name."""

    code = "engines.folder_not_shared"


class SparkEngine:
    """A session on a Spark cluster, through a driver of its own or through Spark Connect.

    session  one that is there already, which is left open; by default the one that the environment names,
             see `spark_session.open_session`
    The session's time zone is UTC, so that a day is the same day on every engine. The store's folder must be
    at the same path on every worker: facts are read and snapshots written by the workers.
    """

    name = "spark"

    def __init__(self, session: SparkSession | None = None) -> None:
        self.session, self._is_ours = (session, False) if session else open_session()
        self.session.conf.set("spark.sql.session.timeZone", "UTC")
        self.connection = ibis.pyspark.connect(self.session)
        own = uuid.uuid4().hex[:8]  # a session may be shared, and with it the names of its views
        self._names = (f"guanxi_{own}_{n}" for n in itertools.count())
        self._kept = []
        self._views = []

    def scan(self, files: Sequence[str]) -> Table:
        # Named one by one: a bracket in a folder's name is no pattern.
        named = (PATTERN.sub(r"\\\g<0>", _address(file)) for file in files)
        return self._view(self.session.read.parquet(*named))

    def table(self, rows: pa.Table) -> Table:
        # Straight from Arrow: through pandas, a null among whole numbers would turn them into floats.
        return self._view(self.session.createDataFrame(rows) if rows.num_rows else self._empty(rows))

    def keep(self, expression: Table) -> Table:
        frame = self._frame(expression).persist()
        self._kept.append(frame)
        return self._view(frame)

    def collect(self, expression: Table) -> pa.Table:
        return self._frame(expression).toArrow().cast(expression.schema().to_pyarrow())

    def write(self, expression: Table, folder: Path) -> list[str]:
        frame, rows = _counted(self._frame(expression), is_connect(self.session))
        # Marks of a finished job are Hadoop's; here a folder is whole or it is not there (facts/whole.py).
        frame.write.parquet(_address(folder))
        for mark in (*folder.glob(".*.crc"), folder / "_SUCCESS"):
            mark.unlink(missing_ok=True)
        files = sorted(str(path) for path in folder.glob("*.parquet"))
        if (found := _rows_in(files)) != rows():
            raise FolderNotShared(folder=folder.name, written=rows(), found=found)
        return files

    def close(self) -> None:
        for frame in self._kept:
            frame.unpersist()
        for name in self._views:
            self.session.catalog.dropTempView(name)
        self._kept, self._views = [], []
        if self._is_ours:
            self.session.stop()

    def _frame(self, expression: Table):
        return self.session.sql(ibis.to_sql(expression, dialect="pyspark"))

    def _view(self, frame) -> Table:
        name = next(self._names)
        frame.createOrReplaceTempView(name)
        self._views.append(name)
        return self.connection.table(name)

    def _empty(self, rows: pa.Table):
        from pyspark.sql.pandas.types import from_arrow_schema

        return self.session.createDataFrame([], from_arrow_schema(rows.schema))


def _address(path: str | Path) -> str:
    """A path as Spark takes it, whatever file system is its first; not a URI: Hadoop does not decode any."""
    return f"file://{Path(path).resolve()}"


def _counted(frame, connect: bool):
    """The frame, and what says afterwards how many rows its workers wrote."""
    if connect:
        from pyspark.sql.connect.functions import count, lit
        from pyspark.sql.connect.observation import Observation
    else:
        from pyspark.sql.functions import count, lit
        from pyspark.sql.observation import Observation
    seen = Observation()
    return frame.observe(seen, count(lit(1)).alias("rows")), lambda: seen.get.get("rows", 0)


def _rows_in(files: Sequence[str]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in files)
