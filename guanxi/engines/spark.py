"""The firm's own Spark, when the data outgrow one machine."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table
    from pyspark.sql import SparkSession


class SparkEngine:
    """A session on the master named by GUANXI_SPARK_MASTER, else a local one.

    The session's time zone is UTC, so that a day is the same day on every engine.
    """

    name = "spark"

    def __init__(self, session: SparkSession | None = None) -> None:
        from pyspark.sql import SparkSession

        self.session = session or (
            SparkSession.builder.master(os.environ.get("GUANXI_SPARK_MASTER", "local[*]"))
            .appName("guanxi")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", os.environ.get("GUANXI_SPARK_PARTITIONS", "8"))
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
        self.session.conf.set("spark.sql.session.timeZone", "UTC")
        self.connection = ibis.pyspark.connect(self.session)
        self._names = (f"kept_{n}" for n in itertools.count())
        self._kept = []

    def scan(self, files: Sequence[str]) -> Table:
        return self._view(self.session.read.parquet(*files))

    def table(self, rows: pa.Table) -> Table:
        # Straight from Arrow: through pandas, a null among whole numbers would turn them into floats.
        return self._view(self.session.createDataFrame(rows) if rows.num_rows else self._empty(rows))

    def keep(self, expression: Table) -> Table:
        frame = self.session.sql(ibis.to_sql(expression, dialect="pyspark")).persist()
        self._kept.append(frame)
        return self._view(frame)

    def collect(self, expression: Table) -> pa.Table:
        return expression.to_pyarrow()

    def write(self, expression: Table, folder: Path) -> list[str]:
        frame = self.session.sql(ibis.to_sql(expression, dialect="pyspark"))
        frame.write.parquet(folder.resolve().as_uri())
        return sorted(str(path) for path in folder.glob("*.parquet"))

    def close(self) -> None:
        for frame in self._kept:
            frame.unpersist()
        self.session.stop()

    def _view(self, frame) -> Table:
        name = next(self._names)
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def _empty(self, rows: pa.Table):
        from pyspark.sql.pandas.types import from_arrow_schema

        return self.session.createDataFrame([], from_arrow_schema(rows.schema))
