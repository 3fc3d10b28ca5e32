"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import Conflict, NotFound


class BacktestUnderWay(Conflict):
    code = "forecast.backtest_under_way"


class NoForecast(NotFound):
    code = "forecast.no_forecast"
