"""Rolling-origin back-tests on the firm's own purchases, and the model that earned its place by them."""

from guanxi.distribution.backtests.baselines import BASELINES
from guanxi.distribution.backtests.kept import firm_backtest, keep_backtest, latest_backtest
from guanxi.distribution.backtests.result import Backtest
from guanxi.distribution.backtests.run import backtest

__all__ = [
    "BASELINES",
    "Backtest",
    "backtest",
    "firm_backtest",
    "keep_backtest",
    "latest_backtest",
]
