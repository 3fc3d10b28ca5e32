"""What a row that a program sends may say: the columns of its table, each of its word's type."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from difflib import get_close_matches
from typing import Any

from guanxi.errors import BadInput
from guanxi.facts.table import FactTable
from guanxi.facts.words import word

LONGEST = 4_000  # characters of one value
SHOWN = 20  # faults that are named


class RowsRefused(BadInput):
    code = "live.rows_refused"


def typed(spec: FactTable, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as they will be kept, or RowsRefused with every fault.

    A purchase without a line gets its place among the lines of its order.
    """
    faults: list[str] = []
    lines: Counter[str] = Counter()
    kept = []
    for n, row in enumerate(rows, 1):
        row = dict(row)
        if spec.name == "purchases" and row.get("order_id") is not None:
            lines[str(row["order_id"])] += 1
            row.setdefault("line", lines[str(row["order_id"])])
        faults += [f"{n}: {fault}" for fault in _faults(spec, row)]
        kept.append(row)
    if faults:
        more = len(faults) - SHOWN
        said = "; ".join(faults[:SHOWN]) + (f"; … (+{more})" if more > 0 else "")
        raise RowsRefused(table=spec.name, faults=said, count=len(faults), rows=len(rows))
    return kept


def _faults(spec: FactTable, row: dict[str, Any]) -> list[str]:
    found = []
    for name in row:
        if name not in spec.columns:
            near = get_close_matches(name, spec.columns, n=1)
            found.append(f"{name}?" + (f" ({near[0]}?)" if near else ""))
    for name in spec.key:
        if row.get(name) is None:
            found.append(f"{name} = null")
    found += [f"{name} = {_shown(value)}" for name, value in row.items() if not _fits(name, value, spec)]
    return found


def _shown(value: Any) -> str:
    """A value as a message may carry it, whatever characters it has."""
    return ascii(value)[:60] if isinstance(value, str) and not _is_text(value) else f"{value!r:.60}"


def _fits(name: str, value: Any, spec: FactTable) -> bool:
    """Whether a value is of its word's type; null says nothing."""
    if value is None or name not in spec.columns:
        return True
    match word(name).type:
        case "str":
            return isinstance(value, str) and 0 < len(value) <= LONGEST and _is_text(value)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
        case "float":
            return isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)
        case "bool":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_day(value)
        case _:
            return False


def _is_text(value: str) -> bool:
    """Whether it can be written down: half of a surrogate pair cannot, and NUL ends a text elsewhere."""
    return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_finite(value: int | float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False
