"""Writes of the quality room: a look is asked for, and what it found is kept."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from guanxi.errors import GuanxiError
from guanxi.knowledge.quality import Quality
from guanxi.web.kit.actions import action
from guanxi.web.kit.jobs.actions import failed
from guanxi.web.quality.doubting import doubted
from guanxi.web.quality.models import Look, State
from guanxi.web.quality.refusals import LookLost

KEPT = 30  # looks; older ones are of no use to anybody
LOST_AFTER = timedelta(minutes=30)  # a look of the largest store takes minutes; its worker is gone


@action("quality.look", permission="quality.see")
def ask_for_look(by) -> Look:
    """Ask for a look through the facts; one that waits already is that one."""
    now = timezone.now()
    waiting = Look.objects.select_for_update().filter(state=State.WAITING).first()
    if waiting is not None and waiting.asked_at > now - LOST_AFTER:
        return waiting
    if waiting is not None:
        failed(waiting, LookLost.code, {})
    return Look.objects.create(asked_by_id=by.pk, asked_at=now)


@action("quality.keep_look", permission="quality.see")
def keep(by, look: Look, found: Quality, seconds: float) -> Look:
    """Keep what was found, and which words it puts in doubt."""
    look.state, look.finished_at, look.as_of = State.DONE, timezone.now(), found.as_of
    look.found, look.doubts, look.seconds = found.as_dict(), doubted(found), round(seconds, 2)
    look.save()
    old = Look.objects.exclude(state=State.WAITING).order_by("-asked_at", "-pk").values_list("pk", flat=True)
    Look.objects.filter(pk__in=list(old[KEPT:])).delete()
    return look


@action("quality.fail_look", permission="quality.see")
def fail(by, look: Look, error: GuanxiError) -> None:
    failed(look, error.code, error.facts)
