"""Who is asked, who is left out and why, and what leaves the house."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from guanxi.web.asking import actions, jobs, mailing, queries
from guanxi.web.asking.actions import Addresses, Choice
from guanxi.web.asking.door import firm_day
from guanxi.web.asking.models import AskingRules, Invitation, State
from guanxi.web.asking.refusals import NobodyToAsk, NotOpen
from guanxi.web.asking.selecting import Candidate, select
from guanxi.web.customers.models import Customer
from guanxi.web.kit.actions import SYSTEM

pytestmark = pytest.mark.django_db
TODAY = firm_day(timezone.now())


@pytest.fixture
def customers(db):
    rows = [Customer(pk=f"K-{n:02}", name=f"K{n}", email=f"k{n}@example.org") for n in range(20)]
    Customer.objects.bulk_create(rows)
    return [Candidate(each.pk, each.email, "gold" if n < 5 else "iron") for n, each in enumerate(rows)]


@pytest.fixture
def invite(fieldwork):
    def put_down(candidates, **wanted):
        drawn = select(candidates, fieldwork, wanted=wanted or {"": 1.0}, seed="seed", on=TODAY)
        return actions.invite(
            SYSTEM, fieldwork, Choice(drawn), {}, seed="seed", address="http://localhost:8000"
        )

    return put_down


def test_each_cell_is_drawn_by_its_own_share_always_the_same_and_the_share_is_kept(fieldwork, customers):
    wanted = {"gold": 1.0, "iron": 3}
    drawn, again = (
        select(each, fieldwork, wanted=wanted, seed="a", on=TODAY) for each in (customers, customers[::-1])
    )
    assert [(cell.cell, len(cell.chosen), round(cell.share, 3)) for cell in drawn.cells] == [
        ("gold", 5, 1.0),
        ("iron", 3, 0.2),
    ]
    assert drawn.cells == again.cells and drawn.left_out == {"not_drawn": 12}
    other = select(customers, fieldwork, wanted=wanted, seed="b", on=TODAY)
    assert other.cells[1].chosen != drawn.cells[1].chosen


def test_everybody_who_is_left_out_has_a_reason(fieldwork, invited, customers, visitor):
    one = invited(fieldwork, "K-00")
    gone = invited(fieldwork, "K-01")
    visitor(gone.address + "stop/").post("")
    some = [*customers[:3], Candidate("K-03", "no address", "gold"), Candidate("X", "K2@example.org", "gold")]
    drawn = select(some, fieldwork, wanted={"": 1.0}, seed="a", on=TODAY)
    assert drawn.left_out == {"asked_before": 1, "opted_out": 1, "no_address": 1, "same_address": 1}
    other = actions.open_fieldwork(SYSTEM, "other", fieldwork.document)
    drawn = select(customers[:1], other, wanted={"": 1.0}, seed="a", on=TODAY)
    assert drawn.left_out == {"quarantine": 1}
    actions.decide(SYSTEM, quarantine_days=0, mails_a_minute=60)
    assert select(customers[:1], other, wanted={"": 1.0}, seed="a", on=TODAY).count == 1
    assert one.invitation.state == State.SENT


def test_mails_leave_as_many_as_may_and_none_twice(invite, customers):
    AskingRules.objects.create(pk=1, mails_a_minute=3)
    invite(customers[:5])
    assert [jobs.send(TODAY), jobs.send(TODAY), jobs.send(TODAY)] == [3, 2, 0]
    assert len({message.to[0] for message in mail.outbox}) == 5
    first = mail.outbox[0]
    assert first.subject == "How was it?" and "http://localhost:8000/s/" in first.body
    assert first.extra_headers["List-Unsubscribe"].endswith("/stop/>")
    assert first.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "K-0" not in first.body


def test_the_link_of_a_mail_can_be_answered(invite, customers, visitor):
    invite(customers[:1])
    jobs.send(TODAY)
    link = next(line for line in mail.outbox[0].body.splitlines() if "/s/" in line)
    assert "How fresh was it?" in visitor(link.removeprefix("http://localhost:8000")).text


def test_a_reminder_comes_once_after_its_days_and_never_to_who_answered_or_opted_out(
    invite, customers, visitor
):
    invite(customers[:3])
    jobs.send(TODAY)
    answered, stopped, silent = (mailing.address_of(each) for each in Invitation.objects.order_by("pk"))
    visitor(stopped.removeprefix("http://localhost:8000") + "stop/").post("")
    Invitation.objects.filter(email="k0@example.org").update(state=State.ANSWERED)
    later = TODAY + timedelta(days=7)
    assert jobs.send(later) == 1 and jobs.send(later) == 0
    assert mail.outbox[-1].subject == "Reminder: How was it?" and silent in mail.outbox[-1].body
    assert jobs.send(later + timedelta(days=7)) == 0
    assert answered != silent


def test_a_refused_address_bounces_at_once_and_a_list_of_bounces_is_taken(invite, customers, monkeypatch):
    invite(customers[:2])

    def refuse_first(self, messages):
        if messages[0].to == ["k0@example.org"]:
            raise SMTPRecipientsRefused({"k0@example.org": (550, b"no such user")})
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_first)
    assert jobs.send(TODAY) == 1
    first, second = Invitation.objects.order_by("email")
    assert first.state == State.BOUNCED and "no such user" in first.why
    assert actions.take_bounces(SYSTEM, "list.csv", Addresses(["K1@example.org", "x@example.org"])) == 1
    second.refresh_from_db()
    assert second.state == State.BOUNCED


def test_a_mail_server_that_is_away_loses_no_invitation(invite, customers, monkeypatch):
    invite(customers[:2])

    def away(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", away)
        assert jobs.send(TODAY) == 0
    assert jobs.send(TODAY) == 2


def test_without_a_mail_server_nothing_leaves_and_everything_waits(invite, customers, settings):
    invite(customers[:2])
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert not mailing.is_set_up() and jobs.send(TODAY) == 0
    assert queries.to_mail(TODAY).count() == 2


def test_nobody_is_invited_to_a_closed_survey_nor_from_an_empty_choice(fieldwork, invite, customers):
    with pytest.raises(NobodyToAsk):
        invite([])
    actions.close_fieldwork(SYSTEM, fieldwork)
    fieldwork.refresh_from_db()
    with pytest.raises(NotOpen):
        invite(customers)
