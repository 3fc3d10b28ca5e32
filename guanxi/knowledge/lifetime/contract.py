"""What a fitted model of renewals says about customers under contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import expit, logit, ndtri

from guanxi.knowledge.lifetime.beta_mean import beta_mean
from guanxi.knowledge.lifetime.gamma_ratio import log_gamma_ratio
from guanxi.knowledge.lifetime.settings import BadSetting

LONGEST = 1e250  # periods, however stretched by c
NEGLIGIBLE = 1e-13  # of a whole lifetime: where an endless sum is cut
LEAST_DISCOUNT = 0.0001  # a period; below, a heavy tail is worth any amount


@dataclass(frozen=True)
class Contract:
    """What both models of renewals share; periods are the contract's own, counted from the start.

    `shape` is c of the beta-discrete-Weibull; with c = 1 it is the shifted beta-geometric.
    """

    alpha: float
    beta: float
    shape: float = 1.0
    log_likelihood: float = float("nan")
    customers: int = 0
    standard_errors: dict[str, float] | None = None
    covariance: np.ndarray | None = field(default=None, compare=False, repr=False)
    notes: tuple = ()

    name = "contract"

    @property
    def parameters(self) -> dict[str, float]:
        return {"alpha": self.alpha, "beta": self.beta}

    def card(self) -> dict:
        """For the snapshot's card and JSON."""
        return {
            "model": self.name,
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "customers": self.customers,
            "converged": True,
        }

    def log_survival(self, periods) -> np.ndarray:
        """log P(still there after so many renewals were due); 0 at the start."""
        return log_survival(stretched(periods, self.shape), self.alpha, self.beta)

    def survival(self, periods, *, already: int = 0) -> np.ndarray:
        """P(still there after `periods`, 0..1), of a customer known to be there after `already` of them."""
        return np.exp(self.log_survival(periods) - self.log_survival(already))

    def retention_rate(self, period) -> np.ndarray:
        """The share, 0..1, of those whose `period`-th renewal is due that renew; periods from 1."""
        return self.survival(period, already=np.asarray(period) - 1)

    def residual_lifetime(self, already: int, discount: float) -> float:
        """DERL: discounted renewals to come of a customer after `already` renewals, the next one due now.

        That next one counts undiscounted, each later one 1 / (1 + discount) a period less. Just after a
        renewal, with the next a whole period away, divide by 1 + discount.

        Errors  BadSetting for a discount a period outside 0.0001..10, or a tenure below 0
        """
        if not LEAST_DISCOUNT <= discount <= 10:
            raise BadSetting(setting="discount", given=discount, allowed=f"{LEAST_DISCOUNT}..10")
        if not 0 <= already < 1e6 or already != int(already):
            raise BadSetting(setting="already", given=already, allowed="0, 1, 2, ...")
        return self._residual(int(already), discount)

    def _residual(self, already: int, discount: float) -> float:
        ahead = np.arange(int(np.ceil(-np.log(NEGLIGIBLE * discount) / np.log1p(discount))) + 1)
        return float(
            np.exp(-ahead * np.log1p(discount)) @ self.survival(already + 1 + ahead, already=already)
        )

    def survival_range(
        self, periods, *, already: int = 0, level: float = 0.9
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """The ends of `survival`, as far as the parameters are known; None where they are flat.

        That of the share in a large group: a small one scatters around it as coins do. By the delta method
        on the log-odds, so that it stays within 0..1.
        """
        periods = np.maximum(np.asarray(periods, float), already)
        error = self._error(lambda model: _log_odds(model.survival(periods, already=already)))
        if error is None:
            return None
        middle, reach = _log_odds(self.survival(periods, already=already)), error * ndtri((1 + level) / 2)
        return expit(middle - reach), expit(middle + reach)

    def residual_lifetime_range(
        self, already: int, discount: float, *, level: float = 0.9
    ) -> tuple[float, float] | None:
        """The ends of `residual_lifetime`, as far as the parameters are known; None where they are flat."""
        middle = self.residual_lifetime(already, discount)
        error = self._error(lambda model: np.log(model.residual_lifetime(already, discount)))
        if error is None:
            return None
        reach = np.exp(error * ndtri((1 + level) / 2))
        return float(middle / reach), float(middle * reach)

    def _error(self, told: Callable[[Contract], np.ndarray], step: float = 1e-4) -> np.ndarray | None:
        """The standard error of what a model tells: its slopes by the parameters, and their covariance."""
        if self.covariance is None:
            return None
        slopes = []
        for name in ("alpha", "beta", "shape"):
            at = getattr(self, name)
            up, down = (told(replace(self, **{name: at * (1 + turn)})) for turn in (step, -step))
            slopes.append((up - down) / (2 * step * at))
        variance = np.einsum("i...,ij,j...->...", slopes, self.covariance, slopes)
        return np.sqrt(np.maximum(variance, 0.0))


@dataclass(frozen=True)
class ShiftedBetaGeometric(Contract):
    """At each renewal a customer leaves with a chance of their own, beta(alpha, beta) over customers.

    Assumes      a customer's own chance never changes; retention rises because the doubtful go first
    Breaks when  customers tire, prices change, or contracts of different lengths are mixed
    Source       Fader & Hardie 2007, Journal of Interactive Marketing 21(1); see docs/methods/contract.md
    """

    name = "shifted-beta-geometric"

    def _residual(self, already: int, discount: float) -> float:
        """The published closed form, r 2F1(1, beta + n; alpha + beta + n; 1 / (1 + d)), as the mean over
        customers of (1 + d) / (d + chance to leave), which keeps its digits for any n and d."""
        left = beta_mean(1 / discount, 1.0, self.alpha, self.beta + already + 1)
        return float(self.retention_rate(already + 1) * (1 + discount) / discount * left)


@dataclass(frozen=True)
class BetaDiscreteWeibull(Contract):
    """The same with duration dependence: a customer's own chance falls (c < 1) or grows (c > 1).

    Assumes      one shape c for all customers
    Breaks when  few periods are seen: shape and spread tell much the same story
    Source       Fader, Hardie, Liu, Davin & Steenburgh 2018, Journal of Interactive Marketing 43;
                 see docs/methods/contract.md
    """

    name = "beta-discrete-weibull"

    @property
    def parameters(self) -> dict[str, float]:
        return {"alpha": self.alpha, "beta": self.beta, "c": self.shape}


def _log_odds(share: np.ndarray) -> np.ndarray:
    """Finite at 1 too, where a customer known to be there is there for certain."""
    return logit(np.clip(share, 1e-300, 1 - 1e-16))


def stretched(periods, shape: float) -> np.ndarray:
    """periods ^ c, within what a number can hold."""
    with np.errstate(over="ignore"):
        return np.minimum(np.asarray(periods, float) ** shape, LONGEST)


def log_survival(x, alpha: float, beta: float) -> np.ndarray:
    """log B(alpha, beta + x) / B(alpha, beta), with x = periods ^ c."""
    return log_gamma_ratio(beta, alpha) - log_gamma_ratio(beta + x, alpha)
