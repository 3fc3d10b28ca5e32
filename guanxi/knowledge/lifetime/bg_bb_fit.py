"""Find the BG/BB parameters that make the counted histories most likely, or say why there are none."""

from __future__ import annotations

import numpy as np
from scipy.special import betaln, digamma

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.bg_bb import BgBb, lives, log_terms
from guanxi.knowledge.lifetime.opportunities import Opportunities
from guanxi.knowledge.lifetime.refusals import NoConvergence
from guanxi.knowledge.lifetime.search import refuse_no_gain
from guanxi.knowledge.lifetime.summit import summit

MIN_BUYERS = 10  # below this four parameters are told by anecdotes
MIN_OPPORTUNITIES = 3  # two give four histories, one too few to tell four parameters apart
EDGE = 7.0  # e^7 = 1100: a spread this far from 1 is a limit, not an estimate

# logit(alpha / (alpha + beta)), log(alpha + beta), and the same of gamma and delta.
BOUNDS = ((-14.0, 14.0), (-9.0, 9.0)) * 2
STARTS = ((0.0, 0.5, -1.5, 1.0), (-2.0, 0.5, -1.5, 1.0), (1.0, 1.5, -3.0, 2.0))


class TooFewBuyers(ModelError):
    code = "lifetime.too_few_buyers"


class TooFewOpportunities(ModelError):
    code = "lifetime.too_few_opportunities"


def fit_bg_bb(seen: Opportunities) -> BgBb:
    """The maximum-likelihood BG/BB model of these customers.

    Errors  TooFewBuyers, TooFewOpportunities   there is nothing to learn from
            NobodyStops       a model without leaving is as good
            NoConvergence     no maximum was found
    Notes   lifetime.buying_alike, .leaving_alike_gamma_delta, .flat_likelihood
    """
    _refuse_too_little(seen)
    likelihood = BgBbLikelihood(seen)
    top = summit(_downhill(likelihood), map(np.array, STARTS), BOUNDS)
    if top is None:
        raise NoConvergence(customers=int(likelihood.customers))
    log_likelihood = float(-top.value * likelihood.customers)
    gain = log_likelihood - _nobody_leaves(likelihood)
    refuse_no_gain(likelihood.customers, gain)
    errors = top.errors(_jacobian(top.at), likelihood.customers)
    names = ("alpha", "beta", "gamma", "delta")
    return BgBb(
        *natural(top.at),
        log_likelihood=log_likelihood,
        customers=int(likelihood.customers),
        gain=gain,
        standard_errors=None if errors is None else dict(zip(names, map(float, errors), strict=True)),
        notes=tuple(_edges(top.at, errors)),
    )


class BgBbLikelihood:
    """log L(alpha, beta, gamma, delta) of all customers, with its exact gradient (eq. 5 of the paper)."""

    def __init__(self, seen: Opportunities) -> None:
        self.seen, self.weight = seen, seen.customers.astype(float)
        self.customers = self.weight.sum()
        self.at, self.lived, _, self.alive = lives(seen)

    def __call__(self, alpha, beta, gamma, delta) -> tuple[float, np.ndarray]:
        terms, starts = log_terms(self.seen, alpha, beta, gamma, delta)
        each = np.logaddexp.reduceat(terms, starts)
        share = np.exp(terms - each[self.at]) * self.weight[self.at]
        # As in the terms: digamma once per whole number. Summed by number first, for they are few.
        died = ~self.alive
        x, lived = self.seen.purchases[self.at], self.lived
        k = np.arange(int(self.seen.opportunities.max()) + 2)
        used, missed, had, left, ended = (
            np.bincount(numbers, share, minlength=len(k))
            for numbers in (x, lived - x, lived, died.astype(int), lived + died)
        )
        every = self.weight.sum()
        buys = digamma(alpha + beta) * every - had @ digamma(alpha + beta + k)
        ends = digamma(gamma + delta) * every - ended @ digamma(gamma + delta + k)
        slopes = [
            buys + used @ digamma(alpha + k) - every * digamma(alpha),
            buys + missed @ digamma(beta + k) - every * digamma(beta),
            ends + left @ digamma(gamma + k) - every * digamma(gamma),
            ends + had @ digamma(delta + k) - every * digamma(delta),
        ]
        return float(self.weight @ each), np.array(slopes)

    def nobody_leaves(self, alpha, beta) -> tuple[float, np.ndarray]:
        """log L and its derivatives by alpha and beta when nobody ever leaves: beta-binomial."""
        x, n, weight = self.seen.purchases, self.seen.opportunities, self.weight
        value = weight @ (betaln(alpha + x, beta + n - x) - betaln(alpha, beta))
        both = digamma(alpha + beta) - digamma(alpha + beta + n)
        slopes = [digamma(alpha + x) - digamma(alpha) + both, digamma(beta + n - x) - digamma(beta) + both]
        return float(value), np.array(slopes) @ weight


def natural(theta) -> tuple[float, ...]:
    """(alpha, beta) from mean and spread of a coin, and (gamma, delta) where there are four coordinates."""
    means, spreads = 1 / (1 + np.exp(-np.asarray(theta[::2]))), np.exp(theta[1::2])
    pairs = zip(means * spreads, (1 - means) * spreads, strict=True)
    return tuple(float(value) for pair in pairs for value in pair)


def _jacobian(theta) -> np.ndarray:
    """Derivatives of the parameters, by rows, by the round coordinates, by columns."""
    found = np.zeros((len(theta), len(theta)))
    values = natural(theta)
    for i in range(0, len(theta), 2):
        a, b = values[i : i + 2]
        mix = a * b / (a + b)
        found[i : i + 2, i : i + 2] = [[mix, a], [-mix, b]]
    return found


def _downhill(log_likelihood, customers: float | None = None):
    """Minus the mean log-likelihood and its gradient, in the round coordinates."""
    customers = customers or log_likelihood.customers

    def minus(theta):
        value, gradient = log_likelihood(*natural(theta))
        return -value / customers, -(gradient @ _jacobian(theta)) / customers

    return minus


def _nobody_leaves(likelihood: BgBbLikelihood) -> float:
    """The best log-likelihood when nobody ever leaves."""
    minus = _downhill(likelihood.nobody_leaves, likelihood.customers)
    top = summit(minus, (np.array([-1.0, 0.5]), np.array([0.5, 1.5])), BOUNDS[:2])
    return float("-inf") if top is None else float(-top.value * likelihood.customers)


def _refuse_too_little(seen: Opportunities) -> None:
    customers, buyers = int(seen.customers.sum()), int(seen.customers[seen.purchases > 0].sum())
    if buyers < MIN_BUYERS:
        raise TooFewBuyers(customers=customers, buyers=buyers, needed=MIN_BUYERS)
    most = int(seen.opportunities.max())
    if most < MIN_OPPORTUNITIES:
        raise TooFewOpportunities(opportunities=most, needed=MIN_OPPORTUNITIES)


def _edges(theta, errors):
    """What ran to its limit."""
    if theta[1] > EDGE:
        yield Note("lifetime.buying_alike")
    if theta[3] > EDGE:
        yield Note("lifetime.leaving_alike_gamma_delta")
    if errors is None:
        yield Note("lifetime.flat_likelihood")
