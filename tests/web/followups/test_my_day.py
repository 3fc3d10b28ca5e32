"""A rep's morning: who is late, most value at risk first, and the call logged there and then."""

import re
from datetime import timedelta

import pytest

from guanxi.web.followups import actions
from guanxi.web.followups.models import Call, FollowUp, State
from guanxi.web.insight.models import Profile
from tests.web.followups.conftest import TODAY

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def rep(signed_in):
    return signed_in("rep")


def names(response) -> list[str]:
    return re.findall(r"Firm (K-\d+)", re.sub(r"<title>.*?</title>", "", response.content.decode()))


def test_the_page_lists_most_value_at_risk_first(rep, follow_up):
    follow_up("K-1", owner=rep.user, value_at_risk=100.0)
    follow_up("K-2", owner=rep.user, value_at_risk=9_000.0)
    follow_up("K-3", owner=rep.user, value_at_risk=800.0)
    assert names(rep.get("/my-day/")) == ["K-2", "K-3", "K-1"]


def test_a_rep_sees_own_and_pool_tasks_only(rep, person, follow_up):
    follow_up("K-1", owner=rep.user)
    follow_up("K-2", owner=person("rep", "another"))
    follow_up("K-3")
    assert names(rep.get("/my-day/")) == ["K-1"]
    assert names(rep.get("/my-day/?who=pool")) == ["K-3"]
    assert set(names(rep.get("/my-day/?who=all"))) == {"K-1", "K-3"}
    assert set(names(rep.get("/my-day/?who=another"))) == {"K-1"}


def test_a_manager_sees_everybodys_and_can_look_at_one_reps(signed_in, person, follow_up):
    manager = signed_in("manager")
    follow_up("K-1", owner=person("rep"))
    follow_up("K-2", owner=person("rep", "another"))
    assert set(names(manager.get("/my-day/"))) == {"K-1", "K-2"}
    assert names(manager.get("/my-day/?who=another")) == ["K-2"]


@pytest.mark.parametrize("address", ["", "call/"])
def test_a_rep_cannot_open_another_reps_follow_up(rep, person, follow_up, address):
    task = follow_up("K-2", owner=person("rep", "another"))
    assert rep.get(f"/follow-ups/{task.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["call/", "close/", "reopen/", "reschedule/"])
def test_a_rep_cannot_change_another_reps_follow_up(rep, person, follow_up, address):
    task = follow_up("K-2", owner=person("rep", "another"))
    response = rep.post(f"/follow-ups/{task.pk}/{address}", {"reached": "yes", "next_on": "2030-01-01"})
    assert response.status_code == 404
    assert FollowUp.objects.get().state == State.OPEN
    assert not Call.objects.exists()


def test_a_viewer_has_no_my_day(signed_in):
    assert signed_in("viewer").get("/my-day/").status_code == 403


def test_a_call_is_logged_inline_and_can_be_undone(rep, follow_up):
    task = follow_up("K-1", owner=rep.user)
    form = {"reached": "yes", "cause": "price", "proposal": "visit", "next_on": "2024-07-05", "note": "busy"}
    response = rep.post(f"/follow-ups/{task.pk}/call/", form | {"request_id": "r-1"}, **HTMX)
    assert response.status_code == 200
    call = Call.objects.get()
    page = response.content.decode()
    assert f'id="follow-up-{task.pk}"' in page
    assert f"/calls/{call.pk}/undo/" in page
    rep.post(f"/calls/{call.pk}/undo/", **HTMX)
    call.refresh_from_db()
    assert call.taken_back_at is not None


def test_pressing_twice_logs_once(rep, follow_up):
    task = follow_up("K-1", owner=rep.user)
    for _ in range(2):
        rep.post(f"/follow-ups/{task.pk}/call/", {"reached": "no", "request_id": "r-1"}, **HTMX)
    assert Call.objects.count() == 1


def test_nothing_typed_is_lost_when_something_is_wrong(rep, follow_up):
    task = follow_up("K-1", owner=rep.user)
    form = {"proposal": "send the new list", "note": "asked for <b>terms</b>", "next_on": "2024-06-01"}
    response = rep.post(f"/follow-ups/{task.pk}/call/", form | {"request_id": "r-1"}, **HTMX)
    page = response.content.decode()
    assert response.status_code == 422
    assert response["HX-Retarget"] == f"#fu-form-{task.pk}"
    assert "send the new list" in page
    assert "asked for &lt;b&gt;terms&lt;/b&gt;" in page
    assert 'value="r-1"' in page
    assert not Call.objects.exists()


def test_without_scripts_the_call_has_a_page_of_its_own(rep, follow_up):
    task = follow_up("K-1", owner=rep.user)
    assert "<html" in rep.get(f"/follow-ups/{task.pk}/call/").content.decode()
    response = rep.post(f"/follow-ups/{task.pk}/call/", {"reached": "no"})
    assert response.status_code == 302
    assert response["Location"] == "/my-day/"


def test_the_page_says_what_was_said_last_time(rep, follow_up):
    task = follow_up("K-1", owner=rep.user)
    actions.log_call(rep.user, task, was_reached=True, proposal="try the small drum")
    assert "try the small drum" in rep.get("/my-day/").content.decode()


def test_a_task_comes_back_when_its_day_has_come(rep, follow_up):
    task = follow_up("K-1", owner=rep.user)
    actions.log_call(rep.user, task, was_reached=True, next_on=TODAY + timedelta(days=1))
    assert 'id="due"' not in rep.get("/my-day/").content.decode()
    FollowUp.objects.update(due_on=TODAY)
    assert 'id="due"' in rep.get("/my-day/").content.decode()


def test_a_watched_customer_is_shown_without_a_task(rep, late_customer):
    late_customer("K-9", owner=rep.user, warning="watch")
    page = rep.get("/my-day/").content.decode()
    assert 'id="watched"' in page and "Firm K-9" in page
    assert "late, but not so late as to be a task" in page


def test_before_the_first_turn_the_page_says_what_it_will_show(rep):
    response = rep.get("/my-day/")
    assert response.status_code == 200
    assert "After the first turn" in response.content.decode()


@pytest.mark.parametrize(("language", "question"), [("en", "Who is late?"), ("zh-hans", "今天该联系谁？")])
def test_the_page_speaks_both_languages(rep, follow_up, language, question):
    follow_up("K-1", owner=rep.user)
    type(rep.user).objects.update(language=language)
    assert question in rep.get("/my-day/").content.decode()


@pytest.mark.parametrize("customers", [2, 30])
def test_the_page_costs_the_same_few_queries_for_any_number_of_customers(
    rep, follow_up, late_customer, customers, django_assert_max_num_queries
):
    for n in range(customers):
        task = follow_up(f"K-{n}", owner=rep.user, value_at_risk=float(n))
        actions.log_call(rep.user, task, was_reached=False)
    late_customer("K-99", owner=rep.user, warning="watch")
    with django_assert_max_num_queries(15):
        rep.get("/my-day/")


def test_a_manager_keeps_the_list_of_causes(signed_in):
    manager = signed_in("manager")
    manager.post("/causes/", {"name_en": "Moved away", "name_zh": "搬走了"})
    page = manager.get("/causes/").content.decode()
    assert "Moved away" in page and "搬走了" in page
    response = manager.post("/causes/moved_away/", {"name_en": "Moved", "name_zh": "", "do": "archive"})
    assert response.status_code == 422


def test_a_rep_cannot_change_the_causes(rep):
    assert rep.post("/causes/", {"name_en": "x", "name_zh": "y"}).status_code == 403


def test_a_customer_whose_cycle_has_grown_with_the_silence_is_still_shown_late(rep, follow_up):
    follow_up("K-1", owner=rep.user)
    Profile.objects.update(cycle_days=365, days_overdue=-322, warning="none")
    page = rep.get("/my-day/").content.decode()
    assert "26 days" in page
    assert "322 days" not in page
