"""Which texts are read: of the facts and those not yet facts; and what is gone when a person is erased."""

from __future__ import annotations

from datetime import date

import pytest

from guanxi.facts.privacy.person import Person
from guanxi.web.asking import door
from guanxi.web.asking.actions import open_fieldwork
from guanxi.web.asking.models import Response
from guanxi.web.kit import persons
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.texts import jobs
from guanxi.web.texts.models import Text
from tests.web.asking.conftest import DOCUMENT
from tests.web.texts.conftest import answer

pytestmark = pytest.mark.django_db


def came_back(words: str, *, anonymous: bool) -> None:
    door.document.cache_clear()  # a version's number was another survey's in the test before
    asked = open_fieldwork(SYSTEM, "visit", DOCUMENT | {"anonymous": anonymous})
    Response.objects.create(
        nonce=words,
        fieldwork=asked,
        answers={"words": words},
        language="en",
        on=date(2026, 7, 1),
        is_finished=True,
    )


def test_what_came_by_link_is_read_before_it_is_a_fact(wrote):
    came_back("just now", anonymous=False)
    wrote(answer(1, "long ago"))
    assert set(Text.objects.values_list("body", flat=True)) == {"just now", "long ago"}


def test_one_anonymous_answer_alone_waits_for_others_before_it_is_read(wrote):
    came_back("it was me", anonymous=True)
    wrote(answer(1, "long ago"))
    assert set(Text.objects.values_list("body", flat=True)) == {"long ago"}


def test_reading_twice_holds_every_text_once(wrote):
    wrote()
    before = set(Text.objects.values_list("response_id", "mood"))
    jobs.carry_out(jobs.read_soon())
    assert Text.objects.count() == 60 and set(Text.objects.values_list("response_id", "mood")) == before


def test_who_is_erased_wrote_nothing_any_more(wrote):
    wrote(answer(1, "of a", by="a"), answer(2, "of b", by="b"))
    who = Person(("a",))
    assert [row["body"] for row in persons.held(who)["texts_read"]] == ["of a"]
    persons.forget(who)
    assert list(Text.objects.values_list("body", flat=True)) == ["of b"]
