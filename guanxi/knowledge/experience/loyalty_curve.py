"""Loyalty by satisfaction: how many of the satisfied stay, and where more satisfaction brings no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from guanxi.errors import BadInput, SettingError
from guanxi.facts.notes import Note
from guanxi.knowledge.experience.intervals import Interval, difference_interval, mean_interval, share_interval

if TYPE_CHECKING:
    from ibis.expr.types import Table

BANDS = (0.15, 0.70, 0.15)  # from the least satisfied on
MINIMUM_N = 5
TOLERANCE = 0.05  # of the width of the loyalty scale: a rise smaller than this is no rise
FLAT, CEILING, RISES, FALLS, NOT_SHOWN = "flat", "ceiling", "rises", "falls", "not_shown"


class BandsNotComplete(SettingError):
    """Shares of respondents that do not add up to all of them."""

    code = "curve.bands_not_complete"


class NobodyAnswered(BadInput):
    code = "curve.nobody_answered"


@dataclass(frozen=True)
class Band:
    """Respondents of neighbouring satisfaction.

    least, most   satisfaction in it
    n             respondents with both answers; share is theirs of all
    loyalty       share or mean with its interval; None below the minimum
    """

    least: float
    most: float
    n: int
    share: float
    satisfaction: float
    loyalty: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Rise:
    """From one band to the next: loyalty more, with its interval, and whether that is flat.

    kind   rises, falls: the interval leaves 0 out; flat: it lies within the tolerance of 0 on both sides;
           ceiling: so, where loyalty has no more than the tolerance left to rise; else not_shown
    """

    change: float | None
    low: float | None
    high: float | None
    kind: str


@dataclass(frozen=True)
class Curve:
    """One group's bands from the least satisfied on; rises[i] is from bands[i] to bands[i + 1]."""

    group: str
    of: str
    bands: tuple[Band, ...]
    rises: tuple[Rise, ...]
    n: int
    incomplete: int
    notes: tuple[Note, ...] = ()

    @property
    def trap(self) -> tuple[int, ...]:
        """Where the curve is shown to be flat: to raise satisfaction there buys no loyalty."""
        return tuple(at for at, rise in enumerate(self.rises) if rise.kind == FLAT)

    @property
    def ceiling(self) -> tuple[int, ...]:
        """Where loyalty is at the end of its scale, so that no rise could show."""
        return tuple(at for at, rise in enumerate(self.rises) if rise.kind == CEILING)

    def as_dict(self) -> dict[str, Any]:
        own = vars(self) | {"bands": [vars(each) for each in self.bands], "trap": list(self.trap)}
        own["rises"] = [vars(each) for each in self.rises]
        return own | {"notes": [note.as_dict() for note in self.notes]}


def behaviour_curve(
    satisfaction: Sequence[float | None],
    stayed: Sequence[bool | None],
    *,
    groups: Sequence[str | None] | None = None,
    bands: Sequence[float] | None = BANDS,
    minimum_n: int = MINIMUM_N,
    tolerance: float = TOLERANCE,
) -> list[Curve]:
    """The share that stayed (bought again, renewed) by band of satisfaction.

    In      satisfaction   one per respondent; stayed: what was seen later, None where it is too early to say
            groups         the segment or class of competition of each, for a curve of its own each
            bands          shares of respondents from the least satisfied on; None: a band for every score
    Out     a curve of everybody under "" first, then one per group; intervals by Wilson, exact below 40
    Notes   who gave the same score is in the same band, so that bands only come near their shares
    Assumes that nothing but satisfaction differs between the bands: it is a picture, no proof of cause
    Errors  BandsNotComplete, NobodyAnswered
    """
    loyal = [None if each is None else float(bool(each)) for each in stayed]
    return _curves(satisfaction, loyal, groups, bands, _share, "share", (minimum_n, tolerance, 1.0))


def intention_curve(
    satisfaction: Sequence[float | None],
    intention: Sequence[float | None],
    *,
    groups: Sequence[str | None] | None = None,
    bands: Sequence[float] | None = BANDS,
    minimum_n: int = MINIMUM_N,
    tolerance: float = TOLERANCE,
    scale: tuple[float, float] = (0.0, 10.0),
) -> list[Curve]:
    """The mean intention (buy again, recommend) by band of satisfaction; as `behaviour_curve`.

    In      scale   the ends of the intention's scale
    """
    low, high = scale

    def mean(values: np.ndarray) -> tuple[float, Interval | None]:
        error = float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
        equal = bool(np.ptp(values) == 0)
        at = float(values.mean())
        return at, mean_interval(at, error, len(values), all_equal=equal, low=low, high=high)

    rules = (minimum_n, tolerance * (high - low), high)
    return _curves(satisfaction, intention, groups, bands, mean, "mean", rules)


def bought_later(answers: Table, purchases: Table, *, days: int, as_of: date) -> Table:
    """Whether whoever answered bought within so many days after.

    In      answers     response_id, customer_id, answered_on, ...; purchases  the lines
    Out     one row per response with a customer: response_id, customer_id, stayed; null where the days are
            not over at as_of. A day counts if it has a line above 0: a return is no purchase
    """
    asked = answers.filter(lambda t: t.customer_id.notnull() & (t.answered_on <= as_of))
    asked = asked.group_by("response_id").aggregate(
        customer_id=lambda t: t.customer_id.max(), answered_on=lambda t: t.answered_on.max()
    )
    lines = purchases.filter(lambda t: (t.amount > 0) & t.customer_id.notnull() & (t.purchased_on <= as_of))
    bought = lines.select(buyer="customer_id", bought_on="purchased_on").distinct()
    until = asked.answered_on + ibis.interval(days=days)
    after = asked.left_join(
        bought,
        [
            asked.customer_id == bought.buyer,
            bought.bought_on > asked.answered_on,
            bought.bought_on <= until,
        ],
    )
    found = after.group_by("response_id", "customer_id", "answered_on").aggregate(
        times=lambda t: t.bought_on.count()
    )
    over = found.answered_on <= ibis.literal(as_of - timedelta(days=days))
    return found.select(
        "response_id", "customer_id", stayed=ibis.ifelse(over, found.times > 0, ibis.null(bool))
    )


def _share(values: np.ndarray) -> tuple[float, Interval | None]:
    return float(values.mean()), share_interval(float(values.sum()), len(values))


Measure = Callable[[np.ndarray], tuple[float, "Interval | None"]]


def _curves(
    satisfaction: Sequence[float | None],
    loyalty: Sequence[float | None],
    groups: Sequence[str | None] | None,
    bands: Sequence[float] | None,
    measure: Measure,
    of: str,
    rules: tuple[int, float, float],
) -> list[Curve]:
    if bands is not None and (abs(sum(bands) - 1) > 1e-9 or min(bands) <= 0):
        raise BandsNotComplete(given=" + ".join(f"{share:g}" for share in bands))
    x, y = np.asarray(satisfaction, dtype=float), np.asarray(loyalty, dtype=float)
    if not (np.isfinite(x) & np.isfinite(y)).any():
        raise NobodyAnswered(n=len(x))
    found = [_curve("", x, y, bands, measure, of, rules)]
    if groups is not None:
        named = np.array(["" if group is None else str(group) for group in groups])
        for group in sorted(set(named) - {""}):
            own = named == group
            if (np.isfinite(x[own]) & np.isfinite(y[own])).any():
                found.append(_curve(group, x[own], y[own], bands, measure, of, rules))
    return found


def _curve(
    group: str,
    x: np.ndarray,
    y: np.ndarray,
    bands: Sequence[float] | None,
    measure: Measure,
    of: str,
    rules: tuple[int, float, float],
) -> Curve:
    minimum_n, tolerance, most = rules
    complete = np.isfinite(x) & np.isfinite(y)
    left = int((~complete).sum())
    x, y = x[complete], y[complete]
    places = _places(x, bands)
    found = []
    for place in np.unique(places):
        own = places == place
        value, ends = measure(y[own]) if own.sum() >= minimum_n else (None, None)
        low, high = (ends.low, ends.high) if ends else (None, None)
        at = x[own]
        whole = (float(at.min()), float(at.max()), len(at), len(at) / len(x), float(at.mean()))
        found.append(Band(*whole, value, low, high))
    rises = tuple(_rise(one, other, tolerance, most) for one, other in pairwise(found))
    notes = [Note("curve.incomplete", {"n": left})] if left else []
    if bands is not None and len(found) < len(bands):
        notes.append(Note("curve.fewer_bands", {"bands": len(found), "asked": len(bands)}))
    if any(band.loyalty is None for band in found):
        notes.append(Note("curve.too_few", {"minimum": minimum_n}))
    return Curve(group, of, tuple(found), rises, len(x), left, tuple(notes))


def _places(x: np.ndarray, bands: Sequence[float] | None) -> np.ndarray:
    """The band of each: by the middle of the ranks that those with the same score share."""
    _values, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    if bands is None:
        return inverse
    middle = (np.cumsum(counts) - counts / 2) / len(x)
    return np.searchsorted(np.cumsum(bands)[:-1], middle)[inverse]


def _rise(one: Band, other: Band, tolerance: float, most: float) -> Rise:
    if None in (one.loyalty, other.loyalty, one.low, other.low):
        return Rise(None, None, None, NOT_SHOWN)
    found = difference_interval((other.loyalty, other.low, other.high), (one.loyalty, one.low, one.high))
    kind = NOT_SHOWN
    if -tolerance < found.low and found.high < tolerance:
        kind = CEILING if most - one.loyalty <= tolerance else FLAT
    elif found.low > 0:
        kind = RISES
    elif found.high < 0:
        kind = FALLS
    return Rise(other.loyalty - one.loyalty, found.low, found.high, kind)
