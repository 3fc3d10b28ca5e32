"""What the overview can be asked."""

from __future__ import annotations

from typing import Any

from guanxi.web.overview.models import Summary
from guanxi.web.overview.summing import VERSION


def summary(snapshot_id: str) -> Summary | None:
    """What this snapshot came to, if it was summed up by the present rules."""
    return Summary.objects.filter(snapshot_id=snapshot_id, version=VERSION).first()


def known_hits() -> list[dict[str, Any]]:
    """The warnings checked so far; what has come due stays as it was found."""
    newest = Summary.objects.filter(version=VERSION).order_by("-as_of", "-made_at").first()
    return newest.figures.get("hits", []) if newest else []
