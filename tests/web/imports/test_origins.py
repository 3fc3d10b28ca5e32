"""Folders, object storages and databases in the browser: only what the owner allowed, no secret anywhere."""

from __future__ import annotations

import json
import sqlite3

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.facts.store import Store
from guanxi.web.imports import actions, jobs, queries, uploads
from guanxi.web.imports.models import ImportJob, State
from guanxi.web.kit.models import AuditEntry
from tests.sources.bucket import storage

pytestmark = pytest.mark.django_db
HEAD = "Order No,Member,Date,Amount\n"
ONE, TWO = "A1,m1,2026-01-05,100.00\n", "A2,m2,2026-01-06,40.50\n"
PASSWORD = "S3cret-of-the-firm"


@pytest.fixture
def store(tmp_path, settings):
    settings.GUANXI_STORE = tmp_path / "store"
    return Store(settings.GUANXI_STORE)


@pytest.fixture
def analyst(signed_in, store):
    return signed_in("analyst")


@pytest.fixture
def folder(tmp_path, settings):
    """A folder that may be imported from, beside one that may not."""
    root = tmp_path / "allowed"
    (root / "orders").mkdir(parents=True)
    (root / "orders" / "2026-01.csv").write_text(HEAD + ONE)
    (root / "orders" / "2026-02.csv").write_text(HEAD + TWO)
    (root / "orders" / "readme.pdf").write_text("no table")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "secret.csv").write_text(HEAD + ONE)
    settings.IMPORT_ROOTS = [str(root)]
    return root


@pytest.fixture
def bucket(monkeypatch, settings):
    held = {"orders/1.csv": (HEAD + ONE).encode(), "orders/2.csv": (HEAD + TWO).encode(), "else.csv": b"x"}
    with storage({"shop": held}) as server:
        for name, value in {
            "AWS_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "operator",
            "AWS_SECRET_ACCESS_KEY": PASSWORD,
        }.items():
            monkeypatch.setenv(name, value)
        settings.IMPORT_BUCKETS = ["s3://shop/orders/"]
        yield server


@pytest.fixture
def till(tmp_path, settings):
    """A SQLite database that may be imported from, by the name `till`."""
    path = tmp_path / "till.db"
    with sqlite3.connect(path) as found:
        found.execute("create table sales (number text, customer text, date text, amount real)")
        found.execute(
            "insert into sales values ('A1', 'm1', '2026-01-05', 100), ('A2', 'm2', '2026-01-06', 40)"
        )
    found.close()
    settings.IMPORT_DATABASE_SECRETS = {"till": f"sqlite:///{path}?secret={PASSWORD}"}
    return path


def named(client, **place: str) -> ImportJob:
    answer = client.post("/data/imports/new/", place)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return ImportJob.objects.latest("pk")


def imported(client, job: ImportJob) -> ImportJob:
    assert client.get(f"/data/imports/{job.pk}/").status_code == 200
    client.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    job.refresh_from_db()
    done = jobs.carry_out(job)
    assert done.state == State.DONE, (done.error_code, done.error_facts)
    return done


def refused(client, **place: str) -> str:
    answer = client.post("/data/imports/new/", place)
    assert answer.status_code == 400
    assert not ImportJob.objects.exists()
    return answer.content.decode()


def told_anywhere(store) -> str:
    """Everything that was written down of imports: jobs, audit, the ledger, what the store keeps."""
    rows = [*ImportJob.objects.values("asked", "origin", "settings", "error_facts")]
    rows += AuditEntry.objects.values("facts", "result")
    kept = [path.read_text("utf-8", "ignore") for path in store.root.rglob("*.json")]
    return json.dumps(rows, default=str) + "".join(kept)


@pytest.mark.parametrize(
    ("way", "setting"),
    [
        ("path", "GUANXI_IMPORT_ROOTS"),
        ("storage", "GUANXI_IMPORT_BUCKETS"),
        ("database", "GUANXI_DATABASES"),
    ],
)
def test_what_nobody_allowed_is_explained_and_refused(analyst, way, setting):
    page = analyst.get(f"/data/imports/new/?from={way}").content.decode()
    assert setting in page
    assert f'name="from" value="{way}"' not in page
    asked = {"root": "/etc", "address": "s3://shop/", "database": "till", "table_name": "sales"}
    refused(analyst, **{"from": way}, **asked)


def test_a_pattern_below_an_allowed_folder_is_imported_as_one(analyst, folder):
    job = named(analyst, **{"from": "path", "root": str(folder), "below": "orders/2026-*.csv"})
    done = imported(analyst, job)
    change = queries.change(done.change_id)
    assert change.inserted == 2
    assert [file["name"] for file in change.source["files"]] == ["2026-01.csv", "2026-02.csv"]


@pytest.mark.parametrize("below", ["orders", "orders/2026-01.csv", "**/*.csv", "orders/"])
def test_a_file_and_a_folder_are_places_too(analyst, folder, below):
    job = named(analyst, **{"from": "path", "root": str(folder), "below": below})
    assert imported(analyst, job).state == State.DONE


OUTSIDE = (
    "../secret",
    "../secret/secret.csv",
    "/etc/passwd",
    "orders/../../secret",
    "a\x00b",
    "out/secret.csv",
    "out",
    "out/*.csv",
    "linked.csv",
    "*/../../secret/*.csv",
    "a[b/out/secret.csv",
    "a[b/out",
)


@pytest.mark.parametrize("below", OUTSIDE)
def test_nothing_outside_of_an_allowed_folder_is_read(analyst, folder, below):
    (folder / "out").symlink_to(folder.parent / "secret")
    (folder / "a[b").mkdir()
    (folder / "a[b" / "out").symlink_to(folder.parent / "secret")
    (folder / "linked.csv").symlink_to(folder.parent / "secret" / "secret.csv")
    page = refused(analyst, **{"from": "path", "root": str(folder), "below": below})
    assert "is not below a folder that may be imported from" in page or "\x00" in below


def test_a_link_that_a_pattern_meets_is_passed_over(analyst, folder):
    (folder / "orders" / "2026-03.csv").symlink_to(folder.parent / "secret" / "secret.csv")
    (folder / "out").symlink_to(folder.parent / "secret")
    done = imported(analyst, named(analyst, **{"from": "path", "root": str(folder), "below": "**/*.csv"}))
    files = [file["name"] for file in queries.change(done.change_id).source["files"]]
    assert files == ["orders/2026-01.csv", "orders/2026-02.csv"]


def test_a_folder_whose_name_is_a_pattern_opens_no_other(analyst, folder, settings):
    settings.IMPORT_ROOTS = [str(folder.parent / "[a-z]*")]
    refused(analyst, **{"from": "path", "root": settings.IMPORT_ROOTS[0], "below": "*.csv"})


def test_a_folder_that_is_not_listed_is_refused(analyst, folder):
    refused(analyst, **{"from": "path", "root": str(folder.parent), "below": "secret"})
    refused(analyst, **{"from": "path", "root": "", "below": "orders"})


def test_what_is_allowed_no_more_is_not_read_when_the_job_runs(analyst, folder, settings):
    job = named(analyst, **{"from": "path", "root": str(folder), "below": "orders"})
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    settings.IMPORT_ROOTS = []
    job.refresh_from_db()
    assert jobs.carry_out(job).error_code == "imports.folder_not_allowed"
    assert "is not below a folder" in analyst.get(f"/data/imports/{job.pk}/").content.decode()


def test_files_of_an_object_storage_are_fetched_once_and_imported(analyst, store, bucket):
    job = named(analyst, **{"from": "storage", "address": "s3://shop/orders/"})
    done = imported(analyst, job)
    change = queries.change(done.change_id)
    assert (change.inserted, change.source["asked"]) == (2, "s3://shop/orders/")
    assert [file["name"] for file in change.source["files"]] == ["orders/1.csv", "orders/2.csv"]
    assert len([asked for asked in bucket.asked if asked.startswith("GET /shop/orders/1.csv")]) == 1
    assert not uploads.folder(job.change_id).exists(), "what was fetched goes when it is through"
    assert PASSWORD not in told_anywhere(store)


NOT_ALLOWED = (
    "s3://shop/else.csv",
    "s3://shop",
    "s3://shop/orders-of-others/",
    "s3://shop/orders/../else.csv",
    "s3://other/orders/",
    "https://127.0.0.1/orders/1.csv",
    "file:///etc/passwd",
    "s3://user:pass@127.0.0.1/orders/",
)


def test_an_address_that_was_not_allowed_asks_no_server(analyst, bucket):
    for address in NOT_ALLOWED:
        page = refused(analyst, **{"from": "storage", "address": address})
        assert "Addresses begin with: s3://shop/orders/" in page
    assert bucket.asked == []


@pytest.mark.parametrize("what", [{"table_name": "sales"}, {"query": "SELECT * FROM sales WHERE amount > 1"}])
def test_a_table_or_a_query_of_a_database_is_imported(analyst, store, till, what):
    job = named(analyst, **{"from": "database", "database": "till"}, **what)
    done = imported(analyst, job)
    change = queries.change(done.change_id)
    assert (change.inserted, change.source["asked"].split(":")[0]) == (2, "till")
    page = analyst.get(f"/data/changes/{done.change_id}/").content.decode()
    assert PASSWORD not in told_anywhere(store) + page
    assert str(till) not in told_anywhere(store) + page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"database": "till"}, "Name a table, or write one SELECT"),
        ({"database": "till", "table_name": "sales", "query": "SELECT 1"}, "not both"),
        ({"database": "sqlite:///etc/x.db", "table_name": "sales"}, "There is no database"),
        ({"database": "postgresql://127.0.0.1/shop", "table_name": "sales"}, "There is no database"),
        ({}, "Nothing was named to import from"),
    ],
)
def test_only_a_configured_database_is_asked(analyst, till, asked, said):
    assert said in refused(analyst, **{"from": "database"}, **asked)


@pytest.mark.parametrize("query", ["DELETE FROM sales", "SELECT 1; DROP TABLE sales", "ATTACH 'x' AS y"])
def test_a_query_that_would_write_is_refused_on_its_page(analyst, till, query):
    job = named(analyst, **{"from": "database", "database": "till", "query": query})
    page = analyst.get(f"/data/imports/{job.pk}/").content.decode()
    assert 'role="alert"' in page
    assert "SELECT" in page
    with sqlite3.connect(till) as found:
        assert found.execute("select count(*) from sales").fetchone() == (2,)
    found.close()


def test_an_unknown_table_is_answered_with_those_there_are_and_no_secret(analyst, till):
    job = named(analyst, **{"from": "database", "database": "till", "table_name": "sale"})
    page = analyst.get(f"/data/imports/{job.pk}/").content.decode()
    assert "sales" in page
    assert PASSWORD not in page


def test_a_database_that_was_cut_off_is_read_anew(analyst, till):
    job = named(analyst, **{"from": "database", "database": "till", "table_name": "sales"})
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    job.refresh_from_db()
    actions.note_progress(job, "read", 0.1)
    actions.give_up_lost_jobs(job.beat_at + actions.SILENCE * 2)
    with sqlite3.connect(till) as found:
        found.execute("insert into sales values ('A3', 'm3', '2026-01-07', 7)")
    found.close()
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    job.refresh_from_db()
    assert jobs.carry_out(job).state == State.DONE
    assert queries.change(job.change_id).inserted == 3


def test_postgresql_is_read_by_name_and_its_password_is_nowhere(
    analyst, store, settings, postgres_url, caplog
):
    import psycopg
    from sqlalchemy.engine import make_url

    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("drop schema if exists web_import cascade")
        server.execute("create schema web_import")
        server.execute(
            "create table web_import.sales (number text, customer text, date date, amount numeric)"
        )
        server.execute("insert into web_import.sales values ('A1', 'm1', '2026-01-05', 100.10)")
        url = make_url(postgres_url.replace("postgres://", "postgresql://")).set(password=PASSWORD)
        settings.IMPORT_DATABASE_SECRETS = {"shop": url.render_as_string(hide_password=False)}
        job = named(analyst, **{"from": "database", "database": "shop", "table_name": "web_import.sales"})
        done = imported(analyst, job)
        assert queries.change(done.change_id).source["asked"] == "shop: web_import.sales"
        query = "SELECT * FROM web_import.sales; DELETE FROM web_import.sales"
        wrong = named(analyst, **{"from": "database", "database": "shop", "query": query})
        page = analyst.get(f"/data/imports/{wrong.pk}/").content.decode()
        assert PASSWORD not in told_anywhere(store) + page + caplog.text
        assert server.execute("select count(*) from web_import.sales").fetchone() == (1,)
        server.execute("drop schema web_import cascade")


def test_a_folder_of_the_own_computer_is_one_import_without_what_is_no_table(analyst):
    given = {"a.csv": HEAD + ONE, "photo.jpg": "x", "a.csv ": HEAD + TWO, ".DS_Store": "x"}
    files = [SimpleUploadedFile(name.strip(), text.encode()) for name, text in given.items()]
    answer = analyst.post("/data/imports/new/", {"from": "upload", "folder": files})
    assert answer.status_code == 302
    job = ImportJob.objects.latest("pk")
    assert job.asked == "a.csv, a (2).csv"
    assert queries.change(imported(analyst, job).change_id).inserted == 2


def test_a_folder_without_tables_is_said_in_words(analyst):
    file = SimpleUploadedFile("photo.jpg", b"x")
    answer = analyst.post("/data/imports/new/", {"from": "upload", "folder": [file]})
    assert answer.status_code == 400
    assert "No file was given" in answer.content.decode()
