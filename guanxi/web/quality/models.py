"""The tables of the quality room: each time the facts were looked through, and what was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Look(models.Model):
    """One look through all facts.

    found    what was counted (knowledge.quality.Quality), with the versions of the tables it stands on
    doubts   the reasons not to trust a number, as kit/doubts.py reads them; small, read on every page
    """

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)
    as_of = models.DateField(null=True)
    seconds = models.FloatField(null=True)
    found = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state=State.WAITING), name="quality_one_look_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.as_of or '-'} {self.state}"
