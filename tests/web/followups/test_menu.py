"""The small menu of a card: another day without a call, or somebody else."""

from datetime import timedelta

import pytest

from guanxi.web.followups.models import FollowUp
from tests.web.followups.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep(person):
    return person("rep")


def options(page: str) -> set[str]:
    """Whom the first menu offers."""
    select = page.split('name="to">')[1].split("</select>")[0]
    return {part.split('"')[0] for part in select.split('value="')[1:]}


def test_a_rep_puts_a_customer_off_from_the_card(rep, signed_in, follow_up):
    task = follow_up("K-1", owner=rep)
    client = signed_in(rep)
    page = client.get("/my-day/").content.decode()
    assert f'popovertarget="fu-menu-{task.pk}"' in page
    assert f'min="{TODAY + timedelta(days=1)}"' in page
    later = TODAY + timedelta(days=3)
    answer = client.post(
        f"/follow-ups/{task.pk}/reschedule/",
        {"next_on": later, "request_id": "r"},
        headers={"HX-Request": "true"},
    )
    assert f'id="follow-up-{task.pk}"' in answer.content.decode()
    task.refresh_from_db()
    assert (task.state, task.due_on) == ("waiting", later)


def test_a_rep_is_not_offered_to_hand_over(rep, signed_in, follow_up):
    follow_up("K-1", owner=rep)
    assert 'name="to"' not in signed_in(rep).get("/my-day/").content.decode()


def test_a_manager_hands_over_from_the_card(rep, person, signed_in, follow_up):
    task = follow_up("K-1")
    client = signed_in("manager")
    assert options(client.get("/my-day/").content.decode()) == {"rep", "manager"}
    client.post(f"/follow-ups/{task.pk}/reassign/", {"to": "rep"}, headers={"HX-Request": "true"})
    assert FollowUp.objects.get(pk=task.pk).in_charge == rep


def test_a_reps_customer_is_offered_only_to_those_who_may_see_it(rep, person, signed_in, follow_up):
    person("rep", "another")
    person("agent")
    follow_up("K-1", owner=rep)
    assert options(signed_in("manager").get("/my-day/").content.decode()) == {"rep", "agent", "manager"}


def test_an_analyst_sees_the_card_without_the_menu(rep, signed_in, follow_up):
    follow_up("K-1", owner=rep)
    page = signed_in("analyst").get("/my-day/").content.decode()
    assert "Firm K-1" in page
    assert "popover" not in page


def test_a_closed_card_has_no_menu(rep, signed_in, follow_up):
    task = follow_up("K-1", owner=rep)
    answer = signed_in(rep).post(f"/follow-ups/{task.pk}/close/", headers={"HX-Request": "true"})
    assert "popover" not in answer.content.decode()
