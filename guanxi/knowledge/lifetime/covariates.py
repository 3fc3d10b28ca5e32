"""What is known of customers from the start (channel, region, ...), and how it changes their buying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from guanxi.errors import BadInput
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.histories import KEY, Histories, group, keyed, unit_days
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

UNKNOWN = "?"  # the level of a customer of whom it is not known
# What a covariate scales, and which way: a greater effect makes buying faster, ending sooner, a and b larger.
SCALES = {
    "bg-nbd": (("buying", "alpha", -1), ("a", "a", 1), ("b", "b", 1)),
    "pareto-nbd": (("buying", "alpha", -1), ("ending", "beta", -1)),
}


class NoCovariate(BadInput):
    code = "lifetime.no_covariate"


@dataclass(frozen=True)
class ByGroup:
    """Distinct histories of customers who are alike in what is known from the start.

    covariates   names, for example ("channel", "region")
    groups       for each combination of levels that occurs, in the order of the names, its histories
    """

    covariates: tuple[str, ...]
    groups: Mapping[tuple[str, ...], Histories]

    @property
    def together(self) -> Histories:
        """The histories of all, whatever their group."""
        parts = list(self.groups.values())
        columns = [
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("repeats", "last_days", "age_days", "customers")
        ]
        return group(*columns, unit_days=parts[0].unit_days)

    def repeaters(self, covariate: str) -> dict[str, int]:
        """Customers who bought again, by level."""
        place, found = self.covariates.index(covariate), {}
        for levels, part in self.groups.items():
            again = int(part.customers[part.repeats > 0].sum())
            found[levels[place]] = found.get(levels[place], 0) + again
        return found


@dataclass(frozen=True)
class Effect:
    """How a level of a covariate differs from the covariate's most frequent level.

    on              "buying" (its rate), "ending" (its rate), or "a" and "b" of the coin
    value           of its logarithm: 0.1 is about 10 % faster
    standard_error  None where the likelihood is flat
    """

    covariate: str
    level: str
    on: str
    value: float
    standard_error: float | None

    def as_dict(self) -> dict:
        return dict(vars(self))


@dataclass(frozen=True)
class WithCovariates:
    """A model of buying whose scales depend on what is known of customers from the start.

    Assumes      effects multiply rates (or a and b), and those of several covariates multiply each other;
                 nothing else differs between groups: the spread r (and s) is one for all
    Breaks when  what is known changes with time, or groups differ in how much their customers differ
    Source       Fader & Hardie 2007, Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD
                 models; see docs/methods/covariates.md

    base             the model of customers at the most frequent level of every covariate
    effects          of all other levels
    log_likelihood   of all customers
    gain             won over the same model without covariates
    p_value          of that gain if nothing had an effect (likelihood ratio, chi-square); 1 without levels
    """

    base: BgNbd | ParetoNbd
    covariates: dict[str, list[str]]
    effects: tuple[Effect, ...]
    log_likelihood: float
    gain: float
    p_value: float

    @property
    def name(self) -> str:
        return self.base.name

    def of(self, levels: Mapping[str, str]) -> BgNbd | ParetoNbd:
        """The model of customers with these levels; of a covariate not named, or UNKNOWN, the most frequent.

        Errors  NoCovariate for a covariate or a level that was not fitted
        """
        for covariate, level in levels.items():
            if level not in self.covariates.get(covariate, ()):
                known = ", ".join(f"{name}: {', '.join(found)}" for name, found in self.covariates.items())
                raise NoCovariate(covariate=covariate, level=level, known=known)
        values = self.base.parameters
        for on, parameter, sign in SCALES[self.name]:
            here = (e.value for e in self.effects if e.on == on and levels.get(e.covariate) == e.level)
            values[parameter] *= float(np.exp(sign * sum(here)))
        return replace(self.base, **values)

    def card(self) -> dict:
        """For the snapshot's card and JSON: the base's card, its effects, and the test against none."""
        return self.base.card() | {
            "log_likelihood": self.log_likelihood,
            "covariates": self.covariates,
            "effects": [effect.as_dict() for effect in self.effects],
            "gain_over_no_covariates": self.gain,
            "p_value": self.p_value,
        }


def group_by(repeats, last_days, age_days, levels: Mapping[str, Sequence], *, unit_days: int = 1) -> ByGroup:
    """Group arrays, one entry per customer, by what is known of them; None is a level of its own, "?".

    Errors  as histories.group
    """
    names = tuple(levels)
    columns = [np.array([UNKNOWN if v is None else str(v) for v in levels[name]]) for name in names]
    if not names:
        return ByGroup((), {(): group(repeats, last_days, age_days, unit_days=unit_days)})
    kinds, at = np.unique(np.stack(columns), axis=1, return_inverse=True)
    data = [np.asarray(column) for column in (repeats, last_days, age_days)]
    return ByGroup(
        names,
        {
            tuple(map(str, kind)): group(*(column[at == i] for column in data), unit_days=unit_days)
            for i, kind in enumerate(kinds.T)
        },
    )


def histories_by(
    history: Table, covariates: Sequence[str], *, as_of: date, engine: Engine, unit: str = "day"
) -> ByGroup:
    """Count distinct histories by group on the engine and bring only those here.

    In      history   one row per customer: purchase_days, first_purchase_on, last_purchase_on, the covariates
    Absent  customers without a purchase day
    Errors  ImpossibleHistory when something happened after as_of; NoCovariate for a column that is not there
    """
    for name in covariates:
        if name not in history.columns:
            raise NoCovariate(covariate=name, level="-", known=", ".join(history.columns))
    found = keyed(history.filter(lambda t: t.purchase_days >= 1), as_of=as_of)
    found = found.mutate(**{name: found[name].cast("string").fill_null(UNKNOWN) for name in covariates})
    keys = [*covariates, *KEY]
    rows = engine.collect(found.group_by(keys).aggregate(customers=lambda t: t.count()).order_by(keys))
    columns = [rows[name].to_numpy().astype(np.int64) for name in (*KEY, "customers")]
    kinds: dict[tuple[str, ...], list[int]] = {}
    for place, kind in enumerate(zip(*(rows[name].to_pylist() for name in covariates), strict=True)):
        kinds.setdefault(kind, []).append(place)
    days = unit_days(unit)
    groups = {kind: Histories(*(c[at] for c in columns), unit_days=days) for kind, at in kinds.items()}
    return ByGroup(tuple(covariates), groups or {(): Histories(*columns, unit_days=days)})
