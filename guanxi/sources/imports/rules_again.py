"""Rules applied to the purchases that are held: what lines are and what they take back, said again.

One change of kind "rules", that can be taken back. Killed at any time it is run again with the same
change_id and goes on after the last file of the store that it judged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl

from guanxi.facts.changes import ChangeNote
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.notes import Note
from guanxi.facts.table import fact_table
from guanxi.facts.whole import write_file
from guanxi.sources.imports.linking import KEY, SAID, concerned
from guanxi.sources.imports.refusals import Cancelled, NothingHeld
from guanxi.sources.imports.run import RESULT, ImportResult, recalled
from guanxi.sources.imports.staging import ChunkCounts, Staging
from guanxi.sources.rules import RuleSet, link, report
from guanxi.sources.rules.classify import by_sign
from guanxi.sources.rules.held_lines import held_files, judged, of_the_file, scan

if TYPE_CHECKING:
    from guanxi.facts.store import Store

SHARES = {"read": 0.0, "link": 0.6, "check": 0.75, "commit": 0.85, "done": 1.0}
SAYS = ["line_kind", *SAID]
Progress = Callable[[str, float], None]


def apply_rules(
    store: Store,
    rules: RuleSet,
    *,
    change_id: str,
    by: str,
    at: datetime,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Say of every held purchase what it is by these rules, as one change.

    Out     what the rules caught; `change` is empty where every line says so already
    Errors  NothingHeld, Cancelled; those of `Store.change`
    """
    done = recalled(store, change_id)
    if done is not None:
        return done
    if not store.held("purchases").rows:
        raise NothingHeld()
    # Brings a table that an earlier version of guanxi wrote to the columns of today.
    store.merge("purchases", fact_table("purchases").empty())
    run = _Run(store, rules, change_id, progress or (lambda *_: None), cancelled or (lambda: False))
    try:
        with disk_full_said(store.root):
            return run.through(ChangeNote(change_id, "rules", by, at, _source(rules)))
    except Cancelled:
        run.staging.forget()
        raise


def _source(rules: RuleSet) -> dict[str, Any]:
    return {"asked": rules.key, "rules": rules.as_dict(), "version": rules.version}


def _differs() -> pl.Expr:
    """Whether a line says something else than before; of no kind, it was a sale or a return by its sign."""
    was = pl.coalesce("was_line_kind", by_sign(pl.col("amount")))
    said = [pl.col(name).ne_missing(pl.col(f"was_{name}")) for name in SAID]
    return pl.any_horizontal(pl.col("line_kind").ne_missing(was), *said)


class _Run:
    def __init__(self, store: Store, rules: RuleSet, change_id: str, progress: Progress, cancelled) -> None:
        self.store, self.rules, self.change_id = store, rules, change_id
        self.progress, self.cancelled = progress, cancelled
        self.staging, self.seconds = Staging(store.root, change_id), {}
        self.began = perf_counter()

    def step(self, name: str, share: float = 0.0) -> None:
        if self.cancelled():
            raise Cancelled(change=self.change_id)
        names = list(SHARES)
        following = names[min(names.index(name) + 1, len(names) - 1)]
        self.progress(name, SHARES[name] + (SHARES[following] - SHARES[name]) * share)
        self.seconds[name] = round(perf_counter() - self.began, 3)

    def through(self, note: ChangeNote) -> ImportResult:
        self.staging.begin(json.dumps([self.rules.version, self.store.version("purchases")]))
        self.judge(held_files(self.store))
        self.step("link")
        links = self.relink()
        self.step("check")
        lines = self.staging.scan("judged")
        rows = lines.select(pl.len()).collect().item()
        told = report(lines.with_columns(is_repeat=pl.lit(False)), self.rules).as_dict()
        self.step("commit")
        change = self.store.change(
            "purchases",
            [str(path) for path in self.staging.files("rows")],
            note=note,
            mode="update",
            empty="clear",
        )
        result = ImportResult(
            change, rows_read=rows, rows_kept=rows, notes=self.notes(), report=told, links=links,
            seconds=self.seconds,
        )  # fmt: skip
        return self.finish(result)

    def judge(self, files: list[str]) -> None:
        """What every line is now, file by file of the store."""
        for n, file in enumerate(files):
            self.step("read", n / len(files))
            if not self.staging.has(n):
                lines = scan([file]).collect()
                was = lines.select(pl.col(name).alias(f"was_{name}") for name in SAYS)
                told = lines.drop("line_kind", "is_reversed", "category", "currency", "place", "order_status")
                frame = told.hstack(judged(lines, self.rules)).hstack(was)
                self.staging.put(n, {"judged": frame}, ChunkCounts(lines.height, lines.height))

    def relink(self) -> dict[str, Any]:
        """Link anew what takes back what, and stage the lines that say something else than before.

        What a line takes back stays as it was said: the file may have said it. What is taken back follows.
        """
        lines = self.staging.scan("judged").with_columns(is_reversed=pl.lit(None, pl.Boolean))
        meant = concerned(lines).sort("purchased_on", *KEY)  # files have names by chance
        found = link(meant)
        told = meant.select(KEY).hstack(found.new.select(pl.col(name).alias(f"told_{name}") for name in SAID))
        told = told.filter(pl.any_horizontal(pl.col(f"told_{name}").is_not_null() for name in SAID))
        for path in self.staging.files("judged"):
            self.step("link", 0.5)
            rows = pl.read_parquet(path).join(told, on=KEY, how="left", maintain_order="left")
            rows = rows.with_columns(
                is_reversed=pl.col("told_is_reversed"),
                reverses_order_id=pl.coalesce("told_reverses_order_id", "reverses_order_id"),
            )
            rows = rows.filter(_differs()).select(*KEY, *SAYS)
            self.staging.replace_rows(path.with_name(path.name.replace("judged", "rows")), rows)
        return found.as_dict()

    def notes(self) -> tuple[Note, ...]:
        rules = of_the_file(self.rules)
        if not rules:
            return ()
        named = {"rules_en": ", ".join(r.name("en") for r in rules)}
        return (Note("rules.not_asked_again", named | {"rules_zh": "、".join(r.name("zh") for r in rules)}),)

    def finish(self, result: ImportResult) -> ImportResult:
        plain = ("rows_read", "rows_kept", "report", "links", "seconds")
        kept = {name: getattr(result, name) for name in plain} | {"warnings": []}
        kept["notes"] = [note.as_dict() for note in result.notes]
        write_file(self.staging.folder / RESULT, json.dumps(kept, ensure_ascii=False, default=str))
        self.staging.clear()
        self.progress("done", 1.0)
        return result
