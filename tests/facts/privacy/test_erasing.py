from __future__ import annotations

import shutil

import pytest

from guanxi.errors import NotFound
from guanxi.facts import changes, journal
from guanxi.facts.delta import VersionGone
from guanxi.facts.privacy import erased_ids
from guanxi.facts.privacy.erasing import begin, erase, erasures, go_on, plan, unfinished
from guanxi.facts.store import Store
from guanxi.facts.undo import CannotBeUndone, undo
from tests.facts.privacy.stores import (
    PEOPLE,
    TELLING,
    WHO,
    found_in,
    import_text,
    note,
    orders,
    people,
    revenue,
    rows,
)
from tests.facts.privacy.stores import begin as one_person_everywhere


@pytest.fixture(scope="module")
def beginning(tmp_path_factory):
    return one_person_everywhere(tmp_path_factory.mktemp("beginning") / "store").root


@pytest.fixture
def store(beginning, tmp_path):
    shutil.copytree(beginning, tmp_path / "store")
    return Store(tmp_path / "store")


def erased(store: Store):
    return erase(store, WHO, note=note("gone", "erase"))


def test_after_erasing_no_byte_of_the_store_tells_the_person(store):
    held = found_in(store.root)
    kinds = ("facts/customers", "facts/purchases", "changes/", "live/", "imports/", "snapshots/", "uploads/")
    assert all(any(path.startswith(kind) for path in held) for kind in kinds), held
    erased(store)
    assert found_in(store.root) == {}


def test_revenue_stays_and_everybody_else_stays(store):
    before = revenue(store)
    tables = ("customers", "purchases", "contacts", "answers", "complaints", "points", "episodes")
    ids = {WHO, "CUST-9042"}
    others = {t: [r for r in rows(store, t) if r["customer_id"] not in ids] for t in tables}
    lines = len(rows(store, "purchases"))
    erased(store)
    assert revenue(store) == before and len(rows(store, "purchases")) == lines
    for table in tables:
        now = [row for row in rows(store, table) if row["customer_id"] is not None]
        assert sorted(map(str, now)) == sorted(map(str, others[table])), table


def test_a_nameless_answer_keeps_its_score_and_a_complaint_its_compensation(store):
    erased(store)
    (answer,) = [row for row in rows(store, "answers") if row["customer_id"] is None]
    assert (answer["score"], answer["comment"]) == (4.0, None)
    (complaint,) = [row for row in rows(store, "complaints") if row["customer_id"] is None]
    assert (complaint["compensation"], complaint["complaint_text"]) == (5.0, None)


def test_the_ledger_says_that_it_was_done_by_whom_when_and_how_many_rows(store):
    done = erased(store)
    (told,) = erasures(store)
    assert told == done and told.is_done and told.by == "ann" and told.ids == 2
    assert told.rows["purchases"] == 9 and told.rows["customers"] == 2 and told.rows["identities"] == 1
    entries = [each for each in changes.changes(store) if each.kind == "erase"]
    assert {each.table for each in entries} == set(told.rows)
    with pytest.raises(CannotBeUndone):
        undo(store, "gone-customers", note=note("back", "undo"))


def test_the_same_id_again_answers_what_was_done(store):
    assert erased(store) == erased(store)


def test_nobody_is_erased_whom_nobody_knows(store):
    with pytest.raises(NotFound):
        erase(store, "CUST-7777", note=note("none", "erase"))
    assert not erasures(store)


def test_a_dry_run_counts_and_writes_nothing(store):
    before = found_in(store.root)
    found = plan(store, WHO)
    assert found.ids == (WHO, "CUST-9042")
    assert found.tables["purchases"].num_rows == 9
    assert found.ledger and found.live and found.set_aside and found.snapshots
    assert found_in(store.root) == before


def test_an_undo_of_an_earlier_change_does_not_bring_the_person_back(store):
    before = revenue(store)
    erased(store)
    undo(store, "dearer", note=note("back", "undo"), default="back")
    undo(store, "people", note=note("back-too", "undo"), default="back")
    assert found_in(store.root) == {}
    assert revenue(store) == pytest.approx(before - 99.5 + 10.5) or revenue(store) == before


def test_the_next_import_of_the_same_file_sets_the_person_aside(store):
    before = revenue(store)
    erased(store)
    again = import_text(store, "again", people(*PEOPLE, ("CUST-0077", "New", "", "")), table="customers")
    assert again.set_aside == {"erased_person": 2}
    assert [n.code for n in again.warnings if n.code == "sources.erased_rows"]
    assert again.aside_file.read_text("utf-8").count("erased_person") == 2
    lines = orders() + f"NEW1,{WHO},2025-05-20,50.0,p1\n"
    result = import_text(store, "orders-again", lines, table="purchases")
    assert result.change.inserted == 1
    assert revenue(store) == pytest.approx(before + 50.0 - 99.5 + 10.5)  # the file says the old price
    assert found_in(store.root) == {}


def test_what_a_program_sends_of_the_person_is_not_written_down(store):
    erased(store)
    sent = [{"order_id": "L9", "line": 1, "customer_id": WHO, "purchased_on": "2025-05-02", "amount": 3.0}]
    before = revenue(store)
    assert journal.append(store, "purchases", sent, by="shop", at=note("x").at).rows == 1
    who = [{"customer_id": WHO, "name": TELLING[2]}]
    assert journal.append(store, "customers", who, by="shop", at=note("x").at).rows == 1
    journal.drain(store)
    assert revenue(store) == before + 3.0 + 7.0  # and the batch that had been waiting
    assert found_in(store.root) == {}


def test_who_is_let_in_again_is_a_new_customer(store):
    erased(store)
    assert erased_ids.lift(store.root, WHO) and not erased_ids.lift(store.root, WHO)
    result = import_text(store, "again", people(PEOPLE[0]), table="customers")
    assert result.set_aside == {} and result.change.inserted == 1


def test_cut_off_it_goes_on_and_says_nothing_but_the_ids_meanwhile(store):
    begin(store, WHO, note=note("gone", "erase"))
    assert unfinished(store, WHO) == "gone" and not erasures(store)[0].is_done
    entry = (store.root / "erasures/gone.json").read_text()
    assert WHO in entry and TELLING[2] not in entry
    assert go_on(store, "gone").is_done
    assert found_in(store.root) == {}


def test_versions_that_never_held_the_person_can_still_be_read(tmp_path):
    store = Store(tmp_path / "store")
    import_text(store, "one", people(PEOPLE[2]), table="customers")
    import_text(store, "two", people(PEOPLE[0]), table="customers")
    erased(store)
    assert [row["customer_id"] for row in rows(store, "customers", version=0)] == ["CUST-0001"]
    with pytest.raises(VersionGone):
        rows(store, "customers", version=1)
