"""The tables of the turns room: turns that were asked for, and how they went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


UNFINISHED = (State.WAITING, State.RUNNING)


class TurnJob(models.Model):
    """One turn asked for; at most one of them is unfinished.

    as_of        the business date asked for; empty means the last day the purchases speak of
    step, share  where it is now, for the page that watches
    beat_at      the last sign of life; a worker that was killed leaves it standing
    seconds      how long each step took
    """

    as_of = models.DateField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=30, blank=True)
    share = models.FloatField(default=0.0)
    snapshot_id = models.CharField(max_length=40, blank=True)
    was_published = models.BooleanField(null=True)  # False: the same snapshot was there already
    opened = models.PositiveIntegerField(null=True)
    closed = models.PositiveIntegerField(null=True)
    measured = models.PositiveIntegerField(null=True)
    customers_version = models.IntegerField(null=True)  # of the fact table, so that it is loaded once
    seconds = models.JSONField(default=dict)
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=UNFINISHED), name="turns_one_unfinished_job"
            )
        ]
        indexes = [models.Index(fields=["-asked_at"])]
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.as_of or '-'} {self.state}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def total_seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()
