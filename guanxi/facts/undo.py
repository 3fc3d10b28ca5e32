"""Taking a change back, row by row, whatever was said since.

A row goes back to what it said before the change, if the change was the last to say it. Where a later
change said it too, otherwise or the same, there is a conflict: by default the later word stays, and a
person may decide otherwise. An undo is itself a change, so it can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from guanxi.errors import Conflict, SettingError
from guanxi.facts import changes
from guanxi.facts.changes import Change, ChangeNote
from guanxi.facts.changing import AFTER, EXISTED, Work, before, months_of
from guanxi.facts.delta import CHANGE
from guanxi.facts.table import fact_table

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.facts.store import Store
    from guanxi.facts.table import FactTable

DECISIONS = ("keep", "back")
FORGETFUL = ("erase", "retain")  # their rows as they stood before are kept nowhere


class AlreadyUndone(Conflict):
    code = "undo.already_undone"


class CannotBeUndone(Conflict):
    code = "undo.cannot_be_undone"


class UnknownDecision(SettingError):
    code = "undo.unknown_decision"


@dataclass(frozen=True)
class UndoPlan:
    """What taking a change back would do.

    rows_to_delete   rows that were not there before
    rows_to_restore  rows that go back to what they said
    conflicts        one row per key that a later change said too: the key, `theirs` (that change, null
                     where it was deleted), and each column as `<column>`, now, and `before_<column>`, before
                     the change that is taken back (all null where the row did not exist)
    """

    change: Change
    rows_to_delete: int
    rows_to_restore: int
    conflicts: pa.Table


def plan_undo(store: Store, change_id: str, engine: Engine) -> UndoPlan:
    """See what taking a change back would do; nothing is written.

    Errors  NotFound, AlreadyUndone, CannotBeUndone
    """
    taken = _takeable(store, change_id)
    spec = fact_table(taken.table)
    rows = _rows(store, taken, spec, engine)
    clean = rows.filter(~rows.is_conflict)
    counts = clean.aggregate(
        restored=clean[EXISTED].sum().fill_null(0),
        deleted=(~clean[EXISTED] & clean.is_there).sum().fill_null(0),
    )
    found = engine.collect(counts).to_pylist()[0]
    return UndoPlan(taken, found["deleted"], found["restored"], _conflicts(spec, rows, engine))


def undo(
    store: Store,
    change_id: str,
    *,
    note: ChangeNote,
    decisions: Mapping[tuple, str] | None = None,
    default: str = "keep",
) -> Change:
    """Take a change back, as one commit.

    decisions   for rows in conflict: key (its values in the order of the table's key) -> keep or back
    default     for the other rows in conflict: keep what was said later, or back to before all of it
    """
    for asked in {default, *(decisions or {}).values()} - set(DECISIONS):
        raise UnknownDecision(asked=asked, known=", ".join(DECISIONS))
    table = changes.change(store, change_id).table
    spec = fact_table(table)
    with store.writing(table, note) as (first, session):
        if first:
            return first
        taken = _takeable(store, change_id)
        rows = session.keep(
            _decided(_rows(store, taken, spec, session), spec, decisions or {}, default, session)
        )
        return _carry_out(store, taken, spec, rows, note, session)


def _carry_out(
    store: Store, taken: Change, spec: FactTable, rows: Table, note: ChangeNote, session: Engine
) -> Change:
    moving = rows.filter(rows.moves)
    handed = rows.filter(~rows.moves & rows.confirmed_by.notnull())
    back = moving.filter(moving[EXISTED])
    put = back.select(**{c: back[f"before_{c}"] for c in (*spec.columns, CHANGE)})
    # A row that a later change said again, the same, is that one's from now on.
    put = put.union(handed.select(*spec.columns, **{CHANGE: handed.confirmed_by}))
    there = moving.filter(moving.is_there)
    put_back = session.collect(
        moving.aggregate(
            updated=(moving[EXISTED] & moving.is_there).sum().fill_null(0),
            inserted=(moving[EXISTED] & ~moving.is_there).sum().fill_null(0),
            deleted=(~moving[EXISTED] & moving.is_there).sum().fill_null(0),
        )
    ).to_pylist()[0]
    kept = rows.filter(rows.is_conflict & ~rows.moves)
    left = session.collect(kept.aggregate(n=kept.count()))["n"][0].as_py()
    after = there[f"before_{CHANGE}"].fill_null("")
    gone = before(spec, there, after=ibis.ifelse(there[EXISTED], after, ibis.null("string")))
    come = moving.filter(~moving.is_there & moving[EXISTED])
    come = come.select(
        **{c: come[f"before_{c}"] for c in spec.columns},
        **{
            CHANGE: ibis.null("string"),
            EXISTED: ibis.literal(False),
            AFTER: come[f"before_{CHANGE}"].fill_null(""),
        },
    )
    gone = gone.union(before(spec, handed, after=handed.confirmed_by))
    making_way = there.select(*spec.key).union(handed.select(*spec.key))
    moved = session.collect(making_way.aggregate(n=making_way.count()))["n"][0].as_py()
    work = Work(
        put=put,
        inserted=put_back["inserted"],
        updated=put_back["updated"],
        unchanged=0,
        skipped=0,
        gone=making_way if moved else None,
        before=gone.union(come),
        months=months_of(spec, there, session) | months_of(spec, handed, session),
    )
    planned = changes.planned(note, taken.table, conflicts=left, undoes=taken.change_id, **put_back)
    return store.carry_out(spec, work, planned, session)


# -- which rows, and how they stand --------------------------------------------------------------------


def _rows(store: Store, taken: Change, spec: FactTable, engine: Engine) -> Table:
    """One row per key the change said: how it is now (`column`), how it was (`before_column`).

    existed, is_there   whether the row existed before, whether it is there now
    is_conflict         whether somebody said it since
    confirmed_by        who said it again, the same; null where nobody did
    """
    key = list(spec.key)
    now = store.read(taken.table, engine, resolve=False, with_change=True)
    said = _said(store, taken, spec, now, engine)
    was = said.select(
        **{f"key_{k}": said[k] for k in key},
        **{
            f"before_{c}": ibis.ifelse(said[EXISTED], said[c], ibis.null(said[c].type()))
            for c in spec.columns
        },
        **{f"before_{CHANGE}": said[CHANGE], EXISTED: said[EXISTED], AFTER: said[AFTER]},
    )
    joined = was.left_join(now, [was[f"key_{k}"] == now[k] for k in key])
    there = joined[key[0]].notnull()
    # A row that no change said (the loop wrote it) is said by "" where it is there at all.
    as_left = joined[CHANGE].fill_null("").identical_to(joined[AFTER])
    untouched = ibis.ifelse(there, as_left, joined[AFTER].isnull())
    own = {k: joined[f"key_{k}"] for k in key}
    rest = {c: joined[c] for c in (*spec.columns, CHANGE) if c not in key}
    was_columns = {f"before_{c}": joined[f"before_{c}"] for c in (*spec.columns, CHANGE)}
    rows = joined.select(
        **own, **rest, **was_columns, **{EXISTED: joined[EXISTED]}, is_there=there, hers=untouched
    )
    return _with_confirmation(store, taken, spec, rows, engine)


def _with_confirmation(store: Store, taken: Change, spec: FactTable, rows: Table, engine: Engine) -> Table:
    """With `confirmed_by`, and `is_conflict` for every row that somebody else has spoken of since."""
    again = _confirmed_since(store, taken, spec, engine)
    if again is None:
        return rows.mutate(is_conflict=~rows.hers, confirmed_by=ibis.null("string")).drop("hers")
    again = again.rename({f"again_{k}": k for k in spec.key})
    joined = rows.left_join(again, [rows[k] == again[f"again_{k}"] for k in spec.key])
    by = ibis.ifelse(joined.hers & joined.is_there, joined.confirmed, ibis.null("string"))
    joined = joined.mutate(confirmed_by=by, is_conflict=~joined.hers | by.notnull())
    return joined.drop("hers", "confirmed", *(f"again_{k}" for k in spec.key))


def _confirmed_since(store: Store, taken: Change, spec: FactTable, engine: Engine) -> Table | None:
    """Keys that a later, standing change said again: key, `confirmed` (the first such change)."""
    key, found = list(spec.key), []
    own = _confirmed(store, taken.change_id, spec, engine)
    for change in _later(store, taken):
        said = _confirmed(store, change.change_id, spec, engine)
        if said is None or change.state == "undone":
            continue
        hers = said.filter(said[CHANGE] == taken.change_id)
        if own is not None:  # rows it was handed when the change that had said them was taken back
            hers = hers.union(said.semi_join(own, [*key, CHANGE]))
        found.append(hers.select(*key, confirmed=ibis.literal(change.change_id)))
    if not found:
        return None
    every = found[0] if len(found) == 1 else ibis.union(*found)
    return every.group_by(key).aggregate(confirmed=every.confirmed.min())


def _confirmed(store: Store, change_id: str, spec: FactTable, engine: Engine) -> Table | None:
    files = changes.confirmed_files(store.root, change_id)
    return engine.scan(files).select(*spec.key, CHANGE) if files else None


def _said(store: Store, taken: Change, spec: FactTable, now: Table, engine: Engine) -> Table:
    """What every row that the change said was before it."""
    key, columns = list(spec.key), [*spec.columns, CHANGE, EXISTED, AFTER]
    recorded = _before(store, taken.change_id, spec, engine)
    mine = ibis.literal(taken.change_id, "string")
    inserted = now.filter(now[CHANGE] == mine)
    later = [c for c in _later(store, taken) if changes.before_files(store.root, c.change_id)]
    sources = [inserted.select(*spec.columns, CHANGE)]
    for change in later:
        since = _before(store, change.change_id, spec, engine)
        sources.append(since.filter((since[CHANGE] == mine) & since[EXISTED]).select(*spec.columns, CHANGE))
    touched = sources[0] if len(sources) == 1 else ibis.union(*sources)
    if recorded is not None:
        touched = touched.anti_join(recorded.select(*key), key)
    touched = touched.distinct(on=key)
    handed = _confirmed(store, taken.change_id, spec, engine)
    if handed is None:
        owner = ibis.null("string")
    else:
        handed = handed.rename({f"handed_{k}": k for k in key}).rename(owner=CHANGE)
        touched = touched.left_join(handed, [touched[k] == handed[f"handed_{k}"] for k in key])
        owner = touched.owner
    new = touched.select(*spec.columns, **{CHANGE: owner, EXISTED: owner.notnull(), AFTER: mine})
    said = new.select(*columns) if recorded is None else recorded.select(*columns).union(new.select(*columns))
    return _through_undone(store, taken, spec, engine.keep(said), engine)


def _through_undone(store: Store, taken: Change, spec: FactTable, said: Table, engine: Engine) -> Table:
    """A row whose earlier word was itself taken back since goes to what was before that, and so on."""
    key = list(spec.key)
    undone = [
        c
        for c in changes.changes(store, taken.table)
        if c.state == "undone" and c.undone_by != taken.change_id and c.at <= taken.at
    ]
    for change in undone:  # newest first, so that a chain is followed to its end
        of_it = said.filter((said[CHANGE] == change.change_id) & said[EXISTED])
        if not engine.collect(of_it.aggregate(n=of_it.count()))["n"][0].as_py():
            continue
        earlier = _before(store, change.change_id, spec, engine)
        kept = said.filter(~((said[CHANGE].fill_null("") == change.change_id) & said[EXISTED]))
        known = of_it.select(*key, AFTER).rename({f"key_{k}": k for k in key}).rename(later_after=AFTER)
        if earlier is None:
            gone = of_it.mutate(**{EXISTED: ibis.literal(False), CHANGE: ibis.null("string")})
            said = engine.keep(kept.select(*said.columns).union(gone.select(*said.columns)))
            continue
        pairs = known.left_join(earlier, [known[f"key_{k}"] == earlier[k] for k in key])
        columns = {k: pairs[f"key_{k}"] for k in key}
        columns |= {c: pairs[c] for c in (*spec.columns, CHANGE) if c not in key}
        back = pairs.select(
            **columns, **{EXISTED: pairs[EXISTED].fill_null(False), AFTER: pairs["later_after"]}
        )
        said = engine.keep(kept.select(*said.columns).union(back.select(*said.columns)))
    return said


def _before(store: Store, change_id: str, spec: FactTable, engine: Engine) -> Table | None:
    files = changes.before_files(store.root, change_id)
    if not files:
        return None
    rows = engine.scan(files)
    lacking = {f.name: ibis.null(ibis.dtype(f.type)) for f in spec.schema if f.name not in rows.columns}
    return rows.mutate(**lacking).select(*spec.columns, CHANGE, EXISTED, AFTER)


def _later(store: Store, taken: Change) -> list[Change]:
    return [
        c for c in changes.changes(store, taken.table) if (c.at, c.change_id) > (taken.at, taken.change_id)
    ]


def _decided(
    rows: Table, spec: FactTable, decisions: Mapping[tuple, str], default: str, engine: Engine
) -> Table:
    """With `moves`: whether the row goes back."""
    if not decisions:
        return rows.mutate(moves=~rows.is_conflict | ibis.literal(default == "back"))
    schema = pa.schema(
        [pa.field(f"d_{k}", spec.schema.field(k).type) for k in spec.key] + [("back", pa.bool_())]
    )
    listed = [dict(zip(schema.names, (*key, said == "back"), strict=True)) for key, said in decisions.items()]
    chosen = engine.table(pa.Table.from_pylist(listed, schema=schema))
    joined = rows.left_join(chosen, [rows[k] == chosen[f"d_{k}"] for k in spec.key])
    return joined.mutate(moves=~joined.is_conflict | joined.back.fill_null(default == "back")).drop(
        "back", *(f"d_{k}" for k in spec.key)
    )


def _conflicts(spec: FactTable, rows: Table, engine: Engine) -> pa.Table:
    found = rows.filter(rows.is_conflict).order_by(list(spec.key))
    return engine.collect(
        found.select(
            *spec.key,
            theirs=ibis.coalesce(found.confirmed_by, found[CHANGE]),
            **{c: found[c] for c in spec.columns if c not in spec.key},
            **{f"before_{c}": found[f"before_{c}"] for c in spec.columns if c not in spec.key},
        )
    )


def _takeable(store: Store, change_id: str) -> Change:
    """The change, if it can be taken back."""
    found = changes.change(store, change_id)
    if found.state == "undone":
        raise AlreadyUndone(change=change_id, by=found.undone_by)
    if found.kind in FORGETFUL:
        raise CannotBeUndone(change=change_id, kind=found.kind)
    return found
