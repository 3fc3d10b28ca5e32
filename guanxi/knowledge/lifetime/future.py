"""What many customers will bring together, by segment, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaincinv, ndtri

from guanxi.knowledge.lifetime.condensed import Cells
from guanxi.knowledge.lifetime.future_groups import Groups
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.value import levels, smooth

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.buying import BuyingModel
    from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma

    Models = tuple[BuyingModel, GammaGamma | None]

QUARTERS = (91, 182, 273, 365)
EVERYBODY = ("", "")
POINTS = (0.05, 0.25, 0.75, 0.95)
COARSE = 400  # distinct histories on which spreads are reckoned; means are always reckoned on all
FINE, RATIO = 24, 1.12  # counts of purchase days: one by one to FINE, then in steps of 12 %
RARE = 1e-6
SURE = 1e-4  # beyond, one P(alive) is as good as another
LEAST = 1e-12  # purchases of a whole segment: less is nothing
ROUND = 1e6  # a gamma of this shape is a normal


@dataclass(frozen=True)
class Range:
    """A sum: its mean, and what it lies between in half and in nine tenths of all cases.

    The four ends are None where they cannot be told.
    """

    expected: float
    low90: float | None
    low50: float | None
    high50: float | None
    high90: float | None


@dataclass(frozen=True)
class Ahead:
    """What the customers of one segment bring from now to `days` ahead, all together.

    column, key   the segment; both "" for everybody
    purchases     purchase days
    spend         money; None without a spend model
    """

    column: str
    key: str
    customers: int
    days: int
    purchases: Range
    spend: Range | None


@dataclass(frozen=True)
class Part:
    """Customers of whom one model speaks.

    axes   what is not known of the parameters, as pairs of models a standard deviation up and down in
           directions that have nothing to do with each other (`published.unsure`). Without them the ranges
           hold the customers' own chance alone and are too narrow
    """

    groups: Groups
    model: BuyingModel
    axes: Sequence[tuple[Models, Models]] = ()


def future(
    groups: Groups,
    model: BuyingModel,
    spend: GammaGamma | None,
    *,
    axes: Sequence[tuple[Models, Models]] = (),
    days: Sequence[int] = QUARTERS,
) -> list[Ahead]:
    """As `future_of`, where one model speaks of all customers."""
    return future_of([Part(groups, model, axes)], spend, days=days)


def future_of(
    parts: Sequence[Part], spend: GammaGamma | None, *, days: Sequence[int] = QUARTERS
) -> list[Ahead]:
    """Expected purchase days and money of every segment and of everybody, cumulative, with their ranges.

    In      parts  apart where customers' models differ by what is known of them; all have the same axes
    Out     one Ahead per segment and horizon; the expectation is the sum of what is expected of each customer
            of it, to the last digit. A range has a gamma's shape with the sum's mean and variance: of what
            chance does to each customer, added up, and of the axes
    Absent  customers who will be won; a segment nobody is in
    Assumes customers do not move each other: a season, a price or a shock moves all at once, and no range
            here knows of it
    """
    segments = _segments(part.groups for part in parts)
    counted = [_Counted(part, segments, days) for part in parts]
    customers = sum(each.members.customers for each in counted)
    found: list[Ahead] = []
    for place, ahead in enumerate(days):
        each = [part.ahead(place, ahead, spend) for part in counted]
        sums = _together([sums for sums, _ in each])
        moved = [
            tuple(_together(sides) for sides in zip(*pairs, strict=True))
            for pairs in zip(*(moved for _, moved in each), strict=True)
        ]
        found += _aheads(segments, customers, ahead, sums, moved)
    return sorted(found, key=lambda each: (each.column, each.key, each.days))


class _Counted:
    """One part's sums over the segments."""

    def __init__(self, part: Part, segments: Sequence[tuple[str, str]], days: Sequence[int]) -> None:
        self.part, self.at = part, replace(part.groups.histories, unit_days=part.model.unit_days)
        self.coarse, self.of = _coarse(part.model, self.at, COARSE)
        self.members = _Members(part.groups, segments, self.of, len(self.coarse))
        self.means = _on_all(part.model, self.at, days)

    def ahead(self, place: int, ahead: int, spend: GammaGamma | None):
        """The sums, and for each axis those of the models up and down it."""
        model, coarse, means = self.part.model, self.coarse, self.means[place]
        on_coarse = _expected(model, coarse, ahead)
        squares = _square_over_mean(model, coarse, ahead, on_coarse)[self.of] * means
        sums = self.members.sums(*_moments(self.part.groups, self.at, means, squares, spend))
        moved = [
            tuple(
                self.members.moved(
                    on_coarse if buying == model else _expected(buying, coarse, ahead), money, coarse
                )
                for buying, money in pair
            )
            for pair in self.part.axes
        ]
        return sums, moved


# --- one customer's moments -------------------------------------------------------------------------


def _on_all(model: BuyingModel, at: Histories, days: Sequence[int]) -> np.ndarray:
    """Expected purchase days of every history by every horizon, by rows, exactly as each has them."""
    p_alive, chances = model.of(at), model.phase_chances(at.repeats, at.last, at.age)
    found = np.zeros((len(days), len(at)))
    for x, who in levels(at.repeats):
        for phase, chance in enumerate(chances):
            ahead = _of_phase(model, x, days, phase)
            found[:, who] += chance[who] * smooth(ahead, at.age[who], model.calm)
    return p_alive * found


def _of_phase(model: BuyingModel, x: float, days: Sequence[int], phase: int):
    spans = [each / model.unit_days for each in days]
    return lambda age: np.array([model.expected_if_alive(span, x, age, phase=phase) for span in spans])


def _expected(model: BuyingModel, at: Histories, ahead: int) -> np.ndarray:
    return model.expected_purchases(ahead / model.unit_days, at.repeats, at.last, at.age)


def _square_over_mean(model: BuyingModel, at: Histories, ahead: int, means: np.ndarray) -> np.ndarray:
    """E[N^2] / E[N] of each history's purchase days: the sum of (2k - 1) P(at least k), over the mean."""
    horizon, total = ahead / model.unit_days, np.zeros(len(at))
    chances = model.p_alive(at.repeats, at.last, at.age) * model.phase_chances(at.repeats, at.last, at.age)
    before, reached_before = 0, np.ones(len(at))
    for k in _counts():
        reached = sum(
            chance * model.at_least(k, horizon, at.repeats, at.age, phase=j)
            for j, chance in enumerate(chances)
        )
        # One by one this is exact; over a longer step P(at least k) is taken as a straight line.
        mean = reached if k == before + 1 else (reached + reached_before) / 2
        total += mean * (k * k - before * before)
        if reached.max() < RARE:
            break
        before, reached_before = k, reached
    return np.divide(total, means, out=np.ones(len(at)), where=means > RARE * RARE)


def _counts() -> Iterator[int]:
    yield from range(1, FINE + 1)
    k = FINE
    while k < 100_000:
        k = int(np.ceil(k * RATIO))
        yield k


def _moments(groups: Groups, at: Histories, means, squares, spend):
    """Of each entry: mean and variance of its customers' purchase days, and of their money (None without)."""
    many = at.customers
    counts = many * means, many * (squares - means**2)
    if spend is None:
        return *counts, None, None
    shape = spend.q + spend.p * (at.repeats + 1)
    each = spend.p / (shape - 1)
    money = means * each * (groups.spent + groups.spenders * spend.gamma)
    scale_squared = groups.spent_squared + 2 * spend.gamma * groups.spent + groups.spenders * spend.gamma**2
    if (shape[groups.spenders > 0] <= 2).any():
        return *counts, money, None  # the spend of some has no variance
    second = (spend.p * means + spend.p**2 * squares) / ((shape - 1) * np.maximum(shape - 2, 1e-12))
    return *counts, money, scale_squared * (second - (means * each) ** 2)


# --- sums over segments -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sums:
    """By segment: mean and variance of purchase days and of money; None where unknown."""

    purchases: np.ndarray
    purchases_variance: np.ndarray | None
    spend: np.ndarray | None
    spend_variance: np.ndarray | None


def _together(parts: Sequence[_Sums]) -> _Sums:
    """Sums over all parts; of what is unknown of one nothing is known."""
    columns = zip(*(astuple(part) for part in parts), strict=True)
    return _Sums(*(None if any(each is None for each in column) else sum(column) for column in columns))


def _segments(groups: Iterable[Groups]) -> list[tuple[str, str]]:
    """Everybody, then every segment that anybody is in."""
    found = {(column, key) for each in groups for column, keys in each.segments.items() for key in set(keys)}
    return [EVERYBODY, *sorted(found)]


class _Members:
    """Which entries belong to which segment."""

    def __init__(
        self, groups: Groups, segments: Sequence[tuple[str, str]], coarse: np.ndarray, coarse_many: int
    ) -> None:
        self.groups, self.coarse, self.coarse_many = groups, coarse, coarse_many
        everybody = np.arange(len(groups.histories))
        self.segments = [
            (
                segment,
                everybody
                if segment == EVERYBODY
                else np.flatnonzero(groups.segments[segment[0]] == segment[1]),
            )
            for segment in segments
        ]
        self.customers = self._sum(groups.histories.customers).astype(int)
        self.weights = [
            self._on_coarse(each) for each in (groups.histories.customers, groups.spent, groups.spenders)
        ]

    def _sum(self, values: np.ndarray | None) -> np.ndarray | None:
        return None if values is None else np.array([values[who].sum() for _, who in self.segments])

    def _on_coarse(self, values: np.ndarray) -> np.ndarray:
        return np.array(
            [
                np.bincount(self.coarse[who], values[who], minlength=self.coarse_many)
                for _, who in self.segments
            ]
        )

    def sums(self, *moments: np.ndarray | None) -> _Sums:
        return _Sums(*map(self._sum, moments))

    def moved(self, means: np.ndarray, spend: GammaGamma | None, coarse: Histories) -> _Sums:
        """The same sums from the coarse histories, means alone."""
        customers, spent, spenders = self.weights
        if spend is None:
            return _Sums(customers @ means, None, None, None)
        each = means * spend.p / (spend.q + spend.p * (coarse.repeats + 1) - 1)
        return _Sums(customers @ means, None, (spent + spenders * spend.gamma) @ each, None)


def _aheads(
    segments: Sequence[tuple[str, str]],
    customers: np.ndarray,
    days: int,
    sums: _Sums,
    moved: Sequence[tuple[_Sums, _Sums]],
) -> Iterator[Ahead]:
    purchases = _ranges(
        sums.purchases, sums.purchases_variance, [(up.purchases, down.purchases) for up, down in moved]
    )
    spend = None
    if sums.spend is not None:
        pairs = [(up.spend, down.spend) for up, down in moved if up.spend is not None]
        spend = _ranges(sums.spend, sums.spend_variance, pairs)
    for at, (column, key) in enumerate(segments):
        money = spend[at] if spend else None
        yield Ahead(column, key, int(customers[at]), days, purchases[at], money)


def _ranges(means, variances, moved) -> list[Range]:
    """The range of each segment's sum; what a step along an axis does to it is taken as a share of it."""
    if variances is None:
        return [Range(float(mean), None, None, None, None) for mean in means]
    for up, down in moved:
        share = np.log(np.maximum(up, LEAST)) - np.log(np.maximum(down, LEAST))
        variances = variances + (means * share / 2) ** 2
    return [
        _range(float(mean), float(max(variance, 0))) for mean, variance in zip(means, variances, strict=True)
    ]


def _range(mean: float, variance: float) -> Range:
    if mean <= 0 or variance <= 0:
        return Range(mean, mean, mean, mean, mean)
    shape = mean * mean / variance
    if shape > ROUND:
        ends = mean + np.sqrt(variance) * ndtri(POINTS)
    else:
        ends = gammaincinv(shape, POINTS) * variance / mean
    low90, low50, high50, high90 = map(float, ends)
    return Range(mean, low90, low50, high50, high90)


def _coarse(model: BuyingModel, at: Histories, most: int) -> tuple[Histories, np.ndarray]:
    """At most about `most` histories, each the mean of those near it, and which of them each entry falls to.

    Near in what the future hangs on: P(alive), the number of repeats, and how long they have been watched.
    """
    alive = model.p_alive(at.repeats, at.last, at.age).clip(SURE, 1 - SURE)
    places = (
        np.log(alive / (1 - alive)),
        np.where(at.repeats > 0, 1 + np.log1p(at.repeats), 0.0),
        np.log(model.calm + at.age),
    )
    step = 1 / 64
    while True:
        cells = [np.floor(place / step).astype(np.int64) for place in places]
        spans = [int(np.ptp(cell)) + 1 for cell in cells]
        first, second, third = (cell - cell.min() for cell in cells)
        keys, of = np.unique((first * spans[1] + second) * spans[2] + third, return_inverse=True)
        if len(keys) <= most or max(spans) <= 2:
            break
        step *= 2
    many = np.bincount(of, at.customers)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(of, at.customers * values) / many

    columns = (mean(values) for values in (at.repeats, at.last_days, at.age_days))
    return Cells(*columns, many, at.unit_days), of
