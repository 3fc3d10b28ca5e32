"""A table or a query of a SQL database -> chunks of rows. Reading only: by what may be asked, and by what the
database is told to allow.

PostgreSQL keeps its types; from any other database all columns are text, as SQLite may hold anything in any
column. Secrets of an address never leave this file: `shown` is what others may print.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from guanxi.sources.database_faults import refusal
from guanxi.sources.database_values import convert, kinds_of
from guanxi.sources.delimited import tidy_headers
from guanxi.sources.files import check_file
from guanxi.sources.limits import LIMITS, Limits
from guanxi.sources.refusals import (
    EmptyFile,
    NoDriver,
    NotASelect,
    TooManyColumns,
    UnknownDatabase,
    UnknownTable,
)
from guanxi.sources.tables import Chunk, OpenTable, Piece

ROWS = 20_000  # fetched at a time
SECONDS_TO_CONNECT = 10
PACKAGES = {  # the driver SQLAlchemy takes by itself -> the package that has it
    "postgresql": "psycopg[binary]",
    "mysql": "mysqlclient",
    "mariadb": "mariadb",
    "mssql": "pyodbc",
    "oracle": "oracledb",
}
DIALECTS = {
    "postgresql": "postgres",
    "sqlite": "sqlite",
    "mysql": "mysql",
    "mssql": "tsql",
    "oracle": "oracle",
}
SECRET = re.compile(r"pass|pwd|secret|token|key|credential", re.IGNORECASE)


def read_database(
    url: str, *, table: str | None = None, query: str | None = None, rows: int = 500_000
) -> Iterator[Chunk]:
    """The rows of a table or of one SELECT, in chunks; see `open_database`."""
    with open_database(url, table=table, query=query) as source:
        yield from source.chunks(rows)


def open_database(
    url: str, *, table: str | None = None, query: str | None = None, limits: Limits = LIMITS
) -> OpenTable:
    """A table (`name` or `schema.name`) or the answer to one SELECT, open for reading. Every reading is a
    transaction of its own that may only read.

    Errors  UnknownDatabase, NoDriver, CannotConnect, WrongPassword, UnknownTable, NotASelect, QueryRefused,
            EmptyFile, UnknownFile for a SQLite file that is not there
    """
    address = _address(url)
    if (table is None) == (query is None):
        raise NotASelect(found="nothing" if table is None else "a table and a query")
    database = _Database(address, shown(url))
    asked = one_select(query, address.get_backend_name()) if query is not None else database.whole(table)
    name = table or shown(url)
    schema, first = database.look(asked)
    if len(schema) > limits.columns:
        raise TooManyColumns(file=name, columns=len(schema), limit=limits.columns)
    if not first:
        raise EmptyFile(file=name)
    return OpenTable(name, "database", schema, lambda: database.pieces(asked, schema))


def tables_in(url: str) -> list[str]:
    """The tables and views of a database, `schema.name` outside of its usual schema.

    Errors  UnknownDatabase, NoDriver, CannotConnect, WrongPassword
    """
    return _Database(_address(url), shown(url)).names()


def shown(url: str) -> str:
    """The address as it may be printed: without its password and without secrets in its options."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return re.sub(r"(://)[^/]*@", r"\1***@", url.split("?")[0])
    hidden = {key: "***" if SECRET.search(key) else value for key, value in address.query.items()}
    return address.set(query=hidden).render_as_string(hide_password=True)


def one_select(query: str, backend: str) -> str:
    """The query, if it is one statement that only reads.

    Errors  NotASelect
    """
    import sqlglot
    from sqlglot import exp

    try:
        statements = [one for one in sqlglot.parse(query, read=DIALECTS.get(backend)) if one is not None]
    except (sqlglot.errors.SqlglotError, RecursionError, ValueError):
        raise NotASelect(found="no SQL that could be read") from None
    if len(statements) != 1:
        raise NotASelect(found=f"{len(statements)} statements")
    statement = statements[0]
    if not isinstance(statement, exp.Query):
        raise NotASelect(found=statement.key.upper())
    changing = (
        exp.Insert,
        exp.Update,
        exp.Delete,
        exp.Merge,
        exp.Create,
        exp.Drop,
        exp.Command,
        exp.Into,
        exp.Lock,
    )
    if found := statement.find(*changing):
        raise NotASelect(found=found.key.upper())
    return query.strip().rstrip(";").rstrip()


def _address(url: str) -> Any:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url.strip()))
    except (ArgumentError, ValueError):
        raise UnknownDatabase(url=shown(url)) from None
    if address.get_backend_name() == "sqlite":
        if not address.database or address.database.startswith((":", "file:")):
            raise UnknownDatabase(url=shown(url))
        check_file(Path(address.database), Path(address.database).name)
    return address


@dataclass(frozen=True)
class _Database:
    """One database and how its address may be printed."""

    address: Any
    shown: str

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A connection in a transaction that may only read, and every fault as a refusal."""
        from sqlalchemy.exc import SQLAlchemyError

        engine = self._engine()
        try:
            with engine.connect() as connection:
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                yield connection.execution_options(stream_results=True, max_row_buffer=ROWS)
        except (SQLAlchemyError, sqlite3.Error, ValueError, OverflowError, UnicodeError) as error:
            raise refusal(error, self.address, self.shown) from None
        finally:
            engine.dispose()

    def _engine(self) -> Any:
        from sqlalchemy import create_engine
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
        from sqlalchemy.pool import NullPool

        backend = self.address.get_backend_name()
        options: dict[str, Any] = {"poolclass": NullPool, "hide_parameters": True}
        if backend == "sqlite":
            path = str(Path(self.address.database).absolute())
            return create_engine("sqlite://", creator=lambda: _read_only(path), **options)
        if backend == "postgresql":
            options["connect_args"] = {"connect_timeout": SECONDS_TO_CONNECT}
        try:
            return create_engine(self.address, **options)
        except ImportError as error:
            package = PACKAGES.get(backend, error.name or backend)
            raise NoDriver(database=backend, package=package) from None
        except NoSuchModuleError:
            raise UnknownDatabase(url=self.shown) from None
        except (ArgumentError, ValueError, TypeError):
            raise UnknownDatabase(url=self.shown) from None

    def names(self) -> list[str]:
        from sqlalchemy import inspect

        with self.reading() as connection:
            inspector = inspect(connection)
            usual = inspector.default_schema_name
            found = [*inspector.get_table_names(), *inspector.get_view_names()]
            for schema in inspector.get_schema_names():
                if schema not in (usual, "information_schema", "main", "temp") and not schema.startswith(
                    "pg_"
                ):
                    names = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)]
                    found += [f"{schema}.{name}" for name in names]
        return sorted(found)

    def whole(self, table: str) -> Any:
        """The SELECT for a whole table, its name quoted by the database's own rules."""
        from sqlalchemy import literal_column, select
        from sqlalchemy import table as named

        known = self.names()
        if table not in known:
            near = get_close_matches(table, known, n=1, cutoff=0.3)
            listed = ", ".join(known[:20]) or "-"
            raise UnknownTable(asked=table, url=self.shown, near=near[0] if near else "-", known=listed)
        schema, _, name = table.rpartition(".")
        if schema and schema not in {one.rpartition(".")[0] for one in known}:
            schema, name = "", table
        return select(literal_column("*")).select_from(named(name, schema=schema or None))

    def look(self, asked: Any) -> tuple[dict[str, pl.DataType], list[Any]]:
        """The columns of the answer, and its first row."""
        with self.reading() as connection:
            result = _run(connection, asked)
            names = tidy_headers([str(name) for name in tuple(result.keys())])
            kinds = kinds_of(result.cursor.description, self.address.get_backend_name())
            first = result.fetchmany(1)
            result.close()
        return dict(zip(names, kinds, strict=True)), first

    def pieces(self, asked: Any, schema: dict[str, pl.DataType]) -> Iterator[Piece]:
        row = 1
        with self.reading() as connection:
            result = _run(connection, asked)
            while some := result.fetchmany(ROWS):
                columns = zip(*some, strict=True)
                series = [
                    convert(name, list(cells), kind)
                    for (name, kind), cells in zip(schema.items(), columns, strict=True)
                ]
                numbers = pl.int_range(row, row + len(some), eager=True, dtype=pl.Int64).alias("number")
                yield Piece(pl.DataFrame(series), numbers)
                row += len(some)


def _run(connection: Any, asked: Any) -> Any:
    """A query a person wrote goes to the driver as it stands: neither % nor : in it is a parameter."""
    return connection.exec_driver_sql(asked) if isinstance(asked, str) else connection.execute(asked)


def _read_only(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=SECONDS_TO_CONNECT)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
