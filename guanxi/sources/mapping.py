"""Which column of an order list is the customer, the date, the amount, the order: as told, or guessed
and said.

A guess needs a header that is known (guanxi/sources/header_words.py) and values that bear it out;
without a known header the values must leave one choice only. What cannot be decided is asked, with the
candidates named.
"""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn

import polars as pl

from guanxi.facts.notes import Note
from guanxi.sources.amounts import amounts
from guanxi.sources.dates import dates, first_shown
from guanxi.sources.header_words import REQUIRED, ROLES, bare, rank, says_nothing
from guanxi.sources.refusals import (
    ColumnTwice,
    NoColumn,
    NotAmounts,
    NotDates,
    UnclearColumn,
    UnclearDayMonth,
    UnknownColumn,
)
from guanxi.sources.roles import option, role_facts

SAMPLE_ROWS = 2_000
MOST = 0.5  # A header is believed when this share of its filled cells bears it out; the rest is set aside.
MONEY = ("amount", "price", "cost", "discount", "coupon_discount", "quantity")


@dataclass(frozen=True)
class Mapping:
    """The column of each role that is known, and how each guessed one was guessed.

    columns     role -> column; `amount` is absent where quantity times price stands for it
    guesses     one note per column that nobody named
    """

    columns: dict[str, str]
    guesses: tuple[Note, ...] = ()
    guessed: dict[str, str] = field(default_factory=dict)


def mapping(rows: pl.DataFrame, named: Named[str, str | None] | None = None) -> Mapping:
    """The roles of these columns: the named ones as named, the others guessed.

    Errors  UnknownColumn (a named column is not there), ColumnTwice, NotDates and NotAmounts (a named
            column holds something else), NoColumn and UnclearColumn (customer, date or amount cannot be
            guessed)
    """
    sample = _sample(rows)
    columns = {role: _named(role, name, rows.columns) for role, name in (named or {}).items() if name}
    _check_named(columns, sample)
    multiplied = {"quantity", "price"} <= columns.keys()
    guesses: list[Note] = []
    for role in ("date", "amount", "quantity", "price", "order", "customer", *ROLES):
        if role in columns or (role == "amount" and multiplied):
            continue
        if found := _guess(role, columns, sample):
            columns[role], note = found
            guesses.append(note)
    _settle_price(columns, guesses)
    for role in REQUIRED:
        if role not in columns and not (role == "amount" and {"quantity", "price"} <= columns.keys()):
            _refuse(role, columns, sample)
    guessed = {note.facts["role"]: columns[note.facts["role"]] for note in guesses}
    return Mapping(columns, tuple(guesses), guessed)


def _settle_price(columns: dict[str, str], guesses: list[Note]) -> None:
    """A price matters only where it stands for the amount: times the quantity, or alone."""
    if "amount" not in columns and "price" in columns and "quantity" not in columns:
        columns["amount"] = columns["price"]
        guesses.append(Note("sources.price_as_amount", {**role_facts("amount"), "column": columns["price"]}))
    if "amount" in columns and "price" in columns:
        del columns["price"]
        guesses[:] = [note for note in guesses if note.facts["role"] != "price"]


def _refuse(role: str, columns: dict[str, str], sample: pl.DataFrame) -> NoReturn:
    """Say that a role has no column: one is called so but holds something else, or none is."""
    free = [column for column in sample.columns if column not in columns.values()]
    for column in (column for column in free if rank(role, column) is not None):
        filled = filled_cells(sample[column])
        if filled.len() and role == "date":
            raise NotDates(column=column, example=first_shown(filled))
        if filled.len() and role == "amount":
            raise NotAmounts(column=column, **role_facts(role), example=first_shown(filled))
    raise NoColumn(**role_facts(role), option=option(role), known=", ".join(sample.columns))


def _sample(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows from the whole length of the file: its top is often unlike the rest."""
    return (
        rows
        if rows.height <= SAMPLE_ROWS
        else rows.gather_every(rows.height // SAMPLE_ROWS).head(SAMPLE_ROWS)
    )


def _named(role: str, name: str, known: list[str]) -> str:
    if name in known:
        return name
    same = [column for column in known if bare(column) == bare(name)]
    if len(same) == 1:
        return same[0]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    raise UnknownColumn(
        asked=name, **role_facts(role), known=", ".join(known), near=near[0] if near else known[0]
    )


def _check_named(columns: dict[str, str], sample: pl.DataFrame) -> None:
    taken: dict[str, str] = {}
    for role, column in columns.items():
        if column in taken:
            raise ColumnTwice(column=column, **role_facts(taken[column]), **role_facts(role, prefix="other"))
        taken[column] = role
        filled = filled_cells(sample[column])
        if role == "date" and filled.len() and not _share_of_dates(filled):
            raise NotDates(column=column, example=first_shown(filled))
        if role in MONEY and filled.len() and not _share_of_amounts(filled):
            raise NotAmounts(column=column, **role_facts(role), example=first_shown(filled))


def _guess(role: str, columns: dict[str, str], sample: pl.DataFrame) -> tuple[str, Note] | None:
    """The column of a role by its header, else by its values; None where there is none. No coin is tossed."""
    free = [column for column in sample.columns if column not in columns.values()]
    ranked = [(place, column) for column in free if (place := rank(role, column)) is not None]
    fitting = [(place, column) for place, column in ranked if fits(role, sample[column])]
    if fitting:
        best = min(place for place, _ in fitting)
        choices = [column for place, column in fitting if place == best]
        if len(choices) > 1 and role in REQUIRED:
            raise UnclearColumn(**role_facts(role), option=option(role), candidates=", ".join(choices))
        return choices[0], Note("sources.guessed_by_header", {**role_facts(role), "column": choices[0]})
    if role not in REQUIRED or ranked:
        return None
    return _guess_by_values(role, free, sample)


def _guess_by_values(role: str, free: list[str], sample: pl.DataFrame) -> tuple[str, Note] | None:
    """The only column whose values can play the role.

    Dates are dates under any header; but money may be freight and a key may be the seller's, so those
    two are taken by their values only under a header that says nothing ("column 3").
    """
    silent = [column for column in free if role == "date" or says_nothing(column)]
    choices = [column for column in silent if _looks_like(role, sample[column])]
    if len(choices) > 1:
        raise UnclearColumn(**role_facts(role), option=option(role), candidates=", ".join(choices))
    if not choices:
        return None
    return choices[0], Note("sources.guessed_by_values", {**role_facts(role), "column": choices[0]})


def fits(role: str, cells: pl.Series) -> bool:
    """Whether the values do not speak against the header. An empty column plays no role."""
    filled = filled_cells(cells)
    if filled.is_empty():
        return False
    if role == "date":
        return _share_of_dates(filled) >= MOST
    if role in MONEY:
        return _share_of_amounts(filled) >= MOST
    return role != "customer" or not _is_money(filled)


def _looks_like(role: str, cells: pl.Series) -> bool:
    """Whether the values alone speak for a role: dates; money with its cents; keys that come back."""
    filled = filled_cells(cells)
    if filled.is_empty() or filled.dtype.is_nested():
        return False
    if role == "date":
        return _share_of_dates(filled) >= 0.95
    if role == "amount":
        return _is_money(filled) and _share_of_amounts(filled) >= 0.95
    return _is_key(filled)


def _is_key(filled: pl.Series) -> bool:
    """A customer's key: short codes or whole numbers, many different ones; not a measure, not a text."""
    if _is_money(filled) or filled.dtype.is_temporal():
        return False
    text = filled.cast(pl.String)
    coded = text.str.contains(r"\d").mean() > 0.5 and text.str.len_chars().max() <= 40
    return coded and text.n_unique() >= max(2, filled.len() // 20)


def _is_money(filled: pl.Series) -> bool:
    """Numbers with decimals or a currency's sign: what no key has."""
    if filled.dtype.is_float():
        return bool((filled % 1 != 0).any())
    if filled.dtype != pl.String:
        return False
    return bool(filled.str.contains(r"^\D{0,4}\d[\d,. ]*[.,]\d{1,2}\D{0,2}$|[¥￥$€£元万]").mean() > 0.2)


def filled_cells(cells: pl.Series) -> pl.Series:
    cells = cells.drop_nulls()
    return cells.filter(cells.str.strip_chars() != "") if cells.dtype == pl.String else cells


def _share_of_dates(filled: pl.Series) -> float:
    if filled.dtype.is_nested() or filled.dtype == pl.Boolean:
        return 0.0
    try:
        return float(dates(filled, column=filled.name).values.is_not_null().mean())
    except UnclearDayMonth:
        return float(dates(filled, column=filled.name, day_month="dmy").values.is_not_null().mean())


def _share_of_amounts(filled: pl.Series) -> float:
    if filled.dtype.is_nested() or filled.dtype.is_temporal() or filled.dtype == pl.Boolean:
        return 0.0
    return float(amounts(filled).values.is_not_null().mean())
