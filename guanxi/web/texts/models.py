"""The tables of the texts room: each time the texts were read, and the texts as they were read last."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Mood(models.TextChoices):
    """How satisfied the writer is, by score or words; named as knowledge.texts.reading names it."""

    SATISFIED = "satisfied", pgettext_lazy("writer", "Satisfied")
    DISSATISFIED = "dissatisfied", pgettext_lazy("writer", "Dissatisfied")
    NEITHER = "neither", pgettext_lazy("writer", "Neither")
    UNCLEAR = "unclear", pgettext_lazy("writer", "Not clear")
    UNJUDGED = "unjudged", pgettext_lazy("writer", "Not judged")


class Reading(models.Model):
    """One reading of all texts.

    version   of the facts "answers" it stands on
    judge     the error rates of the sentiment; {} where too few texts were scored, as too_few says
    left_out  older texts that were too many to be read
    """

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    version = models.IntegerField(null=True)
    texts = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    judge = models.JSONField(default=dict)
    too_few = models.JSONField(default=dict)
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state=State.WAITING), name="texts_one_reading_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.state}"


class Theme(models.Model):
    """words: what names it, the weightiest first."""

    words = models.JSONField()

    def __str__(self) -> str:
        return " · ".join(self.words[:3])


class Text(models.Model):
    """What somebody wrote as the answer to one question.

    said_by    the id the facts give; "" where nobody knows who wrote it
    customer   that customer here; None where this database does not know the id
    body       the text, cut at `reading.LONGEST` characters; length is that of the whole
    needle     what is searched: lower case, half width, simplified characters
    score      0-10, as given beside the text; None where none was
    """

    response_id = models.CharField(max_length=200)
    question = models.CharField(max_length=200)
    said_by = models.CharField(max_length=80, blank=True, db_index=True)
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(db_index=True)
    survey = models.CharField(max_length=200, blank=True)
    dimension = models.CharField(max_length=200, blank=True)
    touchpoint = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    length = models.PositiveIntegerField()
    needle = models.TextField()
    score = models.FloatField(null=True)
    mood = models.CharField(max_length=12, choices=Mood)
    themes = models.ManyToManyField(Theme, through="Spoken", related_name="texts")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.question}"


class Spoken(models.Model):
    """A text speaks of a theme; place 0 speaks of little else."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["theme", "place"]
        constraints = [models.UniqueConstraint(fields=["text", "theme"], name="texts_spoken_once")]

    def __str__(self) -> str:
        return f"{self.text_id} {self.theme_id}"
