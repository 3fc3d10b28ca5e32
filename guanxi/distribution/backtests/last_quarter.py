"""The last part of history held out: what the models would have said then, against what came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.knowledge.history import history
from guanxi.knowledge.lifetime import LifetimeSettings, lifetime
from guanxi.outcomes.calibration import measure

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

HORIZON_DAYS = 91
LEAST_HISTORY_DAYS = 91  # a model fitted on less than a quarter is not worth checking


def back_test(
    purchases: Table,
    *,
    as_of: date,
    first_on: date,
    engine: Engine,
    settings: LifetimeSettings | None = None,
) -> list[dict[str, Any]]:
    """Fit on all but the last 91 days, forecast them, and compare by tenths of the customers.

    Out     rows of the fact table `measurements`, under the snapshot id "back-test"
    Absent  everything, where history is shorter than two quarters or the model had no answer then
    """
    made_on = as_of - timedelta(days=HORIZON_DAYS)
    if first_on > made_on - timedelta(days=LEAST_HISTORY_DAYS):
        return []
    then = history(purchases, as_of=made_on, engine=engine)
    fitted = lifetime(then.table, as_of=made_on, engine=engine, settings=settings)
    predictions = fitted.table.mutate(
        snapshot_id=ibis.literal("back-test"), as_of=ibis.literal(made_on), warning=ibis.null("string")
    )
    rows = engine.collect(measure(predictions, purchases, as_of=as_of)).to_pylist()
    return [row for row in rows if row["horizon_days"] == HORIZON_DAYS]
