"""A file in the browser: given, looked at, imported, set aside, and taken back."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.facts.store import Store
from guanxi.web.imports import actions, jobs, queries, uploads
from guanxi.web.imports.models import ImportJob, State
from guanxi.web.imports.uploads import safe_name

pytestmark = pytest.mark.django_db
ORDERS = """Order No,Member,Date,Amount,Product
A1,m1,2026-01-05,100.00,p1
A2,m2,2026-01-06,40.50,p2
A3,m1,2026-02-07,not a number,p1
A4,,2026-02-08,9.00,p3
"""
DEARER = ORDERS.replace("40.50", "60.50")


@pytest.fixture
def store(tmp_path, settings):
    settings.GUANXI_STORE = tmp_path / "store"
    return Store(settings.GUANXI_STORE)


@pytest.fixture
def analyst(signed_in, store):
    return signed_in("analyst")


def given(client, text: str = ORDERS, name: str = "orders.csv", **chosen: str) -> ImportJob:
    """Give a file, and come to the page of its draft."""
    file = SimpleUploadedFile(name, text.encode(), content_type="text/csv")
    answer = client.post("/data/imports/new/", {"files": [file], **chosen})
    assert answer.status_code == 302, answer.content.decode()
    return ImportJob.objects.latest("pk")


def imported(client, text: str = ORDERS, **chosen: str) -> ImportJob:
    """Give a file, import it as it is proposed, and let the worker do it."""
    job = given(client, text)
    answer = client.post(f"/data/imports/{job.pk}/choose/", {"do": "run", **chosen})
    assert answer.status_code == 302
    job.refresh_from_db()
    return jobs.carry_out(job) if job.state == State.WAITING else job


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_nothing_yet_leads_to_the_first_import(analyst):
    assert "/data/imports/new/" in text_of(analyst.get("/data/imports/"))


def test_a_file_is_looked_at_before_it_counts(analyst, store):
    job = given(analyst)
    page = text_of(analyst.get(f"/data/imports/{job.pk}/"))
    assert "Customer is Member" in page
    assert "100.0" in page
    assert not store.has("purchases")


def test_an_import_says_what_it_did_and_gives_back_what_it_could_not_use(analyst, store):
    job = imported(analyst)
    assert job.state == State.DONE, (job.error_code, job.error_facts)
    page = text_of(analyst.get(f"/data/imports/{job.pk}/", follow=True))
    assert "<strong>3</strong> rows are new" in page
    answer = analyst.get(f"/data/changes/{job.change_id}/set-aside.csv")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Order No"], row["Amount"]) for row in rows] == [("A3", "not a number")]
    assert "set-aside" in answer["Content-Disposition"]
    assert not uploads.folder(job.change_id).exists(), "what was uploaded goes when it is through"


def test_the_same_file_again_changes_nothing_and_says_so(analyst):
    first = imported(analyst)
    again = imported(analyst)
    assert again.known_as == first.change_id
    assert len(queries.all_changes()) == 1
    draft = given(analyst)
    assert "importing it again changes nothing" in text_of(analyst.get(f"/data/imports/{draft.pk}/"))


def test_a_column_a_person_chose_is_kept_and_the_rest_stays_guessed(analyst):
    job = given(analyst)
    seen = {
        "table": "purchases",
        "seen_table": "purchases",
        "seen-place": "",
        "column-place": "Product",
        "seen-customer_id": "Member",
    }
    page = text_of(analyst.post(f"/data/imports/{job.pk}/choose/", seen | {"column-customer_id": "Member"}))
    job.refresh_from_db()
    assert job.settings["columns"] == {"place": "Product"}
    assert "as you said" in page
    assert "the header says so" in page


def test_without_a_column_that_is_needed_the_page_says_which_and_offers_the_others(analyst):
    job = given(analyst, "Number,When\n1,2026-01-01\n", name="odd.csv", table="purchases")
    page = text_of(analyst.get(f"/data/imports/{job.pk}/"))
    assert 'role="alert"' in page
    assert "<option>When</option>" in page or "<option selected>When</option>" in page
    answer = analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    job.refresh_from_db()
    assert jobs.carry_out(job).state == State.FAILED
    assert answer.status_code == 302
    assert job.error_code == "imports.needs_column"


def test_only_updating_leaves_new_rows_out(analyst, store):
    imported(analyst)
    job = imported(analyst, DEARER + "A9,m9,2026-03-01,5.00,p1\n", mode="update")
    change = queries.change(job.change_id)
    assert (change.inserted, change.updated, change.skipped) == (0, 1, 1)


def test_a_cancelled_import_leaves_nothing(analyst, store):
    job = given(analyst)
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    analyst.post(f"/data/imports/{job.pk}/cancel/")
    job.refresh_from_db()
    assert jobs.carry_out(job).state == State.CANCELLED
    assert not store.has("purchases")
    assert not uploads.folder(job.change_id).exists()


def test_cancelled_while_it_runs_it_stops_and_leaves_nothing(analyst, store):
    job = given(analyst)
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    ImportJob.objects.filter(pk=job.pk).update(is_to_stop=True)
    job.refresh_from_db()
    assert jobs.carry_out(job).state == State.CANCELLED
    assert not store.has("purchases")


def test_an_import_whose_worker_was_lost_is_gone_on_with(analyst, store):
    job = given(analyst)
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    job.refresh_from_db()
    actions.note_progress(job, "read", 0.1)
    assert actions.give_up_lost_jobs(job.beat_at + actions.SILENCE * 2) == 1
    assert "Go on with it" in text_of(analyst.get(f"/data/imports/{job.pk}/"))
    analyst.post(f"/data/imports/{job.pk}/choose/", {"do": "run"})
    job.refresh_from_db()
    assert jobs.carry_out(job).state == State.DONE


def test_taking_back_puts_rows_back_and_can_be_taken_back(analyst, store):
    first, second = imported(analyst), imported(analyst, DEARER)
    assert "<strong>1</strong> rows go back" in text_of(
        analyst.get(f"/data/changes/{second.change_id}/undo/")
    )
    answer = analyst.post(f"/data/changes/{second.change_id}/undo/", follow=True)
    undo = queries.all_changes()[0]
    assert undo.undoes == second.change_id
    assert "It takes back" in text_of(answer)
    assert queries.change(second.change_id).state == "undone"
    analyst.post(f"/data/changes/{undo.change_id}/undo/")
    assert queries.change(second.change_id).state == "done"
    assert queries.change(first.change_id).state == "done"


def test_a_row_that_a_later_import_said_is_shown_and_decided_by_itself(analyst, store):
    first = imported(analyst)
    imported(analyst, DEARER.splitlines()[0] + "\nA2,m2,2026-01-06,60.50,p2\n")
    page = text_of(analyst.get(f"/data/changes/{first.change_id}/undo/"))
    assert "A2" in page
    name = page.split('name="row-')[1].split('"')[0]
    analyst.post(f"/data/changes/{first.change_id}/undo/", {f"row-{name}": "back", "default": "keep"})
    assert queries.all_changes()[0].deleted == 3, "the decided row went with the others"


def test_the_history_of_a_row_says_who_said_what(analyst):
    imported(analyst)
    imported(analyst, DEARER)
    page = text_of(analyst.get("/data/history/purchases/?order_id=A2&line=1"))
    assert page.index("60.5") < page.rindex("40.5")
    assert "orders.csv" in page
    assert analyst.get("/data/history/purchases/?order_id=A2&line=x").status_code == 422


def test_a_rep_may_not_see_imports(signed_in, store):
    assert signed_in("rep").get("/data/imports/").status_code == 403
    assert signed_in("rep").post("/data/imports/new/").status_code == 403


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        (".bashrc", "bashrc"),
        ("a\x00b.csv", "a_b.csv"),
        ("", "file"),
        ("订单*.csv", "订单_.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
    ],
)
def test_a_file_never_gets_out_of_its_folder_by_its_name(given_name, kept):
    assert safe_name(given_name) == kept


def test_no_file_is_said_in_words(analyst):
    answer = analyst.post("/data/imports/new/", {})
    assert answer.status_code == 400
    assert "No file was given" in answer.content.decode()
