"""A call is written down once, can be taken back while it is fresh, and then becomes a fact."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guanxi.engines import engine
from guanxi.errors import NotAllowed, NotFound
from guanxi.facts.store import Store
from guanxi.web.followups import actions, jobs
from guanxi.web.followups.models import Call, Cause, State
from guanxi.web.followups.refusals import (
    CannotSeeCustomer,
    FollowUpClosed,
    NextDateInPast,
    NotOpenAgain,
    TooLateToUndo,
)
from guanxi.web.kit.models import AuditEntry
from tests.web.followups.conftest import TODAY, episode, sync

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def rep(person):
    return person("rep")


def test_a_call_with_a_next_date_lets_the_task_wait_until_then(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    price = Cause.objects.get(key="price")
    call = actions.log_call(rep, task, was_reached=True, cause=price, proposal="10 % off", next_on=NEXT_WEEK)
    task.refresh_from_db()
    assert (task.state, task.due_on) == (State.WAITING, NEXT_WEEK)
    assert (call.called_on, call.cause, call.by) == (TODAY, price, rep)


def test_a_call_repeated_with_the_same_request_id_is_the_same_call(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    first = actions.log_call(rep, task, was_reached=False, note="voice mail", request_id="r-1")
    second = actions.log_call(rep, task, was_reached=False, note="voice mail", request_id="r-1")
    assert first == second
    assert Call.objects.count() == 1


def test_every_call_leaves_an_audit_entry(rep, follow_up):
    actions.log_call(rep, follow_up("K-1", owner=rep), was_reached=False)
    entry = AuditEntry.objects.get(action="followups.log_call")
    assert entry.who == rep


def test_a_call_is_a_line_of_the_customers_time_line_until_it_is_taken_back(rep, follow_up, signed_in):
    task = follow_up("K-1", owner=rep)
    price = Cause.objects.get(key="price")
    call = actions.log_call(rep, task, was_reached=False, cause=price, proposal="10 % off")
    client, line = signed_in(rep), "Call: not reached · Price · proposal: 10 % off"
    assert line in client.get("/customer/K-1/").content.decode()
    actions.undo_call(rep, call)
    assert line not in client.get("/customer/K-1/").content.decode()


def test_a_next_date_that_is_not_after_today_is_refused(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    with pytest.raises(NextDateInPast):
        actions.log_call(rep, task, was_reached=True, next_on=TODAY)
    assert not Call.objects.exists()


def test_a_closed_task_takes_no_call(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    actions.close(rep, task)
    with pytest.raises(FollowUpClosed):
        actions.log_call(rep, task, was_reached=True)


def test_a_call_taken_back_leaves_the_task_as_it_stood(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    call = actions.log_call(rep, task, was_reached=True, next_on=NEXT_WEEK)
    actions.undo_call(rep, call)
    actions.undo_call(rep, call)
    task.refresh_from_db()
    assert (task.state, task.due_on) == (State.OPEN, TODAY)


def test_a_call_cannot_be_taken_back_after_ten_minutes(rep, follow_up):
    call = actions.log_call(rep, follow_up("K-1", owner=rep), was_reached=True)
    Call.objects.update(logged_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(TooLateToUndo):
        actions.undo_call(rep, call)


def test_what_a_purchase_ended_cannot_be_reopened(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    sync(episode("K-1", closed_on=TODAY, closed_by="purchase"))
    with pytest.raises(NotOpenAgain):
        actions.reopen(rep, task)


def test_a_task_closed_by_hand_can_be_reopened(rep, follow_up):
    task = follow_up("K-1", owner=rep)
    actions.close(rep, task)
    actions.reopen(rep, task)
    task.refresh_from_db()
    assert (task.state, task.closed_on, task.closed_by) == (State.OPEN, None, "")


def test_a_rep_cannot_log_a_call_on_another_reps_customer(rep, person, follow_up):
    task = follow_up("K-1", owner=person("rep", "another"))
    with pytest.raises(NotFound):
        actions.log_call(rep, task, was_reached=True)


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_those_who_only_look_cannot_log_a_call(role, person, follow_up):
    task = follow_up("K-1")
    with pytest.raises(NotAllowed):
        actions.log_call(person(role), task, was_reached=True)


def test_a_task_is_only_given_to_somebody_who_may_see_the_customer(rep, person, follow_up):
    task = follow_up("K-1", owner=rep)
    with pytest.raises(CannotSeeCustomer):
        actions.reassign(person("manager"), task, to=person("rep", "another"))


def test_a_rep_cannot_give_a_task_away(rep, person, follow_up):
    task = follow_up("K-1", owner=rep)
    with pytest.raises(NotAllowed):
        actions.reassign(rep, task, to=person("manager"))


# --- down to the facts ------------------------------------------------------------------------------


def contacts(store: Store) -> list[dict]:
    session = engine("duckdb")
    try:
        return session.collect(store.read("contacts", session).order_by("contact_id")).to_pylist()
    finally:
        session.close()


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def ripen() -> None:
    Call.objects.update(logged_at=timezone.now() - timedelta(minutes=11))


def test_a_call_becomes_a_fact_once_it_can_no_longer_be_taken_back(rep, follow_up, store):
    task = follow_up("K-1", owner=rep)
    price = Cause.objects.get(key="price")
    call = actions.log_call(rep, task, was_reached=True, cause=price, proposal="a call", next_on=NEXT_WEEK)
    assert jobs.push(store) == 0
    ripen()
    assert jobs.push(store) == 1
    assert contacts(store) == [
        {
            "contact_id": f"call-{call.pk}",
            "customer_id": "K-1",
            "contacted_on": TODAY,
            "channel": "phone",
            "reached": True,
            "cause": "price",
            "proposal": "a call",
            "next_on": NEXT_WEEK,
            "by": "rep",
            "episode_id": "K-1@2024-05-16",
        }
    ]


def test_pushing_again_adds_nothing_even_where_the_mark_was_lost(rep, follow_up, store):
    actions.log_call(rep, follow_up("K-1", owner=rep), was_reached=False)
    ripen()
    assert jobs.push(store) == 1
    assert jobs.push(store) == 0
    Call.objects.update(is_a_fact=False)
    assert jobs.push(store) == 1
    assert len(contacts(store)) == 1


def test_a_call_taken_back_never_becomes_a_fact(rep, follow_up, store):
    call = actions.log_call(rep, follow_up("K-1", owner=rep), was_reached=True)
    actions.undo_call(rep, call)
    ripen()
    assert jobs.push(store) == 0
