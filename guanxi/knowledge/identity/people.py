"""Records of people made comparable: each column by its kind, and what two must share to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import polars as pl

from guanxi.errors import BadInput
from guanxi.knowledge.identity.names import phone_digits, sounds, spellings

# kind -> what it says of a person: a key nearly names one alone, a trait only with others
KEYS = ("phone", "email", "number", "date")
TRAITS = ("name", "address", "place", "code", "class")
KINDS = (*KEYS, *TRAITS)
CUSTOMERS = {"name": "name", "phone": "phone", "email": "email", "city": "place"}
SOUND = "_sound"  # of a name's column: as it sounds
PAIRED = 6  # traits that are combined two by two


class UnknownKind(BadInput):
    code = "identity.unknown_kind"


def comparable(records: pl.DataFrame, kinds: Mapping[str, str], *, key: str) -> pl.DataFrame:
    """The columns that are compared, in the form in which they are; empty cells are null.

    Out   unique_id, one column per given one, and `<name>_sound` for names
    """
    if wrong := [kind for kind in kinds.values() if kind not in KINDS]:
        raise UnknownKind(asked=wrong[0], known=", ".join(KINDS))
    columns = [pl.col(key).cast(pl.String).alias("unique_id")]
    for name, kind in kinds.items():
        text = pl.col(name).cast(pl.String).str.strip_chars()
        if kind == "name":
            columns += [
                _by_value(records, name, _simplified, name),
                _by_value(records, name, sounds, name + SOUND),
            ]
        elif kind == "phone":
            columns.append(_by_value(records, name, phone_digits, name))
        else:
            lowered = text.str.to_lowercase()
            columns.append(pl.when(lowered != "").then(lowered).alias(name))
    return records.select(columns)


def _simplified(name: str) -> str:
    return spellings(name).simplified


def _by_value(records: pl.DataFrame, name: str, form, to: str) -> pl.Expr:
    """Each different value brought into its form once."""
    distinct = records[name].cast(pl.String).drop_nulls().unique()
    forms = pl.Series([form(value) or None for value in distinct.to_list()], dtype=pl.String)
    return (
        pl.col(name)
        .cast(pl.String)
        .replace_strict(distinct, forms, default=None, return_dtype=pl.String)
        .alias(to)
    )


def shared(kinds: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Columns that two records must share for the pair to be looked at: a key, or two traits at once."""
    keys = [(name,) for name, kind in kinds.items() if kind in KEYS]
    traits = [
        _sound(name, kind) for name, kind in kinds.items() if kind in ("name", "address", "place", "code")
    ]
    pairs = list(combinations(traits[:PAIRED], 2)) if len(traits) > 1 else [(trait,) for trait in traits]
    long = [(_sound(name, kind),) for name, kind in kinds.items() if kind == "address"]
    return keys + long + pairs


def _sound(name: str, kind: str) -> str:
    return name + SOUND if kind == "name" else name
