"""What every engine can do. Expressions are Ibis tables; everything else is behind these few doors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table


class Engine(Protocol):
    """A place where Ibis tables are computed; one engine object is one session, used by one thread."""

    name: str

    def scan(self, files: Sequence[str]) -> Table:
        """The rows of these Parquet files, read natively and lazily."""

    def table(self, rows: pa.Table) -> Table:
        """A small in-memory table brought to the engine."""

    def keep(self, expression: Table) -> Table:
        """Compute once and keep for the session: use before a result is read more than once."""

    def collect(self, expression: Table) -> pa.Table:
        """Bring a result here; only for results that are small by their nature."""

    def write(self, expression: Table, folder: Path) -> list[str]:
        """Write a result as Parquet files into a new folder, without collecting it here; their paths."""

    def close(self) -> None:
        """Give back what the session holds."""
