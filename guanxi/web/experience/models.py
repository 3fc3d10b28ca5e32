"""The tables of the experience room: rounds of the seven steps and everything that is typed into one.

What is taken out of a round stays as a row that is not there, so that it can be brought back.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

LONGEST_NAME = 80
LONGEST_TEXT = 400
LONGEST_STORY = 2_000


def _between_0_and_10(field: str, name: str) -> models.CheckConstraint:
    whole = Q(**{f"{field}__gte": 0, f"{field}__lte": 10}) | Q(**{field: None})
    return models.CheckConstraint(condition=whole, name=name)


class Round(models.Model):
    """One walk through the seven steps, usually a quarter's.

    starts_on, ends_on   the days whose answers speak in it, both within
    previous             the round it was opened from
    example              the key of the guided example it is; "" for the firm's own
    brand_*              what we want the brand to stand for, what customers understand, how we know
    survey               whose answers' scores were taken last; "" for all surveys or none
    """

    name = models.CharField(max_length=LONGEST_NAME)
    question = models.CharField(max_length=LONGEST_TEXT, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="following")
    example = models.CharField(max_length=24, blank=True)
    brand_meant = models.CharField(max_length=LONGEST_STORY, blank=True)
    brand_understood = models.CharField(max_length=LONGEST_STORY, blank=True)
    brand_known_from = models.CharField(max_length=LONGEST_STORY, blank=True)
    survey = models.CharField(max_length=80, blank=True)
    scores_taken_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    is_there = models.BooleanField(default=True)

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="experience_round_has_days"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Dimension(models.Model):
    """One dimension of a round. `key` is one of the method's own, or "" where the firm named it.

    ideal   0-10; None where none was chosen; `ideal_as_it_is` where it is to stay as it is
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="dimensions")
    key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    position = models.PositiveIntegerField()
    ideal = models.FloatField(null=True)
    ideal_as_it_is = models.BooleanField(default=False)
    ideal_reason = models.CharField(max_length=LONGEST_TEXT, blank=True)
    is_there = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [_between_0_and_10("ideal", "experience_ideal_on_scale")]


class Said(models.Model):
    """One score: what one source says of one dimension. n and interval only where answers stand behind it."""

    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="scores")
    kind = models.CharField(max_length=12)
    respondent = models.CharField(max_length=12)
    mean = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "kind", "respondent"], name="experience_one_score_each"
            ),
            _between_0_and_10("mean", "experience_score_on_scale"),
        ]


class Decision(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DONE = "done"


class Requirement(models.Model):
    """What is to be done about a gap: who, by when, what it brings and takes, and what was decided.

    benefit, cost, people, process, technology   0-10; the last three say how far we are able to
    measure   what its roll-out is measured by, such as sales a month
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="requirements")
    dimension = models.ForeignKey(Dimension, models.SET_NULL, null=True, related_name="+")
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField(null=True)
    benefit = models.FloatField(null=True)
    cost = models.FloatField(null=True)
    people = models.FloatField(null=True)
    process = models.FloatField(null=True)
    technology = models.FloatField(null=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decision_reason = models.CharField(max_length=LONGEST_TEXT, blank=True)
    measure = models.CharField(max_length=LONGEST_NAME, blank=True)
    is_there = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            _between_0_and_10(name, f"experience_{name}_on_scale")
            for name in ("benefit", "cost", "people", "process", "technology")
        ]


class Stage(models.Model):
    """One stage of a roll-out: how large it was, and the business result before and after it."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    scale = models.FloatField(null=True)
    before = models.FloatField(null=True)
    result = models.FloatField(null=True)
    is_there = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]


class Change(models.Model):
    """One step of somebody's typing, so that it can be taken back and done again.

    sets   [{of, key, field, before, after}, …]; `of` and `key` say which row
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    sets = models.JSONField()
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
