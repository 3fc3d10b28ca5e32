"""A lateness has one task, however often a turn is run."""

from datetime import date, timedelta

import pytest

from guanxi.web.customers.actions import claim
from guanxi.web.followups import actions
from guanxi.web.followups.models import FollowUp, Level, State
from guanxi.web.kit.actions import SYSTEM
from tests.web.followups.conftest import TODAY, episode, sync

pytestmark = pytest.mark.django_db


def test_a_second_sync_makes_no_second_task(late_customer):
    late_customer("K-1")
    assert sync(episode("K-1")).opened == 1
    assert sync(episode("K-1")).opened == 0
    assert FollowUp.objects.count() == 1


def test_an_episode_left_alone_for_comparison_gets_no_task(late_customer):
    late_customer("K-1")
    assert sync(episode("K-1", arm="left_alone")).opened == 0
    assert not FollowUp.objects.exists()


def test_an_episode_of_an_unknown_customer_is_counted_not_dropped_in_silence(today):
    assert sync(episode("nobody")) == actions.Synced(opened=0, closed=0, unknown=1)


def test_a_purchase_closes_the_task(follow_up):
    follow_up("K-1")
    bought_on = TODAY + timedelta(days=3)
    assert sync(episode("K-1", closed_on=bought_on, closed_by="purchase")).closed == 1
    task = FollowUp.objects.get()
    assert (task.state, task.closed_on, task.closed_by) == (State.CLOSED, bought_on, "purchase")
    assert task.returned_on == bought_on


def test_a_task_closed_by_hand_learns_of_the_later_purchase_and_keeps_its_end(follow_up, person):
    manager = person("manager")
    actions.close(manager, follow_up("K-1"))
    bought_on = TODAY + timedelta(days=9)
    sync(episode("K-1", closed_on=bought_on, closed_by="purchase"))
    task = FollowUp.objects.get()
    assert (task.closed_by, task.closed_on, task.returned_on) == ("person", TODAY, bought_on)


def test_an_episode_that_began_and_ended_between_two_syncs_is_kept_as_history(late_customer):
    late_customer("K-1")
    sync(episode("K-1", closed_on=TODAY, closed_by="purchase"))
    assert FollowUp.objects.get().state == State.CLOSED


def test_the_task_goes_with_the_customer_to_the_rep_who_claims_it(follow_up, person):
    rep = person("rep")
    task = follow_up("K-1")
    assert task.in_charge is None
    claim(rep, "K-1")
    task.refresh_from_db()
    assert task.in_charge == rep


@pytest.mark.parametrize(
    ("days_unanswered", "level"),
    [(0, Level.REP), (6, Level.REP), (7, Level.MANAGER), (13, Level.MANAGER), (14, Level.HIGH_RISK)],
)
def test_an_unanswered_task_climbs_from_rep_to_manager_to_high_risk(follow_up, days_unanswered, level):
    task = follow_up("K-1")
    actions.climb(SYSTEM, on=TODAY + timedelta(days=days_unanswered))
    task.refresh_from_db()
    assert task.level == level


def test_an_answered_task_climbs_from_its_next_date_only(follow_up, person):
    task = follow_up("K-1", opened_on=date(2024, 6, 1))
    actions.climb(SYSTEM, on=TODAY)
    actions.log_call(person("manager"), task, was_reached=True, next_on=TODAY + timedelta(days=10))
    task.refresh_from_db()
    assert task.level == Level.REP
    actions.climb(SYSTEM, on=TODAY + timedelta(days=16))
    task.refresh_from_db()
    assert task.level == Level.REP
    actions.climb(SYSTEM, on=TODAY + timedelta(days=17))
    task.refresh_from_db()
    assert task.level == Level.MANAGER


def test_climbing_twice_on_a_day_changes_nothing_the_second_time(follow_up):
    follow_up("K-1", opened_on=date(2024, 6, 1))
    assert actions.climb(SYSTEM, on=TODAY) == 1
    assert actions.climb(SYSTEM, on=TODAY) == 0
