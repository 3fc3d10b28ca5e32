"""What a change does to a table, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import ibis

from guanxi.errors import BadInput, SettingError
from guanxi.facts.delta import CHANGE, MONTH
from guanxi.facts.table import ARROW
from guanxi.facts.words import word

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

    from guanxi.engines import Engine
    from guanxi.facts.table import FactTable

EXISTED, AFTER = "existed", "after_change_id"
MODES, EMPTIES = ("both", "create", "update"), ("keep", "clear")


class WrongColumns(BadInput):
    code = "store.wrong_columns"


class RepeatedKey(BadInput):
    code = "store.repeated_key"


class MissingValue(BadInput):
    code = "store.missing_value"


class UnknownWay(SettingError):
    code = "store.unknown_way"


@dataclass(frozen=True)
class Work:
    """What is to be written.

    put       whole stored rows: new ones, and updated ones as they will be
    gone      the keys of held rows that make way; None where none does
    before    those rows as they stand, for the ledger; None where none does
    months    months of the rows that make way
    confirmed the keys of held rows that say the same already, with the change that said them; None: none
    is_given  whether what is put is all that was given, as it was given
    """

    put: Table
    inserted: int
    updated: int
    unchanged: int
    skipped: int
    gone: Table | None = None
    before: Table | None = None
    months: frozenset[str] = frozenset()
    confirmed: Table | None = None
    is_given: bool = False


def work_out(
    spec: FactTable,
    held: Table | None,
    given: Table,
    *,
    change_id: str | None,
    engine: Engine,
    mode: str = "both",
    empty: str = "keep",
    distinct: bool = False,
    complete: bool = False,
    near: Callable[[frozenset[str]], Table] | None = None,
) -> Work:
    """Compare what is said with what is held, key by key.

    held    the stored rows with their change; None where the table is empty
    given   the key and any of the table's columns; columns not given keep what they say
    mode    both, create (known keys are skipped), update (unknown keys are skipped)
    empty   keep: an empty cell leaves what is held; clear: it empties it, unless the column is required
    near    the held rows of some months, where fewer files are read for them
    distinct, complete   whether it is known that no key is given twice, that no row lacks what it needs
    Errors  RepeatedKey, MissingValue
    """
    _refuse_unknown(mode, MODES, "mode")
    _refuse_unknown(empty, EMPTIES, "empty")
    total = _count(given, engine) if distinct else _refuse_repeated_keys(spec, given, engine)
    matched = None if held is None else _matched(spec, held, given, engine)
    known = 0 if matched is None else _count(matched, engine)
    new, fresh = _new(spec, given, matched, total - known, mode), total - known
    skipped = fresh if mode == "update" else 0
    fresh -= skipped
    if fresh and not complete:
        _refuse_missing_values(spec, new, engine)
    put = _whole(spec, new, change_id)
    if mode == "create" or not known:
        skipped += known
        return Work(put, fresh, 0, 0, skipped, is_given=not skipped)
    held = near(months_of(spec, matched, engine)) if near and spec.by_month else held
    differing = engine.keep(_differing(spec, held, given, empty))
    updated = _count(differing, engine)
    same = matched.anti_join(differing, list(spec.key)) if updated else matched
    same = same.select(*spec.key, CHANGE)
    if not updated:
        return Work(put, fresh, 0, known, skipped, confirmed=same)
    after = {c: differing[f"new_{c}"] for c in spec.columns}
    return Work(
        put=put.union(_whole(spec, differing.select(**after), change_id)),
        inserted=fresh,
        updated=updated,
        unchanged=known - updated,
        skipped=skipped,
        gone=differing.select(*spec.key),
        before=before(spec, differing, after=ibis.literal(change_id, "string")),
        months=months_of(spec, differing, engine),
        confirmed=same if known > updated else None,
    )


def _matched(spec: FactTable, held: Table, given: Table, engine: Engine) -> Table:
    """The held rows that are spoken of: key, when they happened, and the change that said them."""
    when = [spec.happened] if spec.happened and spec.happened not in spec.key else []
    keys = held.select(*spec.key, *when, CHANGE)
    return engine.keep(keys.semi_join(given.select(*spec.key), list(spec.key)))


def _new(spec: FactTable, given: Table, matched: Table | None, fresh: int, mode: str) -> Table:
    """The given rows that are not held; none where the way of saying leaves them out."""
    if not fresh or mode == "update":
        return given.limit(0)
    return given if matched is None else given.anti_join(matched, list(spec.key))


def cast_to(spec: FactTable, rows: Table) -> Table:
    """Rows in the table's types; unknown columns are refused, as is a missing key."""
    unknown = [name for name in rows.columns if name not in spec.columns]
    lacking = [name for name in spec.key if name not in rows.columns]
    if unknown or lacking:
        wrong = ", ".join(unknown or lacking)
        raise WrongColumns(table=spec.name, unknown=wrong, known=", ".join(spec.columns))
    types = {c: ibis.dtype(ARROW[word(c).type]) for c in rows.columns}
    return rows.select(
        **{c: rows[c] if rows[c].type() == types[c] else rows[c].cast(types[c]) for c in types}
    )


def before(spec: FactTable, rows: Table, *, after, existed: bool = True) -> Table:
    """Rows as they stand, as the ledger keeps them."""
    return rows.select(*spec.columns, CHANGE, **{EXISTED: ibis.literal(existed), AFTER: after})


def months_of(spec: FactTable, rows: Table, engine: Engine) -> frozenset[str]:
    if not spec.by_month:
        return frozenset()
    found = rows.select(**{MONTH: month(spec, rows)}).distinct()
    return frozenset(engine.collect(found)[MONTH].to_pylist())


def month(spec: FactTable, rows: Table):
    return rows[spec.happened].strftime("%Y-%m")


def _whole(spec: FactTable, rows: Table, change_id: str | None) -> Table:
    """Rows with every stored column; what is not given is null."""
    columns = {
        f.name: rows[f.name] if f.name in rows.columns else ibis.null(ibis.dtype(f.type)) for f in spec.schema
    }
    return rows.select(**columns, **{CHANGE: ibis.literal(change_id, "string")})


def _differing(spec: FactTable, held: Table, given: Table, empty: str) -> Table:
    """Held rows whose given values say something else; `new_<column>` is what each will be."""
    theirs = given.rename({f"_{c}": c for c in given.columns})
    pairs = held.inner_join(theirs, [held[k] == theirs[f"_{k}"] for k in spec.key])
    always = {*spec.key, *spec.required}
    new = {}
    for c in spec.columns:
        if c in spec.key or f"_{c}" not in pairs.columns:
            new[c] = pairs[c]
        elif empty == "keep" or c in always:
            new[c] = ibis.coalesce(pairs[f"_{c}"], pairs[c])
        else:
            new[c] = pairs[f"_{c}"]
    said = [c for c in spec.columns if c not in spec.key and f"_{c}" in pairs.columns]
    if not said:
        differs: BooleanValue = ibis.literal(False)
    else:
        differs = reduce(lambda a, b: a | b, (~pairs[c].identical_to(new[c]) for c in said))
    own = {c: pairs[c] for c in (*spec.columns, CHANGE)}
    return pairs.filter(differs).select(**own, **{f"new_{c}": value for c, value in new.items()})


def _refuse_missing_values(spec: FactTable, new: Table, engine: Engine) -> None:
    """New rows are refused where one lacks what every row needs."""
    needed = [c for c in (*spec.key, *spec.required) if c in new.columns]
    counts = new.aggregate(new.count().name("rows"), **{c: new[c].isnull().sum() for c in needed})
    found = engine.collect(counts).to_pylist()[0]
    for c in (*spec.key, *spec.required):
        if rows := found.get(c, found["rows"]):
            raise MissingValue(table=spec.name, column=c, rows=rows)


def _refuse_repeated_keys(spec: FactTable, given: Table, engine: Engine) -> int:
    """The number of rows, each with a key of its own."""
    rows, distinct = _count(given, engine), _count(given.select(*spec.key).distinct(), engine)
    if distinct != rows:
        raise RepeatedKey(table=spec.name, key=", ".join(spec.key), rows=rows - distinct)
    return rows


def _refuse_unknown(asked: str, known: tuple[str, ...], name: str) -> None:
    if asked not in known:
        raise UnknownWay(name=name, asked=asked, known=", ".join(known))


def _count(rows: Table, engine: Engine) -> int:
    return engine.collect(rows.aggregate(n=rows.count()))["n"][0].as_py()
