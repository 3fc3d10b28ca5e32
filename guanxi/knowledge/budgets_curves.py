"""Response curves: how many customers money wins or keeps, less for each further unit of it.

    exponential   scale · (1 − e^(−bend · spend))     scale: customers at most; bend: how soon
    hill          scale · spend / (bend + spend)      scale: customers at most; bend: money for half of them
    power         scale · spend^bend                  scale: customers of the first unit; bend: 0..1

All are concave. An S-shaped curve (Hill with an exponent above 1) is none of them: there the equal marginal
return that an allocation rests on may mark the worst place and not the best.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guanxi.errors import BadInput

SHAPES = ("exponential", "hill", "power")
LARGEST = 1e15
LARGEST_LOG = 400.0
Point = tuple[float, float]  # spend, customers


class UnknownShape(BadInput):
    code = "budgets.unknown_shape"


class ImpossibleCurve(BadInput):
    code = "budgets.impossible_curve"


class ImpossiblePoint(BadInput):
    code = "budgets.impossible_point"


class TooFewPoints(BadInput):
    code = "budgets.too_few_points"


class NothingMoreForMore(BadInput):
    """More money brought as few customers, or fewer."""

    code = "budgets.nothing_more_for_more"


class NotConcave(BadInput):
    """The second money brought as much as the first, or more: no curve that bends goes through that."""

    code = "budgets.not_concave"


@dataclass(frozen=True)
class Curve:
    """A concave response: customers won or kept by a spend of 0 or more.

    Errors  UnknownShape
            ImpossibleCurve   a scale or a bend that is not above zero, or a power of 1 or more
    """

    shape: str
    scale: float
    bend: float

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise UnknownShape(asked=self.shape, known=", ".join(SHAPES))
        most = 1.0 if self.shape == "power" else math.inf
        if not (0 < self.scale < math.inf and 0 < self.bend < most):  # NaN too
            raise ImpossibleCurve(shape=self.shape, scale=self.scale, bend=self.bend)

    def customers(self, spend: float) -> float:
        return self.scale * _UNIT[self.shape](spend, self.bend)

    def slope(self, spend: float) -> float:
        """Customers the next unit of money brings; without end for the first one of a power."""
        match self.shape:
            case "exponential":
                return self.scale * self.bend * math.exp(-self.bend * spend)
            case "hill":
                return self.scale * self.bend / (self.bend + spend) ** 2
        return math.inf if spend == 0 else self.scale * self.bend * spend ** (self.bend - 1)

    def spend_at(self, slope: float) -> float:
        """The spend at which the next unit of money brings just so many customers; 0 where none does."""
        if self.shape == "exponential":
            return max(0.0, math.log(self.scale * self.bend / slope) / self.bend)
        if self.shape == "hill":
            return max(0.0, math.sqrt(self.scale * self.bend / slope) - self.bend)
        # As a logarithm: a power next to 1 would leave the range of numbers.
        return math.exp(min(math.log(self.scale * self.bend / slope) / (1 - self.bend), LARGEST_LOG))


_UNIT: dict[str, Callable[[float, float], float]] = {
    "exponential": lambda spend, bend: -math.expm1(-bend * spend),
    "hill": lambda spend, bend: spend / (bend + spend),
    "power": lambda spend, bend: spend**bend,
}


def curve(shape: str, points: Sequence[Point]) -> Curve:
    """The curve through two known points, or nearest to more (least squares).

    points   what was spent and how many customers that brought, beyond those who come for nothing

    Assumes  nothing spent brings nothing; every unit of money brings less than the one before
    Breaks   where the points were years apart, or chosen because they went well
    Errors   TooFewPoints, ImpossiblePoint, NothingMoreForMore, NotConcave, UnknownShape
    """
    if shape not in SHAPES:
        raise UnknownShape(asked=shape, known=", ".join(SHAPES))
    known = _ordered(points)
    if len(known) == 2:
        return _through(shape, *known)
    return _nearest(shape, known)


def _ordered(points: Sequence[Point]) -> list[Point]:
    for spend, customers in points:
        if not (0 < spend <= LARGEST and 0 < customers <= LARGEST):
            raise ImpossiblePoint(spend=spend, customers=customers)
    known = sorted(points)
    if len({spend for spend, _customers in known}) < 2:
        raise TooFewPoints(found=len({spend for spend, _customers in known}))
    return known


def _through(shape: str, first: Point, second: Point) -> Curve:
    """For all shapes the ratio of two responses runs from that of the spends (a straight line) up to 1."""
    from scipy.optimize import brentq

    (spend, customers), (more_spend, more_customers) = first, second
    if customers >= more_customers:
        raise NothingMoreForMore(spend=spend, customers=customers, more=more_spend, then=more_customers)
    if customers / spend <= more_customers / more_spend * (1 + 1e-9):
        raise NotConcave(spend=spend, customers=customers, more=more_spend, then=more_customers)
    unit, wanted = _UNIT[shape], customers / more_customers
    low, high = _range(shape, spend, more_spend)

    def off(log_bend: float) -> float:
        bend = _bend(shape, log_bend)
        return unit(spend, bend) / unit(more_spend, bend) - wanted

    bend = _bend(shape, brentq(off, low, high, xtol=1e-14, rtol=1e-14))
    return Curve(shape, more_customers / unit(more_spend, bend), bend)


def _range(shape: str, least: float, most: float) -> tuple[float, float]:
    """Where to look for the bend, on its own scale: from next to straight to next to a step."""
    if shape == "power":
        return -36.0, 36.0
    return (
        (math.log(1e-10 / most), math.log(700 / least))
        if shape == "exponential"
        else (math.log(1e-12 * least), math.log(1e10 * most))
    )


def _bend(shape: str, on_scale: float) -> float:
    """Any number as a bend of the shape: a power lies between 0 and 1."""
    return 1 / (1 + math.exp(-on_scale)) if shape == "power" else math.exp(on_scale)


def _nearest(shape: str, points: list[Point]) -> Curve:
    """Least squares: for each bend the best scale is known, so one number is searched for."""
    from scipy.optimize import minimize_scalar

    unit = _UNIT[shape]

    def scale_of(bend: float) -> float:
        rises = [unit(spend, bend) for spend, _customers in points]
        crossed = sum(rise * customers for rise, (_spend, customers) in zip(rises, points, strict=True))
        return crossed / sum(rise * rise for rise in rises)

    def misfit(on_scale: float) -> float:
        bend = _bend(shape, on_scale)
        scale = scale_of(bend)
        return sum((customers - scale * unit(spend, bend)) ** 2 for spend, customers in points)

    low, high = _range(shape, points[0][0], points[-1][0])
    grid = [low + (high - low) * step / 200 for step in range(201)]
    at = min(range(201), key=lambda step: misfit(grid[step]))
    bounds = grid[max(at - 1, 0)], grid[min(at + 1, 200)]
    found = minimize_scalar(misfit, bounds=bounds, method="bounded", options={"xatol": 1e-12})
    bend = _bend(shape, found.x)
    _refuse_edges(shape, points, bend)
    return Curve(shape, scale_of(bend), bend)


def _refuse_edges(shape: str, points: list[Point], bend: float) -> None:
    """A best curve that is a straight line, or a step, is none: the points do not say how it bends."""
    unit, (spend, customers), (more, then) = _UNIT[shape], points[0], points[-1]
    ratio = unit(spend, bend) / unit(more, bend)
    if ratio > 1 - 1e-6:
        raise NothingMoreForMore(spend=spend, customers=customers, more=more, then=then)
    if ratio < spend / more * (1 + 1e-6):
        raise NotConcave(spend=spend, customers=customers, more=more, then=then)
