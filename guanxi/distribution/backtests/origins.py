"""From which days a back-test looks ahead, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guanxi.errors import BadInput, SettingError

HORIZONS = (91, 182, 365)  # days
ORIGINS = 4
LEAST_DAYS = 91  # a model fitted on less than a quarter is not worth checking
STEP_DAYS = 91  # between origins that no horizon asks for
MOST_ORIGINS = 40
FARTHEST = 3650  # days: a horizon beyond ten years is a slip of the finger


class HistoryTooShort(BadInput):
    code = "backtest.history_too_short"


class HorizonTooLong(BadInput):
    code = "backtest.horizon_too_long"


class BadHorizon(SettingError):
    code = "backtest.bad_horizon"


class BadOrigins(SettingError):
    code = "backtest.bad_origins"


@dataclass(frozen=True)
class Plan:
    """looks     origin -> the horizons, in days, that are looked at from it; the latest origin first
    impossible   horizons that the history is too short for
    """

    looks: dict[date, tuple[int, ...]]
    impossible: tuple[int, ...] = ()

    @property
    def horizons(self) -> tuple[int, ...]:
        return tuple(sorted({days for ahead in self.looks.values() for days in ahead}))


def plan(
    first_on: date, as_of: date, *, origins: int = ORIGINS, horizons: Sequence[int] | None = None
) -> Plan:
    """Choose origins and horizons from the length of the history.

    A horizon is looked at from an origin when it has come due by as_of, and when at least as many days, and a
    quarter, lie before the origin: who looks a year ahead has seen a year.

    In      first_on   the first day with a purchase; as_of: the last day that counts, inclusive
            origins    at most so many: the one each horizon needs, the longest first, then every 91 days
            horizons   days ahead; by default those of 91, 182 and 365 that the history allows
    Errors  HistoryTooShort; HorizonTooLong where horizons are given; BadHorizon, BadOrigins
    """
    if not 1 <= origins <= MOST_ORIGINS:
        raise BadOrigins(asked=origins, most=MOST_ORIGINS)
    asked = tuple(sorted(set(HORIZONS if horizons is None else horizons)))
    if not asked or not all(1 <= days <= FARTHEST for days in asked):
        wrong = [days for days in asked if not 1 <= days <= FARTHEST]
        raise BadHorizon(asked=", ".join(map(str, wrong)), most=FARTHEST)
    known = (as_of - first_on).days + 1  # the first day and the last are days too
    possible = tuple(days for days in asked if _needed(days) <= known)
    impossible = tuple(days for days in asked if days not in possible)
    if impossible and horizons is not None:
        raise HorizonTooLong(asked=impossible[0], days=known, needed=_needed(impossible[0]))
    if not possible:
        raise HistoryTooShort(first_on=first_on, as_of=as_of, days=known, needed=_needed(asked[0]))
    looks = {}
    for back in sorted(_backs(known, possible, origins)):
        ahead = tuple(d for d in possible if d <= back and known - back >= max(d, LEAST_DAYS))
        looks[as_of - timedelta(days=back)] = ahead
    return Plan(looks, impossible)


def _needed(horizon: int) -> int:
    """Days of history that a horizon needs: itself, and as much again, or a quarter, to learn from."""
    return horizon + max(horizon, LEAST_DAYS)


def _backs(known: int, possible: tuple[int, ...], origins: int) -> list[int]:
    """How many days before as_of the origins lie."""
    last = known - max(possible[0], LEAST_DAYS)  # the earliest origin from which anything can be looked at
    steps = [back for back in range(STEP_DAYS, last + 1, STEP_DAYS) if back >= possible[0]]
    return list(dict.fromkeys([*reversed(possible), *steps]))[:origins]
