"""The tables of the forecast room: what each snapshot forecast, and back-tests that were asked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from guanxi.web.turns.models import UNFINISHED, State


class Outlook(models.Model):
    """The forecast of one snapshot by segment, and what has come of it; made after a turn, read by pages.

    figures         plain JSON, as `distribution.forecasts.forecasts` makes it; a new version is made anew
    happened        plain JSON, as `distribution.forecasts.happened` makes it
    happened_until  the business date up to which `happened` was looked at; null where it was not
    """

    snapshot_id = models.CharField(max_length=80, primary_key=True)
    as_of = models.DateField(db_index=True)
    version = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    happened = models.JSONField(default=list)
    happened_until = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-as_of", "-made_at"]

    def __str__(self) -> str:
        return self.snapshot_id


class BacktestJob(models.Model):
    """One back-test asked for; at most one of them is unfinished.

    origin, model  what is being looked at now, and `share` how far it is, for the page that watches
    beat_at        the last sign of life; a worker that was killed leaves it standing
    backtest_id    what `latest_backtest` calls the result
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    origin = models.DateField(null=True)
    model = models.CharField(max_length=40, blank=True)
    share = models.FloatField(default=0.0)
    backtest_id = models.CharField(max_length=40, blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    error_facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=UNFINISHED), name="forecast_one_unfinished_job"
            )
        ]
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d} {self.state}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED
