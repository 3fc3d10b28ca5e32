"""How well past predictions came true: what was expected against what happened, once it can be known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import ibis

from guanxi.facts.table import fact_table
from guanxi.outcomes.happened import HORIZONS, due, happened

if TYPE_CHECKING:
    from ibis.expr.types import Table

NOT_PREDICTED = 0


def measure(predictions: Table, purchases: Table, *, as_of: date, measured: Table | None = None) -> Table:
    """Measure the predictions that have come due by a day.

    In      predictions   rows of the fact table; one per customer and snapshot
            purchases     rows of the fact table, all of them: the window is cut here
            measured      rows of the fact table `measurements` that need not be measured again
    Out     rows of the fact table `measurements`: one per snapshot, horizon and decile. Decile 1 has the
            tenth of the customers of whom the fewest purchase days were expected, 10 the most; with fewer
            than ten customers there are fewer deciles. Decile 0 has those of whom nothing was predicted.
            Spend is summed, on both sides, over customers of whom a spend was predicted.
    Absent  predictions whose last day is after `as_of`; customers who were new after the prediction
    Source  Fader, Hardie & Lee 2005, Marketing Science 24(2), section 5 (hold-out by expected frequency);
            see docs/methods/outcomes.md
    """
    waiting = due(predictions, as_of=as_of)
    if measured is not None:
        waiting = waiting.anti_join(measured, ["snapshot_id", "horizon_days"])
    return _by(_with_deciles(happened(waiting, purchases), "predicted_purchases")).select(
        *fact_table("measurements").columns
    )


def reliability(
    predictions: Table, purchases: Table, *, as_of: date, horizon_days: int = HORIZONS[-1]
) -> Table:
    """Compare the probability of still being a customer with the share who bought again.

    Out     one row per snapshot and decile of `p_alive`: customers, p_alive (their mean), came_back, and
            came_back_share. A live customer need not buy within the horizon, so the share may lie
            below the probability; it should not lie above it by more than chance.
    Absent  predictions without p_alive; those not yet due
    """
    waiting = due(predictions, as_of=as_of, horizons=(horizon_days,)).filter(lambda t: t.p_alive.notnull())
    graded = _with_deciles(happened(waiting, purchases), "p_alive")
    return graded.group_by("snapshot_id", "as_of", "horizon_days", "due_on", "decile").agg(
        customers=lambda t: t.count(),
        p_alive=lambda t: t.p_alive.mean(),
        came_back=lambda t: t.came_back.sum(),
        came_back_share=lambda t: t.came_back.mean(),
    )


def _with_deciles(rows: Table, by: str) -> Table:
    """`decile` within each snapshot and horizon: equal parts, so ties are split, by customer_id."""
    known = rows[by].notnull()
    # Those without a prediction rank last, so that they do not push the others' deciles about.
    window = ibis.window(
        group_by=["snapshot_id", "horizon_days", known],
        order_by=[rows[by].asc(), rows.customer_id.asc()],
    )
    tenth = (ibis.ntile(10).over(window) + 1).cast("int64")
    return rows.mutate(decile=known.ifelse(tenth, NOT_PREDICTED))


def _by(rows: Table) -> Table:
    return rows.group_by("snapshot_id", "as_of", "horizon_days", "due_on", "decile").agg(
        customers=lambda t: t.count(),
        came_back=lambda t: t.came_back.sum(),
        predicted_purchases=lambda t: t.predicted_purchases.sum(),
        happened_purchases=lambda t: t.happened_purchases.sum(),
        purchases_error=lambda t: (t.predicted_purchases - t.happened_purchases).abs().mean(),
        predicted_spend=lambda t: t.predicted_spend.sum(),
        happened_spend=lambda t: t.happened_spend.sum(where=t.predicted_spend.notnull()),
        spend_error=lambda t: (t.predicted_spend - t.happened_spend).abs().mean(),
    )
