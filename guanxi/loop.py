"""One dated turn of the whole flow: facts -> knowledge -> distribution -> outcomes -> facts.

Every step may be repeated: a turn that was cut off is finished by running it again, and a turn that is
run twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.distribution import episodes
from guanxi.distribution.backtests.chosen import with_chosen_model
from guanxi.distribution.snapshot import Snapshot, Snapshots, snapshot_id
from guanxi.distribution.turn_settings import TurnSettings, read_turn_settings
from guanxi.distribution.warnings_kept import with_best_rule
from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput
from guanxi.facts import journal
from guanxi.facts.firm import business_date
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.table import fact_table
from guanxi.knowledge.profile import METHOD_VERSION, profile
from guanxi.knowledge.relations import Relations, relations
from guanxi.outcomes.calibration import measure

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.facts.store import Store

STEPS = ("knowledge", "predictions", "follow_ups", "outcomes")
Progress = Callable[[str, float], None]


class NoPurchases(BadInput):
    code = "loop.no_purchases"


@dataclass
class TurnResult:
    """What one turn did; the second time `published` is False and nothing is opened or closed."""

    snapshot: Snapshot
    published: bool
    opened: int = 0
    closed: int = 0
    measured: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def turn(
    store: Store,
    *,
    as_of: date | None = None,
    settings: TurnSettings | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> TurnResult:
    """Turn the facts up to a day into published knowledge, follow-ups, and a check of earlier predictions.

    as_of      the business date; by default the day the firm stands on
    settings   by default what the firm decided, kept in its store
    at         when the turn was started, for the card; the library does not ask the clock
    """
    journal.drain(store)  # what was accepted live since the last turn is a fact now
    settings = settings or read_turn_settings(store)
    as_of = as_of or business_date(store)
    if as_of is None:
        raise NoPurchases()
    # Whatever is imported meanwhile, the whole turn sees one state of the facts.
    pinned = store.pinned("purchases", "identities", "costs", "customers", "answers")
    settings, choice = with_chosen_model(settings, store, as_of=as_of)
    settings = with_best_rule(settings, store, as_of=as_of)
    tell = progress or (lambda step, share: None)
    run = _Turn(pinned, as_of, settings, choice, engine or new_engine(), tell, at)
    try:
        with disk_full_said(store.root):
            return run.through()
    finally:
        if engine is None:
            run.engine.close()


@dataclass
class _Turn:
    store: Store
    as_of: date
    settings: TurnSettings
    choice: dict[str, Any] | None
    engine: Engine
    progress: Progress
    at: datetime | None
    seconds: dict[str, float] = field(default_factory=dict)

    def through(self) -> TurnResult:
        snapshot, published = self.timed("knowledge", self.know)
        self.timed("predictions", self.predict, snapshot)
        opened, closed = self.timed("follow_ups", self.follow_up, snapshot)
        measured = self.timed("outcomes", self.check)
        self.progress("done", 1.0)
        return TurnResult(snapshot, published, opened, closed, measured, self.seconds)

    def timed(self, step: str, work: Callable, *arguments):
        self.progress(step, STEPS.index(step) / len(STEPS))
        start = perf_counter()
        try:
            return work(*arguments)
        finally:
            self.seconds[step] = round(perf_counter() - start, 3)

    def know(self) -> tuple[Snapshot, bool]:
        """The snapshot of these facts and settings: found if it was published before, else made."""
        said = self.said()
        name = snapshot_id(
            self.as_of,
            facts=self.store.fingerprint("purchases", as_of=self.as_of),
            **self.further(said),
            settings=self.settings.profile.model_dump(mode="json"),
            method=METHOD_VERSION,
        )
        published = Snapshots(self.store.root)
        if published.has(name):
            return published.get(name), False
        return published.publish(name, lambda folder: self.make(name, folder, said)), True

    def said(self) -> Relations | None:
        """What the firm says of its customers beside who they are; None where it says nothing."""
        if not self.store.has("customers"):
            return None
        return relations(self.store.read("customers", self.engine), engine=self.engine)

    def further(self, said: Relations | None) -> dict[str, str]:
        """Fingerprints of what else the profile reads; of what a firm does not have there is none."""
        tables = (
            ("costs", self.store.has("costs")),
            ("customers", said is not None or self.reads_covariates),
            ("answers", self.store.has("answers")),
        )
        return {table: self.store.fingerprint(table, as_of=self.as_of) for table, there in tables if there}

    def make(self, name: str, folder: Path, said: Relations | None) -> dict[str, Any]:
        """Write the profile into the snapshot's folder; its card."""
        start = perf_counter()
        purchases = self.store.read("purchases", self.engine, as_of=self.as_of)
        known = profile(
            purchases,
            costs=self.dated("costs"),
            said=said,
            answers=self.dated("answers"),
            customers=self.dated("customers") if self.reads_covariates else None,
            as_of=self.as_of,
            engine=self.engine,
            settings=self.settings.profile,
            keep=lambda finished: self.engine.scan(self.engine.write(finished, folder)),
        )
        return known.card | {
            "snapshot_id": name,
            "as_of": self.as_of.isoformat(),
            "published_at": self.at.isoformat() if self.at else None,
            "engine": self.engine.name,
            "model_choice": self.choice,
            "turn_settings": self.settings.model_dump(mode="json"),
            "seconds": round(perf_counter() - start, 3),
        }

    @property
    def reads_covariates(self) -> bool:
        return bool(self.settings.profile.covariates) and self.store.has("customers")

    def dated(self, table: str) -> Table | None:
        """A table's facts up to the day; None where the firm has none."""
        return self.store.read(table, self.engine, as_of=self.as_of) if self.store.has(table) else None

    def predict(self, snapshot: Snapshot) -> None:
        """A past prediction is a fact: what is expected now is kept, to be checked when it comes due."""
        if any(commit.note.get("snapshot_id") == snapshot.id for commit in self.store.history("predictions")):
            return
        columns = [c for c in fact_table("predictions").columns if c not in ("snapshot_id", "as_of")]
        rows = snapshot.read(self.engine).select(*columns)
        rows = rows.mutate(snapshot_id=ibis.literal(snapshot.id), as_of=ibis.literal(self.as_of))
        self.store.append_computed("predictions", rows, self.engine, note={"snapshot_id": snapshot.id})

    def follow_up(self, snapshot: Snapshot) -> tuple[int, int]:
        """Open and close episodes; a turn that looks back at an earlier day tells nobody anything new."""
        latest = self.store.state("episodes").latest_on
        if latest is not None and self.as_of < latest:
            return 0, 0
        note = {"snapshot_id": snapshot.id}
        facts = {"as_of": self.as_of, "settings": self.settings.episodes, "engine": self.engine}
        purchases = self.store.read("purchases", self.engine, as_of=self.as_of)
        # Closing changes no episode's name, so who is already known need not be read again.
        known = self.store.read("episodes", self.engine)
        ended = episodes.ended(known, purchases, **facts)
        if ended.num_rows:
            self.store.merge("episodes", ended, note=note)
        begun = episodes.begun(snapshot.read(self.engine), known, **facts)
        self.store.append("episodes", begun, note=note)
        return begun.num_rows, ended.num_rows

    def check(self) -> int:
        """Measure the predictions that have come due against what happened."""
        predictions = self.store.read("predictions", self.engine, as_of=self.as_of)
        purchases = self.store.read("purchases", self.engine, as_of=self.as_of)
        measured = self.store.read("measurements", self.engine)
        rows = self.engine.collect(measure(predictions, purchases, as_of=self.as_of, measured=measured))
        return self.store.merge("measurements", rows, note={"as_of": self.as_of})[0]
