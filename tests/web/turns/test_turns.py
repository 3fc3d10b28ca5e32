"""A turn runs through the whole application once, says what went wrong, and repeats without a trace."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from guanxi.errors import NotAllowed
from guanxi.web.followups.models import FollowUp
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.turns import actions, afterwards, jobs
from guanxi.web.turns.models import State, TurnJob
from guanxi.web.turns.refusals import AlreadyRunning, InTheFuture, NothingKnownYet
from guanxi.web.turns.running import run_turns
from tests.web.turns.conftest import BEFORE, FIRST, LAST, SILENT

pytestmark = pytest.mark.django_db(transaction=True)


def turn(as_of: date | None = None) -> TurnJob:
    (job,) = run_turns([as_of])
    assert job.error_code == "", job.error_facts
    return job


def unseen_turn() -> TurnJob:
    """A turn that makes facts and snapshots alone: all that the Data page reads, in half the time."""
    job = jobs.run(actions.start_turn(SYSTEM), show=False)
    assert job.error_code == "", job.error_facts
    return job


def test_a_turn_brings_customers_profiles_and_tasks_into_the_application(new_trader):
    new_trader()
    job = turn()
    assert (job.state, job.as_of, job.was_published) == (State.DONE, LAST, True)
    assert Profile.objects.count() == 180
    assert Snapshot.objects.get(is_current=True).snapshot_id == job.snapshot_id
    to_act_on = set(Profile.objects.filter(warning="act").values_list("pk", flat=True))
    assert set(FollowUp.objects.values_list("customer_id", flat=True)) == to_act_on >= SILENT
    assert FollowUp.objects.get(customer="K-01").in_charge.username == "rep"
    assert FollowUp.objects.get(customer="K-00").in_charge is None


def test_the_same_turn_twice_is_the_same_snapshot_and_no_second_task(trader):
    trader()
    first, second = turn(), turn()
    assert first.snapshot_id == second.snapshot_id
    assert (second.was_published, second.opened, second.closed) == (False, 0, 0)
    assert FollowUp.objects.count() == first.opened


def test_a_turn_that_looks_back_changes_no_page(trader):
    trader()
    newest = turn()
    turn(BEFORE)
    assert Snapshot.objects.get(is_current=True).snapshot_id == newest.snapshot_id


def test_the_rooms_above_are_told_after_a_turn(trader, monkeypatch):
    told = []
    monkeypatch.setitem(afterwards._wanted, "test", told.append)
    trader()
    assert told == [] and [turn().snapshot_id] == told


def test_an_empty_store_is_said_in_a_sentence_and_blocks_nothing(store, person):
    (job,) = run_turns([None])
    assert (job.state, job.error_code) == (State.FAILED, "loop.no_purchases")
    assert actions.start_turn(SYSTEM).state == State.WAITING


def test_a_fault_is_kept_with_the_step_it_happened_in(trader, monkeypatch):
    trader()
    monkeypatch.setattr(jobs, "load_snapshot", lambda *arguments: 1 / 0)
    (job,) = run_turns([None])
    assert (job.state, job.error_code) == (State.FAILED, "turns.unexpected")
    assert job.error_facts["step"] == "profile"


def test_two_turns_are_never_asked_for_at_once(trader):
    trader()
    actions.start_turn(SYSTEM)
    with pytest.raises(AlreadyRunning):
        actions.start_turn(SYSTEM)


def test_a_worker_that_was_killed_blocks_nobody(trader):
    trader()
    lost = actions.start_turn(SYSTEM)
    actions.note_progress(lost, "knowledge", 0.1)
    TurnJob.objects.update(beat_at=timezone.now() - actions.SILENCE - timedelta(seconds=1))
    actions.start_turn(SYSTEM)
    lost.refresh_from_db()
    assert (lost.state, lost.error_code) == (State.FAILED, "turns.worker_lost")


def test_a_day_before_the_first_purchase_is_refused(trader):
    trader()
    with pytest.raises(NothingKnownYet):
        actions.start_turn(SYSTEM, as_of=FIRST - timedelta(days=1))


def test_a_day_long_after_the_last_purchase_is_refused(trader):
    trader()
    with pytest.raises(InTheFuture):
        actions.start_turn(SYSTEM, as_of=LAST + timedelta(days=366))


@pytest.mark.parametrize("role", ["rep", "agent", "viewer"])
def test_only_those_who_study_the_data_may_start_a_turn(role, person, store):
    with pytest.raises(NotAllowed):
        actions.start_turn(person(role))


def test_the_command_runs_a_year_of_turns_and_shows_the_last(trader):
    trader()
    out = StringIO()
    days = [LAST - timedelta(days=182), BEFORE, LAST]
    call_command("run_turn", *(f"--as-of={day}" for day in days), stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == [str(day) for day in days]
    assert Snapshot.objects.count() == 1
    assert TurnJob.objects.filter(state=State.DONE).count() == 3


def test_the_command_says_what_is_wrong(store):
    with pytest.raises(CommandError, match="no purchases"):
        call_command("run_turn")


# --- the page ---------------------------------------------------------------------------------------


def test_the_page_shows_rows_freshness_and_notes(trader, signed_in):
    store = trader()
    unseen_turn()
    page = signed_in("analyst").get("/data/").content.decode()
    assert f"{store.state('purchases').rows:,}" in page
    assert "28 Jun 2024" in page
    assert TurnJob.objects.get().snapshot_id in page


def test_the_button_asks_for_a_turn_that_the_worker_carries_out(trader, signed_in):
    trader()
    analyst = signed_in("analyst")
    analyst.post("/data/turns/start/", {"as_of": "2024-06-28", "request_id": "r-1"})
    analyst.post("/data/turns/start/", {"as_of": "2024-06-28", "request_id": "r-1"})
    job = TurnJob.objects.get()
    assert (job.state, job.asked_by) == (State.WAITING, analyst.user)
    assert f'hx-get="/data/turns/{job.pk}/"' in analyst.get("/data/").content.decode()
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (State.DONE, "")
    assert analyst.get(f"/data/turns/{job.pk}/")["HX-Refresh"] == "true"


def test_what_went_wrong_is_said_on_the_page(store, signed_in):
    list(run_turns([None]))
    assert "no purchases in this store" in signed_in("manager").get("/data/").content.decode()


@pytest.mark.parametrize("address", ["/data/", "/data/tables/purchases/"])
def test_the_page_is_not_for_reps(signed_in, store, address):
    assert signed_in("rep").get(address).status_code == 403


def test_a_rep_cannot_start_a_turn_by_hand(signed_in, trader):
    trader()
    from guanxi.web.accounts.models import User

    rep = signed_in(User.objects.get(username="rep"))
    assert rep.post("/data/turns/start/", {"as_of": "2024-06-28"}).status_code == 403
    assert not TurnJob.objects.exists()


def test_an_unknown_table_is_not_found(signed_in, store):
    assert signed_in("analyst").get("/data/tables/secrets/").status_code == 404


def test_the_page_speaks_both_languages(trader, signed_in):
    trader()
    unseen_turn()
    analyst = signed_in("analyst")
    for language, question in (("en", "how fresh is it?"), ("zh-hans", "我们掌握了什么")):
        type(analyst.user).objects.update(language=language)
        assert question in analyst.get("/data/").content.decode()
        assert analyst.get("/data/tables/purchases/").status_code == 200


def test_the_page_costs_few_queries(trader, signed_in, django_assert_max_num_queries):
    trader()
    unseen_turn()
    analyst = signed_in("analyst")
    with django_assert_max_num_queries(15):
        analyst.get("/data/")
