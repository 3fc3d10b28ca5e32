"""The tables of the surveys room: a survey with its draft, and the draft as it was before each change.

A version that was opened is a `Fieldwork` of the asking room: it keeps its own words, which never change.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

USER = settings.AUTH_USER_MODEL


class Survey(models.Model):
    """A survey of the firm. `key` is what the facts call it, for ever.

    title_en, title_zh   as the newest document says it, for lists
    draft      the document that is being built, as JSON; None where nothing is
    based_on   the number of the version that the draft was made from
    revision   counts the changes of the draft, so that two people cannot overwrite each other unseen
    at_step    which of the kept steps the draft stands on
    """

    key = models.SlugField(max_length=60, unique=True)
    title_en = models.CharField(max_length=200, blank=True)
    title_zh = models.CharField(max_length=200, blank=True)
    draft = models.JSONField(null=True)
    based_on = models.PositiveIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0)
    at_step = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        USER, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        first, second = self.title_en, self.title_zh
        if (get_language() or "en").startswith("zh"):
            first, second = second, first
        return first or second or self.key


class Step(models.Model):
    """The draft as it stood after one change, so that the change can be undone and done again."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    document = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="surveys_one_step_a_number")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.number}"
