"""What came back becomes facts, once; a low answer reaches the owner; nobody anonymous is told by it."""

from __future__ import annotations

import pytest

from guanxi.engines import engine as new_engine
from guanxi.web.asking import actions, jobs
from guanxi.web.asking.actions import open_fieldwork
from guanxi.web.asking.models import Fieldwork, Response
from guanxi.web.followups.models import FollowUp
from guanxi.web.kit.actions import SYSTEM
from tests.web.asking.conftest import DOCUMENT

pytestmark = pytest.mark.django_db


def rows(store, table: str) -> list[dict]:
    if not store.has(table):
        return []
    engine = new_engine("duckdb")
    try:
        return engine.collect(store.read(table, engine)).to_pylist()
    finally:
        engine.close()


def answer(visitor, address: str, score: int = 8, words: str = ""):
    somebody = visitor(address)
    somebody.press("next", fresh=score)
    if score < 5:
        somebody.press("next", fresh=score, why="")
    somebody.press("send", again=-99, words=words)


def test_answers_become_facts_once_with_who_gave_them(fieldwork, invited, visitor, store):
    one = invited(fieldwork)
    answer(visitor, one.address, words="好的")
    assert jobs.take(store) == 1 and jobs.take(store) == 0
    Response.objects.update(is_a_fact=False)  # as after a kill between the store and the mark
    jobs.take(store)
    found = {row["question"]: row for row in rows(store, "answers")}
    assert len(rows(store, "answers")) == 3
    assert found["fresh"]["score"] == 8 and found["fresh"]["customer_id"] == "K-1"
    assert found["again"]["score"] is None and found["again"]["answered_as"] == "-99"
    assert found["words"]["comment"] == "好的" and found["words"]["seconds_taken"] is not None
    (told,) = rows(store, "invitations")
    assert told["invitation_state"] == "answered" and told["response_id"] == found["fresh"]["response_id"]


def test_what_is_not_sent_is_no_fact(link, visitor, store):
    visitor(link).press("next", fresh="8")
    assert jobs.take(store) == 0 and rows(store, "answers") == []


def test_anonymous_answers_wait_for_each_other_and_name_nobody(anonymous, invited, visitor, store):
    several = [invited(anonymous, f"K-{n}") for n in range(6)]
    for one in several[:4]:
        answer(visitor, one.address, score=1)
    assert jobs.take(store) == 0, "four could be told by the moment they came"
    answer(visitor, several[4].address, score=1)
    assert jobs.take(store) == 5
    assert {row["customer_id"] for row in rows(store, "answers")} == {None}
    assert {row["invitation_state"] for row in rows(store, "invitations")} == {"sent"}
    answer(visitor, several[5].address)
    actions.close_fieldwork(SYSTEM, anonymous)
    assert jobs.take(store) == 1
    states = [row["invitation_state"] for row in rows(store, "invitations")]
    assert states == ["answered"] * 6, "said of all at once, when it is over"
    assert not FollowUp.objects.exists()


def test_a_low_answer_opens_one_follow_up_for_the_owner(invited, visitor, store, person):
    asked = open_fieldwork(SYSTEM, "shop", DOCUMENT, low_score=0.4)
    one, rep = invited(asked), person("rep")
    type(one.customer).objects.update(owner=rep)
    answer(visitor, one.address, score=2, words="stale bread")
    jobs.take(store)
    task = FollowUp.objects.get()
    assert task.owner == rep and task.kind == "answer"
    assert "How fresh was it?: 2 / 10" in task.told and "stale bread" in task.told
    Response.objects.update(is_a_fact=False)
    jobs.take(store)
    assert FollowUp.objects.count() == 1


def test_a_good_answer_opens_none(invited, visitor, store):
    one = invited(open_fieldwork(SYSTEM, "shop", DOCUMENT, low_score=0.4))
    answer(visitor, one.address, score=8)
    jobs.take(store)
    assert not FollowUp.objects.exists()


def test_a_new_version_of_a_survey_closes_the_one_before(fieldwork):
    later = open_fieldwork(SYSTEM, "shop", DOCUMENT)
    assert later.version == 2
    assert list(Fieldwork.objects.filter(is_open=True)) == [later]
