"""What is known of customers from the start (channel, region, ...), and how it changes their buying."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.histories import KEY, Histories, group, keyed, unit_days

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.lifetime.bg_nbd import BgNbd
    from guanxi.knowledge.lifetime.cnbd import Cnbd
    from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd

UNKNOWN = "?"  # the level of a customer of whom it is not known
OTHER = "*"  # the level of customers whose own is too rare to be told apart
SAID = {UNKNOWN: "lifetime.unknown_level", OTHER: "lifetime.other_levels"}  # their words
# What a covariate scales, and which way: a greater effect makes buying faster, ending sooner, a and b larger.
BY_COIN = (("buying", "alpha", -1), ("a", "a", 1), ("b", "b", 1))
BY_TIME = (("buying", "alpha", -1), ("ending", "beta", -1))
REACH = 1.6449  # standard errors on each side of a 90 % interval
WIDEST = 1.0  # of a variance of logs


def scales(model: str) -> tuple[tuple[str, str, int], ...]:
    """What a covariate scales in the model of buying of this name."""
    return BY_TIME if model == "pareto-nbd" else BY_COIN


def elsewhere(known: Mapping[str, int]) -> str:
    """Where customers stand whose own level was not fitted: OTHER, or the most frequent level."""
    return OTHER if OTHER in known else most_frequent(known)


def most_frequent(known: Mapping[str, int]) -> str:
    """The level with most customers; a database may have lost the order of a card."""
    return min(known, key=lambda level: (-known[level], level))


def placed(level: str | None, known: Mapping[str, int]) -> str:
    """The fitted level (with its customers) that a customer stands at; None is unknown."""
    level = UNKNOWN if level is None else level
    return level if level in known else elsewhere(known)


class NoCovariate(BadInput):
    code = "lifetime.no_covariate"


class NoCovariateColumn(BadInput):
    code = "lifetime.no_covariate_column"


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
        if len(parts) == 1:
            return parts[0]
        columns = [
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("repeats", "last_days", "age_days", "customers")
        ]
        return group(*columns, unit_days=parts[0].unit_days)

    def customers(self, covariate: str) -> dict[str, int]:
        """Customers by level, the level with most of them first."""
        counts = self._by_level(covariate, lambda part: part.customers.sum())
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def repeaters(self, covariate: str) -> dict[str, int]:
        """Customers who bought again, by level."""
        return self._by_level(covariate, lambda part: part.customers[part.repeats > 0].sum())

    def _by_level(self, covariate: str, count: Callable[[Histories], int]) -> dict[str, int]:
        place, found = self.covariates.index(covariate), {}
        for levels, part in self.groups.items():
            found[levels[place]] = found.get(levels[place], 0) + int(count(part))
        return found


@dataclass(frozen=True)
class Effect:
    """How a level of a covariate differs from the covariate's most frequent level.

    on              "buying" (its rate), "ending" (its rate), "a" and "b" of the coin, or "stopping": the
                    mean chance to stop at a purchase, a/(a+b), which follows from those two
    value           of its logarithm: 0.1 is about 10 % faster
    standard_error  None where the likelihood is flat
    customers       at this level
    """

    covariate: str
    level: str
    on: str
    value: float
    standard_error: float | None
    customers: int

    @property
    def factor(self) -> float:
        """How many times as fast, or as likely."""
        return float(np.exp(self.value))

    @property
    def interval(self) -> tuple[float, float] | None:
        """The factor's 90 % interval."""
        if self.standard_error is None:
            return None
        reach = REACH * self.standard_error
        return float(np.exp(self.value - reach)), float(np.exp(self.value + reach))

    def as_dict(self) -> dict:
        low, high = self.interval or (None, None)
        return vars(self) | {"factor": self.factor, "factor_low": low, "factor_high": high}


@dataclass(frozen=True)
class WithCovariates:
    """A model of buying whose scales depend on what is known of customers from the start.

    Assumes      effects multiply rates (or a and b), and those of several covariates multiply each other;
                 nothing else differs between groups: the spread r (and s) is one for all
    Breaks when  what is known changes with time, or groups differ in how much their customers differ
    Source       Fader & Hardie 2007, Incorporating time-invariant covariates into the Pareto/NBD and BG/NBD
                 models; see docs/methods/covariates.md

    base             the model of customers at the most frequent level of every covariate
    covariates       name -> level -> its customers, the most frequent level first
    effects          of all other levels, on what the model scales
    stopping         of all other levels, on the chance to stop at a purchase; none of Pareto/NBD, whose
                     effect on ending says it
    log_likelihood   of all customers
    gain             won over the same model without covariates
    p_value          of that gain if nothing had an effect (likelihood ratio, chi-square); 1 without levels
    covariance       of the logs of the base's parameters, then of the effects; None where unknown
    """

    base: BgNbd | Cnbd | ParetoNbd
    covariates: dict[str, dict[str, int]]
    effects: tuple[Effect, ...]
    stopping: tuple[Effect, ...]
    log_likelihood: float
    gain: float
    p_value: float
    covariance: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        return self.base.name

    @property
    def telling(self) -> list[Effect]:
        """The effects that mean something to a reader: on buying, then on leaving."""
        return [effect for effect in (*self.effects, *self.stopping) if effect.on not in ("a", "b")]

    @property
    def notes(self) -> tuple[Note, ...]:
        """Of every covariate, how many customers are UNKNOWN, a group; effects without interval."""
        unsure = bool(self.effects) and self.base.standard_errors is None
        return (*self._unknown(), *([Note("lifetime.flat_likelihood")] if unsure else []))

    def _unknown(self) -> tuple[Note, ...]:
        unknown = {name: found.get(UNKNOWN, 0) for name, found in self.covariates.items()}
        return tuple(
            Note("lifetime.covariate_unknown", {"covariate": name, "customers": customers})
            for name, customers in unknown.items()
            if customers
        )

    def of(self, levels: Mapping[str, str]) -> BgNbd | Cnbd | ParetoNbd:
        """The model of customers with these levels; of a covariate not named, the most frequent.

        Errors  NoCovariate for a covariate or a level that was not fitted
        """
        for covariate, level in levels.items():
            if level not in self.covariates.get(covariate, ()):
                known = ", ".join(f"{name}: {', '.join(found)}" for name, found in self.covariates.items())
                raise NoCovariate(covariate=covariate, level=level, known=known)
        values = self.base.parameters
        for on, parameter, sign in scales(self.name):
            here = (e.value for e in self.effects if e.on == on and levels.get(e.covariate) == e.level)
            values[parameter] *= float(np.exp(sign * sum(here)))
        return replace(self.base, **values)

    @property
    def base_levels(self) -> dict[str, str]:
        """The most frequent level of every covariate: the base is the model of these customers."""
        return {name: most_frequent(known) for name, known in self.covariates.items()}

    def standing(self, said: Mapping[str, str | None]) -> dict[str, str]:
        """The levels at which a customer stands of whom this is said; None, or not named, is unknown."""
        return {name: placed(said.get(name), known) for name, known in self.covariates.items()}

    def fewest(self, levels: Mapping[str, str]) -> int:
        """Customers at the rarest of these levels: the fewer, the less is known of its effects."""
        return min(self.covariates[name][level] for name, level in levels.items())

    def axes(self) -> list[tuple[WithCovariates, WithCovariates]]:
        """What is not known of the parameters and effects: pairs a standard deviation up and down an axis."""
        return [(self._moved(step), self._moved(-step)) for step in self._steps()]

    def credible(self, many: int, *, seed: int = 0) -> list[WithCovariates]:
        """Models about as credible as this one, by a normal law around it; none without a covariance."""
        steps = self._steps()
        dealt = np.random.default_rng(seed).standard_normal((many, len(steps)))
        return [self._moved(each @ steps) for each in dealt] if len(steps) else []

    def _steps(self) -> np.ndarray:
        if self.covariance is None:
            return np.zeros((0, 0))
        sizes, vectors = np.linalg.eigh(self.covariance)
        # Along an axis that the data leave open a model this far off already says all there is to say.
        return np.sqrt(sizes.clip(0, WIDEST))[:, None] * vectors.T

    def _moved(self, step: np.ndarray) -> WithCovariates:
        values = self.base.parameters
        factors = np.exp(step[: len(values)])
        base = {name: value * float(by) for (name, value), by in zip(values.items(), factors, strict=True)}
        moved = zip(self.effects, step[len(values) :], strict=True)
        effects = tuple(replace(effect, value=effect.value + float(by)) for effect, by in moved)
        return replace(self, base=replace(self.base, **base), effects=effects)

    def card(self) -> dict:
        """For the snapshot's card and JSON: the base's card, its effects, and the test against none."""
        return self.base.card() | {
            "log_likelihood": self.log_likelihood,
            "covariates": self.covariates,
            "effects": [effect.as_dict() for effect in (*self.effects, *self.stopping)],
            "gain_over_no_covariates": self.gain,
            "p_value": self.p_value,
            "covariance": None if self.covariance is None else self.covariance.tolist(),
        }


def with_covariates(base: BgNbd | Cnbd | ParetoNbd, card: Mapping[str, Any]) -> WithCovariates:
    """The model that `card` wrote, around its base, to be asked again."""
    names = [each.name for each in fields(Effect)]
    effects = [Effect(**{name: each[name] for name in names}) for each in card["effects"]]
    covariance = card.get("covariance")
    return WithCovariates(
        base,
        card["covariates"],
        tuple(effect for effect in effects if effect.on != "stopping"),
        tuple(effect for effect in effects if effect.on == "stopping"),
        card["log_likelihood"],
        card["gain_over_no_covariates"],
        card["p_value"],
        None if covariance is None else np.array(covariance),
    )


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
    Errors  ImpossibleHistory when something happened after as_of; NoCovariateColumn for one that is not there
    """
    for name in covariates:
        if name not in history.columns:
            raise NoCovariateColumn(covariate=name, known=", ".join(history.columns))
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
