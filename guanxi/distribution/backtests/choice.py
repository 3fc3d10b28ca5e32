"""Which model earned its place, and why.

The rule. At every origin and horizon each forecast has an error: the root mean square, over customers, of the
spend that was predicted less the spend that came. A forecast is a mean, and of the usual errors this is the
one that is least for who gets every mean right; the absolute error prefers whoever says nothing to everybody.
It is divided by the error of the best naive rule in the same place, and averaged. The least wins, but:

* only models with an honest answer at every origin are eligible;
* a simpler model is preferred to one that is better by no more than one standard error, taken from the
  customers' paired errors (Breiman et al. 1984: the one-standard-error rule), or by no more than a hundredth;
* the winner beats the naive rules when it is better than the best of them by more than that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from guanxi.distribution.backtests.baselines import LAST_YEAR, NAIVE, Forecast
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.outcomes.scores import paired
from guanxi.sentences import say

SPEND, PURCHASES = "spend", "purchases"
BEATS = "backtest.beats_naive"
MATTERS = 0.01  # of the naive rule's error: less is no reason for anything, however surely it is known


@dataclass(frozen=True)
class Cell:
    """One origin and horizon: the mean squared error of each forecast, and how surely they differ."""

    names: tuple[str, ...]
    losses: np.ndarray
    differences: np.ndarray
    unit: float  # what counts as no error at all where a naive rule made none

    def error(self, name: str) -> float:
        return max(float(np.sqrt(self.losses[self.names.index(name)])), self.unit)

    def standard_error(self, one: str, other: str) -> float:
        """Of the difference of two errors, by the delta method."""
        i, j = self.names.index(one), self.names.index(other)
        return float(self.differences[i, j]) / (self.error(one) + self.error(other))


def cell(forecasts: dict[str, Forecast], came: np.ndarray, of: np.ndarray | slice, on: str) -> Cell:
    """What a choice needs of one origin and horizon.

    In   of   the customers that are judged; on: "spend" or "purchases"
    """
    said = {name: getattr(f, on) for name, f in forecasts.items() if not f.ranks_only}
    said = {name: values[of] for name, values in said.items() if values is not None}
    unit = 1e-9 * max(float(np.abs(came[of]).mean()), 1e-9)
    return Cell(tuple(said), *paired(np.array(list(said.values())), came[of]), unit)


@dataclass(frozen=True)
class Choice:
    """The cells of a back-test, and who may be chosen in them.

    models    the simplest first
    refused   those without an honest answer at some origin
    """

    cells: Sequence[Cell]
    models: tuple[str, ...]
    refused: Collection[str]
    on: str = SPEND

    @property
    def eligible(self) -> list[str]:
        everywhere = [name for name in self.models if all(name in cell.names for cell in self.cells)]
        return [name for name in everywhere if name not in self.refused]

    @property
    def naive(self) -> str:
        """The naive rule with the least error, each place counting alike."""
        return min(NAIVE, key=lambda name: self.ratio(name, LAST_YEAR))

    @property
    def best(self) -> str | None:
        return min(self.eligible, key=lambda name: self.ratio(name, self.naive), default=None)

    @property
    def winner(self) -> str | None:
        """The simplest of the eligible models that are as good as the best."""
        return next((name for name in self.eligible if self.is_tied(name)), None)

    def ratio(self, name: str, to: str) -> float | None:
        """The mean of its error divided by another's, over the places in which it had an answer."""
        ratios = [cell.error(name) / cell.error(to) for cell in self.cells if name in cell.names]
        return float(np.mean(ratios)) if ratios else None

    def behind(self, name: str, other: str) -> tuple[float, float]:
        """How much larger its ratio to the naive rule is than another's, and the standard error of that.

        The places share customers, so the mean of their standard errors is taken, not that of their mean.
        """
        both = [cell for cell in self.cells if name in cell.names and other in cell.names]
        scales = [cell.error(self.naive) for cell in both]
        pairs = list(zip(both, scales, strict=True))
        difference = np.mean([(cell.error(name) - cell.error(other)) / scale for cell, scale in pairs])
        error = np.mean([cell.standard_error(name, other) / scale for cell, scale in pairs])
        return float(difference), float(error)

    def is_tied(self, name: str) -> bool:
        """Whether it is as good as the best eligible model."""
        return not _is_clear(*self.behind(name, self.best))

    def standing(self) -> list[dict[str, Any]]:
        """Every model and naive rule, the best first; then the models that are not eligible, whose figures
        are of other places; last those that never had an answer."""
        rows = [self._row(name) for name in (*self.models, *NAIVE)]

        def place(row):
            ratio = row["ratio_to_naive"]
            return ratio is None, row["kind"] == "model" and not row["eligible"], ratio or 0.0

        return sorted(rows, key=place)

    def _row(self, name: str) -> dict[str, Any]:
        cells = [cell for cell in self.cells if name in cell.names]
        row = {
            "model": name,
            "kind": "model" if name in self.models else "baseline",
            "eligible": name in self.eligible,
            "cells": len(cells),
            "error": float(np.mean([cell.error(name) for cell in cells])) if cells else None,
            "ratio_to_naive": self.ratio(name, self.naive),
            "behind_best": None,
            "behind_best_error": None,
            "tied": False,
        }
        if cells and self.best is not None:
            difference, error = self.behind(name, self.best)
            row |= {"behind_best": difference, "behind_best_error": error}
            row["tied"] = not _is_clear(difference, error)
        return row

    def as_dict(self, names: dict[str, str]) -> dict[str, Any]:
        """The `chosen` of a Backtest.

        In   names   of the models as they were fitted at the latest origin
        """
        code, facts = self._verdict(names)
        return {
            "model": self.winner,
            "name": names.get(self.winner) if self.winner else None,
            "beats_naive": code == BEATS,
            "naive": self.naive,
            "judged_on": self.on,
            "code": code,
            "facts": facts,
            "standing": self.standing(),
        }

    def _verdict(self, names: dict[str, str]) -> tuple[str, dict[str, Any]]:
        facts = {"forecasts": len(self.cells), **_in_words("naive", self.naive), **_in_words("on", self.on)}
        if self.winner is None:
            return "backtest.no_model", facts | {"models": len(self.models)}
        difference, error = self.behind(self.winner, self.naive)
        facts |= {
            "model": model_title(names[self.winner]),
            "ratio": round(100 * (1 + difference)),
            "error": round(100 * error, 1),
            "eligible": len(self.eligible),
        }
        if _is_clear(-difference, error):
            return BEATS, facts
        return (
            "backtest.worse_than_naive" if _is_clear(difference, error) else "backtest.as_good_as_naive"
        ), facts


def _is_clear(difference: float, error: float) -> bool:
    """Whether something is larger by more than chance, and by enough to matter."""
    return difference > max(error, MATTERS)


def _in_words(fact: str, name: str) -> dict[str, str]:
    return {
        f"{fact}_{tag}": say(f"backtest.name.{name}", language)
        for tag, language in (("en", "en"), ("zh", "zh-hans"))
    }
