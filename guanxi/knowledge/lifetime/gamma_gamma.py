"""Gamma-Gamma: what a purchase day of each customer brings on average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.refusals import EveryoneSpendsTheSame, NoConvergence, TooFewSpenders
from guanxi.knowledge.lifetime.spends import Spends
from guanxi.knowledge.lifetime.summit import curvature_at

MIN_CUSTOMERS = 10
SCOUTS = 2000  # entries to scout the starts on; the answer always comes from all of them
BOUNDS = ((-9.0, 12.0),) * 2 + ((-12.0, 14.0),)  # log p, log q, log(gamma / mean spend)
STARTS = ((0.0, 1.0, 0.0), (2.0, 1.0, 0.0), (2.0, 3.0, 0.5))
EDGE = 7.0


@dataclass(frozen=True)
class GammaGamma:
    """Spend per purchase day is gamma(p, nu) for a customer, nu is gamma(q, gamma) over customers.

    Assumes      what a customer spends has nothing to do with how often they buy
    Breaks when  spend per day grows with time, or big buyers buy more often (see `correlation` in the card)
    Source       Fader & Hardie 2013, The Gamma-Gamma model of monetary value; see docs/methods/gamma-gamma.md
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float = float("nan")
    customers: int = 0
    standard_errors: dict[str, float] | None = None
    notes: tuple = ()

    name = "gamma-gamma"

    @property
    def parameters(self) -> dict[str, float]:
        return {"p": self.p, "q": self.q, "gamma": self.gamma}

    def card(self) -> dict:
        """For the snapshot's card and `guanxi lifetime --json`."""
        return {
            "model": self.name,
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "converged": True,
        }

    def expected_mean_spend(self, days, mean_spend):
        """E[mean spend of a purchase day | `days` of them brought `mean_spend` on average].

        Plain arithmetic, so numbers, arrays and Ibis columns all do. With no days it is the mean of all
        customers, p gamma / (q - 1), which is infinite or negative for q <= 1.
        """
        return (mean_spend * days + self.gamma) * (self.p / (days * self.p + (self.q - 1)))


def fit_gamma_gamma(spends: Spends) -> GammaGamma:
    """The maximum-likelihood Gamma-Gamma model of these customers.

    Errors  TooFewSpenders, EveryoneSpendsTheSame, NoConvergence
    Notes   lifetime.spend_edge when a parameter ran to a limit
    """
    customers = int(spends.customers.sum())
    if customers < MIN_CUSTOMERS:
        raise TooFewSpenders(customers=customers, needed=MIN_CUSTOMERS)
    if np.ptp(spends.mean_spend) <= 1e-9 * spends.mean_spend.max():
        raise EveryoneSpendsTheSame(customers=customers, spend=float(spends.mean_spend[0]))
    scale = float(np.exp(spends.customers @ np.log(spends.mean_spend) / customers))
    minus = _downhill(GammaGammaLikelihood(spends), scale)
    scout = _downhill(GammaGammaLikelihood(spends.thin(SCOUTS)), scale)
    start = min((_descend(scout, start) for start in STARTS), key=lambda end: end.fun)
    best = _descend(minus, start.x)
    if not np.isfinite(best.fun):
        raise NoConvergence(customers=customers)
    at = best.x.clip(*np.transpose(BOUNDS))
    edge = bool((np.abs(at) > EDGE).any())
    at, bent = (at, None) if edge else _settled(minus, at)
    p, q, gamma = np.exp(at) * (1, 1, scale)
    return GammaGamma(
        float(p),
        float(q),
        float(gamma),
        log_likelihood=float(-best.fun * customers),
        customers=customers,
        standard_errors=None if bent is None else _standard_errors(bent, (p, q, gamma), customers),
        notes=(Note("lifetime.spend_edge"),) if edge else (),
    )


def _descend(minus, start):
    return minimize(minus, start, jac=True, method="BFGS", options={"gtol": 1e-8})


class GammaGammaLikelihood:
    """log L(p, q, gamma) with its gradient; gamma functions once per distinct number of purchase days."""

    def __init__(self, spends: Spends) -> None:
        self.days, self.at = np.unique(spends.days.astype(float), return_inverse=True)
        self.n = spends.customers.astype(float)
        self.day_weight = np.bincount(self.at, self.n)
        self.x = self.days[self.at]
        self.spend = self.x * spends.mean_spend
        self.log_spend = self.n @ np.log(spends.mean_spend)
        self.log_mean_by_day = np.bincount(self.at, self.n * np.log(self.spend))
        self.customers = self.n.sum()

    def __call__(self, p: float, q: float, gamma: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by p, q and gamma."""
        x, w = self.days, self.day_weight
        log_total = np.log(gamma + self.spend)
        at_total = np.bincount(self.at, self.n * log_total)
        value = (
            w @ (gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma))
            + p * (x @ self.log_mean_by_day)
            - self.log_spend
            - (p * x + q) @ at_total
        )
        by_p = w @ (x * (digamma(p * x + q) - digamma(p * x))) + x @ (self.log_mean_by_day - at_total)
        by_q = w @ (digamma(p * x + q) - digamma(q) + np.log(gamma)) - at_total.sum()
        by_gamma = self.customers * q / gamma - np.einsum(
            "i,i->", self.n * (p * self.x + q), 1 / (gamma + self.spend)
        )
        return float(value), np.array([by_p, by_q, by_gamma])


def _downhill(likelihood, scale):
    """Minus the mean log-likelihood and slope, in logs and units of the usual spend; flat beyond BOUNDS."""

    low, high = np.transpose(BOUNDS)

    def minus(theta):
        inside = theta.clip(low, high)
        parameters = np.exp(inside) * (1, 1, scale)
        value, gradient = likelihood(*parameters)
        return -value / likelihood.customers, -gradient * parameters * (
            inside == theta
        ) / likelihood.customers

    return minus


def _settled(minus, theta):
    """The top after one Newton step, and the curvature there; None where it is flat.

    A line search leaves the eighth digit open, and which one it ends on hangs on the last bit of what an
    engine counted; after the step two engines agree to twelve.
    """
    bent = curvature_at(minus, theta)
    if np.linalg.eigvalsh(bent).min() <= 1e-9:
        return theta, None
    step = np.linalg.solve(bent, minus(theta)[1])
    return (theta - step if np.abs(step).max() < 0.01 else theta), bent


def _standard_errors(bent, parameters, customers):
    """From the curvature at the maximum."""
    errors = np.sqrt(np.diag(np.linalg.inv(bent)) / customers) * parameters
    return dict(zip(("p", "q", "gamma"), map(float, errors), strict=True))
