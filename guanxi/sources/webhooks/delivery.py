"""A delivery whose signature was right: made into rows and accepted, or kept with the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from guanxi.errors import BadInput
from guanxi.facts import journal
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.live_rows import typed
from guanxi.facts.table import fact_table
from guanxi.sources.webhooks import kept
from guanxi.sources.webhooks.mapping import Mapping
from guanxi.sources.webhooks.payload import found, read_payload
from guanxi.sources.webhooks.scheme import Headers, Scheme

if TYPE_CHECKING:
    from guanxi.facts.store import Store

ACCEPTED, KNOWN, KEPT, IGNORED, TEST = "accepted", "known", "kept", "ignored", "test"


@dataclass(frozen=True)
class Delivered:
    """What became of a delivery.

    state   accepted | known (it was accepted before) | kept (it could not be used; nothing is lost)
            | ignored (its topic is one that is not wanted) | test (it only tried the address)
    """

    state: str
    topic: str
    rows: int = 0
    batch: str = ""


@dataclass(frozen=True)
class Receiver:
    """Where deliveries of one hook go. hook: its public id; by: who says the rows, for the ledger."""

    store: Store
    hook: str
    scheme: Scheme
    mapping: Mapping
    by: str
    firm_zone: str

    def receive(self, headers: Headers, body: bytes, *, at: datetime) -> Delivered:
        """Take a delivery in; what is answered is durable. Sent again, it gets the same answer."""
        topic = headers.get(self.scheme.topic_header, "") if self.scheme.topic_header else ""
        topic = topic or self._topic_in(body)
        if self.scheme.is_test(headers, topic):
            return Delivered(TEST, topic)
        key = f"hook {self.hook}\n{self.scheme.delivery_key(headers, topic, body)}"
        return self._before(key, topic, at) or self._take(key, topic, body, at)

    def take_again(self, name: str, *, at: datetime) -> Delivered:
        """Try a kept delivery once more, by the mapping as it is now; it leaves where it was kept if it fits.

        Errors  NotFound, and those of the mapping and the rows
        """
        held = kept.kept_delivery(self.store, self.hook, name)
        done = self._accept(held.key, held.topic, held.body, at)
        kept.drop(self.store, self.hook, name)
        return done

    def rows(self, topic: str, body: bytes) -> list[dict[str, Any]]:
        """What rows a body would become, as they would be kept."""
        found = self.mapping.rows_of(read_payload(body), topic, firm_zone=self.firm_zone)
        return typed(fact_table(self.mapping.table), found)

    def _topic_in(self, body: bytes) -> str:
        if not self.scheme.topic_path:
            return ""
        try:
            values = found(read_payload(body), self.scheme.topic_path.split("."))
        except BadInput:
            return ""
        return values[0] if len(values) == 1 and isinstance(values[0], str) else ""

    def _before(self, key: str, topic: str, at: datetime) -> Delivered | None:
        first = journal.known(self.store, self.mapping.table, journal.key_name(key), at=at)
        if first is not None:
            return Delivered(KNOWN, topic, first["rows"], first["batch"])
        return Delivered(KEPT, topic) if kept.is_kept(self.store, self.hook, key) else None

    def _take(self, key: str, topic: str, body: bytes, at: datetime) -> Delivered:
        try:
            return self._accept(key, topic, body, at)
        except journal.KeyReused:  # two of the same at once, or the mapping was changed in between
            return replace(self._before(key, topic, at) or Delivered(KNOWN, topic), state=KNOWN)
        except BadInput as error:
            with disk_full_said(self.store.root):
                kept.keep(self.store, self.hook, topic=topic, key=key, body=body, at=at, error=error)
            return Delivered(KEPT, topic)

    def _accept(self, key: str, topic: str, body: bytes, at: datetime) -> Delivered:
        rows = self.rows(topic, body)
        if not rows:
            return Delivered(IGNORED, topic)
        done = journal.append(self.store, self.mapping.table, rows, by=self.by, at=at, key=key)
        return Delivered(KNOWN if done.was_known else ACCEPTED, topic, done.rows, done.batch)
