"""The tables of the planning room: plans that were saved under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    LTV = "ltv"
    BUDGET = "budget"


class Plan(models.Model):
    """One saved plan; it belongs to the firm, whoever typed it. A withdrawn one is kept, and not shown.

    document   what was typed, in the library's units, as it is also given away and taken in (files.py)
    version    counts the times it was saved, so that two people cannot overwrite each other unseen
    """

    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=80)
    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"], condition=Q(withdrawn_at=None), name="planning_one_plan_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
