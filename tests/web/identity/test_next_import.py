"""From a file to one customer: imported, found, accepted, imported again, and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from guanxi.engines import engine as new_engine
from guanxi.web.customers.models import Customer
from guanxi.web.followups.models import FollowUp
from guanxi.web.identity import actions, jobs
from guanxi.web.identity.models import Pair
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.turns.running import run_turns
from tests.web.identity.conftest import pair, stands_for
from tests.web.imports.test_importing import imported
from tests.web.turns.conftest import LAST

pytestmark = pytest.mark.django_db
PEOPLE = "customer_id,name,phone,city\nm1,张伟,13800138000,上海\nm2,張偉,138 0013 8000,上海\nm3,王芳,,北京\n"
ORDERS = "Order No,Member,Date,Amount,Product\nA1,m1,2026-01-05,100.00,p1\nA2,m2,2026-01-06,40.50,p2\n"
LATER = ORDERS + "A5,m1,2026-02-01,7.00,p1\nA6,m2,2026-02-03,9.00,p2\n"


def bought(store) -> dict[str, int]:
    """Lines under each customer, as everything that is worked out reads them."""
    session = new_engine("duckdb")
    try:
        lines = store.read("purchases", session)
        rows = session.collect(lines.group_by("customer_id").aggregate(n=lines.count())).to_pylist()
    finally:
        session.close()
    return {row["customer_id"]: row["n"] for row in rows}


def test_a_merge_survives_the_next_import_and_its_undo_makes_two_again(store, signed_in):
    manager = signed_in("manager")
    imported(manager, PEOPLE, name="people.csv", table="customers")
    imported(manager, ORDERS, table="purchases")
    job = jobs.carry_out(actions.ask_for_search(SYSTEM, least=0.5))
    assert not job.error_code and Pair.objects.count() == 1
    change_id = actions.accept(manager.user, pair("m1", "m2"))
    assert stands_for() == {"m2": "m1"} and bought(store) == {"m1": 2}

    imported(manager, PEOPLE.replace("北京", "天津"), name="people.csv", table="customers")
    imported(manager, LATER, table="purchases")
    actions.follow()
    assert stands_for() == {"m2": "m1"} and bought(store) == {"m1": 4}
    job = jobs.carry_out(actions.ask_for_search(SYSTEM, least=0.5))
    assert job.pairs == 0, "one customer is not proposed to itself"

    actions.take_back(manager.user, change_id)
    assert stands_for() == {} and bought(store) == {"m1": 2, "m2": 2}


def listed() -> dict[str, dict]:
    rows = Profile.objects.filter(pk__in=["K-00", "K-01"]).values()
    return {row["customer_id"]: row for row in rows}


def test_a_merged_customer_leaves_the_list_its_task_goes_along_and_both_come_back(trader, signed_in):
    trader()
    list(run_turns([LAST]))
    before, customers = listed(), Snapshot.objects.get(is_current=True).customers
    task, manager = FollowUp.objects.filter(customer_id="K-01").get(), signed_in("manager").user
    rep = task.owner
    assert rep is not None

    change_id = actions.merge_by_hand(manager, "K-00", "K-01")
    assert stands_for() == {"K-01": "K-00"} and set(listed()) == {"K-00"}
    assert Snapshot.objects.get(is_current=True).customers == customers - 1
    task.refresh_from_db()
    assert (task.customer_id, task.came_from) == ("K-00", "K-01")
    assert task.owner == Customer.objects.get(pk="K-00").owner

    actions.take_back(manager, change_id)
    task.refresh_from_db()
    assert (task.customer_id, task.came_from, task.owner) == ("K-01", "", rep)
    # The owner that came along with the id has gone with it.
    assert listed() == before and Snapshot.objects.get(is_current=True).customers == customers


def test_the_next_turn_works_with_one_customer_whoever_merged_them(trader, monkeypatch):
    from django.utils import timezone

    from guanxi.facts.changes import ChangeNote
    from guanxi.facts.merges import merge

    store = trader()
    list(run_turns([LAST]))
    both = Profile.objects.get(pk="K-03").purchase_days, Profile.objects.get(pk="K-05").purchase_days
    note = ChangeNote("by-command", "merge", "somebody", timezone.now())
    merge(store, [("K-03", "K-05", None)], note=note, on=date(2024, 6, 28))
    assert not any(job.error_code for job in run_turns([LAST]))
    assert stands_for() == {"K-05": "K-03"}
    assert not Profile.objects.filter(pk="K-05").exists()
    assert max(both) < Profile.objects.get(pk="K-03").purchase_days <= sum(both)
