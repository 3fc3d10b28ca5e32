"""Writes of the live room: facts that programs send, and the addresses they send them to."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from guanxi.facts import journal, refused_batches
from guanxi.sources.webhooks import kept
from guanxi.sources.webhooks.delivery import ACCEPTED, KEPT, Delivered
from guanxi.sources.webhooks.scheme import Headers
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.live import queries
from guanxi.web.live.checking import checked_mapping, checked_scheme
from guanxi.web.live.models import Hook
from guanxi.web.live.refusals import NoName, ShortSecret, TooManyRows
from guanxi.web.live.sealing import seal

MOST_ROWS = 5_000
LEAST_SECRET = 8
OVERLAP_HOURS = 24
PATIENCE_MS = 500  # a shop waits for its answer, and has been heard by then


class Rows:
    """The rows of a batch; the audit writes down that there were some, and not what they say."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows


@action("live.send")
def send(by, table: str, count: int, batch: Rows, *, key: str | None = None) -> journal.Accepted:
    """Keep a batch; what is accepted survives any end of this process.

    count   the rows, for the audit
    """
    if count > MOST_ROWS:
        raise TooManyRows(rows=count, most=MOST_ROWS)
    who = getattr(by, "username", "guanxi")
    return journal.append(queries.store(), table, batch.rows, by=who, at=timezone.now(), key=key)


# --- batches that were refused ----------------------------------------------------------------------


@action("live.send_again", permission="live.send")
def send_again(by, table: str, batch: str) -> str:
    return refused_batches.send_again(queries.store(), table, batch).batch


@action("live.discard", permission="live.send")
def discard(by, table: str, batch: str) -> str:
    return refused_batches.discard(queries.store(), table, batch).batch


# --- hooks ------------------------------------------------------------------------------------------


@action("live.make_hook", permission="live.manage")
def make_hook(
    by, name: str, *, preset: str, scheme: dict[str, Any], mapping: dict[str, Any], secret: str = ""
) -> Hook:
    """A new address. Without a secret one is made: it is in `.secret` now and never again."""
    made = "" if secret else secrets.token_urlsafe(32)
    hook = Hook.objects.create(
        public_id=secrets.token_hex(16),
        name=_named(name),
        preset=preset,
        scheme=checked_scheme(scheme).model_dump(exclude_defaults=True),
        mapping=checked_mapping(mapping).as_dict(),
        sealed_secret=seal(_long_enough(secret or made)),
        made_by_id=by.pk,
        made_at=timezone.now(),
    )
    hook.secret = made or None
    return hook


@action("live.change_hook", permission="live.manage")
def change_hook(by, hook: Hook, name: str, *, scheme: dict[str, Any], mapping: dict[str, Any]) -> Hook:
    hook.name = _named(name)
    hook.scheme = checked_scheme(scheme).model_dump(exclude_defaults=True)
    hook.mapping = checked_mapping(mapping).as_dict()
    hook.save(update_fields=["name", "scheme", "mapping"])
    return hook


@action("live.change_secret", permission="live.manage")
def change_secret(by, hook: Hook, *, secret: str = "", overlap_hours: int = OVERLAP_HOURS) -> Hook:
    """Another secret; the one before signs too for so many hours, so that no delivery is lost meanwhile."""
    made = "" if secret else secrets.token_urlsafe(32)
    sealed = seal(_long_enough(secret or made))
    hook.sealed_old_secret, hook.sealed_secret = hook.sealed_secret, sealed
    hook.old_secret_until = timezone.now() + timedelta(hours=overlap_hours) if overlap_hours else None
    hook.save(update_fields=["sealed_old_secret", "sealed_secret", "old_secret_until"])
    hook.secret = made or None
    return hook


@action("live.switch_hook", permission="live.manage")
def switch_hook(by, hook: Hook, *, is_on: bool) -> Hook:
    """Off, its address answers as if it were not there; nothing that was sent is lost by it."""
    hook.is_on = is_on
    hook.save(update_fields=["is_on"])
    return hook


# --- deliveries -------------------------------------------------------------------------------------


@unrecorded("a delivery is kept in the journal and counted at its hook; its rows are a change of the ledger")
def take_delivery(hook: Hook, headers: Headers, body: bytes, *, at: datetime) -> Delivered:
    """What a shop has signed: accepted as rows, or kept with the reason; durable when this returns."""
    return queries.receiver(hook).receive(headers, body, at=at)


@unrecorded("a count, at every delivery; that it came is in the journal")
def count_delivery(hook: Hook, state: str, *, at: datetime) -> None:
    """Count what came. May fail where the database is busy: the delivery is kept all the same."""
    counted = {ACCEPTED: "accepted", KEPT: "kept"}.get(state)
    changed = {counted: F(counted) + 1} if counted else {}
    with _not_for_long():
        Hook.objects.filter(pk=hook.pk).update(last_received_at=at, **changed)


@unrecorded("a count of what was turned away")
def count_wrong(hook: Hook, *, at: datetime) -> None:
    with _not_for_long():
        Hook.objects.filter(pk=hook.pk).update(last_wrong_at=at, wrong=F("wrong") + 1)


@action("live.take_again", permission="live.send")
def take_again(by, hook: Hook, name: str) -> int:
    """Try a kept delivery once more by the mapping as it is now; the rows that were accepted."""
    return queries.receiver(hook).take_again(name, at=timezone.now()).rows


@action("live.discard_delivery", permission="live.send")
def discard_delivery(by, hook: Hook, name: str) -> None:
    kept.drop(queries.store(), hook.public_id, queries.kept_one(hook, name).name)


def _named(name: str) -> str:
    if not name.strip():
        raise NoName()
    return name.strip()[:80]


def _long_enough(secret: str) -> str:
    if len(secret) < LEAST_SECRET:
        raise ShortSecret(characters=len(secret), least=LEAST_SECRET)
    return secret


@contextmanager
def _not_for_long() -> Iterator[None]:
    """SQLite has one writer, which may be at it for long: a count does not wait for it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS:d}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual:d}")
