"""What a fitted BG/CNBD-k or MBG/CNBD-k model says about a purchase history; MBG/NBD is one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betainc, betaln, gammaln, logsumexp

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.fitted import Fitted

CHUNK = 16  # purchases summed at once
ENOUGH = 1e-12  # of the sum so far: what one more purchase adds when the sum ends
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(12)
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

    @property
    def phases(self) -> int:
        return self.k

    @property
    def calm(self) -> float:
        return self.alpha

    def phase_chances(self, repeats, last, age) -> np.ndarray:
        """P(0..k-1 steps done since the last purchase | alive), by rows."""
        alive, _ = log_ways(self, *np.broadcast_arrays(*(np.asarray(v, float) for v in (repeats, last, age))))
        return np.exp(alive - logsumexp(alive, axis=0))

    def expected_purchases(self, ahead, repeats, last, age) -> np.ndarray:
        """Expected purchase days in the next `ahead` units of time, given the history."""
        chances = self.phase_chances(repeats, last, age)
        each = (self.expected_if_alive(ahead, repeats, age, phase=j) for j in range(self.k))
        return self.p_alive(repeats, last, age) * sum(w * e for w, e in zip(chances, each, strict=True))

    def expected_if_alive(
        self, ahead, repeats, age, *, discount_rate: float = 0.0, start=0.0, phase: int = 0
    ) -> np.ndarray:
        """Expected purchase days from `start` to `ahead` units from now, of somebody alive with `phase` of k
        steps done. Each counts exp(-discount_rate * time until it)."""
        if self.k == 1:  # from here on, a coin thrown at the start is a coin that spared them
            return self._irregular().expected_if_alive(
                ahead, repeats, age, discount_rate=discount_rate, start=start
            )
        x, age = np.broadcast_arrays(np.asarray(repeats, float), np.asarray(age, float))
        by_end, by_start = self._coming(ahead, x, age, phase), 0.0
        if np.any(start):
            by_start = self._coming(start, x, age, phase)
        if not discount_rate:
            return by_end - by_start
        # By parts: what comes later is the sum of what has come by each moment, times the moment's discount.
        seen = (self.alpha + age)[..., None]
        low, high = np.log1p(start / seen), np.log1p(ahead / seen)
        at = seen * np.expm1(low + (high - low) * (_POINTS + 1) / 2)
        weight = (high - low) / 2 * (seen + at) * discount_rate * np.exp(-discount_rate * at)
        between = (weight * self._coming(at, x[..., None], age[..., None], phase)) @ _WEIGHTS
        left = (np.exp(-discount_rate * np.asarray(t, float)) for t in (ahead, start))
        return next(left) * by_end - next(left) * by_start + between

    def _irregular(self) -> BgNbd:
        return BgNbd(self.r, self.alpha, self.a, self.b + self.coin_at_start, self.unit_days)

    def at_least(self, k, ahead, repeats, age, *, phase: int = 0) -> np.ndarray:
        """P(at least k >= 1 purchase days in the next `ahead` units), of somebody alive, `phase` steps done.

        Purchase m comes when m - 1 coins spare it and the rate brings m k steps, less those already done.
        """
        b = self.b + repeats + self.coin_at_start
        spared = np.exp(betaln(self.a, b + k - 1) - betaln(self.a, b))
        share = ahead / (self.alpha + age + ahead)
        return spared * betainc(k * self.k - phase, self.r + self.k * repeats + phase, share)

    def _coming(self, ahead, x, age, phase: int) -> np.ndarray:
        """Expected purchases of somebody alive: the sum over m of P(at least m)."""
        total = np.zeros(np.broadcast(ahead, x, age).shape)
        for start in range(1, MOST, CHUNK):
            m = np.arange(start, start + CHUNK).reshape(-1, *(1,) * total.ndim)
            terms = self.at_least(m, ahead, x, age, phase=phase)
            total = total + terms.sum(axis=0)
            if np.all(terms[-1] <= ENOUGH * total):
                break
        return total


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
