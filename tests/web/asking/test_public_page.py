"""Whoever has a link can answer with nothing but a browser, and loses nothing on the way."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from guanxi.web.asking import actions, public_views
from guanxi.web.asking.models import Invitation, Response, State
from guanxi.web.asking.public_views import MOST_BYTES
from guanxi.web.asking.tokens import Kind, Token, new_id
from guanxi.web.kit.actions import SYSTEM

pytestmark = pytest.mark.django_db


def test_an_open_link_takes_a_questionnaire_page_by_page(link, visitor):
    somebody = visitor(link)
    assert "How fresh was it?" in somebody.text and "What was wrong?" not in somebody.text
    assert "Will you come again?" in somebody.press("next", fresh="8").content.decode()
    kept = Response.objects.get()
    assert kept.answers == {"fresh": "8"} and not kept.is_finished
    assert "Thank you for your help." in somebody.press("send", again="9", words="好的").content.decode()
    kept.refresh_from_db()
    assert kept.answers == {"fresh": "8", "again": "9", "words": "好的"} and kept.is_finished
    assert "Thank you" in somebody.open().content.decode()


def test_a_browser_without_cookies_gets_through_as_well(link, visitor):
    somebody = visitor(link, keeps_cookies=False)
    somebody.press("next", fresh="8")
    assert "Thank you" in somebody.press("send", again="9").content.decode()
    assert Response.objects.get().answers == {"fresh": "8", "again": "9"}


def test_an_answer_leads_to_one_more_question_on_the_same_page(link, visitor):
    somebody = visitor(link)
    assert "What was wrong?" in somebody.press("next", fresh="2").content.decode()
    somebody.press("next", fresh="2", why="stale")
    assert "Page 2 of 2" in somebody.text
    somebody.press("back")
    assert "stale" in somebody.text
    somebody.press("next", fresh="9", why="stale")
    somebody.press("send", again="9")
    assert Response.objects.get().answers == {"fresh": "9", "again": "9"}, "what is not asked any more goes"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please answer this one."),
        ("11", "is not on the scale from 0 to 10"),
        ("many", "not on the scale"),
    ],
)
def test_what_cannot_count_is_said_beside_the_question_and_nothing_is_lost(link, visitor, typed, said):
    somebody = visitor(link)
    page = somebody.press("next", fresh=typed)
    assert page.status_code == 422 and said in page.content.decode()
    assert not any(response.is_finished for response in Response.objects.all())


def test_a_text_that_is_too_long_is_shown_back_whole(link, visitor):
    somebody = visitor(link)
    somebody.press("next", fresh="8")
    page = somebody.press("send", again="9", words="x" * 5001)
    assert page.status_code == 422 and "x" * 5001 in page.content.decode()
    assert Response.objects.get().answers == {"fresh": "8", "again": "9"}


def test_the_language_is_the_browsers_until_the_visitor_chooses(link, visitor):
    somebody = visitor(link, **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})
    assert "新鲜程度如何？" in somebody.text and 'lang="zh-Hans"' in somebody.text
    assert "How fresh was it?" in somebody.press("language.en", fresh="7").content.decode()
    assert 'value="7" checked' in somebody.text
    somebody.press("language.xx", fresh="7")
    assert somebody.page.status_code == 200


def test_a_personal_link_goes_on_where_it_was_left_on_another_device(fieldwork, invited, visitor):
    one = invited(fieldwork)
    visitor(one.address).press("next", fresh="8")
    elsewhere = visitor(one.address)
    assert "Page 2 of 2" in elsewhere.text
    elsewhere.press("send", again="1")
    one.invitation.refresh_from_db()
    assert one.invitation.state == State.ANSWERED and one.invitation.responded_on
    assert Response.objects.get().invitation == one.invitation


def test_a_used_link_says_thanks_and_changes_nothing(fieldwork, invited, visitor):
    one = invited(fieldwork)
    early = visitor(one.address)
    late = early.form("next", fresh="1")
    early.press("next", fresh="8")
    early.press("send", again="9")
    assert early.post(late).status_code == 303
    assert Response.objects.get().answers == {"fresh": "8", "again": "9"}
    assert "Thank you" in visitor(one.address).text


def test_an_anonymous_answer_leads_to_nobody(anonymous, invited, visitor):
    one = invited(anonymous)
    first, second = visitor(one.address), visitor(one.address)
    assert "without your name" in first.text
    first.press("next", fresh="8")
    first.press("send", again="9")
    second.press("next", fresh="1")
    assert "Thank you" in second.press("send", again="1").content.decode()
    kept = Response.objects.get(is_finished=True)
    assert kept.answers == {"fresh": "8", "again": "9"}, "a personal link counts once"
    assert kept.invitation is None and kept.link is None and one.invitation.token_id not in kept.nonce
    one.invitation.refresh_from_db()
    assert one.invitation.state == State.ANSWERED and one.invitation.responded_on is None


def test_a_form_sent_twice_is_one_answer(link, visitor):
    somebody = visitor(link)
    somebody.press("next", fresh="8")
    form = somebody.form("send", again="9")
    answers = [somebody.post(form).status_code for _ in range(3)]
    assert answers == [303, 303, 303] and Response.objects.count() == 1


# --- abuse --------------------------------------------------------------------------------------------


def test_a_closed_survey_shows_what_was_typed_and_takes_nothing(fieldwork, link, visitor):
    somebody = visitor(link)
    somebody.press("next", fresh="8")
    actions.close_fieldwork(SYSTEM, fieldwork)
    page = somebody.press("send", again="9", words="my long story")
    assert page.status_code == 410 and "my long story" in page.content.decode()
    assert not Response.objects.get().is_finished
    assert visitor(link).page.status_code == 410


def test_an_expired_link_takes_nothing(fieldwork, invited, visitor):
    one = invited(fieldwork, expires_in=-1)
    assert visitor(one.address).page.status_code == 410


def test_links_that_nobody_made_look_the_same_as_those_of_a_deleted_customer(fieldwork, invited, visitor):
    one = invited(fieldwork)
    one.customer.delete()
    other = Token(Kind.PERSONAL, new_id())
    forged = str(other)[:-1] + ("A" if str(other)[-1] != "A" else "B")
    pages = [visitor(address) for address in (one.address, f"/s/{other}/", f"/s/{forged}/", "/s/1/", "/s/é/")]
    assert {each.page.status_code for each in pages} == {404}
    assert len({each.text for each in pages}) == 1


def test_a_token_says_nothing_of_a_customer_and_cannot_be_counted_up(fieldwork, invited):
    tokens = [str(invited(fieldwork, f"customer-{n}").token) for n in range(3)]
    assert not any("customer" in token for token in tokens) and len(set(tokens)) == 3
    assert all(len(token) == 36 for token in tokens)


def test_the_form_of_another_link_changes_nothing_of_theirs(fieldwork, invited, visitor):
    mine, theirs = invited(fieldwork, "K-1"), invited(fieldwork, "K-2")
    form = visitor(theirs.address).form("next", fresh="1")
    page = visitor(mine.address).post(form)
    assert page.status_code == 200 and "press the button once more" in page.content.decode()
    assert not Response.objects.exists()


def test_a_script_in_a_text_stays_text(link, visitor):
    script = "<script>alert('x')</script>"
    somebody = visitor(link)
    somebody.press("next", fresh="8")
    somebody.press("back", words=script)
    somebody.press("next", fresh="8")
    assert "<script" not in somebody.text and "&lt;script&gt;" in somebody.text
    assert "default-src 'none'" in somebody.page["Content-Security-Policy"]


def test_ten_megabytes_are_refused_unread(link, visitor):
    somebody = visitor(link)
    page = somebody.post("q.words=" + "x" * 10_000_000)
    assert page.status_code == 413 and MOST_BYTES < 10_000_000
    assert not Response.objects.exists()


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"do=send", b"page=-7&do=next", b"a=b&" * 5_000])
def test_a_form_that_is_none_of_ours_changes_nothing(link, visitor, body):
    assert visitor(link).post(body).status_code == 200
    assert not Response.objects.exists()


def test_a_clock_set_back_makes_the_time_unknown_and_not_negative(link, visitor, monkeypatch):
    somebody = visitor(link)
    monkeypatch.setattr("guanxi.web.asking.visits.time", lambda: 1_000.0)
    somebody.press("next", fresh="8")
    assert Response.objects.get().seconds is None


def test_a_flood_from_one_address_is_told_to_wait_and_another_address_is_not(link, visitor, monkeypatch):
    monkeypatch.setattr(public_views, "MOST_FROM_AN_ADDRESS", 3)
    monkeypatch.setattr(public_views, "time", lambda: 1_000_000.0)  # no new minute begins meanwhile
    somebody = visitor(link)
    for _ in range(3):
        somebody.open()
    assert somebody.page.status_code == 429 and somebody.page["Retry-After"] == "60"
    assert visitor(link, **{"X-Forwarded-For": "192.0.2.7"}).page.status_code == 200


def test_a_busy_database_loses_nothing_that_was_typed(link, visitor, monkeypatch):
    somebody = visitor(link)

    def busy(*_given, **_named):
        raise OperationalError("database is locked")

    monkeypatch.setattr(public_views.actions, "keep", busy)
    page = somebody.press("next", fresh="7")
    assert page.status_code == 503 and 'value="7" checked' in page.content.decode()


def test_whoever_wishes_to_be_left_alone_is(fieldwork, invited, visitor):
    one = invited(fieldwork)
    somebody = visitor(one.address + "stop/")
    assert Invitation.objects.get().state == State.SENT, "opening it changes nothing"
    assert "will not be invited" in somebody.post("List-Unsubscribe=One-Click").content.decode()
    assert Invitation.objects.get().state == State.OPTED_OUT
    somebody.post("List-Unsubscribe=One-Click")
    assert actions.OptOut.objects.count() == 1


def test_the_page_and_its_style_are_under_50_kb(link, visitor):
    from pathlib import Path

    from django.contrib.staticfiles import finders

    css = Path(finders.find("asking/public.css")).stat().st_size
    page = visitor(link)
    assert len(page.page.content) + css < 50_000
    assert "<script" not in page.text and page.page["Referrer-Policy"] == "no-referrer"
