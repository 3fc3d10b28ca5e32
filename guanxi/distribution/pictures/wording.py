"""How the pictures of surveys write a score, and an interval."""

from __future__ import annotations

from guanxi.formats import UNKNOWN, plain


def span_of(low: str, high: str) -> str:
    return UNKNOWN if UNKNOWN in (low, high) else f"{low}–{high}"


def score_of(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return plain(value, 0 if float(value).is_integer() else 1)
