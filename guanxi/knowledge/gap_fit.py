"""The most likely model of the gaps, from distinct histories."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.special import betainc, betaln, expit, gammaln, psi

from guanxi.facts.notes import Note
from guanxi.knowledge.gap_model import GapModel
from guanxi.knowledge.lifetime.histories import Histories, group
from guanxi.knowledge.lifetime.refusals import NoConvergence
from guanxi.knowledge.lifetime.search import refuse_too_little
from guanxi.knowledge.lifetime.summit import summit

# log k, log r, log of the gap at the mean rate, logit of stop: spread within and between customers, level,
# and who is gone. In these four the likelihood is nearly round.
BOUNDS = ((-3.0, 5.0), (-7.0, 9.0), (-3.0, 12.0), (-12.0, 8.0))
NAMES = ("k", "r", "beta", "stop")
STARTS = tuple(product((0.0, 1.2), (-0.3, 1.2), (-2.5, -0.5)))
SCOUTS = 3000  # customers to search on; the answer always comes from all of them
FEWEST_GAPS = 300  # that such customers must have; else all are taken, on a coarser calendar
CLOCK = 4.9  # e^4.9 = 134: gaps that vary by less than a tenth
ALIKE = 7.0  # e^7 = 1100: a spread this far from 1 is a limit, not an estimate
_STEP = 1e-5


class GapLikelihood:
    """The log-likelihood of all gaps, the last and unended ones too, and its gradient.

    In   histories   distinct (repeats, last, age) in days: so many gaps with the sum `last`, then age - last
                     days of silence
         log_gaps    sum over all customers and gaps of the log of the gap in days
    """

    def __init__(self, histories: Histories, log_gaps: float) -> None:
        self.n = histories.repeats.astype(float)
        self.sum = histories.last_days.astype(float)
        self.silent = (histories.age_days - histories.last_days).astype(float)
        self.weight = histories.customers.astype(float)
        self.log_gaps = log_gaps
        self.customers = float(self.weight.sum())
        self.gaps = float(self.weight @ self.n)

    def __call__(self, k: float, r: float, beta: float, stop: float) -> tuple[float, np.ndarray]:
        shape, seen = r + k * self.n, beta + self.sum
        log_seen, digamma = np.log(seen), psi(shape)
        ended = r * np.log(beta) - gammaln(r) + gammaln(shape) - shape * log_seen
        longer, by_shape, by_k, by_beta = self._unended(shape, k, seen)
        silence = stop + (1 - stop) * longer  # gone, or still to come
        active = (1 - stop) / silence
        value = ended + np.log(silence)
        slopes = (
            self.n * (digamma - log_seen) + active * (self.n * by_shape + by_k),
            np.log(beta) - psi(r) + digamma - log_seen + active * by_shape,
            r / beta - shape / seen + active * by_beta,
            (1 - longer) / silence,
        )
        total = (
            self.weight @ value + (k - 1) * self.log_gaps + self.gaps * (np.log1p(-stop) - float(gammaln(k)))
        )
        gradient = np.array([self.weight @ slope for slope in slopes])
        gradient[0] += self.log_gaps - self.gaps * float(psi(k))
        gradient[3] -= self.gaps / (1 - stop)
        return float(total), gradient

    def _unended(self, shape, k, seen):
        """P(the last gap is longer than the silence so far), and its slopes by shape, k and beta."""
        share = seen / (seen + self.silent)
        # The incomplete beta function has no closed slope by its two parameters: central differences of it.
        step, small = _STEP * shape, _STEP * k
        by_shape = (betainc(shape + step, k, share) - betainc(shape - step, k, share)) / (2 * step)
        by_k = (betainc(shape, k + small, share) - betainc(shape, k - small, share)) / (2 * small)
        began = self.silent > 0
        late = np.where(began, self.silent, 1.0)
        log_density = (
            (shape - 1) * np.log(seen)
            + k * np.log(late)
            - (shape + k) * np.log(seen + late)
            - betaln(shape, k)
        )
        return betainc(shape, k, share), by_shape, by_k, np.where(began, np.exp(log_density), 0.0)


def fit_gaps(histories: Histories, log_gaps: float) -> GapModel:
    """The gap model under which the gaps are most likely.

    In      histories   of days, not weeks: distinct (repeats, last, age)
            log_gaps    sum of the logs of all gaps in days
    Notes   rhythm.like_a_clock, rhythm.all_alike, rhythm.flat: what ran to its limit
    Errors  NobodyBoughtTwice, TooFewRepeaters; NoConvergence where no start reaches a number
    """
    refuse_too_little(histories)
    likelihood = GapLikelihood(histories, log_gaps)
    scout = _scout(histories, log_gaps)
    level = np.log(likelihood.weight @ likelihood.sum / likelihood.gaps)
    minus = _downhill(scout)
    starts = [np.array([k, r, level, stop]) for k, r, stop in STARTS]
    starts.sort(key=lambda theta: minus(theta)[0])
    top = summit(minus, starts[:2], BOUNDS)
    if top is None:
        raise NoConvergence(customers=int(likelihood.customers))
    theta, errors = _settled(likelihood, top.at, top.curvature)
    k, r, beta, stop = _natural(theta)
    return GapModel(
        k=k,
        r=r,
        beta=beta,
        stop=stop,
        log_likelihood=likelihood(k, r, beta, stop)[0],
        customers=int(likelihood.customers),
        gaps=int(likelihood.gaps),
        standard_errors=errors,
        notes=tuple(_limits(theta, errors)),
    )


def _scout(histories: Histories, log_gaps: float) -> GapLikelihood:
    """The likelihood of every so many-th customer; of all where they are few."""
    if len(histories) <= SCOUTS:
        return GapLikelihood(histories, log_gaps)
    upto = np.cumsum(histories.customers)
    at = np.searchsorted(upto, np.linspace(0, upto[-1], SCOUTS, endpoint=False), side="right")
    some = group(histories.repeats[at], histories.last_days[at], histories.age_days[at])
    gaps = float(some.customers @ some.repeats)
    if gaps < FEWEST_GAPS:
        return GapLikelihood(histories.coarse(SCOUTS), log_gaps)
    share = gaps / float(histories.customers @ histories.repeats)
    return GapLikelihood(some, log_gaps * share)


def _natural(theta) -> tuple[float, float, float, float]:
    """k, r, beta, stop from the four round coordinates."""
    k, r, gap = np.exp(theta[:3])
    return float(k), float(r), float(gap * r / k), float(expit(theta[3]))


def _jacobian(theta) -> np.ndarray:
    """Derivatives of (k, r, beta, stop), by rows, by the four round coordinates, by columns."""
    k, r, beta, stop = _natural(theta)
    return np.array([[k, 0, 0, 0], [0, r, 0, 0], [-beta, beta, beta, 0], [0, 0, 0, stop * (1 - stop)]])


def _downhill(likelihood: GapLikelihood):
    low, high = np.transpose(BOUNDS)

    def minus(theta):
        inside = theta.clip(low, high)
        value, gradient = likelihood(*_natural(inside))
        slope = (gradient @ _jacobian(inside)) * (inside == theta)
        return -value / likelihood.customers, -slope / likelihood.customers

    return minus


def _settled(likelihood: GapLikelihood, theta: np.ndarray, curvature: np.ndarray | None):
    """The top on all histories and its standard errors, None where there is no bowl.

    The likelihood of some customers bends nearly as that of all does: so a few steps by its curvature settle
    every digit of the parameters, and the standard errors are right to some hundredths of themselves.
    """
    minus = _downhill(likelihood)
    if curvature is None:
        top = summit(minus, [theta], BOUNDS)
        theta, curvature = (theta, None) if top is None else (top.at, top.curvature)
    else:
        theta = _stepped(minus, theta, curvature)
    if curvature is None:
        return theta, None
    jacobian = _jacobian(theta)
    covariance = jacobian @ np.linalg.inv(curvature) @ jacobian.T / likelihood.customers
    return theta, dict(zip(NAMES, map(float, np.sqrt(np.diag(covariance))), strict=True))


def _stepped(minus, theta: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    before = np.inf
    for _ in range(12):
        step = np.linalg.solve(curvature, minus(theta)[1])
        size = np.abs(step).max()
        if not size < max(before, 1e-9):
            break
        theta, before = theta - step, size
        if size < 1e-7:
            break
    return theta


def _limits(theta: np.ndarray, errors):
    """What ran to its limit."""
    if theta[0] > CLOCK:
        yield Note("rhythm.like_a_clock")
    if theta[1] > ALIKE:
        yield Note("rhythm.all_alike")
    if errors is None:
        yield Note("rhythm.flat")
