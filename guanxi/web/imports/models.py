"""The tables of the imports room: what was given and what became of it; rules that a person is changing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("an import", "Being looked at")
    WAITING = "waiting", pgettext_lazy("an import", "Waiting")
    RUNNING = "running", pgettext_lazy("an import", "Running")
    DONE = "done", pgettext_lazy("an import", "Done")
    FAILED = "failed", pgettext_lazy("an import", "Stopped")
    CANCELLED = "cancelled", pgettext_lazy("an import", "Cancelled")


UNFINISHED = (State.WAITING, State.RUNNING)


class ImportJob(models.Model):
    """One import: files that a person gave, how they are to be read, and where it stands.

    change_id    the change it will be, or is; running it again with the same one goes on where it stopped
    asked        what was given, as the person knows it: names of files
    origin       where it is read from (`origins.py`), without secrets; empty: files that a browser gave
    settings     `guanxi.sources.imports.ImportSettings`, what was chosen and nothing that was guessed
    step, share  where it is now; beat_at is the last sign of life
    known_as     the earlier change that said the very same; then nothing was written
    """

    change_id = models.CharField(max_length=40, unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    asked = models.CharField(max_length=500)
    origin = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    step = models.CharField(max_length=30, blank=True)
    share = models.FloatField(default=0.0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField()
    is_to_stop = models.BooleanField(default=False)
    known_as = models.CharField(max_length=40, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"])]
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked} {self.state}"

    @property
    def is_rules(self) -> bool:
        """Whether it is no import, but rules applied to what is held."""
        return self.origin.get("from") == "rules"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class RulesDraft(models.Model):
    """Rules as one person is changing them; they count for nobody before they are kept.

    rules       `guanxi.sources.rules.RuleSet`, as plain JSON
    earlier     the same before each step, newest last
    begun_from  the version of the kept rules when this was begun
    """

    by = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rules = models.JSONField()
    earlier = models.JSONField(default=list)
    begun_from = models.CharField(max_length=12)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rules of {self.by_id}"
