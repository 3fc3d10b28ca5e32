"""What goes with leaving earlier: Cox's proportional hazards of features known when a customer came."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.refusals import NoConvergence
from guanxi.knowledge.lifetime.settings import BadSetting
from guanxi.knowledge.lifetime.survival import Spells

if TYPE_CHECKING:
    import pandas as pd

ENDS_PER_TERM = 10  # fewer ends for each term, and the hazard ratios are anecdotes
MOST_GROUPS = 20  # more different words are names, not groups
MOST_CUSTOMERS = 50_000  # of more, evenly spread ones are taken: a fit of all takes minutes and tells no more
DOUBTFUL = 0.05


class TooFewEnds(ModelError):
    code = "lifetime.too_few_ends"


class FeatureSeparates(ModelError):
    code = "lifetime.feature_separates"


class FeatureTellsNothing(ModelError):
    code = "lifetime.feature_tells_nothing"


class FeaturesRepeatEachOther(ModelError):
    code = "lifetime.features_repeat_each_other"


class TooManyGroups(ModelError):
    code = "lifetime.too_many_groups"


@dataclass(frozen=True)
class Term:
    """One hazard ratio: of a group against the reference group, or of one more of a number.

    hazard_ratio     above 1 they leave sooner; low and high the ends of its range
    p                of a ratio as far from 1 by chance
    p_proportional   of the ratio changing as much over time by chance; small means that it does change
    """

    feature: str
    group: str | None
    against: str | None
    hazard_ratio: float
    low: float
    high: float
    coefficient: float
    error: float
    p: float
    p_proportional: float


@dataclass(frozen=True)
class Hazards:
    """The fitted model: a term per number and per group but the reference, the commonest.

    concordance   how often of two customers the one with the higher hazard left first; 0.5 is a coin
    """

    terms: tuple[Term, ...]
    customers: int
    ended: int
    concordance: float
    log_likelihood: float
    level: float
    notes: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        names = ("customers", "ended", "concordance", "log_likelihood", "level")
        return {name: getattr(self, name) for name in names} | {
            "terms": [asdict(term) for term in self.terms]
        }


def proportional_hazards(
    spells: Spells, features: Mapping[str, Sequence[Any]], *, level: float = 0.9
) -> Hazards:
    """Cox's model of leaving, ties by Efron.

    In       features  name -> one value per spell: numbers, or words for groups; None (NaN) is unknown
    Assumes  a feature multiplies the chance to leave by the same factor at every age (checked)
    Absent   customers with an unknown feature; of more than 50,000, all but 50,000 spread evenly (both noted)
    Errors   TooFewEnds (ten for each term), FeatureSeparates where the ratio would be endless,
             FeatureTellsNothing where all are alike, TooManyGroups, FeaturesRepeatEachOther,
             NoConvergence, BadSetting
    Source   Cox 1972; Grambsch & Therneau 1994; through lifelines; see docs/methods/survival.md
    """
    if not 0 < level < 1:
        raise BadSetting(setting="level", given=level, allowed="> 0, < 1")
    columns = {name: _column(values) for name, values in features.items()}
    known = np.logical_and.reduce([~_unknown(column) for column in columns.values()])
    notes = [] if known.all() else [Note("lifetime.feature_unknown", {"customers": int((~known).sum())})]
    if known.sum() > MOST_CUSTOMERS:
        facts = {"customers": MOST_CUSTOMERS, "of": int(known.sum())}
        notes.append(Note("lifetime.hazards_of_some", facts))
        known = np.flatnonzero(known)[np.linspace(0, known.sum() - 1, MOST_CUSTOMERS).astype(np.int64)]
    days, ended = spells.days[known].astype(float), spells.ended[known]
    terms = _terms({name: column[known] for name, column in columns.items()}, ended)
    if ended.sum() < ENDS_PER_TERM * len(terms):
        raise TooFewEnds(ended=int(ended.sum()), terms=len(terms), needed=ENDS_PER_TERM * len(terms))
    design = np.column_stack([column for *_, column in terms])
    if np.linalg.matrix_rank(design - design.mean(axis=0)) < len(terms):
        raise FeaturesRepeatEachOther(features=", ".join(columns))
    return _fit(days, ended, terms, design, level, notes)


def _column(values: Sequence[Any]) -> np.ndarray:
    """Numbers as they are; anything else as words."""
    filled = [value for value in values if value is not None]
    if all(isinstance(value, (int, float, np.number)) and not isinstance(value, bool) for value in filled):
        return np.array([np.nan if value is None else value for value in values], float)
    return np.array([None if value is None else str(value) for value in values], object)


def _unknown(column: np.ndarray) -> np.ndarray:
    if column.dtype == object:
        return np.array([value is None for value in column], bool)
    return ~np.isfinite(column)


def _terms(columns: Mapping[str, np.ndarray], ended: np.ndarray) -> list[tuple]:
    """(feature, group, against, column of the design) for each ratio to be found."""
    found = []
    for name, column in columns.items():
        groups, size = np.unique(column.astype(str) if column.dtype == object else column, return_counts=True)
        if len(groups) < 2:
            raise FeatureTellsNothing(feature=name)
        if column.dtype != object:
            found.append((name, None, None, column))
            continue
        if len(groups) > MOST_GROUPS:
            raise TooManyGroups(feature=name, groups=len(groups), most=MOST_GROUPS)
        for group in groups:
            if not ended[column == group].any():
                raise FeatureSeparates(feature=name, group=group, customers=int((column == group).sum()))
        against = groups[np.argmax(size)]
        others = (group for group in groups if group != against)
        found += [(name, str(group), str(against), (column == group).astype(float)) for group in others]
    return found


def _fit(days, ended, terms, design, level: float, notes: list[Note]) -> Hazards:
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError

    scale = design.std(axis=0)
    names = [f"x{n}" for n in range(len(terms))]
    rows = pd.DataFrame(design / scale, columns=names).assign(days=days, ended=ended)
    model = CoxPHFitter(alpha=1 - level)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what lifelines warns of is refused above or below
        try:
            model.fit(rows, "days", "ended")
            p_proportional = _proportional(model, rows)
        except (ConvergenceError, np.linalg.LinAlgError):
            raise NoConvergence(customers=len(days)) from None
    steep = np.abs(model.params_.to_numpy())
    if (steep > 8).any():  # 3,000 times the hazard for one standard deviation: it parts leavers from stayers
        place = int(np.argmax(steep))
        raise FeatureSeparates(feature=terms[place][0], group=terms[place][1] or "-", customers=len(days))
    coefficient, error = model.params_.to_numpy() / scale, model.standard_errors_.to_numpy() / scale
    reach = ndtri((1 + level) / 2) * error
    told = tuple(
        Term(
            *terms[n][:3],
            hazard_ratio=float(np.exp(coefficient[n])),
            low=float(np.exp(coefficient[n] - reach[n])),
            high=float(np.exp(coefficient[n] + reach[n])),
            coefficient=float(coefficient[n]),
            error=float(error[n]),
            p=float(model.summary["p"].iloc[n]),
            p_proportional=float(p_proportional[n]),
        )
        for n in range(len(terms))
    )
    return Hazards(
        told,
        len(days),
        int(ended.sum()),
        float(model.concordance_index_),
        float(model.log_likelihood_),
        level,
        (*notes, *_doubts(told)),
    )


def _proportional(model, rows: pd.DataFrame) -> np.ndarray:
    """The p of each term's ratio being the same at every age, over the ranks of the days."""
    from lifelines.statistics import proportional_hazard_test

    return np.atleast_1d(proportional_hazard_test(model, rows, time_transform="rank").p_value)


def _doubts(terms: Sequence[Term]):
    """Terms whose ratio changes with age, corrected for how many were looked at."""
    for term in terms:
        if term.p_proportional < DOUBTFUL / len(terms):
            facts = {"feature": term.feature, "group": term.group or "", "p": term.p_proportional}
            yield Note("lifetime.hazards_not_proportional", facts)
