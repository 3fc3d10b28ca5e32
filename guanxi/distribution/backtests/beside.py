"""The back-test that stands beside a forecast: of the model that made it, and of no other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.distribution.backtests.origins import HistoryTooShort
from guanxi.distribution.backtests.result import Backtest
from guanxi.distribution.backtests.run import TooFewCustomers, backtest
from guanxi.knowledge.lifetime.buying import BUYING
from guanxi.knowledge.refusals import NothingYet

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

HORIZON_DAYS = 91


def back_test(purchases: Table, *, as_of: date, model: str, engine: Engine) -> Backtest | None:
    """The model that a profile was made with, as it would have done on earlier days.

    In   model   as the card says it: "bg-nbd", "mbg-cnbd-2"
    Out  None where the history is too short or the customers too few to check anything
    """
    try:
        return backtest(purchases, as_of=as_of, engine=engine, models=(_asked(model),))
    except (HistoryTooShort, TooFewCustomers, NothingYet):
        return None


def last_quarter(found: Backtest | None) -> list[dict[str, Any]]:
    """Tenths of the customers in the last 91 days: the shape of rows of the fact table `measurements`.

    Absent  everything, where there was no back-test or the model had no answer then
    """
    if found is None:
        return []
    latest = [row for row in found.deciles if row["horizon_days"] == HORIZON_DAYS]
    return [row for row in latest if row["origin"] == found.origins[0] and row["model"] in found.models]


def _asked(name: str) -> str:
    """The name a model is asked by: its regularity is found anew each time."""
    return name if name in BUYING else f"{name.rpartition('-')[0]}-k"
