"""Answers of certain days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table


def answered_between(answers: Table, since: date | None, until: date | None) -> Table:
    """Those from the first day to the last, both included; None leaves an end open."""
    rows = answers if until is None else answers.filter(answers.answered_on <= until)
    return rows if since is None else rows.filter(rows.answered_on >= since)
