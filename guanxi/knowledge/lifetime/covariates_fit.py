"""Find how much what is known of customers from the start changes their buying and leaving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from scipy.stats import chi2

from guanxi.errors import ModelError, SettingError
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.buying import BUYING, UnknownModel, fit_buying, refuse_unknown
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.cnbd_fit import CnbdLikelihood
from guanxi.knowledge.lifetime.covariates import ByGroup, Effect, WithCovariates, scales
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_fit import LOGS
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood
from guanxi.knowledge.lifetime.posterior_priors import question
from guanxi.knowledge.lifetime.refusals import NoConvergence
from guanxi.knowledge.lifetime.search import COIN, MIN_REPEATERS
from guanxi.knowledge.lifetime.summit import Summit, summit

STRONGEST = 6.0  # e^6 = 400 times as fast as the base: beyond, an effect is a limit, not an estimate
MOST_LEVELS = 20  # of a covariate: with more, a name or a number is taken for a kind


class TooFewInGroups(ModelError):
    code = "lifetime.too_few_in_groups"


class OneLevel(ModelError):
    code = "lifetime.one_level"


class TooManyLevels(ModelError):
    code = "lifetime.too_many_levels"


class NoCovariatesFor(SettingError):
    code = "lifetime.no_covariates_for"


def refuse_other_model(name: str) -> None:
    """Refuse a model that takes no covariates, before anything is read for it."""
    try:
        refuse_unknown(name)
    except UnknownModel:
        raise NoCovariatesFor(asked=name, known=", ".join(BUYING)) from None


def refuse_levels(data: ByGroup) -> None:
    """Refuse covariates of which nothing can be learnt.

    Errors  OneLevel, TooManyLevels; TooFewInGroups names the levels with fewer than ten repeat buyers
    """
    for covariate in data.covariates:
        levels = list(data.customers(covariate))
        if len(levels) < 2:
            raise OneLevel(covariate=covariate, level=", ".join(levels))
        if len(levels) > MOST_LEVELS:
            shown = ", ".join(levels[:3])
            raise TooManyLevels(covariate=covariate, levels=len(levels), most=MOST_LEVELS, shown=shown)
    _refuse_too_few(data)


class CovariateLikelihood:
    """log L of all customers, with its exact gradient.

    By the base's parameters, then effect by effect: levels within a covariate, covariates within a scale.
    """

    def __init__(self, model: BgNbd | Cnbd | ParetoNbd, data: ByGroup) -> None:
        """In: a model of the kind to be fitted; its parameters do not matter, its regularity does."""
        make = _likelihood(model)
        parts = list(data.groups.values())
        self.each = [make(part) for part in parts]
        self.customers = float(sum(likelihood.customers for likelihood in self.each))
        self.levels = {covariate: data.customers(covariate) for covariate in data.covariates}
        columns = [
            [
                float(kind[place] == level)
                for place, found in enumerate(self.levels.values())
                for level in list(found)[1:]
            ]
            for kind in data.groups
        ]
        self.design = np.array(columns).reshape(len(parts), -1)
        names = list(model.parameters)
        self.scales = [(names.index(parameter), sign) for _, parameter, sign in scales(model.name)]

    def __call__(self, parameters, effects) -> tuple[float, np.ndarray]:
        """In: the base's parameters, and effects by scale and column of the design."""
        effects = np.asarray(effects).reshape(len(self.scales), -1)
        total, by_base = 0.0, np.zeros(len(parameters))
        by_effect = np.zeros(effects.shape)
        for likelihood, row in zip(self.each, self.design, strict=True):
            factors = np.ones(len(parameters))
            for (place, sign), effect in zip(self.scales, effects, strict=True):
                factors[place] = np.exp(sign * (effect @ row))
            mine = np.asarray(parameters) * factors
            value, slope = likelihood(*mine)
            total += value
            by_base += slope * factors
            for i, (place, sign) in enumerate(self.scales):
                by_effect[i] += sign * slope[place] * mine[place] * row
        return float(total), np.append(by_base, by_effect)


def _likelihood(model: BgNbd | Cnbd | ParetoNbd) -> Callable:
    if isinstance(model, ParetoNbd):
        return ParetoNbdLikelihood
    if isinstance(model, Cnbd):
        return partial(CnbdLikelihood, k=model.k, coin_at_start=model.coin_at_start)
    return BgNbdLikelihood


def fit_with_covariates(
    name: str, data: ByGroup, log_gaps: Callable[[], float] | None = None
) -> WithCovariates:
    """The maximum-likelihood model of buying with effects of every level on its scales.

    In      name and log_gaps as `buying.fit_buying`; a regularity is chosen without covariates
    Errors  NoCovariatesFor what is no model of buying; TooFewInGroups names the levels with fewer than ten
            repeat buyers; what the fit without covariates refuses
    """
    refuse_other_model(name)
    _refuse_too_few(data)  # before the fit, which takes longer
    return with_effects(fit_buying(name, data.together, log_gaps), data)


def with_effects(plain: BgNbd | Cnbd | ParetoNbd, data: ByGroup) -> WithCovariates:
    """The same model with effects, from its fit to the same customers without them.

    Errors  TooFewInGroups, NoConvergence
    """
    _refuse_too_few(data)
    of = LOGS if isinstance(plain, ParetoNbd) else COIN
    likelihood = CovariateLikelihood(plain, data)
    count = likelihood.design.shape[1] * len(likelihood.scales)
    if not count:
        return WithCovariates(plain, likelihood.levels, (), (), plain.log_likelihood, 0.0, 1.0)
    start = np.append(question(plain, data.together).start, np.zeros(count))
    bounds = of.bounds + ((-STRONGEST, STRONGEST),) * count
    top = summit(_downhill(likelihood, of), [start], bounds)
    if top is None:
        raise NoConvergence(customers=int(likelihood.customers))
    value = float(-top.value * likelihood.customers)
    gain = max(value - plain.log_likelihood, 0.0)
    base = replace(
        plain,
        **dict(zip(of.names, of.natural(top.at[:4]), strict=True)),
        log_likelihood=value,
        standard_errors=_base_errors(top, of, likelihood.customers),
    )
    effects = tuple(_effects(base, likelihood, top))
    stopping = () if of is LOGS else tuple(_stopping(likelihood, top))
    p_value, spread = float(chi2.sf(2 * gain, count)), _covariance(base, top, of, likelihood.customers)
    return WithCovariates(base, likelihood.levels, effects, stopping, value, gain, p_value, spread)


def _refuse_too_few(data: ByGroup) -> None:
    few = {
        f"{covariate} = {level}": repeaters
        for covariate in data.covariates
        for level, repeaters in data.repeaters(covariate).items()
        if repeaters < MIN_REPEATERS
    }
    if few:
        named = ", ".join(f"{level} ({repeaters})" for level, repeaters in sorted(few.items()))
        raise TooFewInGroups(groups=named, needed=MIN_REPEATERS)


def _downhill(likelihood: CovariateLikelihood, of):
    """Minus the mean log-likelihood and its gradient, in the base's round coordinates and the effects."""

    def minus(theta):
        value, slope = likelihood(of.natural(theta[:4]), theta[4:])
        slope = np.append(slope[:4] @ of.jacobian(theta[:4]), slope[4:])
        return -value / likelihood.customers, -slope / likelihood.customers

    return minus


def _base_errors(top, of, customers: float) -> dict[str, float] | None:
    jacobian = np.zeros((4, len(top.at)))
    jacobian[:, :4] = of.jacobian(top.at[:4])
    errors = top.errors(jacobian, customers)
    return None if errors is None else dict(zip(of.names, map(float, errors), strict=True))


def _covariance(base, top: Summit, of, customers: float) -> np.ndarray | None:
    """Of the logs of the base's parameters, then of the effects."""
    jacobian = np.eye(len(top.at))
    jacobian[:4, :4] = of.jacobian(top.at[:4]) / np.array(list(base.parameters.values()))[:, None]
    return top.covariance(jacobian, customers)


def _columns(likelihood: CovariateLikelihood) -> list[tuple[str, str, int]]:
    """Covariate, level and customers of every column of the design."""
    return [
        (covariate, level, customers)
        for covariate, found in likelihood.levels.items()
        for level, customers in list(found.items())[1:]
    ]


def _effects(base, likelihood: CovariateLikelihood, top: Summit):
    values, errors = iter(top.at[4:]), iter(_errors(top, np.eye(len(top.at))[4:], likelihood))
    for on, _, _ in scales(base.name):
        for covariate, level, customers in _columns(likelihood):
            yield Effect(covariate, level, on, float(next(values)), next(errors), customers)


def _stopping(likelihood: CovariateLikelihood, top: Summit):
    """The effects on the coin's mean, which the data know better than either of its parts."""
    columns = _columns(likelihood)
    _, _, a, b = COIN.natural(top.at[:4])
    by_base, stay = COIN.jacobian(top.at[:4]), b / (a + b)
    for i, (covariate, level, customers) in enumerate(columns):
        at = [4 + (scale * len(columns)) + i for scale in (1, 2)]
        mine = a * np.exp(top.at[at[0]]), b * np.exp(top.at[at[1]])
        stay_here = mine[1] / sum(mine)
        row = np.zeros((1, len(top.at)))
        row[0, :4] = (stay_here - stay) * (by_base[2] / a - by_base[3] / b)
        row[0, at] = stay_here, -stay_here
        value = float(np.log1p(-stay_here) - np.log1p(-stay))
        yield Effect(covariate, level, "stopping", value, *_errors(top, row, likelihood), customers)


def _errors(top: Summit, jacobian: np.ndarray, likelihood: CovariateLikelihood) -> list[float | None]:
    found = top.errors(jacobian, likelihood.customers)
    return [None] * len(jacobian) if found is None else found.tolist()
