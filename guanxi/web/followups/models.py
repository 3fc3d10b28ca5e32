"""The tables of the followups room: what is to be done about a late customer, and what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("To call")
    WAITING = "waiting", _("Waiting")
    CLOSED = "closed", _("Done")


class Level(models.IntegerChoices):
    """How far an unanswered task has climbed."""

    REP = 0, _("With the rep")
    MANAGER = 1, _("With the manager")
    HIGH_RISK = 2, _("High risk")


class ClosedBy(models.TextChoices):
    PURCHASE = "purchase", _("bought again")
    PERSON = "person", _("closed by hand")
    EXPIRED = "expired", _("lapsed")


class Cause(models.Model):
    """Why a customer stopped, in the firm's own words; archived, never deleted, because calls point at it."""

    key = models.SlugField(max_length=40, unique=True)  # what the fact says; never changes
    name_en = models.CharField(_("name in English"), max_length=80)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "en").startswith("zh") else self.name_en


class Kind(models.TextChoices):
    """What a task is about."""

    LATE = "late", _("late")
    ANSWER = "answer", _("a low answer")


class FollowUp(models.Model):
    """One task: somebody finds out why this customer is late. One per followed-up episode, ever.

    kind        late, or what was answered to a survey; then `episode_id` names the answer, and `told` says it
    owner       a copy of the customer's owner, kept equal by the customers room; nobody is the pool
    assigned    somebody else who was asked to do it instead of the owner
    due_on      the business date from which it waits for an answer: the opening, or the agreed next date
    returned_on the day the customer bought again, also where a person had closed the task before
    came_from   the id it was opened for, where that was found to be this customer's (customers/merged.py)
    """

    episode_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LATE)
    told = models.TextField(blank=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="follow_ups")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_on = models.DateField()
    last_purchase_on = models.DateField(null=True)
    cycle_days = models.PositiveIntegerField(null=True)
    days_overdue = models.IntegerField(null=True)  # when it was opened
    value_at_risk = models.FloatField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    due_on = models.DateField()
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.REP)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=8, choices=ClosedBy.choices, blank=True)
    closer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    returned_on = models.DateField(null=True)
    came_from = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "-value_at_risk"]),
            models.Index(fields=["state", "-value_at_risk"]),
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["customer", "-opened_on"]),
            models.Index(fields=["closed_on"]),
        ]
        ordering = ["-value_at_risk", "pk"]

    def __str__(self) -> str:
        return self.episode_id

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED

    @property
    def in_charge(self):
        """Who is to do it; None is the pool."""
        return self.assigned or self.owner


class Call(models.Model):
    """One attempt to speak with the customer, and what came of it.

    called_on   the business date; `logged_at` is the clock's
    next_on     when to come back to it; the follow-up waits until then
    before      how the follow-up stood, so that the call can be taken back
    """

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="calls")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    called_on = models.DateField()
    logged_at = models.DateTimeField()
    was_reached = models.BooleanField()
    cause = models.ForeignKey(Cause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposal = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=4000, blank=True)
    next_on = models.DateField(null=True, blank=True)
    before = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True)
    is_a_fact = models.BooleanField(default=False)  # pushed down to the store

    class Meta:
        indexes = [
            models.Index(fields=["follow_up", "-logged_at"]),
            models.Index(fields=["called_on"]),
            models.Index(fields=["logged_at"], condition=Q(is_a_fact=False), name="followups_calls_to_push"),
        ]
        ordering = ["-logged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.called_on}"
