"""How long rows are kept: rules of each store, tried first, then carried out for good.

<root>/retention.json    [{"table": "contacts", "days": 1095, "how": "delete"}, ...]; without it all is kept
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput, SettingError
from guanxi.facts import changes
from guanxi.facts.changes import Change, ChangeNote
from guanxi.facts.full_disk import disk_full_said
from guanxi.facts.privacy.handling import DELETE, HANDLING, NAMELESS, emptied
from guanxi.facts.table import TABLES, fact_table
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.facts.store import Store
    from guanxi.facts.table import FactTable

FILE, KIND = "retention.json", "retain"
LEAST_DAYS = 30


class NotDated(SettingError):
    code = "privacy.not_dated"


class CannotBeNameless(SettingError):
    code = "privacy.cannot_be_nameless"


class WrongDays(SettingError):
    code = "privacy.wrong_days"


class UnreadableRules(BadInput):
    code = "privacy.unreadable_rules"


@dataclass(frozen=True)
class Rule:
    """After so many days a table's rows are deleted, or made nameless."""

    table: str
    days: int
    how: str = DELETE

    def checked(self) -> Rule:
        """Errors  NotDated, CannotBeNameless, WrongDays"""
        if self.table not in dated():
            raise NotDated(table=self.table, known=", ".join(dated()))
        if self.how not in (DELETE, NAMELESS) or (
            self.how == NAMELESS and self.table not in may_be_nameless()
        ):
            raise CannotBeNameless(table=self.table)
        if not isinstance(self.days, int) or self.days < LEAST_DAYS:
            raise WrongDays(asked=self.days, least=LEAST_DAYS)
        return self


@dataclass(frozen=True)
class Planned:
    """What a rule does to a table.

    before        rows dated earlier than this are meant
    rows          how many they are; first_on and last_on are the days of the first and the last of them
    revenue       what they add up to, where they are purchases: deleted it is lost, nameless it stays
    """

    rule: Rule
    before: date
    rows: int
    first_on: date | None
    last_on: date | None
    revenue: float | None = None

    @property
    def revenue_lost(self) -> float | None:
        return self.revenue if self.revenue is None or self.rule.how == DELETE else 0.0


def dated() -> tuple[str, ...]:
    """The tables whose rows say when they happened and are about customers."""
    return tuple(name for name, spec in TABLES.items() if spec.happened and name in HANDLING)


def may_be_nameless() -> tuple[str, ...]:
    return tuple(name for name in dated() if HANDLING[name].how == NAMELESS)


def read_rules(store: Store) -> list[Rule]:
    """The rules of a store; none where nobody set any.

    Errors  UnreadableRules
    """
    path = store.root / FILE
    try:
        return [Rule(**each).checked() for each in json.loads(path.read_text("utf-8"))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, SettingError) as wrong:
        raise UnreadableRules(path=str(path), why=str(wrong)) from wrong


def write_rules(store: Store, rules: Iterable[Rule]) -> list[Rule]:
    """Set the rules, one for a table; nothing is deleted before they are carried out."""
    kept = {rule.table: rule.checked() for rule in rules}
    found = [asdict(kept[name]) for name in dated() if name in kept]
    write_file(store.root / FILE, json.dumps(found, indent=1) + "\n")
    return read_rules(store)


def plan(store: Store, rules: Iterable[Rule], *, today: date) -> list[Planned]:
    """What each rule would do on a day; nothing is written."""
    session = new_engine("duckdb")
    try:
        return [_planned(store, rule, today, session) for rule in rules]
    finally:
        session.close()


def carry_out(store: Store, rules: Iterable[Rule], *, note: ChangeNote, today: date) -> list[Change]:
    """Delete, or make nameless, what is older than the rules allow; it cannot be taken back.

    note   of kind "retain"; each table is a change of its own, `<change_id>-<table>`. The same one again
           answers what was done
    """
    done = []
    for rule in rules:
        spec, before = fact_table(rule.table), today - timedelta(days=rule.days)
        told = {"rule": asdict(rule), "before": before.isoformat()}
        one = ChangeNote(f"{note.change_id}-{rule.table}", KIND, note.by, note.at, told)
        with disk_full_said(store.root):
            done += _carried_out(store, spec, rule, before, one)
            _forget_before(store, spec, rule, before)
    return done


def _carried_out(store: Store, spec: FactTable, rule: Rule, before: date, note: ChangeNote) -> list[Change]:
    session = new_engine("duckdb")
    try:
        keys = session.collect(_old(store, rule, before, session).select(*spec.key))
    finally:
        session.close()
    if not keys.num_rows and changes.read(store.root, note.change_id) is None:
        return []
    if rule.how == DELETE:
        return [store.delete(spec.name, keys, note=note, remembered=False)]
    for name in emptied(spec):
        keys = keys.append_column(name, pa.nulls(keys.num_rows, spec.schema.field(name).type))
    return [store.change(spec.name, keys, note=note, mode="update", empty="clear", remembered=False)]


def _forget_before(store: Store, spec: FactTable, rule: Rule, before: date) -> None:
    """Older versions, and rows as they stood before earlier changes, are kept no longer than the rows."""
    store.vacuum(spec.name, keep_hours=0)
    for change in changes.changes(store, spec.name):
        for file in changes.before_files(store.root, change.change_id):
            rows, path = pl.scan_parquet(file), Path(file)
            old = (pl.col(spec.happened) < before).fill_null(False)
            if not rows.select(old.any()).collect().item():
                continue
            empties = emptied(spec) if rule.how == NAMELESS else []
            kept = rows.with_columns(pl.when(~old).then(pl.col(c)).alias(c) for c in empties)
            kept = kept if rule.how == NAMELESS else rows.filter(~old)
            kept.sink_parquet(path.with_suffix(".draft"))
            path.with_suffix(".draft").replace(path)


def _planned(store: Store, rule: Rule, today: date, session: Engine) -> Planned:
    before = today - timedelta(days=rule.days)
    rows, when = _old(store, rule, before, session), fact_table(rule.table).happened
    asked = {"rows": rows.count(), "first_on": rows[when].min(), "last_on": rows[when].max()}
    if rule.table == "purchases":
        asked["revenue"] = rows.amount.sum().fill_null(0.0)
    return Planned(rule, before, **session.collect(rows.aggregate(**asked)).to_pylist()[0])


def _old(store: Store, rule: Rule, before: date, session: Engine) -> Table:
    """The rows a rule is about; who is nameless already is left alone."""
    rows = store.read(rule.table, session, resolve=False)
    old = rows.filter(rows[fact_table(rule.table).happened] < before)
    return old.filter(old.customer_id.notnull()) if rule.how == NAMELESS else old
