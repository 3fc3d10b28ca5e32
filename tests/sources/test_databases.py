"""A database is read, never changed, and its secrets are told to nobody."""

import sqlite3
from datetime import UTC, date, datetime

import polars as pl
import pytest

from guanxi.sources.databases import open_database, read_database, shown, tables_in
from guanxi.sources.refusals import (
    CannotConnect,
    EmptyFile,
    NoDriver,
    NotASelect,
    QueryRefused,
    UnknownDatabase,
    UnknownFile,
    UnknownTable,
    WrongPassword,
)

PASSWORD = "S3cret-of-the-firm"


@pytest.fixture
def sqlite_url(tmp_path):
    path = tmp_path / "my shop #1.db"
    with sqlite3.connect(path) as shop:
        shop.execute('create table orders (id integer, customer text, amount real, "on" text, note blob)')
        shop.executemany(
            "insert into orders values (?, ?, ?, ?, ?)",
            [(n, f"C{n % 3}", n + 0.5, "2020-01-05", None if n % 2 else b"\xff\x00") for n in range(50)],
        )
        shop.execute("create table empty (a, b)")
        shop.execute("create view latest as select * from orders where id > 40")
    shop.close()
    return f"sqlite:///{path}"


@pytest.fixture
def postgres(postgres_url):
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("drop schema if exists shop cascade")
        server.execute("create schema shop")
        server.execute(
            "create table shop.orders (id bigint, customer text, amount numeric(40, 20), price float8,"
            " paid boolean, day date, at timestamptz, tags text[], more jsonb)"
        )
        server.execute(
            "insert into shop.orders select n, 'C' || n % 3, n + 0.1, n / 4.0, n % 2 = 0,"
            " date '2020-01-05' + n, timestamptz '2020-01-05 12:00+08', array['a', 'b'],"
            " '{\"k\": 1}' from generate_series(0, 49) n"
        )
        server.execute("insert into shop.orders (id) values (50)")
        yield postgres_url
        server.execute("drop schema shop cascade")


def test_a_table_of_sqlite_comes_in_chunks_of_text(sqlite_url):
    chunks = list(read_database(sqlite_url, table="orders", rows=20))
    assert [chunk.rows.height for chunk in chunks] == [20, 20, 10]
    assert [chunk.first_row for chunk in chunks] == [1, 21, 41]
    assert chunks[0].rows.row(0) == ("0", "C0", "0.5", "2020-01-05", "ff00")
    assert {kind for chunk in chunks for kind in chunk.rows.dtypes} == {pl.String}


def test_a_query_is_run_as_it_is_written(sqlite_url):
    asked = "select customer, count(*) as n, '12:30 100%' as said from orders group by customer order by 1;"
    with open_database(sqlite_url, query=asked) as table:
        assert table.columns == ("customer", "n", "said")
        assert table.head(5).rows.rows()[0] == ("C0", "17", "12:30 100%")


def test_postgres_keeps_its_types_and_numbers_of_any_length(postgres):
    with open_database(postgres, table="shop.orders") as table:
        chunk = next(table.chunks())
    first = chunk.rows.row(0, named=True)
    assert first["amount"] == "0.10000000000000000000"
    assert (first["day"], first["paid"], first["price"]) == (date(2020, 1, 5), True, 0.0)
    assert first["at"] == datetime(2020, 1, 5, 4, tzinfo=UTC)
    assert first["tags"] == '["a", "b"]'
    assert chunk.rows.row(50) == (50, *[None] * 8)


def test_types_do_not_depend_on_what_the_first_rows_hold(postgres):
    chunks = list(read_database(postgres, query="select null::date as a, id from shop.orders", rows=20))
    assert {tuple(chunk.rows.dtypes) for chunk in chunks} == {(pl.Date, pl.Int64)}


@pytest.mark.parametrize(
    "query",
    [
        "delete from orders",
        "select 1 as a, 2 as b; select 2",
        "select 1 as a, 2 as b; drop table orders",
        "with gone as (delete from orders returning *) select * from gone",
        "select * into copy from orders",
        "select * from orders for update",
        "attach database '/etc/passwd' as x",
        "pragma query_only = off",
        "copy orders to program 'ls'",
        "explain select 1",
        "set transaction read write",
        "",
        "what is this",
        "(" * 3000,
    ],
    ids=lambda query: query[:20],
)
def test_only_one_select_is_run(sqlite_url, query):
    with pytest.raises(NotASelect):
        open_database(sqlite_url, query=query)


def test_a_select_that_writes_is_stopped_by_the_database_itself(postgres):
    with pytest.raises(QueryRefused) as refused:
        list(read_database(postgres, query="select nextval('shop.s'), setval('shop.s', 1) from shop.orders"))
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute("create sequence shop.s")
    with pytest.raises(QueryRefused) as refused:
        list(read_database(postgres, query="select nextval('shop.s') as a, 1 as b"))
    assert "read-only" in str(refused.value)


def test_a_sqlite_file_is_opened_for_reading_only(sqlite_url):
    from guanxi.sources.databases import _address, _Database

    database = _Database(_address(sqlite_url), "")
    with pytest.raises(QueryRefused), database.reading() as connection:
        connection.exec_driver_sql("create table more (a)")


def test_an_unknown_table_names_the_nearest(sqlite_url):
    with pytest.raises(UnknownTable) as refused:
        open_database(sqlite_url, table="order")
    assert "Nearest: orders" in str(refused.value)
    assert tables_in(sqlite_url) == ["empty", "latest", "orders"]


def test_a_table_without_rows_is_said_to_be_empty(sqlite_url):
    with pytest.raises(EmptyFile):
        open_database(sqlite_url, table="empty")


def test_a_query_with_an_unknown_column_says_what_the_database_says(postgres):
    with pytest.raises(QueryRefused) as refused:
        open_database(postgres, query="select costumer, id from shop.orders")
    assert 'column "costumer" does not exist' in str(refused.value)


def test_a_database_that_is_not_there_says_so_without_the_password():
    url = f"postgresql://shop:{PASSWORD}@127.0.0.1:1/shop?sslpassword={PASSWORD}"
    with pytest.raises(CannotConnect) as refused:
        open_database(url, table="orders")
    assert PASSWORD not in str(refused.value) + repr(refused.value) + shown(url)
    assert "shop:***@127.0.0.1" in str(refused.value)


def test_an_unknown_user_is_told_apart_from_a_dead_server(postgres_url):
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as server:
        hba = server.execute("show hba_file").fetchone()[0]
        held = server.execute("select pg_read_file(%s)", (hba,)).fetchone()[0]
        server.execute("drop role if exists guest")
        server.execute(f"create role guest login password '{PASSWORD}'")
        rule = f"host all guest 127.0.0.1/32 scram-sha-256\n{held}"
        _replace(server, hba, rule)
        try:
            url = postgres_url.replace("postgres@", f"guest:wrong-{PASSWORD}@")
            with pytest.raises(WrongPassword) as refused:
                open_database(url, query="select 1 as a, 2 as b")
            assert PASSWORD not in str(refused.value)
        finally:
            _replace(server, hba, held)
            server.execute("drop role guest")


def _replace(server, path, content):
    """The server writes its own file: the test may run as somebody else."""
    quoted = content.replace("'", "''")
    server.execute(f"copy (select unnest(string_to_array('{quoted}', chr(10)))) to '{path}'")
    server.execute("select pg_reload_conf()")
    server.execute("select pg_sleep(0.3)")


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("nothing of the kind", UnknownDatabase),
        ("sqlite://", UnknownDatabase),
        ("sqlite:///:memory:", UnknownDatabase),
        ("sqlite:///file:a.db?mode=rwc&uri=true", UnknownDatabase),
        ("sqlite:////nowhere/shop.db", UnknownFile),
        ("nosuch://host/db", UnknownDatabase),
        (f"oracle://shop:{PASSWORD}@host/db", NoDriver),
        (f"mysql://shop:{PASSWORD}@host/db", NoDriver),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url, refused):
    with pytest.raises(refused) as error:
        open_database(url, table="orders")
    assert PASSWORD not in str(error.value)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "a.db").write_bytes(b"customer,amount\nC1,2\n" * 300)
    with pytest.raises(CannotConnect):
        open_database(f"sqlite:///{tmp_path / 'a.db'}", table="orders")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://shop:{PASSWORD}@host/db",
        f"postgresql://host/db?user=shop&password={PASSWORD}",
        f"postgres://shop:{PASSWORD}@[broken/db",
        f"what://shop:{PASSWORD}@host:port/db?a=1",
    ],
)
def test_an_address_is_shown_without_its_secrets(url):
    assert (PASSWORD not in shown(url) and "host" in shown(url)) or "broken" in shown(url)
