"""Where a table expression runs. Only this room imports duckdb or pyspark, and only when asked to."""

from __future__ import annotations

import os
from importlib import import_module

from guanxi.engines.base import Engine
from guanxi.errors import SettingError

ENGINES = {"duckdb": "guanxi.engines.duckdb:DuckDBEngine", "spark": "guanxi.engines.spark:SparkEngine"}


class UnknownEngine(SettingError):
    code = "engines.unknown"


def engine(name: str | None = None) -> Engine:
    """A new engine by name; by default what GUANXI_ENGINE says, else DuckDB."""
    asked = name or os.environ.get("GUANXI_ENGINE") or "duckdb"
    if asked not in ENGINES:
        raise UnknownEngine(asked=asked, known=", ".join(ENGINES))
    module, _, cls = ENGINES[asked].partition(":")
    return getattr(import_module(module), cls)()


__all__ = ["Engine", "UnknownEngine", "engine"]
