"""Pairs are proposed, decided once, and every decision has a way back."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest
from django.utils import timezone

from guanxi.errors import NotAllowed
from guanxi.facts.changes import changes
from guanxi.facts.merges import kept_apart, merge
from guanxi.web.customers.actions import load_customers, reassign, write_note
from guanxi.web.customers.models import Customer
from guanxi.web.customers.search import search
from guanxi.web.identity import actions, jobs
from guanxi.web.identity.models import Decided, Job, JobState, Pair
from guanxi.web.identity.queries import merged_id
from guanxi.web.identity.refusals import AlreadyLooking, IsOneAlready, NothingThatSure
from guanxi.web.kit.actions import SYSTEM
from tests.web.identity.conftest import note, pair, people, stands_for

pytestmark = pytest.mark.django_db
ALL = {("c1", "c2"), ("c1", "c3"), ("c2", "c3")}


def proposed() -> set[tuple[str, str]]:
    return set(Pair.objects.filter(state=Decided.PROPOSED).values_list("left_id", "right_id"))


def test_simplified_traditional_and_pinyin_names_are_proposed_with_their_evidence(searched):
    job = searched()
    assert proposed() == ALL and (job.customers, job.pairs) == (5, 3)
    found = pair("c1", "c2")
    assert set(found.evidence) == {"name", "phone", "city"}
    assert found.bought["c2"] == {"orders": "1", "first_on": "2024-01-05", "last_on": "2024-01-05"}


def test_a_second_search_proposes_the_same_pairs_once(searched):
    searched()
    searched()
    assert Pair.objects.count() == 3
    searched(0.999999)
    assert Pair.objects.count() < 3, "what is not found again is no longer proposed"


def test_the_customer_known_longest_stays_and_a_repeated_accept_changes_nothing(searched, person, shop):
    searched()
    manager = person("manager")
    first = actions.accept(manager, pair("c1", "c2"))
    assert actions.accept(manager, pair("c1", "c2")) == first
    assert stands_for() == {"c1": "c2"}
    assert [(c.kind, c.by) for c in changes(shop, "identities")] == [("merge", "manager")]


def test_an_accepted_pair_taken_back_is_proposed_again(searched, person):
    searched()
    manager = person("manager")
    actions.take_back(manager, actions.accept(manager, pair("c1", "c2")))
    assert stands_for() == {} and proposed() == ALL


def test_a_refused_pair_is_not_proposed_again_until_that_is_taken_back(searched, person, shop):
    searched()
    manager = person("manager")
    actions.reject(manager, pair("c1", "c3"))
    actions.reject(manager, pair("c1", "c3"))
    assert list(kept_apart(shop)) == [("c1", "c3")]
    searched()
    assert proposed() == ALL - {("c1", "c3")}
    actions.reconsider(manager, pair("c1", "c3"))
    assert proposed() == ALL and not kept_apart(shop)


def test_accepting_all_is_one_change_that_is_taken_back_at_once(searched, person, shop):
    searched()
    manager = person("manager")
    change_id, accepted, left_out = jobs.accept(manager, 0.5)
    assert (accepted, left_out) == (3, 0) and stands_for() == {"c1": "c2", "c3": "c2"}
    assert len(changes(shop, "identities")) == 1
    actions.take_back(manager, change_id)
    assert stands_for() == {} and proposed() == ALL


def test_accepting_all_leaves_to_decide_what_would_join_two_that_are_two(searched, person):
    searched()
    manager = person("manager")
    actions.reject(manager, pair("c1", "c3"))
    _change, accepted, left_out = jobs.accept(manager, 0.5)
    assert (accepted, left_out) == (1, 1)
    assert len(stands_for()) == 1 and len(proposed()) == 1


def test_nothing_that_sure_is_refused_and_nothing_is_written(searched, person, shop):
    searched()
    Pair.objects.update(probability=0.6)
    with pytest.raises(NothingThatSure):
        jobs.accept(person("manager"), 0.99)
    assert not changes(shop, "identities")


def test_one_of_a_batch_is_separated_and_the_others_stay(searched, person):
    searched()
    manager = person("manager")
    jobs.accept(manager, 0.5)
    actions.separate(manager, merged_id("c3"))
    assert stands_for() == {"c1": "c2"} and proposed() == {("c1", "c3"), ("c2", "c3")}


def test_pairs_that_another_door_merged_are_decided_here_too(searched, shop):
    searched()
    merge(shop, [("c1", "c2", None)], note=note(shop, timezone.now()), on=date(2024, 6, 1))
    actions.follow()
    assert stands_for() == {"c1": "c2"} and pair("c1", "c2").decided_by == "test"
    with pytest.raises(IsOneAlready):
        actions.reject(SYSTEM, pair("c1", "c2"))


def test_what_belongs_to_a_customer_goes_with_the_id_and_comes_back(searched, person):
    searched()
    manager, rep = person("manager"), Customer.objects.get(pk="c2").owner
    write_note(manager, "c1", "likes tea")
    change_id = actions.accept(manager, pair("c1", "c2"))
    kept = Customer.objects.get(pk="c2")
    assert [note.text for note in kept.notes.all()] == ["likes tea"] and kept.owner == rep
    assert [found.pk for found in search(manager, "c1")] == ["c2"]
    write_note(manager, "c2", "since they are one")
    actions.take_back(manager, change_id)
    assert [note.text for note in Customer.objects.get(pk="c1").notes.all()] == ["likes tea"]
    assert [note.text for note in Customer.objects.get(pk="c2").notes.all()] == ["since they are one"]
    assert [found.pk for found in search(manager, "c1")] == ["c1"]


def test_a_customer_of_the_pool_is_looked_after_by_who_had_the_other_id(searched, person):
    manager, rep = person("manager"), Customer.objects.get(pk="c4").owner
    reassign(manager, ["c5"], rep.username)
    change_id = actions.merge_by_hand(manager, "c5", "c1")  # c1 bought and is in the pool
    assert stands_for() == {"c5": "c1"} and Customer.objects.get(pk="c1").owner == rep
    actions.take_back(manager, change_id)
    assert Customer.objects.get(pk="c1").owner is None and Customer.objects.get(pk="c5").owner == rep


def test_what_the_other_id_knew_fills_the_gaps_and_goes_with_it(shop, person):
    shop.replace("customers", people().slice(1))  # c1 is known from its orders alone
    load_customers(SYSTEM, [{"customer_id": "c1"}])
    change_id = actions.merge_by_hand(person("manager"), "c1", "c5")
    assert stands_for() == {"c5": "c1"} and Customer.objects.get(pk="c1").name == "王芳"
    actions.take_back(SYSTEM, change_id)
    assert Customer.objects.get(pk="c1").name == "" and Customer.objects.get(pk="c5").name == "王芳"


@pytest.mark.parametrize("role", ["rep", "agent", "viewer"])
def test_who_may_not_decide_is_refused(searched, person, role):
    searched()
    who = person(role)
    for refused in (
        lambda: actions.accept(who, pair("c1", "c2")),
        lambda: actions.reject(who, pair("c1", "c2")),
        lambda: actions.merge_by_hand(who, "c1", "c2"),
        lambda: actions.ask_for_search(who, least=0.95),
        lambda: actions.accept_many(who, least=0.5),
        lambda: actions.take_back(who, "x"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert stands_for() == {} and proposed() == ALL


# --- jobs -------------------------------------------------------------------------------------------


def test_many_are_accepted_by_the_worker_as_the_person_who_asked(searched, person, shop):
    searched()
    job = jobs.carry_out(actions.ask_to_accept(person("manager"), least=0.5))
    assert (job.state, job.pairs) == (JobState.DONE, 3)
    assert stands_for() == {"c1": "c2", "c3": "c2"}
    assert changes(shop, "identities")[0].by == "manager"


def test_a_job_given_twice_is_done_once(searched, shop):
    job = searched()
    assert jobs.carry_out(job).state == JobState.DONE and Job.objects.count() == 1


def test_a_search_that_stops_keeps_why_and_leaves_the_pairs_as_they_were(searched, shop, monkeypatch):
    searched()

    def stops(*_given, **_how):
        raise RuntimeError("out of luck")

    monkeypatch.setattr(jobs, "pairs", stops)
    job = jobs.carry_out(actions.ask_for_search(SYSTEM, least=0.5))
    assert (job.state, job.error_code) == (JobState.FAILED, "identity.unexpected")
    assert proposed() == ALL


def test_a_search_without_anything_to_compare_says_so(store, db):
    store.replace("customers", pa.table({"customer_id": ["1", "2"]}))
    job = jobs.carry_out(actions.ask_for_search(SYSTEM, least=0.5))
    assert job.error_code == "identity.nothing_to_compare"


def test_one_job_at_a_time_until_its_worker_is_gone(shop):
    first = actions.ask_for_search(SYSTEM, least=0.5)
    with pytest.raises(AlreadyLooking):
        actions.ask_for_search(SYSTEM, least=0.5)
    actions.note_progress(first, "compare", 0.2)
    Job.objects.update(beat_at=timezone.now() - actions.SILENCE - timedelta(seconds=1))
    second = actions.ask_for_search(SYSTEM, least=0.5)
    first.refresh_from_db()
    assert first.error_code == "identity.worker_lost" and second.state == JobState.WAITING
