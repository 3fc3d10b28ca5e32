"""One published state of knowledge: dated, immutable, with the card that says how it was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.errors import NotFound
from guanxi.facts.whole import make_folder

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


@dataclass(frozen=True)
class Snapshot:
    """`<folder>/profile/*.parquet`, one row per customer, and `<folder>/card.json`."""

    id: str
    folder: Path

    @cached_property
    def card(self) -> dict[str, Any]:
        """as_of, settings, method versions, cut points, models, notes, totals, durations."""
        return json.loads((self.folder / "card.json").read_text("utf-8"))

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.card["as_of"])

    @property
    def files(self) -> list[str]:
        return sorted(str(path) for path in (self.folder / "profile").glob("*.parquet"))

    def read(self, engine: Engine) -> Table:
        return engine.scan(self.files)


class Snapshots:
    """Everything that was published under one store's root, by date."""

    def __init__(self, root: str | Path) -> None:
        self.folder = Path(root) / "snapshots"

    def all(self) -> list[Snapshot]:
        """Every snapshot, oldest as-of date first; for one date in the order they were published."""
        # A draft's name begins with a dot: what a killed turn left behind was never published.
        cards = sorted(self.folder.glob("[!.]*/card.json"))
        found = [Snapshot(card.parent.name, card.parent) for card in cards]
        return sorted(found, key=lambda s: (s.as_of, s.card.get("published_at") or "", s.id))

    def latest(self, *, before: date | None = None) -> Snapshot | None:
        """The newest snapshot, or the newest that stands on an earlier day than `before`."""
        found = [s for s in self.all() if before is None or s.as_of < before]
        return found[-1] if found else None

    def has(self, snapshot_id: str) -> bool:
        return (self.folder / snapshot_id / "card.json").exists()

    def get(self, snapshot_id: str) -> Snapshot:
        if not self.has(snapshot_id):
            raise NotFound(what="snapshot", name=snapshot_id)
        return Snapshot(snapshot_id, self.folder / snapshot_id)

    def publish(self, snapshot_id: str, make: Callable[[Path], dict[str, Any]]) -> Snapshot:
        """Publish a snapshot whole or not at all; one that is there already is returned untouched.

        make   writes the profile's Parquet files into the new folder it is given, and returns the card
        """

        def fill(draft: Path) -> None:
            draft.mkdir()
            text = json.dumps(make(draft / "profile"), ensure_ascii=False, indent=1, default=str)
            (draft / "card.json").write_text(text, "utf-8")

        make_folder(self.folder / snapshot_id, fill)
        return self.get(snapshot_id)


def snapshot_id(as_of: date, **inputs: Any) -> str:
    """The name of what is published from these inputs: the same inputs have the same name."""
    text = json.dumps(inputs, sort_keys=True, default=str)
    return f"{as_of.isoformat()}-{sha256(text.encode()).hexdigest()[:10]}"
