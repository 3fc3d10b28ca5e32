"""What a fitted BG/NBD model says about a purchase history."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betainc, betaln, expit

from guanxi.knowledge.lifetime.beta_mean import beta_mean
from guanxi.knowledge.lifetime.fitted import Fitted

# 20 points integrate the smooth rates below to a millionth at the very worst, mostly to the last bit (tests).
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(20)


@dataclass(frozen=True)
class BgNbd(Fitted):
    """BG/NBD: Poisson purchases at a customer's own rate until a customer's own coin ends it.

    Assumes      rates are gamma(r, alpha) over customers, the chance to stop after each purchase day is
                 beta(a, b), the two are independent, nobody comes back once gone
    Breaks when  buying is regular or seasonal, or stopping has nothing to do with buying
    Source       Fader, Hardie & Lee 2005, Marketing Science 24(2); see docs/methods/bg-nbd.md

    Times are in the unit of the fit (`unit_days` days). `gain` is the log-likelihood won over the same
    model in which nobody ever stops (NBD): the data's whole evidence about P(alive).
    """

    r: float
    alpha: float
    a: float
    b: float
    unit_days: int = 1
    log_likelihood: float = float("nan")
    customers: int = 0
    gain: float = float("nan")
    converged: bool = True
    standard_errors: dict[str, float] | None = None
    notes: tuple = field(default=())

    name = "bg-nbd"

    @property
    def parameters(self) -> dict[str, float]:
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    @property
    def calm(self) -> float:
        return self.alpha

    def card(self) -> dict:
        return super().card() | {"converged": self.converged}

    def p_alive(self, repeats, last, age) -> np.ndarray:
        """The probability, 0..1, that a customer has not stopped; 1 without repeats, for the coin is
        thrown after a repeat only."""
        repeats, last, age = (np.asarray(v, float) for v in (repeats, last, age))
        bought_again = repeats > 0
        # The odds of having stopped at the last purchase, in logs: they span hundreds of powers of ten.
        log_odds_gone = (
            np.log(self.a)
            - np.log(self.b + np.where(bought_again, repeats, 1) - 1)
            + (self.r + repeats) * (np.log(self.alpha + age) - np.log(self.alpha + last))
        )
        return np.where(bought_again, expit(-log_odds_gone), 1.0)

    def expected_if_alive(
        self, ahead, repeats, age, *, discount_rate: float = 0.0, start=0.0, phase: int = 0
    ) -> np.ndarray:
        """Expected purchase days from `start` to `ahead` units from now, of somebody still alive.

        Each counts exp(-discount_rate * time until it). The last purchase does not matter here: what
        it tells is told by P(alive).

        The published closed form divides by (a - 1) and overflows for frequent buyers. This is the
        integral it came from, of the rate at time s, over v = log(1 + s / (alpha + age)): smooth in v.
        """
        repeats, age = np.broadcast_arrays(np.asarray(repeats, float), np.asarray(age, float))
        repeats, seen = repeats[..., None], (self.alpha + age)[..., None]
        low, high = np.log1p(start / seen), np.log1p(ahead / seen)
        v = low + (high - low) * (_POINTS + 1) / 2
        rate = np.exp(v) * beta_mean(np.expm1(v), self.r + repeats + 1, self.a, self.b + repeats)
        if discount_rate:
            rate = rate * np.exp(-discount_rate * seen * np.expm1(v))
        return (self.r + repeats[..., 0]) * ((high - low)[..., 0] / 2) * (rate @ _WEIGHTS)

    def at_least(self, k, ahead, repeats, age, *, phase: int = 0) -> np.ndarray:
        """P(at least k >= 1 purchase days in the next `ahead` units), of somebody still alive.

        k happen when the first k - 1 did not end it and the rate brings k: two independent things.
        """
        survived = np.exp(betaln(self.a, self.b + repeats + k - 1) - betaln(self.a, self.b + repeats))
        return survived * betainc(k, self.r + repeats, ahead / (self.alpha + age + ahead))
