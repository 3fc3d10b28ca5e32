"""What our people see of asking: who answered, who did not, and whom to invite."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.sources.questionnaires.shipped import template
from guanxi.web.asking import actions, jobs
from guanxi.web.asking.models import AskingRules, Invitation, Link
from guanxi.web.kit.actions import SYSTEM

pytestmark = pytest.mark.django_db


def answered(visitor, address: str, words: str):
    somebody = visitor(address)
    somebody.press("next", fresh="8")
    somebody.press("send", again="9", words=words)


def test_a_manager_comes_to_an_open_survey_and_puts_up_its_link(signed_in):
    manager = signed_in("manager")
    nothing = manager.get("/asking/").content.decode()
    assert "Nothing is asked yet" in nothing and 'href="/surveys/"' in nothing
    asked = actions.open_fieldwork(SYSTEM, "index", template("ecsi").as_json(), low_score=0.4)
    manager.post(f"/asking/{asked.pk}/links/", {"name": "On the receipt"})
    page = manager.get(f"/asking/{asked.pk}/").content.decode()
    assert "On the receipt" in page and 'class="as-code"' in page
    assert Link.objects.get().survey == "index"


def test_the_page_of_a_survey_masks_people_and_the_file_runs_nothing(signed_in, fieldwork, link, visitor):
    answered(visitor, link, "=HYPERLINK(1) call 13800138000 or a@b.example <b>now</b>")
    page = signed_in("manager").get(f"/asking/{fieldwork.pk}/").content.decode()
    assert "13800138000" not in page and "a@b.example" not in page and "&lt;b&gt;now" in page
    file = b"".join(signed_in("analyst").get(f"/asking/{fieldwork.pk}/answers.csv")).decode()
    assert "'=HYPERLINK(1) call ***" in file and "customer_id" not in file


def test_only_who_may_ask_customers_learns_whose_an_answer_is(signed_in, fieldwork, invited, visitor):
    answered(visitor, invited(fieldwork).address, "fine")
    file = b"".join(signed_in("manager").get(f"/asking/{fieldwork.pk}/answers.csv")).decode()
    assert "K-1" in file
    assert signed_in("viewer").get(f"/asking/{fieldwork.pk}/answers.csv").status_code == 403


def test_anonymous_answers_are_not_shown_before_five_are_together(
    signed_in, anonymous, invited, visitor, store
):
    manager, people = signed_in("manager"), [invited(anonymous, f"K-{n}") for n in range(5)]
    for one in people[:4]:
        answered(visitor, one.address, "quiet words")
    jobs.take(store)
    assert "quiet words" not in manager.get(f"/asking/{anonymous.pk}/").content.decode()
    answered(visitor, people[4].address, "quiet words")
    jobs.take(store)
    page = manager.get(f"/asking/{anonymous.pk}/").content.decode()
    assert "quiet words" in page and "100%" in page and "K-0" not in page


def test_an_analyst_sees_and_may_not_invite(signed_in, fieldwork):
    analyst = signed_in("analyst")
    assert analyst.get(f"/asking/{fieldwork.pk}/").status_code == 200
    assert analyst.get(f"/asking/{fieldwork.pk}/invite/").status_code == 403
    assert analyst.post(f"/asking/{fieldwork.pk}/close/").status_code == 403
    fieldwork.refresh_from_db()
    assert fieldwork.is_open


def test_nobody_to_ask_is_said_and_puts_down_nothing(signed_in, fieldwork):
    manager = signed_in("manager")
    page = manager.get(f"/asking/{fieldwork.pk}/invite/?of=&cell=tier&share=50")
    assert page.status_code == 200 and "Nobody" in page.content.decode()
    told = manager.post(f"/asking/{fieldwork.pk}/invite/", {"of": "", "cell": "tier", "share": "50"})
    assert told.status_code == 422 and not Invitation.objects.exists()
    assert manager.get(f"/asking/{fieldwork.pk}/invite/?of=&share=many").status_code == 422


def test_rules_and_bounces_are_taken_or_refused_with_a_reason(signed_in, fieldwork, invited):
    manager = signed_in("manager")
    invited(fieldwork)
    manager.post("/asking/rules/", {"quarantine": "30", "mails": "10"})
    assert AskingRules.objects.get().quarantine_days == 30
    assert manager.post("/asking/rules/", {"quarantine": "-3", "mails": "10"}).status_code == 422
    list_ = SimpleUploadedFile("gone.csv", b"address,why\nk-1@example.org,unknown\n")
    manager.post("/asking/bounces/", {"list": list_})
    assert Invitation.objects.get().state == "bounced"
    empty = SimpleUploadedFile("gone.csv", b"nothing here")
    assert manager.post("/asking/bounces/", {"list": empty}).status_code == 422
