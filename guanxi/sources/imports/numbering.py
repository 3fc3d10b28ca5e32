"""Running numbers of what comes again, over all chunks of an import.

What was met is kept as sorted runs of numbers, each at least twice as long as the next, as a log-structured
merge tree keeps them: 16 bytes for each group, and a chunk is looked up by going through both in order.
"""

from __future__ import annotations

import numpy as np
import polars as pl


class Numbering:
    """How often each group was met so far; a group is a hash, equal for what is the same."""

    def __init__(self) -> None:
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []
        self.last: pl.DataFrame | None = None

    def places(self, groups: pl.Series) -> pl.Series:
        """The running number of each row within its group, from 1."""
        found = groups.to_numpy()
        first = np.flatnonzero(_heads(found))
        heads = found[first]
        order = None
        if len(_unique(np.sort(heads))) < len(heads):  # the rows of a group do not stand together
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
        ordered = np.sort(groups.to_numpy())
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
        self._runs.append((groups, met))
        while len(self._runs) > 1 and len(self._runs[-1][0]) * 2 > len(self._runs[-2][0]):
            self._runs[-2:] = [_merged(*self._runs[-2:])]

    def _earlier(self, groups: np.ndarray) -> np.ndarray:
        """How often each of these groups, in order, was met."""
        found = np.zeros(len(groups), np.int64)
        for known, met in self._runs:
            at = np.searchsorted(known, groups)
            np.minimum(at, len(known) - 1, out=at)
            found += np.where(known[at] == groups, met[at], 0) if len(known) else 0
        return found


def _heads(values: np.ndarray) -> np.ndarray:
    """Whether each value differs from the one before it."""
    heads = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=heads[1:])
    return heads


def _unique(ordered: np.ndarray) -> np.ndarray:
    return ordered[_heads(ordered)]


def _merged(
    older: tuple[np.ndarray, np.ndarray], newer: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    groups, met = (np.concatenate(pair) for pair in zip(older, newer, strict=True))
    order = np.argsort(groups, kind="stable")
    groups, met = groups[order], met[order]
    first = np.flatnonzero(_heads(groups))
    return groups[first], np.add.reduceat(met, first) if len(first) else met
