"""The lifetime models as estimators: configured, fitted on a table, asked; the habits of scikit-learn.

model = BuyingEstimator("mbg-nbd").fit(table)       # columns repeats, last, age, in any unit of time
model.alpha_, model.p_alive(table), model.predict(table, ahead=52)
"""

from __future__ import annotations

from collections.abc import Iterable
from inspect import signature
from typing import Any

import numpy as np

from guanxi.errors import BadInput, SettingError
from guanxi.knowledge.lifetime.buying import fit_buying
from guanxi.knowledge.lifetime.counts import purchase_counts
from guanxi.knowledge.lifetime.gamma_gamma import fit_gamma_gamma
from guanxi.knowledge.lifetime.histories import Histories, group
from guanxi.knowledge.lifetime.posterior import posterior
from guanxi.knowledge.lifetime.posterior_priors import question
from guanxi.knowledge.lifetime.posterior_range import Range, range_of
from guanxi.knowledge.lifetime.residual import residual_purchases
from guanxi.knowledge.lifetime.spends import group_spends


class NotFitted(BadInput):
    code = "lifetime.not_fitted"


class ColumnsMissing(BadInput):
    code = "lifetime.columns_missing"


class UnknownParameter(SettingError):
    code = "lifetime.unknown_parameter"


class Estimator:
    """What every estimator does: parameters by name, so that it can be cloned and searched over.

    A constructor only keeps what it is given. What a fit found ends in an underscore: `model_`, `posterior_`
    and each parameter of the model, `r_`, `alpha_`.
    """

    columns: tuple[str, ...] = ()

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """What the constructor was given."""
        return {name: getattr(self, name) for name in signature(type(self)).parameters}

    def set_params(self, **given: Any) -> Estimator:
        """Change what the constructor was given; what was fitted stays until the next fit."""
        if unknown := given.keys() - self.get_params().keys():
            raise UnknownParameter(asked=", ".join(sorted(unknown)), known=", ".join(self.get_params()))
        for name, value in given.items():
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({given})"

    def _fitted(self):
        if not hasattr(self, "model_"):
            raise NotFitted(asked=type(self).__name__)
        return self.model_

    def _keep(self, model, data):
        self.model_ = model
        self.posterior_ = posterior(model, data, draws=self.draws, seed=self.seed) if self.draws else None
        for name, value in model.parameters.items():
            setattr(self, f"{name}_", value)
        return self

    def _read(self, table) -> list[np.ndarray]:
        """The columns of a table of any make (pandas, polars, Arrow, a dict), or of an array in order."""
        if isinstance(table, np.ndarray):
            if table.ndim != 2 or table.shape[1] != len(self.columns):
                raise ColumnsMissing(needed=", ".join(self.columns), found=f"{table.shape}")
            return list(table.T)
        named = (
            getattr(table, where, None) for where in ("column_names", "columns")
        )  # Arrow's columns are data
        names = list(next((found for found in named if isinstance(found, Iterable)), table))
        if missing := [name for name in self.columns if name not in names]:
            raise ColumnsMissing(needed=", ".join(missing), found=", ".join(map(str, names)))
        return [np.asarray(table[name]) for name in self.columns]


class BuyingEstimator(Estimator):
    """A model of buying, from one row per customer.

    model      of buying.BUYING, or with a regularity: "mbg-cnbd-2"
    unit_days  days in the table's unit of time: 7 for weeks. Priors and discounts are by the year
    draws      of the posterior, 0 for none: then no ranges
    seed       of the draws

    In         a table with repeats (purchase days after the first), last (time from the first of them to the
               last) and age (time from the first until now)
    """

    columns = ("repeats", "last", "age")

    def __init__(self, model: str = "bg-nbd", unit_days: int = 7, draws: int = 0, seed: int = 0) -> None:
        self.model, self.unit_days, self.draws, self.seed = model, unit_days, draws, seed

    def fit(self, X, y=None) -> BuyingEstimator:
        """Find the most likely parameters.

        Errors  UnknownModel, ColumnsMissing, ImpossibleHistory; ModelError where there is no honest answer
        """
        histories = self._grouped(X)
        return self._keep(fit_buying(self.model, histories), histories)

    def p_alive(self, X) -> np.ndarray:
        """P(still a customer) of every row."""
        return self._fitted().p_alive(*self._read(X))

    def predict(self, X, ahead: float = 52.0) -> np.ndarray:
        """Expected purchase days of every row in the next `ahead` units of time."""
        return self._fitted().expected_purchases(ahead, *self._read(X))

    def predict_range(self, X, ahead: float = 52.0, level: float = 0.9) -> Range:
        """How well `predict` is known; not what one customer will do, which `distribution` says."""
        model, seen = self._fitted(), self._read(X)
        if self.posterior_ is None:
            raise NotFitted(asked="posterior_")
        return range_of(lambda m: m.expected_purchases(ahead, *seen), model, self.posterior_, level=level)

    def distribution(self, X, ahead: float = 52.0) -> list[np.ndarray]:
        """P(0), P(1), P(2)... purchase days of every row."""
        rows = zip(*self._read(X), strict=True)
        return [purchase_counts(self._fitted(), ahead, *row) for row in rows]

    def residual(self, X, discount: float) -> np.ndarray:
        """All purchase days to come at today's worth (DERT), money losing `discount` a year."""
        return residual_purchases(self._fitted(), *self._read(X), discount=discount)

    def score(self, X, y=None) -> float:
        """Mean log-likelihood per customer: greater is better, to compare models on the same customers."""
        model, histories = self._fitted(), self._grouped(X)
        value = question(model, histories).likelihood(*model.parameters.values())[0]
        return float(value / histories.customers.sum())

    def _grouped(self, X) -> Histories:
        repeats, last, age = self._read(X)
        return group(repeats, last * self.unit_days, age * self.unit_days, unit_days=self.unit_days)


class SpendEstimator(Estimator):
    """Gamma-Gamma.

    In   a table with one row per customer: days (purchase days) and mean_spend (of such a day)
    """

    columns = ("days", "mean_spend")

    def __init__(self, draws: int = 0, seed: int = 0) -> None:
        self.draws, self.seed = draws, seed

    def fit(self, X, y=None) -> SpendEstimator:
        """Find the most likely parameters; rows without days or spend are left out.

        Errors  ColumnsMissing; ModelError where there is no honest answer
        """
        spends = group_spends(*self._read(X))
        return self._keep(fit_gamma_gamma(spends), spends)

    def predict(self, X) -> np.ndarray:
        """Expected spend of a purchase day of every row."""
        return np.asarray(self._fitted().expected_mean_spend(*self._read(X)))
