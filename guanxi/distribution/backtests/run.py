"""A back-test from purchases to the verdict: forecasts made at earlier days, held against what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.distribution.backtests.baselines import BASELINES, Forecast, baselines, spans
from guanxi.distribution.backtests.choice import PURCHASES, SPEND, Cell, Choice, cell
from guanxi.distribution.backtests.known import AT_MOST, DayBook, Known
from guanxi.distribution.backtests.models import (
    HIGH,
    LOW,
    Fit,
    Refusal,
    fit,
    fit_spend,
    forecast,
    known_models,
)
from guanxi.distribution.backtests.origins import ORIGINS, plan
from guanxi.distribution.backtests.result import Backtest
from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.buying import BUYING
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.refusals import NothingYet
from guanxi.outcomes.scores import best_found, by_part, coverage, decile, errors, rank_correlation

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

LEAST_CUSTOMERS = 20  # below, a fifth of them is a handful and a tenth nobody
Progress = Callable[[date, str], None]  # the origin, and what is being fitted there


class TooFewCustomers(BadInput):
    code = "backtest.too_few_customers"


def backtest(
    purchases: Table,
    *,
    as_of: date,
    engine: Engine,
    unit: str = "week",
    models: Sequence[str] = BUYING,
    origins: int = ORIGINS,
    horizons: Sequence[int] | None = None,
    at_most: int = AT_MOST,
    progress: Progress = lambda origin, model: None,
) -> Backtest:
    """Fit each model at several earlier days on what was known then, and score what it said with what came.

    In      purchases   one row per order line, as for knowledge.history
            as_of       the last day that counts; nothing after it is looked at
            unit        the models' unit of time, day or week
            origins, horizons   see origins.plan: by default as many as the history allows
            at_most     customers scored one by one at an origin; of more, so many are drawn (noted)
    Out     Backtest: scores, deciles, refusals, the choice
    Absent  customers whose first purchase came after the origin: nothing could be said of them then
    Errors  NothingYet, HistoryTooShort, HorizonTooLong, BadHorizon, BadOrigins, UnknownModel, UnknownUnit,
            TooFewCustomers
    """
    asked = known_models(tuple(models))
    book = DayBook(purchases, as_of=as_of, engine=engine)
    if book.first_on is None:
        raise NothingYet(as_of=as_of.isoformat(), lines=book.look.lines)
    planned = plan(book.first_on, as_of, origins=origins, horizons=horizons)
    found = _Found(book.first_on, asked)
    for origin, ahead in planned.looks.items():
        seen_days = (origin - book.first_on).days + 1
        known = book.known(origin, back=spans(ahead, seen_days), ahead=ahead, unit=unit, at_most=at_most)
        if known.of < LEAST_CUSTOMERS:
            found.too_few[origin] = known.of
            continue
        found.look_from(known, seen_days, progress)
    if not found.cells:
        origin, customers = max(found.too_few.items(), key=lambda entry: entry[1])
        raise TooFewCustomers(customers=customers, origin=origin, needed=LEAST_CUSTOMERS)
    return found.result(as_of, unit, planned.impossible)


@dataclass
class _Found:
    first_on: date
    models: tuple[str, ...]
    scores: list[dict[str, Any]] = field(default_factory=list)
    deciles: list[dict[str, Any]] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    spendless: int = 0
    too_few: dict[date, int] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def look_from(self, known: Known, seen_days: int, progress: Progress) -> None:
        """All forecasts from one origin, scored."""
        spend = fit_spend(known)
        if isinstance(spend, Refusal):
            self.refused.append(spend)
            spend = None
        self.spendless += spend is None or not known.has_spend.any()
        fits = []
        for name in self.models:
            progress(known.origin, name)
            answer = fit(name, known)
            (self.refused if isinstance(answer, Refusal) else fits).append(answer)
        self.fits += fits
        self._note(known)
        for horizon in known.came:
            self._score(known, horizon, seen_days, fits, spend)

    def _note(self, known: Known) -> None:
        origin = known.origin.isoformat()
        if known.of > len(known):
            self.notes.append(Note("backtest.customers_drawn", {"drawn": len(known), "of": known.of}))
        if without := int((~known.has_spend).sum()):
            self.notes.append(Note("backtest.spend_of_some", {"customers": without, "origin": origin}))
        for horizon, came in known.came.items():
            if not came.purchases.any():
                facts = {"origin": origin, "horizon_days": horizon}
                self.notes.append(Note("backtest.nothing_came", facts))

    def _score(
        self, known: Known, horizon: int, seen_days: int, fits: list[Fit], spend: GammaGamma | None
    ) -> None:
        said = {f.asked: forecast(f.model, spend, known, horizon) for f in fits}
        said |= baselines(known, horizon, seen_days)
        came = known.came[horizon]
        for name, forecasts in said.items():
            where = {"origin": known.origin, "horizon_days": horizon, "model": name}
            self.scores.append(where | _scored(forecasts, known, horizon))
            self.deciles += (
                [] if forecasts.ranks_only else [where | r for r in _tenths(forecasts, known, horizon)]
            )
        for on, of in ((SPEND, known.has_spend), (PURCHASES, np.full(len(known), True))):
            if not of.any():
                continue
            self.cells.setdefault(on, []).append(cell(said, getattr(came, on), of, on))

    def result(self, as_of: date, unit: str, impossible: tuple[int, ...]) -> Backtest:
        on = PURCHASES if self.spendless else SPEND
        choice = Choice(self.cells[on], self.models, {refusal.asked for refusal in self.refused}, on)
        names = {fit.asked: fit.model.name for fit in reversed(self.fits)}  # of the latest origin, come first
        origins = dict.fromkeys(row["origin"] for row in self.scores)
        return Backtest(
            as_of=as_of,
            unit=unit,
            first_on=self.first_on,
            origins=tuple(origins),
            horizons_days=tuple(sorted({row["horizon_days"] for row in self.scores})),
            models=self.models,
            baselines=BASELINES,
            scores=tuple(self.scores),
            deciles=tuple(self.deciles),
            fitted=tuple(fit.as_dict() for fit in self.fits),
            refused=tuple(refusal.as_dict() for refusal in self.refused),
            chosen=choice.as_dict(names),
            notes=tuple(self._notes(as_of, impossible)),
        )

    def _notes(self, as_of: date, impossible: tuple[int, ...]):
        if impossible:
            days = (as_of - self.first_on).days + 1
            yield Note(
                "backtest.horizons_left_out", {"horizons": ", ".join(map(str, impossible)), "days": days}
            )
        if self.spendless:
            yield Note("backtest.spend_not_judged", {"origins": self.spendless})
        for origin, customers in self.too_few.items():
            facts = {"customers": customers, "origin": origin.isoformat(), "needed": LEAST_CUSTOMERS}
            yield Note("backtest.too_few_customers", facts)
        yield from self.notes


def _scored(forecasts: Forecast, known: Known, horizon: int) -> dict[str, Any]:
    came, of = known.came[horizon], known.has_spend
    with_interval = forecasts.low is not None
    spend = None
    if forecasts.spend is not None and of.any():
        spend = _errors(forecasts.spend[of], came.spend[of], forecasts.ranks_only)
    return {
        "kind": "model" if with_interval else "baseline",
        "customers": len(known),
        "spend_customers": int(of.sum()),
        "purchases": _errors(forecasts.purchases, came.purchases, forecasts.ranks_only),
        "spend": spend,
        "interval": {
            "low": LOW,
            "high": HIGH,
            "coverage": coverage(forecasts.low, forecasts.high, came.purchases),
            "promised": forecasts.promised,
        }
        if with_interval
        else None,
    }


def _errors(predicted: np.ndarray, happened: np.ndarray, ranks_only: bool) -> dict[str, float | None]:
    found = errors(predicted, happened)
    if ranks_only:
        found = dict.fromkeys(found) | {"happened": found["happened"]}
    return found | {
        "rank_correlation": rank_correlation(predicted, happened),
        "best_found": best_found(predicted, happened),
    }


def _tenths(forecasts: Forecast, known: Known, horizon: int) -> list[dict[str, Any]]:
    """What was said and what came, by tenths of the customers by expected purchase days."""
    came, nothing = known.came[horizon], np.zeros(len(known))
    spend = nothing if forecasts.spend is None else forecasts.spend
    rows = by_part(
        decile(forecasts.purchases, spend),
        predicted_purchases=forecasts.purchases,
        happened_purchases=came.purchases,
        predicted_spend=np.where(known.has_spend, spend, 0.0),
        happened_spend=np.where(known.has_spend, came.spend, 0.0),
    )
    return [row | ({"predicted_spend": None} if forecasts.spend is None else {}) for row in rows]
