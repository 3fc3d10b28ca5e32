"""Summing a snapshot up: after its turn, or when a page asks first."""

from __future__ import annotations

from django.conf import settings

from guanxi.facts.store import Store
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.kit.business import currency
from guanxi.web.overview import actions, queries, summing
from guanxi.web.overview.models import Summary


def summarise(snapshot_id: str) -> Summary:
    """What a snapshot came to, made now from the store."""
    found = summing.figures(
        Store(settings.GUANXI_STORE), snapshot_id, known_hits=queries.known_hits(), currency=currency()
    )
    return actions.keep_summary(SYSTEM, snapshot_id, figures=found)


def summary(snapshot_id: str) -> Summary:
    """The summary of a snapshot; one whose turn was not run here is made when it is first asked for."""
    return queries.summary(snapshot_id) or summarise(snapshot_id)
