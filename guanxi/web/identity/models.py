"""The tables of the identity room: looking for pairs, the pairs that were found, and who stands for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """Work that takes a while: looking for pairs, or accepting many of them. One at a time.

    least        the match probability from which on a pair is proposed, or accepted
    step, share  where it is now; beat_at is the last sign of life
    customers    how many were looked at; `pairs` how many were found or accepted
    left_out     pairs found beyond those that are kept, or not accepted because somebody found two to be two
    change_id    of accepting: the change it is
    notes        what was noticed on the way, as {code, facts}
    """

    class Kind(models.TextChoices):
        SEARCH = "search"
        ACCEPT = "accept"

    kind = models.CharField(max_length=6, choices=Kind, default=Kind.SEARCH)
    least = models.FloatField()
    state = models.CharField(max_length=7, choices=JobState, default=JobState.WAITING)
    step = models.CharField(max_length=30, blank=True)
    share = models.FloatField(default=0.0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField()
    customers = models.PositiveIntegerField(null=True)
    pairs = models.PositiveIntegerField(null=True)
    left_out = models.PositiveIntegerField(default=0)
    change_id = models.CharField(max_length=40, blank=True)
    notes = models.JSONField(default=list)
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=UNFINISHED), name="identity_one_unfinished_job"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class Decided(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("a pair", "To decide")
    ACCEPTED = "accepted", pgettext_lazy("a pair", "One customer")
    REJECTED = "rejected", pgettext_lazy("a pair", "Two customers")


class Pair(models.Model):
    """Two customers who are probably one.

    left_id < right_id   ids as the facts said them when the pair was found
    weight               bits: log2 of how much likelier the evidence is among records of one person
    evidence             column -> {level, weight}, see knowledge.identity
    bought               id -> {orders, first_on, last_on}; an id without a purchase is absent
    change_id            the merge that made them one
    """

    left_id = models.CharField(max_length=80)
    right_id = models.CharField(max_length=80, db_index=True)
    probability = models.FloatField()
    weight = models.FloatField()
    evidence = models.JSONField(default=dict)
    bought = models.JSONField(default=dict)
    found_by = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="found")
    state = models.CharField(max_length=8, choices=Decided, default=Decided.PROPOSED)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    change_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-weight", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["left_id", "right_id"], name="identity_one_row_per_pair")
        ]
        indexes = [
            models.Index(fields=["state", "-weight", "id"]),
            models.Index(fields=["state", "-probability"]),
            models.Index(fields=["state", "-decided_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} = {self.right_id}"


class Merged(models.Model):
    """An id that was found to be another customer's: the fact table `identities`, as pages read it."""

    customer_id = models.CharField(max_length=80, primary_key=True)
    stands_for = models.CharField(max_length=80, db_index=True)
    merged_on = models.DateField()
    by = models.CharField(max_length=150, blank=True)
    score = models.FloatField(null=True)
    change_id = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["-merged_on", "stands_for", "customer_id"])]

    def __str__(self) -> str:
        return f"{self.customer_id} is {self.stands_for}"
