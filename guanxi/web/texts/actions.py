"""Writes of the texts room: a reading is asked for, what it found is kept, an export is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from guanxi.errors import GuanxiError
from guanxi.web.customers.models import Customer
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.kit.jobs.actions import failed
from guanxi.web.texts import queries
from guanxi.web.texts.models import Reading, Spoken, State, Text, Theme
from guanxi.web.texts.refusals import ReadingLost

if TYPE_CHECKING:
    from guanxi.facts.privacy.person import Person
    from guanxi.web.texts.gathering import Gathered

KEPT = 30  # readings; their texts are those of the last one only
LOST_AFTER = timedelta(minutes=30)
AT_ONCE = 500


@action("texts.ask_for_reading", permission="texts.see")
def ask_for_reading(by) -> Reading:
    """Ask for the texts to be read; a reading that waits already is that one."""
    now = timezone.now()
    waiting = Reading.objects.select_for_update().filter(state=State.WAITING).first()
    if waiting is not None and waiting.asked_at > now - LOST_AFTER:
        return waiting
    if waiting is not None:
        failed(waiting, ReadingLost.code, {})
    return Reading.objects.create(asked_by_id=by.pk, asked_at=now)


@action("texts.keep_reading", permission="texts.carry_out")
def keep(by, reading: Reading, found: Gathered) -> Reading:
    """Put what was read in the place of what was read before."""
    Theme.objects.all().delete()
    Text.objects.all().delete()
    texts = Text.objects.bulk_create(_texts(found), batch_size=AT_ONCE)
    for theme in found.read.themes.themes:
        kept = Theme.objects.create(words=list(theme.words))
        spoken = (Spoken(text=texts[at], theme=kept, place=place) for place, at in enumerate(theme.texts))
        Spoken.objects.bulk_create(spoken, batch_size=AT_ONCE)
    reading.state, reading.finished_at, reading.version = State.DONE, timezone.now(), found.version
    reading.texts, reading.left_out, reading.too_few = len(texts), found.left_out, found.read.too_few
    reading.judge = found.read.judge.as_dict() if found.read.judge else {}
    reading.save()
    old = Reading.objects.exclude(state=State.WAITING).values_list("pk", flat=True)
    Reading.objects.filter(pk__in=list(old[KEPT:])).delete()
    return reading


def _texts(found: Gathered) -> Iterator[Text]:
    known = set(Customer.objects.values_list("pk", flat=True).iterator())
    for each, mood in zip(found.texts, found.read.moods, strict=True):
        customer = each.said_by if each.said_by in known else None
        yield Text(**vars(each), mood=mood, customer_id=customer)


@action("texts.fail_reading", permission="texts.carry_out")
def fail(by, reading: Reading, error: GuanxiError) -> None:
    failed(reading, error.code, error.facts)


@action("texts.record_export", permission="texts.export")
def record_export(by, form: str, query: str) -> None:
    """Somebody takes customers' words away: the audit says who, when and which."""


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Erase what a person wrote; themes stay as they are until the next reading."""
    its = queries.texts_of(who)
    gone = [f"texts.text:{pk}" for pk in its.values_list("pk", flat=True)]
    its.delete()
    return gone
