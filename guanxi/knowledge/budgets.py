"""Acquisition and retention budgets: a budget is put where the next unit of money brings most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from guanxi.errors import BadInput
from guanxi.knowledge.budgets_curves import Curve

BISECTIONS = 200
MOST_PAYBACK_MONTHS = 120


class NoSegment(BadInput):
    code = "budgets.no_segment"


class SameSegmentTwice(BadInput):
    code = "budgets.same_segment_twice"


class ImpossibleBudget(BadInput):
    code = "budgets.impossible_budget"


class ImpossibleBounds(BadInput):
    code = "budgets.impossible_bounds"


class ImpossibleWorth(BadInput):
    code = "budgets.impossible_worth"


class MinimumAboveBudget(BadInput):
    code = "budgets.minimum_above_budget"


class BadPaymentRule(BadInput):
    code = "budgets.bad_payment_rule"


@dataclass(frozen=True)
class Segment:
    """Where money may be spent: a source of customers, or a group of those there are.

    worth   money that one customer won or kept brings, before what is spent here
    curve   how many customers a spend brings
    least   money that is spent in any case; most: money that is never exceeded

    Errors  ImpossibleWorth, ImpossibleBounds
    """

    name: str
    worth: float
    curve: Curve
    least: float = 0.0
    most: float = math.inf

    def __post_init__(self) -> None:
        if not math.isfinite(self.worth):
            raise ImpossibleWorth(segment=self.name, given=self.worth)
        if not (0 <= self.least <= self.most) or math.isinf(self.least):
            raise ImpossibleBounds(segment=self.name, least=self.least, most=self.most)

    def next_unit(self, spend: float) -> float:
        """What the next unit of money brings here."""
        return self.worth * self.curve.slope(spend) if self.worth else 0.0

    def spend_at(self, marginal: float) -> float:
        """What to spend here until the next unit of money brings only `marginal`, within the bounds."""
        wanted = self.curve.spend_at(marginal / self.worth) if self.worth > 0 else 0.0
        return min(max(wanted, self.least), self.most)


@dataclass(frozen=True)
class Share:
    """What one segment gets, and what that brings. Money, and customers.

    profit      brings - spend
    next_unit   what one more unit of money would bring here; below 1 it would lose
    """

    name: str
    spend: float
    customers: float
    brings: float
    profit: float
    next_unit: float
    is_at_most: bool


@dataclass(frozen=True)
class Allocation:
    """A budget shared out.

    kept       money not spent, because the next unit would bring less than itself, or all are at their most
    marginal   what the next unit of money brings where it brings most
    """

    shares: tuple[Share, ...]
    budget: float

    @property
    def spent(self) -> float:
        return math.fsum(share.spend for share in self.shares)

    @property
    def kept(self) -> float:
        return max(0.0, self.budget - self.spent)

    @property
    def profit(self) -> float:
        return math.fsum(share.profit for share in self.shares)

    @property
    def customers(self) -> float:
        return math.fsum(share.customers for share in self.shares)

    @property
    def next(self) -> Share | None:
        """Where the next unit of money brings most; None where every segment is at its most."""
        return max(
            (each for each in self.shares if not each.is_at_most), key=lambda s: s.next_unit, default=None
        )

    @property
    def marginal(self) -> float | None:
        return self.next.next_unit if self.next else None

    def as_dict(self) -> dict:
        same = ("budget", "spent", "kept", "profit", "customers", "marginal")
        return {name: getattr(self, name) for name in same} | {
            "shares": [asdict(share) for share in self.shares]
        }


def allocate(segments: Sequence[Segment], budget: float) -> Allocation:
    """The allocation of most profit: equal return of the next unit of money wherever bounds leave it free.

    Money whose next unit brings less than itself is kept, except what the least of a segment asks for.

    Assumes  customers of different segments neither help nor hinder each other; curves hold as they are
    Breaks   far beyond the spends that the curves were made from
    Errors   NoSegment, SameSegmentTwice, ImpossibleBudget, MinimumAboveBudget
    """
    _refuse(segments, budget)
    if _total(segments, 1.0) <= budget:
        return shared(segments, [each.spend_at(1.0) for each in segments], budget)
    return allocate_all(segments, budget)


def allocate_all(segments: Sequence[Segment], budget: float) -> Allocation:
    """The best way to spend all of a budget, also where the last of it loses money."""
    _refuse(segments, budget)
    most = math.fsum(each.most for each in segments)
    if most <= budget:
        return shared(segments, [each.most for each in segments], budget)
    paying = [each for each in segments if each.worth > 0]
    free = [each for each in segments if each.worth <= 0]
    marginal = _water_level(paying, budget - math.fsum(each.least for each in free))
    spends = [each.spend_at(marginal) for each in segments]
    return shared(segments, _the_rest(segments, spends, budget), budget)


def shared(segments: Sequence[Segment], spends: Sequence[float], budget: float | None = None) -> Allocation:
    """What these spends bring, whoever chose them."""
    shares = tuple(_share(each, spend) for each, spend in zip(segments, spends, strict=True))
    return Allocation(shares, math.fsum(spends) if budget is None else budget)


def evenly(segments: Sequence[Segment], money: float) -> Allocation:
    """The same money in equal parts, what a segment may not have going to the others: to compare with."""
    _refuse(segments, money)
    spends, low, high = [each.least for each in segments], 0.0, money
    for _step in range(BISECTIONS):
        part = (low + high) / 2
        spends = [min(max(part, each.least), each.most) for each in segments]
        low, high = (part, high) if math.fsum(spends) < money else (low, part)
    return shared(segments, spends, money)


def best_budget(segments: Sequence[Segment]) -> float:
    """The budget of most profit: beyond it the next unit of money brings less than itself."""
    _refuse(segments, math.inf)
    return _total(segments, 1.0)


def profit_curve(segments: Sequence[Segment], up_to: float, *, points: int = 60) -> list[tuple[float, float]]:
    """Profit against budget, from the least that must be spent up to `up_to`, all of it spent."""
    least = math.fsum(each.least for each in segments)
    up_to = min(max(up_to, least), math.fsum(each.most for each in segments))
    budgets = [least + (up_to - least) * step / (points - 1) for step in range(points)]
    return [(budget, allocate_all(segments, budget).profit) for budget in budgets]


@dataclass(frozen=True)
class MayBePaid:
    """What may be paid to win or keep one customer; `by` says what limits it: share or payback."""

    money: float
    by: str


def may_be_paid(
    worth: float, first_year: float | None, *, share: float, payback_months: float | None = None
) -> MayBePaid:
    """The smaller of a share of what the customer is worth, and of what comes back within some months.

    first_year      profit expected of the customer in a year; None where it is not known: no limit by payback
    share           0..1, of `worth`
    payback_months  the months within which the money must be back; None: any

    Errors  BadPaymentRule
    """
    if not 0 < share <= 1:
        raise BadPaymentRule(setting="share", given=share, allowed="> 0, <= 1")
    if payback_months is not None and not 0 < payback_months <= MOST_PAYBACK_MONTHS:
        allowed = f"> 0, <= {MOST_PAYBACK_MONTHS}"
        raise BadPaymentRule(setting="payback_months", given=payback_months, allowed=allowed)
    by_share = max(0.0, worth * share)
    if payback_months is None or first_year is None:
        return MayBePaid(by_share, "share")
    by_payback = max(0.0, first_year * payback_months / 12)
    return MayBePaid(by_share, "share") if by_share <= by_payback else MayBePaid(by_payback, "payback")


def _refuse(segments: Sequence[Segment], budget: float) -> None:
    if not segments:
        raise NoSegment()
    names = [each.name for each in segments]
    if len(set(names)) < len(names):
        raise SameSegmentTwice(segment=next(name for name in names if names.count(name) > 1))
    if not budget >= 0:  # NaN too
        raise ImpossibleBudget(given=budget)
    least = math.fsum(each.least for each in segments)
    if least > budget:
        raise MinimumAboveBudget(least=least, budget=budget)


def _total(segments: Sequence[Segment], marginal: float) -> float:
    return math.fsum(each.spend_at(marginal) for each in segments)


def _water_level(segments: Sequence[Segment], budget: float) -> float:
    """The marginal return at which all segments together spend the budget; their total falls as it rises."""
    low, high = -300.0, 300.0  # logarithms: returns from 1e-130 to 1e130
    for _step in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _total(segments, math.exp(middle)) > budget else (low, middle)
    return math.exp(high)


def _the_rest(segments: Sequence[Segment], spends: list[float], budget: float) -> list[float]:
    """Where nothing that pays can take more, the rest goes to what does not, so that all is spent."""
    rest = budget - math.fsum(spends)
    if rest <= budget * 1e-9:
        return spends
    full = list(spends)
    for at in sorted(range(len(segments)), key=lambda at: -segments[at].next_unit(spends[at])):
        more = min(rest, segments[at].most - full[at])
        full[at], rest = full[at] + more, rest - more
    return full


def _share(segment: Segment, spend: float) -> Share:
    customers = segment.curve.customers(spend)
    brings = segment.worth * customers
    next_unit = segment.next_unit(spend)
    return Share(segment.name, spend, customers, brings, brings - spend, next_unit, spend >= segment.most)
