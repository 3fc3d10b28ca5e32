"""What a fitted model of the gaps says about a customer's silence."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betainc, betaincinv


@dataclass(frozen=True)
class GapModel:
    """Gaps between purchase days are gamma(k, rate); rates are gamma(r, beta) over the customers.

    k       how regular a customer buys: 1 at random, a whole number Erlang, large like a clock
    r       how alike the customers are; large: all have one rhythm
    beta    days; k * beta / r is the gap at the mean rate
    stop    the share who do not come back after a purchase day. It is there so that those who are gone do
            not pass for slow buyers; nothing below asks whether a customer is gone

    Assumes      a customer's rhythm stays what it is, all are equally regular, and a purchase day is the last
                 with the same chance for everybody
    Breaks when  buying is seasonal, or the rhythm changed: old gaps count as much as new ones
    Source       a gamma of gamma rate is the beta-prime (Pearson VI) distribution; the regular counterpart of
                 NBD is Chatfield & Goodhardt 1973, JASA 68(344); for customers Platzer & Reutterer 2016,
                 Marketing Science 35(5)
    """

    k: float
    r: float
    beta: float
    stop: float
    log_likelihood: float = float("nan")
    customers: int = 0
    gaps: int = 0
    standard_errors: dict[str, float] | None = None
    notes: tuple = field(default=())

    name = "gamma-gaps"

    @property
    def parameters(self) -> dict[str, float]:
        return {"k": self.k, "r": self.r, "beta": self.beta, "stop": self.stop}

    def gap_probability(self, days, gap_count, gap_sum_days) -> np.ndarray:
        """P(the gap is longer than so many days | it ends with a purchase), 0..1, after so many gaps with
        that sum. Without a gap of the customer's own it is the answer for a new customer."""
        shape, seen = self._posterior(gap_count, gap_sum_days)
        return betainc(shape, self.k, seen / (seen + np.asarray(days, float)))

    def gap_days(self, probability, gap_count, gap_sum_days) -> np.ndarray:
        """The days that a gap exceeds with this probability: 0.5 gives the middle of the customer's gaps."""
        shape, seen = self._posterior(gap_count, gap_sum_days)
        share = betaincinv(shape, self.k, probability)
        with np.errstate(divide="ignore"):
            return seen * (1 - share) / share

    def mean_gap_days(self, gap_count, gap_sum_days) -> np.ndarray:
        """The mean of the next gap; infinite where the rate may be close to 0."""
        shape, seen = self._posterior(gap_count, gap_sum_days)
        with np.errstate(divide="ignore"):
            return np.where(shape > 1, self.k * seen / (shape - 1), np.inf)

    def card(self) -> dict:
        """For the card of a snapshot and for the evidence of a comparison."""
        return {
            "model": self.name,
            "unit": "day",
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "gaps": self.gaps,
        }

    def _posterior(self, gap_count, gap_sum_days) -> tuple[np.ndarray, np.ndarray]:
        """Shape and days of the customer's own gamma of rates."""
        return (
            self.r + self.k * np.asarray(gap_count, float),
            self.beta + np.asarray(gap_sum_days, float),
        )
