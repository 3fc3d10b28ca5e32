"""How right a rule's warnings were, at a number of warnings that is the same for every rule compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy.stats import binomtest

CONFIDENCE = 0.9
Z = 1.6448536269514722  # 90 % two-sided
FEWEST = 20  # warnings; with fewer nothing is said about which rule is better


@dataclass(frozen=True)
class Rises:
    """Each look at which a customer stood later than at any look before since the last purchase.

    Grain   one entry per customer, last purchase and look that raised the score
    customer   a whole number
    began_on   the day of the last purchase, whole days
    on         the day of the look
    before     the highest score up to the look before; -inf where there was none
    score      the score at this look; the higher, the later
    is_new     whether the look tells of something new: the first look of all only says how things stood
    is_due     whether what came after is known by now
    is_silent  whether nothing was bought in the days after; means nothing where it is not due
    """

    customer: np.ndarray
    began_on: np.ndarray
    on: np.ndarray
    before: np.ndarray
    score: np.ndarray
    is_new: np.ndarray
    is_due: np.ndarray
    is_silent: np.ndarray

    def crossing(self, cut: float) -> np.ndarray:
        """The entries at which the score reached the cut."""
        return (self.score >= cut) & (self.before < cut)

    def cut_for(self, warnings: int) -> float:
        """The highest cut that gives at least so many new warnings that are due; if none gives so many,
        the one that gives most. Infinite where no warning can be given, or none is asked for."""
        judged = self.is_new & self.is_due & np.isfinite(self.score)
        if not warnings or not judged.any():
            return float("inf")
        cuts = np.unique(self.score[judged])[::-1]
        reached = np.searchsorted(np.sort(-self.score[judged]), -cuts, side="right")
        passed = np.searchsorted(np.sort(-self.before[judged]), -cuts, side="right")
        given = reached - passed
        enough = np.flatnonzero(given >= warnings)
        return float(cuts[enough[0]] if len(enough) else cuts[np.argmax(given)])


@dataclass(frozen=True)
class Losses:
    """Customers who fell silent for so long that anybody calls them lost: customer, began_on (the day of
    their last purchase) and the days after which they are called lost."""

    customer: np.ndarray
    began_on: np.ndarray
    after_days: int


def judge(rises: Rises, losses: Losses, *, cut: float, weeks: int) -> dict[str, Any]:
    """What came of a rule's warnings at a cut.

    Out     cut             the score from which on it warns
            warnings        new warnings whose 91 days are over; a_week: the same by week
            right           those of them after which nothing was bought
            precision       right / warnings, with a 90 % interval (Wilson); null without warnings
            losses          customers lost whom it could have warned of; losses_warned: in time
            recall          losses_warned / losses, with its interval; null without losses
            lead_days       days from the warning to the day on which anybody calls the customer lost: the
                            median over losses_warned; null without
    """
    at = rises.crossing(cut)
    judged = at & rises.is_new & rises.is_due
    warnings, right = int(judged.sum()), int((judged & rises.is_silent).sum())
    lead = _lead(rises, at, losses)
    warned = int((lead > 0).sum())
    return {
        "cut": cut,
        "warnings": warnings,
        "a_week": warnings / weeks,
        "right": right,
        **_share("precision", right, warnings),
        "losses": len(losses.customer),
        "losses_warned": warned,
        **_share("recall", warned, len(losses.customer)),
        "lead_days": float(np.median(lead[lead > 0])) if warned else None,
    }


def better(one: Rises, one_cut: float, other: Rises, other_cut: float) -> dict[str, float] | None:
    """The precision of one rule less that of another, with a 90 % interval; None with too few warnings.

    Both rules warn of many of the same customers, and of some customers twice: the interval is of the sums by
    customer, paired (linearised ratios, Woodruff 1971, JASA 66(334)), and therefore shorter, and truer, than
    two intervals laid side by side.
    """
    sides = [(_judged(rises, cut), rises) for rises, cut in ((one, one_cut), (other, other_cut))]
    if min(len(at) for at, _ in sides) < FEWEST:
        return None
    customers = 1 + max(int(rises.customer[at].max()) for at, rises in sides)
    parts, shares = [], []
    for at, rises in sides:
        right, who = rises.is_silent[at].astype(float), rises.customer[at]
        shares.append(float(right.mean()))
        parts.append(np.bincount(who, right - right.mean(), customers) / len(at))
    half = Z * sqrt(float(((parts[0] - parts[1]) ** 2).sum()))
    value = shares[0] - shares[1]
    return {"value": value, "low": value - half, "high": value + half}


def winner(precisions: dict[str, float | None], gains: dict[str, dict[str, float] | None], usual: str) -> str:
    """The rule that is clearly more often right than the usual one; the usual one where none is clearly.

    In      precisions   rule -> precision
            gains        rule -> `better` than the usual one, None where it cannot be said
    Of several that are clearly better, the one that is most often right.
    """
    clear = [rule for rule, gain in gains.items() if gain is not None and gain["low"] > 0]
    return max(clear, key=lambda rule: precisions[rule] or 0.0, default=usual)


def _judged(rises: Rises, cut: float) -> np.ndarray:
    return np.flatnonzero(rises.crossing(cut) & rises.is_new & rises.is_due)


def _lead(rises: Rises, at: np.ndarray, losses: Losses) -> np.ndarray:
    """Of each loss, the days from the warning to the day it is called one; 0 without a warning in time."""
    if not len(losses.customer):
        return np.zeros(0)
    span = 1 + int(max(losses.began_on.max(), rises.began_on[at].max(initial=0)))
    key = losses.customer * span + losses.began_on
    warned = rises.customer[at] * span + rises.began_on[at]
    order = np.argsort(warned)
    warned, on = warned[order], rises.on[at][order]
    place = np.searchsorted(warned, key).clip(max=max(len(warned) - 1, 0))
    if not len(warned):
        return np.zeros(len(key))
    found = warned[place] == key
    days = losses.began_on + losses.after_days - on[place]
    return np.where(found, days, 0).clip(min=0)


def _share(name: str, part: int, whole: int) -> dict[str, float | None]:
    if not whole:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    interval = binomtest(part, whole).proportion_ci(CONFIDENCE, method="wilson")
    return {name: part / whole, f"{name}_low": float(interval.low), f"{name}_high": float(interval.high)}
