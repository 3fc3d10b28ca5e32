"""Which column of a file is what, and why: remembered, told by its header, borne out by its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from guanxi.facts.notes import Note
from guanxi.facts.table import ARROW, fact_table
from guanxi.facts.words import word
from guanxi.sources.amounts import amounts
from guanxi.sources.dates import dates
from guanxi.sources.header_words import bare
from guanxi.sources.imports.header_words import rank, words_of
from guanxi.sources.imports.refusals import NeedsColumn, NotImportable, UnknownHeader, UnknownWord
from guanxi.sources.imports.settings import IMPORTABLE
from guanxi.sources.mapping import filled_cells
from guanxi.sources.refusals import UnclearDayMonth

MOST = 0.5  # A header is believed when this share of its filled cells bears it out; the rest is set aside.
OURS = "guanxi"  # how the columns begin that guanxi itself adds to a file of rows set aside


@dataclass(frozen=True)
class Guess:
    """The column of one word, and the reason in words; `by` is person | remembered | header."""

    word: str
    column: str
    by: str
    reason: Note


def guess(
    table: str,
    sample: pl.DataFrame,
    *,
    chosen: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> list[Guess]:
    """The column of every word that is known: as chosen, else as last time, else by header and values.

    chosen   word -> header; an empty header leaves the word out
    Errors   UnknownWord, UnknownHeader, NeedsColumn (by `check`)
    """
    if table not in IMPORTABLE:
        raise NotImportable(asked=table, known=", ".join(IMPORTABLE))
    chosen, known = dict(chosen or {}), words_of(table)
    for name in chosen:
        if name not in known:
            raise UnknownWord(asked=name, table=table, known=", ".join(known))
    found = [
        _guess(name, _header(header, sample.columns), "person") for name, header in chosen.items() if header
    ]
    for name, header in (remembered or {}).items():
        free = header in sample.columns and header not in {g.column for g in found}
        if name in known and name not in chosen and free:
            found.append(_guess(name, header, "remembered"))
    taken = {g.word for g in found} | set(chosen)
    ranked = sorted(
        (place, known.index(name), sample.columns.index(header), name, header)
        for name in known
        if name not in taken
        for header in sample.columns
        if not bare(header).startswith(OURS) or (name == "line" and bare(header) == "guanxiline")
        if (place := rank(table, name, header)) is not None and _bears_out(table, name, sample[header])
    )
    for _, _, _, name, header in ranked:
        if name not in {g.word for g in found} and header not in {g.column for g in found}:
            found.append(_guess(name, header, "header"))
    return sorted(_settled(table, found), key=lambda g: known.index(g.word))


def check(table: str, found: list[Guess], columns: list[str]) -> None:
    """Refuse a file without what every row of its table needs."""
    spec, mapped = fact_table(table), {g.word for g in found}
    needed = set(spec.required) if table != "customers" else {"customer_id"}
    if table == "products":
        needed = {"product_id"}
    if {"quantity", "price"} <= mapped:
        needed -= {"amount"}
    for name in sorted(needed - mapped, key=spec.columns.index):
        raise NeedsColumn(
            table_en=table, table_zh=table, word_en=word(name).en, word_zh=word(name).zh, name=name,
            known=", ".join(columns),
        )  # fmt: skip


def likely_table(headers: list[str]) -> str:
    """The kind of facts whose words fit most of the headers; purchases where it is a tie."""

    def fitting(table: str) -> float:
        fits = {
            name for name in words_of(table) for header in headers if rank(table, name, header) is not None
        }
        needed = {*fact_table(table).required} - {"amount"}
        return len(fits) - (5 if needed - fits else 0)

    return max(("purchases", *(t for t in IMPORTABLE if t != "purchases")), key=fitting)


def _settled(table: str, found: list[Guess]) -> list[Guess]:
    """A price matters only where it stands for the amount with a quantity."""
    mapped = {g.word for g in found}
    if (
        table == "purchases"
        and "amount" in mapped
        and not any(g.word == "price" and g.by == "person" for g in found)
    ):
        return [g for g in found if g.word != "price"]
    return found


def _guess(name: str, header: str, by: str) -> Guess:
    label = ("Price", "单价") if name == "price" else (word(name).en, word(name).zh)
    facts = {"word_en": label[0], "word_zh": label[1], "column": header}
    return Guess(name, header, by, Note(f"imports.column_by_{by}", facts))


def _header(asked: str, known: list[str]) -> str:
    same = [column for column in known if column == asked] or [c for c in known if bare(c) == bare(asked)]
    if same:
        return same[0]
    near = get_close_matches(asked, known, n=1, cutoff=0.4)
    raise UnknownHeader(asked=asked, near=near[0] if near else known[0], known=", ".join(known))


def _bears_out(table: str, name: str, cells: pl.Series) -> bool:
    """Whether the values do not speak against the header; an empty column may be anything."""
    filled = filled_cells(cells)
    if filled.is_empty():
        return name not in fact_table(table).required
    kind = "float" if name == "price" else word(name).type
    if filled.dtype.is_nested():
        return False
    if kind == "date":
        return _share_of_dates(filled) >= MOST
    if ARROW[kind] in (ARROW["int"], ARROW["float"]):
        return not filled.dtype.is_temporal() and float(amounts(filled).values.is_not_null().mean()) >= MOST
    return True


def _share_of_dates(filled: pl.Series) -> float:
    try:
        return float(dates(filled, column=filled.name).values.is_not_null().mean())
    except UnclearDayMonth:
        return float(dates(filled, column=filled.name, day_month="dmy").values.is_not_null().mean())
