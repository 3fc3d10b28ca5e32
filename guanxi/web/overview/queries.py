"""What the overview can be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from guanxi.distribution.snapshot import Snapshots
from guanxi.distribution.warnings_evidence import Evidence
from guanxi.distribution.warnings_kept import CLASSIC, latest_evidence
from guanxi.facts.store import Store
from guanxi.web.overview.models import Summary
from guanxi.web.overview.summing import VERSION


def summary(snapshot_id: str) -> Summary | None:
    """What this snapshot came to, if it was summed up by the present rules."""
    return Summary.objects.filter(snapshot_id=snapshot_id, version=VERSION).first()


def known_hits() -> list[dict[str, Any]]:
    """The warnings checked so far; what has come due stays as it was found."""
    newest = Summary.objects.filter(version=VERSION).order_by("-as_of", "-made_at").first()
    return newest.figures.get("hits", []) if newest else []


def evidence(as_of: date) -> Evidence | None:
    """What the latest comparison of warning rules up to this day found; None where none was made.

    Errors  UnreadableEvidence
    """
    return latest_evidence(Store(settings.GUANXI_STORE), as_of=as_of)


def rule_of(snapshot_id: str) -> str:
    """The rule that a snapshot warned by; the classic one before there were others."""
    card = Snapshots(settings.GUANXI_STORE).get(snapshot_id).card
    return card.get("cuts", {}).get("warning", {}).get("rule", CLASSIC)
