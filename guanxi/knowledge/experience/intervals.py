"""How well a mean of bounded scores, a difference and a share are known.

Scores cannot leave their scale, pile up at its upper end and are often few: there a t interval reaches beyond
the scale, or is much too short (see docs/methods/satisfaction.md for how often it misses).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betaincinv, stdtrit

from guanxi.knowledge import shares
from guanxi.knowledge.refusals import OutOfRange

CONFIDENCE = 0.95
NO_ERROR = 1e-7  # less than this is what arithmetic leaves behind
SMALL = 40  # shares of fewer than this are given an exact interval


@dataclass(frozen=True)
class Interval:
    """From low to high, and by which method.

    score             Wilson's, for bounded scores: the means from which what was seen is not too far
    exact             of answers that are all equal: how many others may differ
    mover             of a difference or product: both intervals' distances, squared and added
    wilson, clopper_pearson   of shares; Clopper and Pearson's is exact
    """

    low: float
    high: float
    method: str


def mean_interval(
    mean: float,
    error: float,
    n: float,
    *,
    all_equal: bool = False,
    low: float = 0.0,
    high: float = 10.0,
    confidence: float = CONFIDENCE,
) -> Interval | None:
    """Where the mean of all who might have answered lies, on a scale from low to high.

    In      error      standard error of the mean
            n          answers behind it, or the effective number of weighted ones
            all_equal  every answer was the same: the error is 0, and yet others may differ
    Out     None without an answer
    Method  "score": Wilson's interval with the dispersion that was seen. On a scale of 0 to 1 an answer has
            variance dispersion * m(1 - m); solve (mean - m)^2 = t^2 * dispersion * m(1 - m) / n for m.
            For many answers far from the ends it is the t interval, for yes and no nearly Wilson's.
            "exact": of n answers none differed, so at most 1 - (alpha/2)^(1/n) of all do; they may lie at an
            end of the scale.
    Assumes the answers are a sample of those it speaks for
    """
    if n <= 0:
        return None
    width, alpha = high - low, _alpha(confidence)
    at = (mean - low) / width
    if all_equal or error < NO_ERROR:
        others = 1 - (alpha / 2) ** (1 / n)
        return Interval(mean - others * (mean - low), mean + others * (high - mean), "exact")
    spread = at * (1 - at)
    if spread <= 0 or n <= 1:
        return None
    t = float(stdtrit(n - 1, 1 - alpha / 2))
    a = (t * error / width) ** 2 / spread
    middle, half = (at + a / 2) / (1 + a), math.sqrt(a * spread + a * a / 4) / (1 + a)
    return Interval(low + (middle - half) * width, low + (middle + half) * width, "score")


def difference_interval(
    left: tuple[float, float, float], right: tuple[float, float, float], correlation: float = 0.0
) -> Interval:
    """Of left - right, each (value, low, high); correlation is that of the two estimates.

    The method of variance estimates recovery: right also where the ends stand at unequal distances.
    Source  Zou and Donner (2008)
    """
    (a, a_low, a_high), (b, b_low, b_high) = left, right
    down = _hypot(a - a_low, b_high - b, correlation)
    up = _hypot(a_high - a, b - b_low, correlation)
    return Interval(a - b - down, a - b + up, "mover")


def _hypot(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(0.0, one * one + other * other - 2 * correlation * one * other))


def share_interval(
    hits: float, n: float, *, confidence: float = CONFIDENCE, small: int = SMALL
) -> Interval | None:
    """Of the share hits / n: Clopper and Pearson's below `small`, else Wilson's; None of nobody.

    Errors  OutOfRange for more hits than n
    """
    if n <= 0:
        return None
    if not 0 <= hits <= n:
        raise OutOfRange(name="hits", given=hits, allowed=f"0..{n}")
    return clopper_pearson(hits, n, confidence) if n < small else wilson(hits, n, confidence)


def clopper_pearson(hits: float, n: float, confidence: float = CONFIDENCE) -> Interval:
    half = _alpha(confidence) / 2
    low = 0.0 if hits == 0 else float(betaincinv(hits, n - hits + 1, half))
    high = 1.0 if hits == n else float(betaincinv(hits + 1, n - hits, 1 - half))
    return Interval(low, high, "clopper_pearson")


def wilson(hits: float, n: float, confidence: float = CONFIDENCE) -> Interval:
    low, high = shares.wilson(hits, n, 1 - _alpha(confidence))
    return Interval(float(low), float(high), "wilson")


def _alpha(confidence: float) -> float:
    if not 0.5 <= confidence < 1:
        raise OutOfRange(name="confidence", given=confidence, allowed="0.5..0.999")
    return 1 - confidence
