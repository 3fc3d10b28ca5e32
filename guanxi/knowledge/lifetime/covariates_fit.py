"""Find how much what is known of customers from the start changes their buying and leaving."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.stats import chi2

from guanxi.errors import ModelError, SettingError
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.covariates import SCALES, ByGroup, Effect, WithCovariates
from guanxi.knowledge.lifetime.pareto_nbd_fit import LOGS, fit_pareto_nbd
from guanxi.knowledge.lifetime.pareto_nbd_likelihood import ParetoNbdLikelihood
from guanxi.knowledge.lifetime.posterior_priors import question
from guanxi.knowledge.lifetime.refusals import NoConvergence
from guanxi.knowledge.lifetime.search import COIN, MIN_REPEATERS
from guanxi.knowledge.lifetime.summit import summit

STRONGEST = 6.0  # e^6 = 400 times as fast as the base: beyond, an effect is a limit, not an estimate
FITS = {
    "bg-nbd": (fit_bg_nbd, BgNbdLikelihood, COIN),
    "pareto-nbd": (fit_pareto_nbd, ParetoNbdLikelihood, LOGS),
}


class TooFewInGroups(ModelError):
    code = "lifetime.too_few_in_groups"


class NoCovariatesFor(SettingError):
    code = "lifetime.no_covariates_for"


class CovariateLikelihood:
    """log L of all customers, with its exact gradient.

    By the base's parameters, then effect by effect: levels within a covariate, covariates within a scale.
    """

    def __init__(self, name: str, data: ByGroup) -> None:
        make = FITS[name][1]
        parts = list(data.groups.values())
        self.each = [make(part) for part in parts]
        self.customers = float(sum(likelihood.customers for likelihood in self.each))
        self.levels = _levels(data)
        columns = [
            [
                float(kind[place] == level)
                for place, found in enumerate(self.levels.values())
                for level in found[1:]
            ]
            for kind in data.groups
        ]
        self.design = np.array(columns).reshape(len(parts), -1)
        names = FITS[name][2].names
        self.scales = [(names.index(parameter), sign) for _, parameter, sign in SCALES[name]]

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


def fit_with_covariates(name: str, data: ByGroup) -> WithCovariates:
    """The maximum-likelihood BG/NBD or Pareto/NBD model with effects of every level on its scales.

    Errors  NoCovariatesFor another model; TooFewInGroups names the levels with fewer than ten repeat buyers;
            what the fit without covariates refuses
    """
    if name not in FITS:
        raise NoCovariatesFor(asked=name, known=", ".join(FITS))
    fit, _, of = FITS[name]
    _refuse_too_few(data)
    plain = fit(data.together)
    likelihood = CovariateLikelihood(name, data)
    count = likelihood.design.shape[1] * len(likelihood.scales)
    if not count:
        return WithCovariates(plain, likelihood.levels, (), plain.log_likelihood, 0.0, 1.0)
    start = np.append(question(plain, data.together).start, np.zeros(count))
    bounds = of.bounds + ((-STRONGEST, STRONGEST),) * count
    top = summit(_downhill(likelihood, of), [start], bounds)
    if top is None:
        raise NoConvergence(customers=int(likelihood.customers))
    value = -top.value * likelihood.customers
    base, errors = top.at[:4], [None] * count
    if top.curvature is not None:
        errors = top.errors(np.eye(len(top.at)), likelihood.customers)[4:].tolist()
    gain = max(float(value - plain.log_likelihood), 0.0)
    return WithCovariates(
        replace(
            plain,
            **dict(zip(of.names, of.natural(base), strict=True)),
            log_likelihood=float(value),
            standard_errors=_base_errors(top, of, likelihood.customers),
        ),
        likelihood.levels,
        tuple(_effects(name, likelihood.levels, top.at[4:], errors)),
        float(value),
        gain,
        float(chi2.sf(2 * gain, count)),
    )


def _levels(data: ByGroup) -> dict[str, list[str]]:
    """Of each covariate its levels, the one with most customers first."""
    found = {}
    for place, covariate in enumerate(data.covariates):
        counts: dict[str, int] = {}
        for kind, part in data.groups.items():
            counts[kind[place]] = counts.get(kind[place], 0) + int(part.customers.sum())
        found[covariate] = sorted(counts, key=lambda level: (-counts[level], level))
    return found


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


def _effects(name: str, levels: dict[str, list[str]], values, errors):
    values, errors = iter(values), iter(errors)
    for on, _, _ in SCALES[name]:
        for covariate, (_, *others) in levels.items():
            for level in others:
                yield Effect(covariate, level, on, float(next(values)), next(errors))
