"""Running numbers of what comes again, over all chunks of an import.

What was met is kept as sorted runs of numbers, as a log-structured merge tree keeps them: sixteen of one size
become one of the next. Where many were met, a table of a quarter of a gigabyte says first which groups cannot
have been, so that few are looked up in the runs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

MANY = 2_000_000  # groups from which on most lookups are spared by a table of first bits
BITS = 28
RUNS = 16
SHIFT = np.uint64(64 - BITS)


@dataclass(frozen=True)
class _Run:
    """Groups in order, and how often each was met; None where each was once."""

    groups: np.ndarray
    met: np.ndarray | None
    size: int = 0


class Numbering:
    """How often each group was met so far; a group is a hash, equal for what is the same."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._met = 0
        self._maybe: np.ndarray | None = None  # by the first bits of a group: whether one of them was met
        self.last: pl.DataFrame | None = None

    def places(self, groups: pl.Series) -> pl.Series:
        """The running number of each row within its group, from 1."""
        found = groups.to_numpy()
        first = np.flatnonzero(_heads(found))
        heads = found[first]
        order = None
        if groups.n_unique() < len(heads):  # the rows of a group do not stand together
            order = np.argsort(found, kind="stable")
            found = found[order]
            first = np.flatnonzero(_heads(found))
            heads = found[first]
        lengths = np.diff(first, append=len(found))
        place = np.arange(1, len(found) + 1) - np.repeat(first, lengths)
        by_value = np.argsort(heads)
        groups_met, met = heads[by_value], lengths[by_value]
        earlier = np.empty(len(heads), np.int64)
        earlier[by_value] = self._earlier(groups_met)
        place = place + np.repeat(earlier, lengths)
        if order is not None:
            in_order, place = place, np.empty_like(place)
            place[order] = in_order
        self._remember(groups_met, met)
        return pl.Series("place", place, dtype=pl.Int64)

    def met_before(self, groups: pl.Series) -> pl.Series | None:
        """Whether each row's group was met before it; None where none was."""
        ordered = groups.sort().to_numpy()
        if len(_unique(ordered)) == len(ordered) and not self._earlier(ordered).any():
            self._remember(ordered, np.ones(len(ordered), np.int64))
            return None
        return self.places(groups) > 1

    def remember(self, counted: pl.DataFrame) -> None:
        """Count groups as met: `group`, `met`."""
        counted = counted.sort("group")
        self._remember(counted["group"].to_numpy(), counted["met"].to_numpy())

    def _remember(self, groups: np.ndarray, met: np.ndarray) -> None:
        self.last = pl.DataFrame({"group": groups, "met": met}, schema={"group": pl.UInt64, "met": pl.Int64})
        self._runs.append(_Run(groups, None if (met == 1).all() else met))
        self._met += len(groups)
        if self._maybe is not None:
            self._maybe[groups >> SHIFT] = True
        elif self._met > MANY:
            self._maybe = np.zeros(1 << BITS, bool)
            for run in self._runs:
                self._maybe[run.groups >> SHIFT] = True
        while len(self._runs) >= RUNS and self._runs[-RUNS].size == self._runs[-1].size:
            self._runs[-RUNS:] = [_merged(self._runs[-RUNS:])]

    def _earlier(self, groups: np.ndarray) -> np.ndarray:
        """How often each of these groups, in order, was met."""
        if self._maybe is None:
            return self._looked_up(groups)
        found = np.zeros(len(groups), np.int64)
        likely = np.flatnonzero(self._maybe[groups >> SHIFT])
        found[likely] = self._looked_up(groups[likely])
        return found

    def _looked_up(self, groups: np.ndarray) -> np.ndarray:
        found = np.zeros(len(groups), np.int64)
        for run in self._runs:
            if len(run.groups):
                at = np.minimum(np.searchsorted(run.groups, groups), len(run.groups) - 1)
                found += (run.groups[at] == groups) * (1 if run.met is None else run.met[at])
        return found


def _heads(values: np.ndarray) -> np.ndarray:
    """Whether each value differs from the one before it."""
    heads = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=heads[1:])
    return heads


def _unique(ordered: np.ndarray) -> np.ndarray:
    return ordered[_heads(ordered)]


def _merged(runs: list[_Run]) -> _Run:
    """One run of the next size. Sorting what is made of sorted runs is merging them."""
    groups, size = np.concatenate([run.groups for run in runs]), runs[0].size + 1
    if all(run.met is None for run in runs):
        ordered = np.sort(groups, kind="stable")
        if _heads(ordered).all():
            return _Run(ordered, None, size)
    met = np.concatenate([np.ones(len(r.groups), np.int64) if r.met is None else r.met for r in runs])
    order = np.argsort(groups, kind="stable")
    groups, met = groups[order], met[order]
    first = np.flatnonzero(_heads(groups))
    return _Run(groups[first], np.add.reduceat(met, first) if len(first) else met, size)
