"""An import carried out: read chunk by chunk, checked, linked, and said in one commit.

Killed at any time it is run again with the same change_id and goes on: chunks that were staged are not
read again, and a commit that happened is recognised.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from guanxi.facts import changes
from guanxi.facts.changes import Change, ChangeNote
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.notes import Note
from guanxi.facts.whole import write_file
from guanxi.sources.imports import remembered
from guanxi.sources.imports.aside import write_aside
from guanxi.sources.imports.beside import at_once
from guanxi.sources.imports.chunks import read_chunks
from guanxi.sources.imports.erased import said as erased_said
from guanxi.sources.imports.linking import HELD, linked, reported
from guanxi.sources.imports.plan import earlier, inspect, way
from guanxi.sources.imports.refusals import Cancelled, NothingUsable
from guanxi.sources.imports.settings import ImportSettings
from guanxi.sources.imports.staging import ChunkCounts, Staging, summed
from guanxi.sources.imports.warnings import warnings
from guanxi.sources.rules import RuleSet, read_rules, shipped

if TYPE_CHECKING:
    from guanxi.facts.store import Store
    from guanxi.sources.imports.origin import Origin
    from guanxi.sources.imports.plan import Plan

STEPS = ("read", "check", "link", "commit", "done")
SHARES = {"read": 0.0, "check": 0.7, "link": 0.75, "commit": 0.8, "done": 1.0}
LAYOUT = 2  # of what is staged: what an earlier version staged is read again
RESULT, ASIDE = "result.json", "set-aside.csv"
KEPT_CHOICES = (
    "mode",
    "empty",
    "day_month",
    "decimal",
    "currency",
    "duplicates",
    "without_customer",
    "rules",
)
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ImportResult:
    """What an import did.

    change      the entry of the ledger; where nothing was new, of the earlier import (`was_known`)
    rows_read   rows_read = rows_kept + the rows set aside; blank rows are no rows and counted apart
    set_aside   reason -> rows
    aside_file  the rows set aside, to be mended and imported again; None where there are none
    warnings    what looks odd and did not stop anything
    report      what each rule caught, and revenue from gross to net; None without rules
    """

    change: Change
    was_known: bool = False
    rows_read: int = 0
    rows_kept: int = 0
    blank_rows: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    duplicates: int = 0
    without_customer: int = 0
    aside_file: Path | None = None
    warnings: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    report: dict[str, Any] | None = None
    links: dict[str, Any] | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def rows_set_aside(self) -> int:
        return sum(self.set_aside.values())


def run_import(
    store: Store,
    origin: Origin,
    settings: ImportSettings | None = None,
    *,
    change_id: str,
    by: str,
    at: datetime,
    today: date | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import everything of an origin as one change.

    change_id   made by `changes.new_change_id`; the same one again resumes or answers what was done
    cancelled   asked now and then; True ends the import, and nothing of it stays

    Errors  those of `inspect`; OtherColumns, NothingUsable, Cancelled; those of `Store.change`
    """
    run = _Run(store, origin, change_id, by, at, progress or (lambda *_: None), cancelled or (lambda: False))
    done = recalled(store, change_id)
    if done is not None:
        return done
    plan = inspect(origin, store=store, settings=settings, today=today)
    if plan.earlier is not None and not plan.settings.again:
        return _nothing_new(plan.earlier)
    try:
        with disk_full_said(store.root):
            return run.through(plan)
    except Cancelled:
        run.staging.forget()
        raise


@dataclass
class _Run:
    store: Store
    origin: Origin
    change_id: str
    by: str
    at: datetime
    progress: Progress
    cancelled: Callable[[], bool]
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def staging(self) -> Staging:
        return Staging(self.store.root, self.change_id)

    def step(self, name: str, share: float = 0.0) -> None:
        """Say where it is; `share` of the step is behind it. Asks whether to go on."""
        if self.cancelled():
            raise Cancelled(change=self.change_id)
        following = STEPS[min(STEPS.index(name) + 1, len(STEPS) - 1)]
        self.progress(name, SHARES[name] + (SHARES[following] - SHARES[name]) * share)

    def timed(self, name: str, work: Callable, *arguments):
        self.step(name)
        start = perf_counter()
        try:
            return work(*arguments)
        finally:
            self.seconds[name] = round(perf_counter() - start, 3)

    def through(self, plan: Plan) -> ImportResult:
        staging, settled, rules = self.staging, plan.settled, self.rules(plan)
        staging.begin(_read_by(self.origin, plan, rules))
        counts = self.timed("read", read_chunks, self.origin, settled, rules, staging, self.step)
        total = summed(counts)
        if not total.kept:
            aside = write_aside(staging, self.origin)
            raise NothingUsable(
                rows=total.read, reasons=dict(total.aside), file=self.origin.asked, aside=str(aside or "")
            )
        odd = partial(warnings, staging, settled, self.store, total)
        telling = partial(reported, staging, rules, settled)
        links = None
        if rules is None:
            warned, (report, facts) = self.timed("check", at_once, odd, telling)
        else:
            warned = self.timed("check", odd)
            links = self.timed("link", linked, staging, settled, self.store)
            report, facts = telling()
        source = self.source(plan, total, facts)
        note = ChangeNote(self.change_id, "import", self.by, self.at, source)
        distinct = len({one.keyed for one in counts} - {""}) == 1 and all(one.keyed for one in counts)
        change = self.timed("commit", self.commit, plan, note, distinct)
        result = ImportResult(
            change=change,
            rows_read=total.read,
            rows_kept=total.kept,
            blank_rows=total.blank,
            set_aside=dict(total.aside),
            duplicates=facts["duplicates"],
            without_customer=facts["without_customer"],
            aside_file=write_aside(staging, self.origin),
            warnings=(*warned, *erased_said(total.nameless, total.aside)),
            notes=plan.notes,
            report=report,
            links=links,
            seconds=self.seconds,
        )
        return self.finish(plan, result)

    def rules(self, plan: Plan) -> RuleSet | None:
        return _rules(self.store, plan)

    def source(self, plan: Plan, total: ChunkCounts, facts: dict[str, int]) -> dict[str, Any]:
        return {
            **self.origin.as_dict(),
            "read": way(plan.settled),
            "format": plan.format,
            "encoding": plan.encoding,
            "sheet": plan.sheet,
            "columns": plan.settled.columns,
            "settings": plan.settings.model_dump(mode="json"),
            "rows_read": total.read,
            "rows_kept": total.kept,
            "blank_rows": total.blank,
            "set_aside": dict(total.aside),
            **facts,
        }

    def commit(self, plan: Plan, note: ChangeNote, distinct: bool) -> Change:
        files = [str(path) for path in self.staging.files("rows")]
        settings = plan.settings
        # Held lines that are said again beside the file's own: the store looks itself.
        distinct &= not self.staging.path("rows", HELD).exists()
        return self.store.change(
            plan.table, files, note=note, mode=settings.mode, empty=settings.empty, distinct=distinct
        )

    def finish(self, plan: Plan, result: ImportResult) -> ImportResult:
        """Bookkeeping after the commit: the result stays, what was staged goes, the mapping is remembered."""
        write_file(self.staging.folder / RESULT, json.dumps(_kept(result), ensure_ascii=False, default=str))
        kept = {
            name: getattr(plan.settings, name)
            for name in KEPT_CHOICES
            if name in plan.settings.model_fields_set
        }
        headers = plan.columns
        remembered.remember(
            self.store, headers, table=plan.table, columns=plan.settled.columns, kept=kept, at=self.at
        )
        self.staging.clear()
        self.step_done()
        return result

    def step_done(self) -> None:
        self.progress("done", 1.0)


def unfinished(store: Store, origin: Origin, plan: Plan) -> str | None:
    """The change_id of an import of the same files, read the same way, that was cut off; None without one."""
    read_by = _read_by(origin, plan, _rules(store, plan))
    for found in sorted((store.root / "imports").glob("*/staged/plan.txt")):
        if found.read_text("utf-8") == read_by:
            return found.parent.parent.name
    return None


def _rules(store: Store, plan: Plan) -> RuleSet | None:
    if plan.table != "purchases" or not plan.settings.rules:
        return None
    return read_rules(store) if plan.settings.rules == "kept" else shipped(plan.settings.rules)


def _read_by(origin: Origin, plan: Plan, rules: RuleSet | None) -> str:
    """What staged chunks depend on: the bytes, the choices, the rules."""
    parts = [part.sha256 or part.name for part in origin.parts]
    return json.dumps([way(plan.settled), parts, rules and rules.version, LAYOUT])


def recalled(store: Store, change_id: str) -> ImportResult | None:
    """What a finished import did; None where it was not finished, or never begun."""
    folder = Staging(store.root, change_id).folder
    try:
        raw = json.loads((folder / RESULT).read_text("utf-8"))
    except FileNotFoundError:
        return None
    change = next((c for c in changes.changes(store) if c.change_id == change_id), None)
    if change is None:
        return None
    notes = {
        name: tuple(Note(n["code"], n["facts"]) for n in raw.pop(name)) for name in ("warnings", "notes")
    }
    aside = folder / ASIDE
    return ImportResult(change=change, aside_file=aside if aside.exists() else None, **notes, **raw)


def _kept(result: ImportResult) -> dict[str, Any]:
    plain = ("rows_read", "rows_kept", "blank_rows", "set_aside", "duplicates", "without_customer", "report")
    kept = {name: getattr(result, name) for name in (*plain, "links", "seconds")}
    return kept | {name: [n.as_dict() for n in getattr(result, name)] for name in ("warnings", "notes")}


def _nothing_new(change: Change) -> ImportResult:
    """The same file, the same way, again: everything it says is known."""
    said = change.source
    return ImportResult(
        change=change,
        was_known=True,
        rows_read=said.get("rows_read", 0),
        rows_kept=said.get("rows_kept", 0),
        set_aside=said.get("set_aside", {}),
    )


__all__ = ["ASIDE", "RESULT", "ImportResult", "earlier", "recalled", "run_import"]
