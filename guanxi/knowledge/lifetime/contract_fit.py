"""Find the model of renewals that makes a retention table most likely, or say why there is none."""

from __future__ import annotations

import numpy as np
from scipy.special import digamma

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.contract import (
    BetaDiscreteWeibull,
    ShiftedBetaGeometric,
    log_survival,
    stretched,
)
from guanxi.knowledge.lifetime.gamma_ratio import digamma_gap
from guanxi.knowledge.lifetime.refusals import NoConvergence
from guanxi.knowledge.lifetime.retention import Retention
from guanxi.knowledge.lifetime.summit import summit

MIN_LOST = 10  # below this the chance to leave is told by anecdotes
EDGE = 7.0  # e^7 = 1100: a spread this far from 1 is a limit, not an estimate

# logit(alpha / (alpha + beta)), log(alpha + beta), log c: mean and spread of the chance to leave, and shape.
BOUNDS = ((-14.0, 14.0), (-9.0, 9.0), (-3.0, 3.0))
STARTS = ((-1.0, 0.0), (-1.0, 2.0), (0.5, 1.0))


class NobodyLeaves(ModelError):
    code = "lifetime.nobody_leaves"


class TooFewPeriods(ModelError):
    code = "lifetime.too_few_periods"


class TooFewLost(ModelError):
    code = "lifetime.too_few_lost"


def fit_shifted_beta_geometric(table: Retention) -> ShiftedBetaGeometric:
    """The maximum-likelihood shifted beta-geometric model of a retention table.

    Errors  NobodyLeaves, TooFewLost, TooFewPeriods (two are needed), NoConvergence
    Notes   lifetime.leaving_alike, .leaving_all_or_none, .flat_renewals
    """
    return ShiftedBetaGeometric(**_fit(table, parameters=2))


def fit_beta_discrete_weibull(table: Retention) -> BetaDiscreteWeibull:
    """The maximum-likelihood beta-discrete-Weibull model of a retention table.

    Errors  NobodyLeaves, TooFewLost, TooFewPeriods (three are needed), NoConvergence
    Notes   lifetime.leaving_alike, .leaving_all_or_none, .flat_renewals
    """
    return BetaDiscreteWeibull(**_fit(table, parameters=3))


class ContractLikelihood:
    """log L(alpha, beta, c) of a retention table, with its exact gradient."""

    def __init__(self, table: Retention) -> None:
        self.lost, self.kept = table.lost.astype(float), table.kept.astype(float)
        self.customers = table.customers
        self.periods = np.arange(table.periods + 1.0)
        self.log_periods = np.log(np.maximum(self.periods, 1))

    def __call__(self, alpha: float, beta: float, shape: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by alpha, beta and c."""
        x = stretched(self.periods, shape)
        survival = log_survival(x, alpha, beta)
        slopes = self._slopes(x, alpha, beta)
        # P(lost in t) = S(t - 1) - S(t) = S(t - 1) (1 - e^fall), all in logs.
        fall = np.minimum(np.diff(survival), -1e-300)
        leaves = np.log(-np.expm1(fall))
        odds = np.exp(fall - leaves)
        value = self.lost @ (survival[:-1] + leaves) + self.kept @ survival[1:]
        by_loss = slopes[:, :-1] - odds * np.diff(slopes, axis=1)
        return float(value), by_loss @ self.lost + slopes[:, 1:] @ self.kept

    def _slopes(self, x, alpha, beta) -> np.ndarray:
        """Derivatives of log S by alpha, beta and c, one row each."""
        by_x = -digamma_gap(beta + x, alpha)
        by_alpha = digamma(alpha + beta) - digamma(alpha + beta + x)
        by_beta = digamma_gap(beta, alpha) + by_x
        return np.array([by_alpha, by_beta, by_x * x * self.log_periods])


def _fit(table: Retention, *, parameters: int) -> dict:
    _refuse_too_little(table, parameters)
    likelihood, bounds = ContractLikelihood(table), BOUNDS[:parameters]
    starts = [np.array([*start, 0.0][:parameters]) for start in STARTS]
    top = summit(_downhill(likelihood), starts, bounds)
    if top is None:
        raise NoConvergence(customers=table.customers)
    covariance = top.covariance(_jacobian(top.at), table.customers)
    errors = None if covariance is None else np.sqrt(np.diag(covariance))
    alpha, beta, shape = natural(top.at)
    return {
        "alpha": alpha,
        "beta": beta,
        "shape": shape,
        "log_likelihood": float(-top.value * table.customers),
        "customers": table.customers,
        "standard_errors": None if errors is None else named(errors[:parameters]),
        "covariance": covariance,
        "notes": tuple(_edges(top.at, errors)),
    }


def named(errors: np.ndarray) -> dict[str, float]:
    return dict(zip(("alpha", "beta", "c"), map(float, errors), strict=False))


def natural(theta) -> tuple[float, float, float]:
    """alpha, beta, c from the round coordinates; c is 1 where it was not asked for."""
    mean, spread = 1 / (1 + np.exp(-theta[0])), np.exp(theta[1])
    shape = np.exp(theta[2]) if len(theta) > 2 else 1.0
    return float(mean * spread), float((1 - mean) * spread), float(shape)


def _jacobian(theta) -> np.ndarray:
    """Derivatives of (alpha, beta, c), by rows, by the round coordinates, by columns."""
    alpha, beta, shape = natural(theta)
    mix = alpha * beta / (alpha + beta)
    return np.array([[mix, alpha, 0], [-mix, beta, 0], [0, 0, shape]])[:, : len(theta)]


def _downhill(likelihood: ContractLikelihood):
    """Minus the mean log-likelihood and its gradient, in the round coordinates."""

    def minus(theta):
        value, gradient = likelihood(*natural(theta))
        return -value / likelihood.customers, -(gradient @ _jacobian(theta)) / likelihood.customers

    return minus


def _refuse_too_little(table: Retention, parameters: int) -> None:
    lost, seen = int(table.lost.sum()), int((table.at_risk > 0).sum())
    if not lost:
        raise NobodyLeaves(customers=table.customers, periods=table.periods)
    if seen < parameters:
        raise TooFewPeriods(periods=seen, needed=parameters)
    if lost < MIN_LOST:
        raise TooFewLost(customers=table.customers, lost=lost, needed=MIN_LOST)


def _edges(theta, errors):
    """What ran to its limit."""
    if theta[1] > EDGE:
        yield Note("lifetime.leaving_alike")
    if theta[1] < -EDGE / 2:
        yield Note("lifetime.leaving_all_or_none")
    if errors is None:
        yield Note("lifetime.flat_renewals")
