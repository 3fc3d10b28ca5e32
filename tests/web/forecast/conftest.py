"""The trader of the turns' tests: two snapshots a quarter apart, their forecasts, and a back-test."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from guanxi.distribution.backtests import firm_backtest, keep_backtest
from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine
from guanxi.facts.store import Store
from guanxi.web.forecast import jobs
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.kit.actions import SYSTEM
from tests.web.overview.conftest import two_turns  # noqa: F401  (fixture)
from tests.web.put_back import put_back
from tests.web.turns.conftest import new_trader, store, trader, worked_out  # noqa: F401  (fixtures)


@pytest.fixture
def shown(db, store, worked_out) -> str:  # noqa: F811
    """Both snapshots are published and the later one is shown; its id. No turn is run for it."""

    def show() -> str:
        shutil.copytree(worked_out, store.root)
        newest = Snapshots(store.root).latest().id
        load_snapshot(SYSTEM, newest)
        return newest

    return put_back("forecast", store.root, show)


@pytest.fixture
def forecast(shown) -> str:
    """What a turn leaves for this room."""
    jobs.after_a_turn(shown)
    return shown


@pytest.fixture(scope="session")
def told(worked_out, tmp_path_factory) -> dict[str, Any]:  # noqa: F811
    """A back-test of two models from one origin, made once for all tests."""
    copy = shutil.copytree(worked_out, tmp_path_factory.mktemp("told") / "store")
    session = engine("duckdb")
    try:
        models = ("bg-nbd", "pareto-nbd")
        found = firm_backtest(Store(copy), engine=session, models=models, origins=1)
    finally:
        session.close()
    return found


@pytest.fixture
def back_tested(shown, store, told) -> dict[str, Any]:  # noqa: F811
    keep_backtest(store, told)
    return told
