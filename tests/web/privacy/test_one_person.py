"""One person in the browser: seen, given out, erased from every room; and how long rows are kept."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone

from guanxi.facts.privacy import erasing
from guanxi.facts.store import Store
from guanxi.web.customers.actions import load_customers, write_note
from guanxi.web.customers.models import Customer, Note
from guanxi.web.followups.models import Call, FollowUp
from guanxi.web.identity.models import Pair
from guanxi.web.imports.models import ImportJob
from guanxi.web.insight.models import Profile
from guanxi.web.kit import facts_changed
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.models import AuditEntry
from guanxi.web.privacy import jobs
from tests.facts.privacy.stores import PEOPLE, WHO, found_in, import_text, people, revenue

pytestmark = pytest.mark.django_db
NAME, PHONE = PEOPLE[0][1], PEOPLE[0][2]
ORDERS = f"Order,Customer,Date,Amount,Product\nO1,{WHO},2020-01-05,10.0,p1\nO2,CUST-0001,2025-05-05,20.0,p1\n"


@pytest.fixture
def store(tmp_path, settings, monkeypatch):
    settings.GUANXI_STORE = tmp_path / "store"
    monkeypatch.setattr(facts_changed, "tell", lambda: None)
    store = Store(settings.GUANXI_STORE)
    import_text(store, "people", people(PEOPLE[0], PEOPLE[2]), table="customers")
    import_text(store, "orders", ORDERS, table="purchases")
    return store


@pytest.fixture
def rooms(store, person):
    """The same person in every room: a note, a task, a call, a pair, a job, an entry of the audit."""
    owner = person("owner")
    rows = [dict(zip(("customer_id", "name", "phone", "email"), row, strict=True)) for row in PEOPLE[::2]]
    load_customers(SYSTEM, rows)
    write_note(owner, WHO, f"{NAME} likes tea")
    Profile.objects.create(customer_id=WHO, name=NAME)
    task = FollowUp.objects.create(
        episode_id=f"{WHO}@2025", customer_id=WHO, opened_on=date(2025, 5, 1), due_on=date(2025, 5, 1)
    )
    Call.objects.create(
        follow_up=task, called_on=date(2025, 5, 2), logged_at=timezone.now(), was_reached=True, note=NAME
    )
    Pair.objects.create(left_id="CUST-0001", right_id=WHO, probability=0.9, weight=5.0)
    now = timezone.now()
    ImportJob.objects.create(change_id="j", asked=f"{NAME}.csv", asked_at=now, beat_at=now)
    AuditEntry.objects.create(
        action="followups.log_call",
        object_type="followups.followup",
        object_id=task.pk,
        facts={"note": "hers"},
    )
    return owner


def erase(client) -> int:
    """Type the id and let the worker do it; how the page answered."""
    asked = client.post("/data/privacy/erase/", {"customer": WHO, "typed": WHO})
    (begun,) = erasing.erasures(Store(client.store.root))
    jobs.carry_out(begun.change_id)
    return asked.status_code


@pytest.fixture
def owner(signed_in, rooms, store):
    client = signed_in(rooms)
    client.store = store
    return client


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_a_person_is_found_and_every_place_is_counted(owner):
    assert WHO in text_of(owner.get("/data/privacy/?q=Quasten"))
    page = text_of(owner.get(f"/data/privacy/?customer={WHO}"))
    for place in ("Purchases", "Customers", "Notes", "Calls", "Follow-ups"):
        assert f">{place}<" in page, place


def test_everything_is_given_out_by_a_manager_and_it_is_on_record(signed_in, rooms, store):
    answer = signed_in("manager").post("/data/privacy/export/", {"customer": WHO})
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        told = json.loads(packed.read("person.json"))
    assert told["notes"][0]["text"] == f"{NAME} likes tea" and told["calls"] and told["purchases"]
    entry = AuditEntry.objects.filter(action="privacy.export").get()
    assert WHO not in json.dumps(entry.facts)


def test_a_dry_run_is_shown_and_another_id_erases_nobody(owner):
    page = text_of(owner.get(f"/data/privacy/erase/?customer={WHO}"))
    assert "stay, without a name" in page and "cannot be taken back" in page
    refused = owner.post("/data/privacy/erase/", {"customer": WHO, "typed": "CUST-0001"})
    assert refused.status_code == 400 and not erasing.erasures(owner.store)


def test_erased_the_person_is_in_no_room_no_audit_and_no_file(owner):
    before = revenue(owner.store)
    assert erase(owner) == 302
    assert not Customer.objects.filter(pk=WHO).exists() and Customer.objects.filter(pk="CUST-0001").exists()
    for table in (Note, Call, FollowUp, Pair, Profile):
        assert not table.objects.exists(), table
    assert ImportJob.objects.get().asked == "erased"
    for entry in AuditEntry.objects.all():
        said = json.dumps([entry.facts, entry.result, entry.object_id])
        assert not any(each in said for each in (WHO, NAME, PHONE, "hers")), entry
    assert AuditEntry.objects.filter(action="privacy.erase").get().who_id == owner.user.pk
    assert found_in(owner.store.root, (WHO, NAME, PHONE)) == {}
    assert revenue(owner.store) == before
    page = text_of(owner.get("/data/privacy/"))
    assert ">erased<" in page and WHO not in page


def test_an_erasure_that_was_cut_off_can_be_gone_on_with(owner):
    owner.post("/data/privacy/erase/", {"customer": WHO, "typed": WHO})
    (begun,) = erasing.erasures(owner.store)
    assert "Not through: go on" in text_of(owner.get("/data/privacy/"))
    assert owner.post(f"/data/privacy/erasures/{begun.change_id}/go-on/").status_code == 302
    assert jobs.carry_out(begun.change_id).is_done and jobs.carry_out(begun.change_id).is_done


def test_a_manager_may_not_erase_and_a_rep_may_not_look(signed_in, store):
    manager = signed_in("manager")
    assert manager.get("/data/privacy/").status_code == 200
    assert manager.post("/data/privacy/erase/", {"customer": WHO, "typed": WHO}).status_code == 403
    assert manager.post("/data/privacy/retention/carry-out/", {"meant": "1"}).status_code == 403
    rep = signed_in("rep")
    assert rep.get("/data/privacy/").status_code == 403
    assert rep.post("/data/privacy/export/", {"customer": WHO}).status_code == 403


def test_rules_are_tried_before_they_are_carried_out(owner):
    assert "everything is kept" in text_of(owner.get("/data/privacy/retention/"))
    owner.post("/data/privacy/retention/", {"days-purchases": "365", "how-purchases": "delete"})
    page = text_of(owner.get("/data/privacy/retention/"))
    assert "<strong>1</strong> rows are older" in page or "<strong>2</strong> rows are older" in page
    assert revenue(owner.store) == 30.0
    assert owner.post("/data/privacy/retention/carry-out/").status_code == 400
    assert owner.post("/data/privacy/retention/carry-out/", {"meant": "1"}).status_code == 302
    assert revenue(owner.store) < 30.0
    assert owner.post("/data/privacy/retention/", {"days-purchases": "3"}).status_code == 400
