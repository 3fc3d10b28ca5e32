"""What a back-test found, as plain data: what the page, the command and the turn read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guanxi.facts.notes import Note
from guanxi.sentences import say


@dataclass(frozen=True)
class Backtest:
    """Forecasts made at earlier days with only what was known then, held against what came.

    `as_dict()` is plain JSON, and what is kept beside the store:

        as_of          "2017-12-31"    the last day that counts
        unit           "week"          the models' unit of time; scores do not depend on it
        first_on       "2017-01-01"    the first day with a purchase
        origins        ["2017-10-01", ...]        days on which forecasts were made, the latest first
        horizons_days  [91, 182]                  days ahead; from an origin only those due by as_of
        models         ["bg-nbd", "mbg-nbd", "pareto-nbd", "bg-cnbd-k", "mbg-cnbd-k"]   the simplest first
        baselines      ["same-as-last-year", "same-as-before", "cohort-mean", "last-year-spend-rank"]
        scores         one row per origin, horizon and model or baseline that had an answer
            origin, horizon_days, model
            kind                        "model" or "baseline"
            customers                   known at the origin
            spend_customers             those of them whose spend is judged: mean spend so far above 0
            purchases                   {predicted, happened: sums of purchase days; error_share: (predicted
                                        - happened) / happened; mean_absolute_error, root_mean_square_error:
                                        per customer; rank_correlation: -1..1; best_found: 0..1}
            spend                       the same in money, returns taken off; null without a spend model
            best_found                  in both: the share of the truly best 20 % (by what came) who are among
                                        as many predicted best
            interval                    {low: 0.05, high: 0.95, coverage: the share of customers whose
                                        purchase days fell inside, promised: what the model itself says of
                                        that share}; null for baselines
            A rank (last-year-spend-rank) has null for all but rank_correlation and best_found.
        deciles        one row per origin, horizon, model (ranks apart) and decile
            origin, horizon_days, model, decile     1 = the tenth of the customers of whom least was expected
            customers, predicted_purchases, happened_purchases, predicted_spend, happened_spend    sums
        fitted         one row per origin and model that had an answer: {origin, model, name: "mbg-cnbd-2",
                       parameters: {r: 0.24, ...}}
        refused        one row per origin and model without an honest answer, with the code of an error or
                       note: {origin, model, code, facts}. A model that is here is not eligible. "gamma-gamma"
                       here: no money is forecast from that origin
        chosen         {model, name, beats_naive, naive, judged_on, code, facts, standing}
            model          what to forecast with: the best eligible model, null where there is none
            name           as it was fitted at the latest origin: "mbg-cnbd-2"
            beats_naive    whether it is clearly better than the best naive rule
            naive          the best naive rule
            judged_on      "spend", or "purchases" where no spend was forecast
            code, facts    the verdict, said by guanxi.sentences.say(code, language, **facts)
            standing       every model and naive rule with its figures, the best first; then models that are
                           not eligible, whose figures are of the places in which they had an answer
                {model, kind, eligible, cells: origins x horizons it was judged on,
                 error: mean over them of the root mean square error per customer,
                 ratio_to_naive: mean over them of that error divided by the best naive rule's,
                 behind_best: ratio_to_naive less that of the best eligible model,
                 behind_best_error: its standard error, from the same customers' paired errors;
                 tied: whether it is no more behind than one standard error, or a hundredth}
                 A model that was refused everywhere has null for its figures.
        notes          [{code, facts}]   what a reader must know
    """

    as_of: date
    unit: str
    first_on: date
    origins: tuple[date, ...]
    horizons_days: tuple[int, ...]
    models: tuple[str, ...]
    baselines: tuple[str, ...]
    scores: tuple[dict[str, Any], ...]
    deciles: tuple[dict[str, Any], ...]
    fitted: tuple[dict[str, Any], ...]
    refused: tuple[dict[str, Any], ...]
    chosen: dict[str, Any]
    notes: tuple[Note, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; days as YYYY-MM-DD, numbers to six significant digits."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return _plain(told | {"notes": [note.as_dict() for note in self.notes]})

    def verdict(self, language: str = "en") -> str:
        """Which model was chosen, and why, in words."""
        return say(self.chosen["code"], language, **self.chosen["facts"])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    # The last bits of a sum differ from run to run.
    return float(f"{value:.6g}") if isinstance(value, float) else value
