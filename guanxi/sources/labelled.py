"""Small tables of numbers: retention by cohort, contracts, counted histories, years of a plan.

Which column plays which role is told by its header, in English or Chinese, or named; what was taken is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sources.amounts import amounts
from guanxi.sources.dates import dates
from guanxi.sources.files import SourceTable
from guanxi.sources.header_words import bare
from guanxi.sources.refusals import ColumnTwice, NoColumn, UnclearColumn, UnknownColumn

PERCENT = r"^\s*[-+]?[\d.,]+\s*[%％]\s*$"


@dataclass(frozen=True)
class Label:
    """A role that a column may play.

    en, zh   what it is called in a sentence
    headers  bare headers that say it, as one pattern; the role's own name always does
    kind     number | date | text
    """

    en: str
    zh: str
    headers: str
    kind: str = "number"

    def facts(self, role: str, prefix: str = "role") -> dict[str, str]:
        return {prefix: role, f"{prefix}_en": self.en, f"{prefix}_zh": self.zh}


@dataclass(frozen=True)
class Cells:
    """A role's column as read: `values` are null where a cell is empty or `unreadable`."""

    column: str
    values: pl.Series
    missing: pl.Series
    notes: tuple[Note, ...] = ()

    @property
    def unreadable(self) -> pl.Series:
        return self.values.is_null() & ~self.missing


def columns_of(
    table: SourceTable, labels: Mapping[str, Label], named: Mapping[str, str | None] | None = None
) -> tuple[dict[str, str], list[Note]]:
    """role -> column, for every role that is named or whose header is known; and a note for each guess.

    Errors  UnknownColumn, ColumnTwice, UnclearColumn where two headers say one role
    """
    known, found, notes = table.rows.columns, {}, []
    for role, column in (named or {}).items():
        if column and role in labels:
            found[role] = _named(labels[role], role, column, known)
    _refuse_twice(found, labels)
    for role, label in labels.items():
        if role in found:
            continue
        free = [column for column in known if column not in found.values()]
        saying = [c for c in free if bare(c) == bare(role)] or [c for c in free if _says(label, c)]
        if len(saying) > 1:
            raise UnclearColumn(**label.facts(role), option=option(role), candidates=", ".join(saying))
        if saying:
            found[role] = saying[0]
            notes.append(Note("sources.guessed_by_header", {**label.facts(role), "column": saying[0]}))
    return found, notes


def needed(
    roles: Iterable[str], columns: Mapping[str, str], labels: Mapping[str, Label], table: SourceTable
) -> None:
    """Refuse a table that lacks one of these roles.

    Errors  NoColumn
    """
    for role in roles:
        if role not in columns:
            known = ", ".join(table.rows.columns)
            raise NoColumn(**labels[role].facts(role), option=option(role), known=known)


def cells(table: SourceTable, role: str, column: str, labels: Mapping[str, Label]) -> Cells:
    """The column of a role: numbers (70 % is 0.7), dates, or text.

    Errors  UnclearDayMonth
    """
    raw, kind = table.rows[column], labels[role].kind
    if kind == "date":
        read = dates(raw, column=column)
        return Cells(column, read.values, read.missing, read.notes)
    if kind == "text":
        text = raw.cast(pl.String).str.strip_chars()
        text = pl.select(pl.when(text != "").then(text)).to_series()
        return Cells(column, text, text.is_null())
    if raw.dtype != pl.String:
        read = amounts(raw)
        return Cells(column, read.values, read.missing)
    percent = raw.str.contains(PERCENT).fill_null(False)
    read = amounts(raw.str.replace(r"\s*[%％]\s*$", ""))
    share = pl.select(pl.when(percent).then(read.values / 100).otherwise(read.values)).to_series()
    return Cells(column, share, read.missing, read.notes)


def option(role: str) -> str:
    """How the command line names the role's column."""
    return f"--column {role}=…"


def _says(label: Label, column: str) -> bool:
    said = bare(column)
    return said in (bare(label.en), bare(label.zh)) or re.fullmatch(label.headers, said) is not None


def _named(label: Label, role: str, asked: str, known: list[str]) -> str:
    same = [column for column in known if column == asked] or [c for c in known if bare(c) == bare(asked)]
    if len(same) == 1:
        return same[0]
    near = get_close_matches(asked, known, n=1, cutoff=0.0)
    raise UnknownColumn(asked=asked, **label.facts(role), known=", ".join(known), near=near[0])


def _refuse_twice(found: Mapping[str, str], labels: Mapping[str, Label]) -> None:
    taken: dict[str, str] = {}
    for role, column in found.items():
        if column in taken:
            other = labels[role].facts(role, prefix="other")
            raise ColumnTwice(column=column, **labels[taken[column]].facts(taken[column]), **other)
        taken[column] = role
