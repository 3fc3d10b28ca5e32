"""What the forecast room can be asked: kept forecasts, the checks that came due, and back-tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet

from guanxi.distribution.backtests import latest_backtest
from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine as new_engine
from guanxi.errors import NotFound
from guanxi.facts.store import Store
from guanxi.web.forecast.models import BacktestJob, Outlook
from guanxi.web.turns.models import UNFINISHED

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

VERSION = 1  # of the figures; raised when they change, so that old ones are made anew


def store() -> Store:
    return Store(settings.GUANXI_STORE)


def snapshots() -> Snapshots:
    return Snapshots(settings.GUANXI_STORE)


def customers(engine: Engine) -> Table | None:
    """What the firm says of its customers; None where it says nothing."""
    kept = store()
    return kept.read("customers", engine) if kept.has("customers") else None


def outlook(snapshot_id: str) -> Outlook | None:
    """What this snapshot forecasts, if it was reckoned by the present rules."""
    return Outlook.objects.filter(snapshot_id=snapshot_id, version=VERSION).first()


def outlooks(until: date) -> list[Outlook]:
    """Every kept forecast up to a day, one per day (the last one made), the earliest first."""
    found = Outlook.objects.filter(version=VERSION, as_of__lte=until).order_by("as_of", "made_at")
    return list({each.as_of: each for each in found}.values())


def measurements(as_of: date) -> list[dict[str, Any]]:
    """The checks of predictions that have come due by a day, by tenths of the customers."""
    engine = new_engine("duckdb")
    try:
        rows = store().read("measurements", engine, as_of=as_of)
        return engine.collect(rows.order_by("as_of", "snapshot_id", "horizon_days", "decile")).to_pylist()
    finally:
        engine.close()


def backtest() -> dict[str, Any] | None:
    """The newest back-test of the firm."""
    return latest_backtest(store())


def purchases_changed_since(told: dict[str, Any]) -> bool:
    """Whether purchases of the back-test's time are others by now."""
    return store().fingerprint("purchases", as_of=date.fromisoformat(told["as_of"])) != told["facts"]


def jobs() -> QuerySet[BacktestJob]:
    return BacktestJob.objects.select_related("asked_by")


def job(pk: int) -> BacktestJob:
    found = jobs().filter(pk=pk).first()
    if found is None:
        raise NotFound(what="backtest", name=pk)
    return found


def unfinished_job() -> BacktestJob | None:
    return jobs().filter(state__in=UNFINISHED).first()


def failed_job() -> BacktestJob | None:
    """The newest job, where it failed."""
    newest = jobs().first()
    return newest if newest is not None and newest.error_code else None
