"""What is known of the facts' quality: the last look, what it stands on, and the doubts it leaves."""

from __future__ import annotations

from django.conf import settings

from guanxi.facts.store import Store
from guanxi.knowledge.quality import Quality
from guanxi.web.kit.doubts import Doubt, read
from guanxi.web.quality.models import Look, State


def store() -> Store:
    return Store(settings.GUANXI_STORE)


def last_look() -> Look | None:
    """The newest look that was carried through."""
    return Look.objects.filter(state=State.DONE).order_by("-finished_at", "-pk").first()


def waiting() -> Look | None:
    return Look.objects.filter(state=State.WAITING).first()


def last_failure(since: Look | None) -> Look | None:
    """The newest look, where it failed after the last one that was carried through."""
    newest = Look.objects.exclude(state=State.WAITING).order_by("-finished_at", "-pk").first()
    return newest if newest is not None and newest.state == State.FAILED and newest != since else None


def found(look: Look) -> Quality:
    return Quality.model_validate(look.found)


def changed_since(seen: Quality) -> list[str]:
    """Tables that were written since; from the commit logs alone."""
    held = store()
    return [table for table, version in seen.versions.items() if held.version(table) != version]


def doubts() -> tuple[Doubt, ...]:
    """Why numbers are not to be trusted as they stand; asked once per page."""
    newest = Look.objects.filter(state=State.DONE).order_by("-finished_at", "-pk")
    return read(newest.values_list("doubts", flat=True).first() or ())
