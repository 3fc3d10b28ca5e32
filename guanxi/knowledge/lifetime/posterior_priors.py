"""What is held of a model's parameters before the data speak, and where their likelihood is asked.

Every prior is a normal law on the round coordinates in which the models are fitted, all independent. They are
weak: each is as wide as the trades we know of differ among each other, so that a few hundred customers
outweigh it, and still closes the ridges on which a likelihood alone runs to infinity (all customers alike,
stopping all-or-none). None depends on the unit of time: rates are counted per day.

    log r, log s            centre 0     width 1.5   spread of rates over customers: 95 % from 0.05 to 19
    log rate of buying      6 a year     width 2     95 % from one in 9 years to 300 a year
    log rate of ending      2 a year     width 2     95 % from once in 25 years to 100 a year
    logit of a coin         -1 (27 %)    width 1.5   95 % from 2 % to 87 %
    log of a coin's a + b   1 (2.7)      width 1.5   95 % from 0.14 (all or none) to 51 (all alike)
    log k-th power c        0            width 0.5   95 % from 0.4 to 2.7 (beta-discrete-Weibull)
    log p, log q            1 (2.7)      width 1.5   95 % from 0.14 to 51 (Gamma-Gamma)
    log p gamma / q         mean log     width 2     the usual spend; money has no natural unit, so this
                            of spend                 one is centred on the data
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch

import numpy as np

from guanxi.errors import ModelError
from guanxi.knowledge.lifetime import bg_bb_fit, contract_fit
from guanxi.knowledge.lifetime.bg_bb import BgBb
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.cnbd_fit import CnbdLikelihood
from guanxi.knowledge.lifetime.condensed import condensed
from guanxi.knowledge.lifetime.contract import Contract
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma, GammaGammaLikelihood
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_fit import LOGS
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood
from guanxi.knowledge.lifetime.search import COIN, Coordinates
from guanxi.knowledge.lifetime.spends import Spends

BUYING = (np.log(6 / 365), 2.0)  # log of purchase days a day: centre, width
ENDING = (np.log(2 / 365), 2.0)
SPREAD = (0.0, 1.5)
COIN_MEAN, COIN_SPREAD = (-1.0, 1.5), (1.0, 1.5)
POWER = (0.0, 0.5)
SHAPE, MONEY_WIDTH = (1.0, 1.5), 2.0

EXACT, BINS = 2500, 24  # histories: up to so many, all are asked for each draw; above, cells of them
EXACT_WIDE = 600  # the same where one history costs an integral
SPEND_BINS = 0.1  # of log mean spend, for the coarser spends

Likelihood = Callable[..., tuple[float, np.ndarray]]


class NoPosterior(ModelError):
    code = "lifetime.no_posterior"


@dataclass(frozen=True)
class Question:
    """What a posterior is asked of.

    coordinates   round coordinates and the way to the parameters
    start         the fitted model's own point
    centre, width the prior: independent normal laws on the coordinates
    likelihood    of all customers, exact
    coarse        of the same customers in a few hundred cells; None where all histories are few enough
    """

    coordinates: Coordinates
    start: np.ndarray
    centre: np.ndarray
    width: np.ndarray
    likelihood: Likelihood
    coarse: Likelihood | None = None

    def log_prior(self, theta: np.ndarray) -> np.ndarray:
        """Up to a constant; one or many points, by rows."""
        return -0.5 * (((theta - self.centre) / self.width) ** 2).sum(axis=-1)


@singledispatch
def question(model, data) -> Question:
    """The model's likelihood on these data and its prior.

    Errors  NoPosterior for a model without one
    """
    raise NoPosterior(model=getattr(model, "name", type(model).__name__))


def _question(coordinates, start, priors, make, data, coarse=None) -> Question:
    low, high = np.transpose(coordinates.bounds)
    centre, width = np.transpose(priors)
    start = np.array(start).clip(low + 0.02, high - 0.02)
    return Question(coordinates, start, centre, width, make(data), None if coarse is None else make(coarse))


def _few(histories: Histories, exact: int, bins: int) -> Histories | None:
    return None if len(histories) <= exact else condensed(histories, bins)


def _per_unit(rate, unit_days: float) -> tuple[float, float]:
    return rate[0] + np.log(unit_days), rate[1]


def _coin(a: float, b: float) -> list[float]:
    return [np.log(a / b), np.log(a + b)]


@question.register
def _(model: BgNbd, histories) -> Question:
    start = [np.log(model.r), np.log(model.r / model.alpha), *_coin(model.a, model.b)]
    priors = [SPREAD, _per_unit(BUYING, model.unit_days), COIN_MEAN, COIN_SPREAD]
    return _question(COIN, start, priors, BgNbdLikelihood, histories, _few(histories, EXACT, BINS))


@question.register
def _(model: Cnbd, histories) -> Question:
    start = [np.log(model.r), np.log(model.r / model.alpha), *_coin(model.a, model.b)]
    # k hidden steps make one purchase.
    priors = [SPREAD, _per_unit(BUYING, model.k * model.unit_days), COIN_MEAN, COIN_SPREAD]

    def make(counted):
        return CnbdLikelihood(counted, model.k, coin_at_start=model.coin_at_start)

    return _question(COIN, start, priors, make, histories, _few(histories, EXACT, BINS))


@question.register
def _(model: ParetoNbd, histories) -> Question:
    start = [*np.log([model.r, model.r / model.alpha, model.s, model.s / model.beta])]
    unit = model.unit_days
    priors = [SPREAD, _per_unit(BUYING, unit), SPREAD, _per_unit(ENDING, unit)]
    coarse = _few(histories, EXACT_WIDE, BINS)
    return _question(LOGS, start, priors, ParetoNbdLikelihood, histories, coarse)


@question.register
def _(model: BgBb, seen) -> Question:
    coordinates = Coordinates(
        tuple(model.parameters), bg_bb_fit.BOUNDS, bg_bb_fit.natural, bg_bb_fit._jacobian
    )
    start = [*_coin(model.alpha, model.beta), *_coin(model.gamma, model.delta)]
    return _question(coordinates, start, [COIN_MEAN, COIN_SPREAD] * 2, bg_bb_fit.BgBbLikelihood, seen)


@question.register
def _(model: Contract, table) -> Question:
    names = tuple(model.parameters)
    n = len(names)

    def natural(theta):
        return contract_fit.natural(theta)[:n]

    def make(counted):
        whole = contract_fit.ContractLikelihood(counted)

        def likelihood(*parameters):
            value, gradient = whole(*(*parameters, 1.0)[:3])
            return value, gradient[:n]

        return likelihood

    coordinates = Coordinates(
        names, contract_fit.BOUNDS[:n], natural, lambda theta: contract_fit._jacobian(theta)[:n]
    )
    start = [*_coin(model.alpha, model.beta), np.log(model.shape)][:n]
    return _question(coordinates, start, [COIN_MEAN, COIN_SPREAD, POWER][:n], make, table)


@question.register
def _(model: GammaGamma, spent: Spends) -> Question:
    usual = float(spent.customers @ np.log(spent.mean_spend) / spent.customers.sum())

    def natural(theta):
        p, q = np.exp(theta[:2])
        return float(p), float(q), float(np.exp(theta[2]) * q / p)

    def jacobian(theta):
        p, q, gamma = natural(theta)
        return np.array([[p, 0, 0], [0, q, 0], [-gamma, gamma, gamma]])

    bounds = ((-9.0, 12.0), (-9.0, 12.0), (usual - 14, usual + 14))
    coordinates = Coordinates(tuple(model.parameters), bounds, natural, jacobian)
    start = np.log([model.p, model.q, model.p * model.gamma / model.q])
    coarse = None if len(spent.days) <= EXACT else coarser(spent)
    priors = [SHAPE, SHAPE, (usual, MONEY_WIDTH)]
    return _question(coordinates, start, priors, GammaGammaLikelihood, spent, coarse)


def coarser(spent: Spends, width: float = SPEND_BINS) -> Spends:
    """The same customers with means of spend that agree to about `width` of it counted together."""
    logs = np.log(spent.mean_spend)
    bins = np.floor(logs / width).astype(np.int64)
    keys, at = np.unique(np.stack([spent.days, bins]), axis=1, return_inverse=True)
    customers = np.bincount(at, spent.customers)
    means = np.exp(np.bincount(at, spent.customers * logs) / customers)
    return Spends(keys[0], means, customers.astype(np.int64), True)
