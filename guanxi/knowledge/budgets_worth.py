"""What a customer of each source or segment is worth, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

LEAST_CUSTOMERS = 5  # with fewer no mean is shown
LEVEL = 0.9


@dataclass(frozen=True)
class Worth:
    """One group of customers.

    group       its name; None for those of whom it is not known
    customers   how many have a worth; unknown: how many have none, and are in no mean
    mean        money a customer; None with fewer than 5
    low, high   90 % interval of the mean; None with fewer than 5
    first_year  money a customer brings in a year, mean; None where it is not known
    """

    group: str | None
    customers: int
    unknown: int
    mean: float | None
    low: float | None
    high: float | None
    first_year: float | None


def worths(table: Table, *, engine: Engine) -> list[Worth]:
    """The mean worth of every group, the largest group first.

    In       table   one row per customer: `group` (str or null), `worth` and `first_year` (money or null)
    Out      one Worth per group; the group that is not known is last
    Assumes  the customers of a group are a sample of those one wins or keeps there
    Breaks   where a few customers bring nearly everything: the interval is then too narrow
    Source   Johnson 1978, J. Am. Stat. Assoc. 73: a t interval whose centre is moved for skewness
    """
    table = table.mutate(centre=lambda t: t.worth.mean().over(group_by=t.group))
    table = table.mutate(off=lambda t: t.worth - t.centre)
    counted = table.group_by("group").aggregate(
        n=lambda t: t.worth.count(),
        all=lambda t: t.count(),
        mean=lambda t: t.worth.mean(),
        squares=lambda t: (t.off * t.off).sum(),
        cubes=lambda t: (t.off * t.off * t.off).sum(),
        first_year=lambda t: t.first_year.mean(),
    )
    found = [_worth(**row) for row in engine.collect(counted).to_pylist()]
    return sorted(found, key=lambda each: (each.group is None, -each.customers, each.group or ""))


def _worth(group, n, all, mean, squares, cubes, first_year) -> Worth:
    if n < LEAST_CUSTOMERS:
        return Worth(group, n, all - n, None, None, None, None)
    low, high = mean_interval(n, mean, squares, cubes)
    return Worth(group, n, all - n, mean, low, high, first_year)


def mean_interval(n: int, mean: float, squares: float, cubes: float) -> tuple[float, float]:
    """The 90 % interval of a mean, from n and the sums of squared and cubed distances from it.

    Spend is skewed: few bring much. So the centre is moved by cubes / (6 n variance) to the right.
    """
    from scipy.stats import t

    if squares <= 0:
        return mean, mean
    variance = squares / (n - 1)
    moved = cubes / n / (6 * n * variance)
    half = float(t.ppf(0.5 + LEVEL / 2, n - 1)) * math.sqrt(variance / n)
    return min(mean, mean + moved - half), max(mean, mean + moved + half)
