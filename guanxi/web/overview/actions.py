"""Writes of the overview room."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_date

from guanxi.web.kit.actions import action
from guanxi.web.overview.models import Summary
from guanxi.web.overview.summing import VERSION


@action("overview.keep_summary", permission="insight.load")
def keep_summary(by, snapshot_id: str, *, figures: dict[str, Any]) -> Summary:
    """Keep what a snapshot came to, in place of what was kept before."""
    kept, _made = Summary.objects.update_or_create(
        snapshot_id=snapshot_id,
        defaults={"as_of": parse_date(figures["as_of"]), "version": VERSION, "figures": figures},
    )
    return kept
