"""The tables of the overview room: what a turn came to, summed up once."""

from __future__ import annotations

from django.db import models


class Summary(models.Model):
    """The sums of one snapshot, and against the one before it; made after the turn, read by every page.

    figures   plain JSON, as `summing.figures` makes it; a new version of it is made anew
    """

    snapshot_id = models.CharField(max_length=80, primary_key=True)
    as_of = models.DateField(db_index=True)
    version = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-as_of", "-made_at"]

    def __str__(self) -> str:
        return self.snapshot_id
