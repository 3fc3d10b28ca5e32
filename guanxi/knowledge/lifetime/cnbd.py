"""What a fitted BG/CNBD-k or MBG/CNBD-k model says about a purchase history; MBG/NBD is one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betainc, betaln, gammaln, logsumexp

from guanxi.knowledge.lifetime.fitted import Fitted
from guanxi.knowledge.lifetime.histories import Histories

CHUNK = 64  # purchases summed at once
ENOUGH = 1e-12  # of the sum so far: what one more purchase adds when the sum ends
MOST = 200_000  # purchases ahead: beyond, the horizon is absurd


@dataclass(frozen=True)
class Cnbd(Fitted):
    """Erlang-k gaps between purchases at a customer's own rate, until a customer's own coin ends it.

    Assumes      rates of the k hidden steps are gamma(r, alpha) over customers, the chance to stop is
                 beta(a, b), the two are independent, nobody comes back once gone
                 coin_at_start: the coin is thrown after the first purchase too (MBG), else after repeats (BG)
    Breaks when  buying is seasonal, or regularity differs much between customers
    Source       Platzer & Reutterer 2016, Marketing Science 35(5);
                 Batislam et al. 2007

    Times are in the unit of the fit. `log_likelihood` leaves out what no parameter changes, the gaps inside
    a history; for k = 1 there is nothing to leave out.
    """

    r: float
    alpha: float
    a: float
    b: float
    k: int = 1
    coin_at_start: bool = True
    unit_days: int = 1
    log_likelihood: float = float("nan")
    customers: int = 0
    gain: float = float("nan")
    standard_errors: dict[str, float] | None = None
    notes: tuple = field(default=())

    @property
    def name(self) -> str:
        return ("mbg" if self.coin_at_start else "bg") + ("-nbd" if self.k == 1 else f"-cnbd-{self.k}")

    @property
    def parameters(self) -> dict[str, float]:
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    def card(self) -> dict:
        return super().card() | {"regularity": self.k}

    def p_alive(self, repeats, last, age) -> np.ndarray:
        """The probability, 0..1, that a customer has not stopped."""
        alive, gone = log_ways(
            self, *np.broadcast_arrays(*(np.asarray(v, float) for v in (repeats, last, age)))
        )
        alive = logsumexp(alive, axis=0)
        return np.exp(alive - np.logaddexp(alive, gone))

    def expected_purchases(self, ahead, repeats, last, age) -> np.ndarray:
        """Expected purchase days in the next `ahead` units of time, given the history.

        Exact: purchase m comes when m - 1 coins spare it and the rate brings m k steps, less those already
        behind since the last purchase.
        """
        x, last, age = np.broadcast_arrays(*(np.asarray(v, float) for v in (repeats, last, age)))
        alive, gone = log_ways(self, x, last, age)
        chance = np.exp(alive - np.logaddexp(logsumexp(alive, axis=0), gone))
        share = ahead / (self.alpha + age + ahead)
        return sum(w * self._coming(share, x, j) for j, w in enumerate(chance))

    def _coming(self, share, x, behind: int) -> np.ndarray:
        """Expected purchases of somebody alive with `behind` of k steps done."""
        b = self.b + x + self.coin_at_start
        total = np.zeros(x.shape)
        for start in range(1, MOST, CHUNK):
            m = np.arange(start, start + CHUNK).reshape(-1, *(1,) * x.ndim)
            spared = np.exp(betaln(self.a, b + m - 1) - betaln(self.a, b))
            terms = spared * betainc(m * self.k - behind, self.r + self.k * x + behind, share)
            total = total + terms.sum(axis=0)
            if np.all(terms[-1] <= ENOUGH * total):
                break
        return total

    def of(self, histories: Histories) -> np.ndarray:
        """P(alive) of every distinct history."""
        return self.p_alive(histories.repeats, histories.last, histories.age)


def log_ways(model, x, last, age):
    """Log-densities of a history: alive with 0..k-1 steps done, by rows; and gone at the last purchase."""
    r, alpha, a, b, k = model.r, model.alpha, model.a, model.b, model.k
    thrown = x + model.coin_at_start
    rate = r * np.log(alpha) - gammaln(r)
    j = np.arange(k).reshape(-1, *(1,) * x.ndim)
    with np.errstate(divide="ignore"):
        silence = np.log(np.where(j == 0, 1.0, age - last))
    steps = r + k * x + j
    alive = gammaln(steps) - steps * np.log(alpha + age) + j * silence - gammaln(j + 1)
    alive = alive + rate + betaln(a, b + thrown) - betaln(a, b)
    gone = gammaln(r + k * x) - (r + k * x) * np.log(alpha + last) + rate
    ended = betaln(a + 1, b + np.maximum(thrown, 1) - 1) - betaln(a, b)
    return alive, np.where(thrown > 0, gone + ended, -np.inf)
