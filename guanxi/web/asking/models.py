"""The tables of the asking room: who was asked, by which link, and what came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Event(models.TextChoices):
    """What a customer is asked after."""

    DELIVERED = "delivered", _("a delivery")
    COMPLAINT_CLOSED = "complaint_closed", _("a complaint was closed")
    FIRST_PURCHASE = "first_purchase", _("the first purchase")


class AskingRules(models.Model):
    """What the firm decides about asking; one row, of key 1.

    quarantine_days   nobody is invited again sooner, whatever the survey
    mails_a_minute    no more leave the house
    """

    quarantine_days = models.PositiveSmallIntegerField(default=90)
    mails_a_minute = models.PositiveSmallIntegerField(default=60)

    def __str__(self) -> str:
        return f"{self.quarantine_days} d"


class Fieldwork(models.Model):
    """One version of a survey while it is asked, with the words it is asked in: those never change under
    its answers. Of one survey one version is open at most.

    survey     what the facts call the survey
    version    its number, from 1
    document   `guanxi.sources.questionnaires.document`, as JSON
    low_score  an answer at or below this share of its scale opens a follow-up; none where it is empty
    """

    survey = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    is_open = models.BooleanField(default=True)
    low_score = models.FloatField(null=True)
    opened_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "version"], name="asking_one_fieldwork_a_version"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(is_open=True), name="asking_one_open_version"
            ),
        ]

    def __str__(self) -> str:
        title = self.document.get("title", {})
        first, second = ("zh", "en") if (get_language() or "en").startswith("zh") else ("en", "zh")
        return title.get(first) or title.get(second) or self.survey


class Link(models.Model):
    """A link for whoever has it, such as on a receipt or behind a QR code; it leads to the open version."""

    token_id = models.CharField(max_length=32, unique=True)
    survey = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=80)
    is_on = models.BooleanField(default=True)
    expires_on = models.DateField(null=True)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class EventRule(models.Model):
    """Whoever something has happened to is asked some days later, at the next turn.

    since_on   what happened before this day asks nobody
    """

    survey = models.CharField(max_length=80)
    event = models.CharField(max_length=20, choices=Event.choices)
    delay_days = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    since_on = models.DateField()
    address = models.CharField(max_length=200)  # where the public pages are, as the links say it
    made_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["survey", "event", "pk"]

    def __str__(self) -> str:
        return f"{self.survey} {self.event}"


class Wave(models.Model):
    """One act of asking: these customers, this version, these reminders.

    cells      per sampling cell: name, eligible, drawn, share
    left_out   reason -> customers
    address    where the public pages are, as the links say it
    """

    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.PROTECT, related_name="waves")
    rule = models.ForeignKey(EventRule, null=True, on_delete=models.SET_NULL, related_name="+")
    said = models.JSONField(default=dict)  # whom it is for, as it was asked
    cells = models.JSONField(default=list)
    left_out = models.JSONField(default=dict)
    seed = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200)
    reminders = models.PositiveSmallIntegerField(default=0)
    gap_days = models.PositiveSmallIntegerField(default=7)
    expires_on = models.DateField()
    is_stopped = models.BooleanField(default=False)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.fieldwork_id} {self.made_at:%Y-%m-%d}"


class State(models.TextChoices):
    """How an invitation stands. From `sent` on these are the words of the fact."""

    WAITING = "waiting", pgettext_lazy("invitation", "Waiting to be sent")
    SENDING = "sending", pgettext_lazy("invitation", "Being sent")
    SENT = "sent", pgettext_lazy("invitation", "Sent")
    ANSWERED = "answered", pgettext_lazy("invitation", "Answered")
    BOUNCED = "bounced", pgettext_lazy("invitation", "Bounced")
    OPTED_OUT = "opted_out", pgettext_lazy("invitation", "Opted out")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")
    STOPPED = "stopped", pgettext_lazy("invitation", "Not sent")


ASKED = (State.SENT, State.ANSWERED, State.BOUNCED, State.OPTED_OUT, State.EXPIRED)
OPEN = (State.WAITING, State.SENDING, State.SENT)


class Invitation(models.Model):
    """One customer asked by one wave. The link in the mail is made of `token_id` and the installation's key.

    email          where it went; empty after the customer is forgotten
    cell, share    the sampling cell, and which share of it was asked
    sent_on        the day of the first mail; none until then
    mailed         mails so far, reminders included
    event_key      what happened, for a rule: once for each
    responded_on   never for an anonymous survey
    is_a_fact      whether the store says what this row says
    came_from      the id it was made for, where that is another customer's now (customers/merged.py)
    """

    token_id = models.CharField(max_length=32, unique=True)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=254, blank=True)
    email_mark = models.CharField(max_length=32, db_index=True)
    language = models.CharField(max_length=2, blank=True)
    cell = models.CharField(max_length=80, blank=True)
    share = models.FloatField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=300, blank=True)  # why it bounced, in the mail server's words
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    next_on = models.DateField(null=True)  # the day of the next reminder
    mailed = models.PositiveSmallIntegerField(default=0)
    event_key = models.CharField(max_length=120, blank=True)
    responded_on = models.DateField(null=True)
    is_a_fact = models.BooleanField(default=False)
    came_from = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["wave", "state"]),
            models.Index(fields=["customer", "-made_at"]),
            models.Index(fields=["next_on"], condition=Q(state="sent"), name="asking_reminders"),
            models.Index(fields=["wave"], condition=Q(is_a_fact=False), name="asking_invitations_to_push"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event_key"], condition=~Q(event_key=""), name="asking_once_an_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.customer_id}"


class Response(models.Model):
    """One questionnaire as somebody fills it in: kept page by page, and finished once.

    nonce        the form's own name for it; sent twice it is one. Random where the survey is anonymous
    invitation   whose it is; never for an anonymous survey, nor for an open link
    answers      question -> as it was given
    on           the day in the firm's time zone; for what is anonymous nothing finer is kept anywhere
    seconds      spent on its pages; None where the clock was changed meanwhile
    at_page      where to go on
    is_a_fact    whether the store has it
    """

    nonce = models.CharField(max_length=32, primary_key=True)
    fieldwork = models.ForeignKey(Fieldwork, on_delete=models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, null=True, on_delete=models.CASCADE, related_name="response"
    )
    link = models.ForeignKey(Link, null=True, on_delete=models.SET_NULL, related_name="+")
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    on = models.DateField()
    seconds = models.PositiveIntegerField(null=True)
    at_page = models.PositiveSmallIntegerField(default=0)
    is_finished = models.BooleanField(default=False)
    is_a_fact = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["fieldwork", "is_finished", "on"]),
            models.Index(
                fields=["fieldwork"], condition=Q(is_finished=True, is_a_fact=False), name="asking_to_push"
            ),
        ]

    def __str__(self) -> str:
        return self.nonce


class OptOut(models.Model):
    """Who is never asked again: the address as a mark that cannot be read back, and the customer if known.

    The mark stays when the customer is forgotten, so that the wish is honoured when the address comes back.
    """

    email_mark = models.CharField(max_length=32, unique=True)
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email_mark
