"""Money counted in whole millionths: a sum of millions of lines is exact, and two sums of them agree.

Sums of floats drift with their order; a reconciliation to the cent cannot be made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

import polars as pl

DECIMALS = 6
UNITS = 10**DECIMALS


def units(amount: str | pl.Expr) -> pl.Expr:
    """An amount in whole millionths; the places of more decimals are rounded away."""
    amount = pl.col(amount) if isinstance(amount, str) else amount
    return (amount * UNITS).round().cast(pl.Int64)


def total(units: pl.Expr) -> pl.Expr:
    """A sum that cannot overflow."""
    return units.cast(pl.Int128).sum()


def money(units: int) -> Decimal:
    """Whole millionths as money, without needless zeros, with two decimals at least."""
    value = Decimal(units).scaleb(-DECIMALS)
    cents = value.quantize(Decimal("0.01"))
    return cents if cents == value else value.normalize()


def from_plain(kind: type, told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass out of plain JSON, money as it was to the last decimal."""
    return {
        field.name: Decimal(told[field.name]) if field.type in (Decimal, "Decimal") else told[field.name]
        for field in fields(kind)
    }
