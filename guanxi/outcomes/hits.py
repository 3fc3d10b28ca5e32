"""Whether the warnings were right: of those warned, who fell silent, and of those who did, who was warned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from guanxi.outcomes.happened import due, happened

if TYPE_CHECKING:
    from ibis.expr.types import Table

SILENCE_DAYS = 91


def hits(predictions: Table, purchases: Table, *, as_of: date) -> Table:
    """Hold each snapshot's act warnings against the 91 days that followed.

    In      predictions   rows of the fact table; purchases: rows of the fact table, all of them
    Out     one row per snapshot that has come due
            customers         int     those whose rhythm was known, so that a warning could be given at all
            warned            int     those with warning 'act'
            warned_silent     int     those of them who bought nothing in the next 91 days
            silent            int     all who bought nothing in the next 91 days, warned or not
            precision         share   warned_silent / warned; null where nobody was warned
            recall            share   warned_silent / silent; null where nobody fell silent
    Absent  snapshots not yet due; customers without a rhythm (no purchase in the 12 months before)
    Breaks when  warned customers are followed up and brought back: a warning that worked looks wrong. Compare
            with `lift`, which has a group that was left alone.
    """
    followed = happened(due(predictions, as_of=as_of, horizons=(SILENCE_DAYS,)), purchases)
    judged = followed.filter(lambda t: t.warning.notnull()).mutate(
        is_warned=lambda t: (t.warning == "act").cast("int64"), is_silent=lambda t: 1 - t.came_back
    )
    counted = judged.group_by("snapshot_id", "as_of", "due_on").agg(
        customers=lambda t: t.count(),
        warned=lambda t: t.is_warned.sum(),
        warned_silent=lambda t: (t.is_warned * t.is_silent).sum(),
        silent=lambda t: t.is_silent.sum(),
    )
    return counted.mutate(
        precision=lambda t: t.warned_silent / t.warned.nullif(0),
        recall=lambda t: t.warned_silent / t.silent.nullif(0),
    )
