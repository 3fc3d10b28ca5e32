"""What a fitted BG/BB model says about a history of discrete opportunities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, gammaln

from guanxi.knowledge.lifetime.contract import ShiftedBetaGeometric
from guanxi.knowledge.lifetime.opportunities import Opportunities


@dataclass(frozen=True)
class BgBb:
    """BG/BB: at each opportunity a customer stays or leaves for good, then buys or not, by two own coins.

    Assumes      the chance to buy is beta(alpha, beta) over customers, the chance to leave before each
                 opportunity beta(gamma, delta), the two are independent, nobody comes back once gone
    Breaks when  buying once makes buying again more (or less) likely, or opportunities differ (seasons)
    Source       Fader, Hardie & Shang 2010, Marketing Science 29(6); see docs/methods/bg-bb.md

    `gain` is the log-likelihood won over the same model in which nobody ever leaves: the data's whole
    evidence about P(alive).
    """

    alpha: float
    beta: float
    gamma: float
    delta: float
    log_likelihood: float = float("nan")
    customers: int = 0
    gain: float = float("nan")
    standard_errors: dict[str, float] | None = None
    notes: tuple = ()

    name = "bg-bb"

    @property
    def parameters(self) -> dict[str, float]:
        return {"alpha": self.alpha, "beta": self.beta, "gamma": self.gamma, "delta": self.delta}

    def card(self) -> dict:
        """For the snapshot's card and JSON."""
        return {
            "model": self.name,
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "gain_over_nobody_stops": self.gain,
            "customers": self.customers,
            "converged": True,
        }

    def p_alive(self, purchases, last, had, *, ahead: int = 1) -> np.ndarray:
        """P(still a customer, 0..1) at the opportunity `ahead` from the one just had.

        The published P(alive) is that of the next one.
        """
        purchases, last, had = np.broadcast_arrays(*(np.asarray(v, np.int64) for v in (purchases, last, had)))
        seen = Opportunities(purchases.ravel(), last.ravel(), had.ravel(), np.ones(purchases.size))
        terms, starts = log_terms(seen, self.alpha, self.beta, self.gamma, self.delta)
        alive_now = np.exp(terms[starts] - np.logaddexp.reduceat(terms, starts)).reshape(purchases.shape)
        return alive_now * self._stays(had, ahead)

    def expected_purchases(self, ahead: int, purchases, last, had) -> np.ndarray:
        """Expected purchases at the next `ahead` opportunities, given the history."""
        had = np.asarray(had)
        lived = self._stays(had[..., None], np.arange(1, ahead + 1)).sum(axis=-1)
        return self.p_alive(purchases, last, had, ahead=0) * self._buys(purchases, had) * lived

    def discounted_purchases(self, purchases: int, last: int, had: int, discount: float) -> float:
        """DERT: all purchases still to come, the next opportunity's already discounted by one opportunity.

        Errors  BadSetting for a discount per opportunity outside 0.0001..10
        """
        lived = ShiftedBetaGeometric(self.gamma, self.delta).residual_lifetime(had, discount)
        alive = self.p_alive(purchases, last, had, ahead=0)
        return float(alive * self._buys(purchases, had) * lived / (1 + discount))

    def distribution(self, ahead: int, purchases: int, last: int, had: int) -> np.ndarray:
        """P(exactly 0, 1, ..., `ahead` purchases at the next `ahead` opportunities), given the history.

        Mixed over how many of them the customer lives to see.
        """
        lived = np.arange(ahead + 1)
        reaches = self._stays(had, lived)
        sees = reaches - np.append(reaches[1:], 0.0)
        k, n = lived, np.minimum(lived[:, None], ahead)
        a, b = self.alpha + purchases, self.beta + had - purchases
        possible = k <= n
        missed = np.where(possible, n - k, 0)
        log_ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(missed + 1)
        chance = np.where(possible, np.exp(log_ways + betaln(a + k, b + missed) - betaln(a, b)), 0.0)
        alive = float(self.p_alive(purchases, last, had, ahead=0))
        found = alive * (sees @ chance)
        found[0] += 1 - alive
        return found

    def _stays(self, had, ahead) -> np.ndarray:
        """P(still a customer `ahead` opportunities on), of one who was at the last one had."""
        return np.exp(betaln(self.gamma, self.delta + had + ahead) - betaln(self.gamma, self.delta + had))

    def _buys(self, purchases, had):
        """The expected chance to buy at an opportunity while a customer."""
        return (self.alpha + np.asarray(purchases)) / (self.alpha + self.beta + np.asarray(had))


def log_terms(seen: Opportunities, alpha, beta, gamma, delta) -> tuple[np.ndarray, np.ndarray]:
    """The terms whose sum is each history's likelihood, in logs, and where each history's begin.

    First: still alive after all opportunities; then: left after the last purchase, or one later, ...
    """
    at, lived, starts, alive = lives(seen)
    x = seen.purchases[at]
    # All counts are small whole numbers: gamma functions once per number, and a look-up for each life.
    k = np.arange(int(seen.opportunities.max()) + 1)
    used, missed, had = (gammaln(start + k) for start in (alpha, beta, alpha + beta))
    left, stayed = (betaln(start, delta + k) - betaln(gamma, delta) for start in (gamma + 1, gamma))
    buys = used[x] + missed[lived - x] - had[lived] - betaln(alpha, beta)
    return buys + np.where(alive, stayed[lived], left[lived]), starts


def lives(seen: Opportunities) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every life a history allows: whose, opportunities lived, where each history's begin, alive still."""
    silent = seen.opportunities - seen.last
    starts = np.append(0, np.cumsum(silent + 1)[:-1]).astype(np.int64)
    at = np.repeat(np.arange(len(seen)), silent + 1)
    place = np.arange(len(at)) - starts[at]
    alive = place == 0
    return at, np.where(alive, seen.opportunities[at], seen.last[at] + place - 1), starts, alive
