"""What changed since the last round: tested by dimension, and corrected for how many were tested."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
from scipy.special import stdtr

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.intervals import CONFIDENCE, Interval, mean_interval
from guanxi.knowledge.experience.kinds import CUSTOMERS, EXPERIENCE, US
from guanxi.knowledge.experience.moments import DECIMALS
from guanxi.knowledge.experience.scales import on_ten
from guanxi.knowledge.experience.step import MINIMUM_N

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

SMALL = 20  # persons of both rounds together, up to which every way to deal the answers is gone through
LEAST, MOST = -10.0, 10.0


@dataclass(frozen=True)
class Change:
    """One dimension in two rounds.

    before, after, difference   means on 0-10; None where a round has too few
    n_before, n_after, n_both   persons; n_both answered in both rounds
    interval    of the difference
    p           how rare so large a difference is if nothing changed; p_holm: corrected for all tests
    test        paired, welch, overlapping (some answered twice), exact_paired, exact
    verdict     changed, not_shown (not shown to have changed, which is not: shown to be the same), unknown
    """

    key: dict[str, Any]
    n_before: int
    n_after: int
    n_both: int
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    interval: Interval | None = None
    p: float | None = None
    p_holm: float | None = None
    test: str | None = None
    verdict: str = "unknown"
    reason: Note | None = None

    def as_dict(self) -> dict[str, Any]:
        said = {
            "interval": vars(self.interval) if self.interval else None,
            "reason": self.reason.as_dict() if self.reason else None,
        }
        return self.key | {name: value for name, value in vars(self).items() if name != "key"} | said


@dataclass(frozen=True)
class Changes:
    """rows, the surest change first; notes say how many were tested, and that they were corrected for it."""

    rows: tuple[Change, ...]
    notes: tuple[Note, ...]


def changes(
    before: Table,
    after: Table,
    *,
    engine: Engine,
    kind: str = EXPERIENCE,
    respondent: str = CUSTOMERS,
    subject: str = US,
    grain: Sequence[str] = ("dimension",),
    minimum_n: int = MINIMUM_N,
    confidence: float = CONFIDENCE,
) -> Changes:
    """Test every dimension of two rounds for a change of its mean.

    In      before, after  the answers of each round, already cut to its days or survey; a person is a
                           customer, else a response, and counts once in a round with the mean of the answers
    Out     Change; corrected by Holm over all that were tested, "changed" where p_holm < 1 - confidence
    Method  the difference of means over its error, which knows who answered twice: the paired t test where
            all did, Welch's where nobody did, in between that of partially overlapping samples (Derrick and
            others, 2017). Of few persons, exact: all ways to deal answers to rounds, or to turn pairs about.
    Notes   experience.several_tested, .nothing_to_compare
    Breaks when other people answered than before: a change of who answers is not a change of what they feel
    """
    asked = {"kind": kind, "respondent": respondent, "subject": subject}
    old, new = (_persons(rows, grain, asked) for rows in (before, after))
    joined = engine.keep(_side_by_side(old, new, grain))
    counted = engine.collect(joined.group_by(list(grain)).aggregate(**_sums(joined)).order_by(list(grain)))
    rows = counted.to_pylist()
    small = [r for r in rows if r["n_x"] + r["n_y"] <= SMALL and min(r["n_x"], r["n_y"]) >= minimum_n]
    answers = _answers_of(joined, grain, small, engine)
    found = [_change(row, grain, answers, minimum_n, confidence) for row in rows]
    return _corrected(found, 1 - confidence)


def holm(ps: Sequence[float]) -> list[float]:
    """p-values corrected for each other: the smallest times their number, the next times one less, and so on.

    Source  Holm (1979)
    """
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    corrected, highest = [0.0] * len(ps), 0.0
    for place, i in enumerate(order):
        highest = max(highest, min(1.0, ps[i] * (len(ps) - place)))
        corrected[i] = highest
    return corrected


def _persons(rows: Table, grain: Sequence[str], asked: dict[str, str]) -> Table:
    """One row per person and cell: the mean of the person's answers."""
    usual = {"kind": EXPERIENCE, "respondent": CUSTOMERS, "subject": US}
    columns = {"kind": "question_kind", "respondent": "respondent", "subject": "subject"}
    for name, column in columns.items():
        rows = rows.filter(rows[column].fill_null("").nullif("").fill_null(usual[name]) == asked[name])
    rows = rows.mutate(on_ten=on_ten).filter(lambda t: t.on_ten.notnull())
    # A response is nobody's twice: its id never meets that of a customer.
    person = ibis.coalesce("c" + rows.customer_id, "r" + rows.response_id)
    keys = {name: rows[name].fill_null("") for name in grain}
    return rows.group_by(_person=person, **keys).aggregate(_score=lambda t: t.on_ten.mean())


def _side_by_side(old: Table, new: Table, grain: Sequence[str]) -> Table:
    keys = ["_person", *grain]
    other = new.rename(_new="_score", **{f"_{name}_2": name for name in keys})
    joined = old.outer_join(other, [(name, f"_{name}_2") for name in keys])
    named = {name: ibis.coalesce(joined[name], joined[f"_{name}_2"]) for name in keys}
    return joined.select(**named, x=joined["_new"], y=joined["_score"])


def _sums(t: Table) -> dict[str, Any]:
    """Of x (after), y (before) and, of those in both, their products; less 5, so squares lose no digits."""
    x, y = t.x - 5.0, t.y - 5.0
    both = x.notnull() & y.notnull()
    sums = {"n_b": both.sum(), "c_xy": (x * y).sum()}
    for name, value in (("x", x), ("y", y)):
        sums |= {f"n_{name}": value.count(), f"s_{name}": value.sum(), f"q_{name}": (value * value).sum()}
        sums |= {f"c_{name}": value.sum(where=both)}
        sums |= {f"least_{name}": value.min(), f"most_{name}": value.max()}
    return sums


def _answers_of(
    joined: Table, grain: Sequence[str], small: Sequence[dict], engine: Engine
) -> dict[tuple, list]:
    """The pairs of cells with few persons, one by one."""
    found: dict[tuple, list] = defaultdict(list)
    if not small:
        return found
    wanted = {tuple(row[name] for name in grain) for row in small}
    cells = joined
    for i, name in enumerate(grain):
        cells = cells.filter(cells[name].isin(sorted({key[i] for key in wanted})))
    for row in engine.collect(cells.select(*grain, "x", "y")).to_pylist():
        key = tuple(row[name] for name in grain)
        if key in wanted:
            found[key].append((row["x"], row["y"]))
    return found


def _change(row, grain, answers, minimum_n: int, confidence: float) -> Change:
    nx, ny, both = row["n_x"], row["n_y"], int(row["n_b"] or 0)
    own = {"key": {name: row[name] or None for name in grain}, "n_before": ny, "n_after": nx, "n_both": both}
    means = {
        side: round(5 + row[f"s_{name}"] / n, DECIMALS) if n >= minimum_n else None
        for side, name, n in (("after", "x", nx), ("before", "y", ny))
    }
    if min(nx, ny) < minimum_n:
        facts = {"n": min(nx, ny), "minimum": minimum_n}
        return Change(**own, **means, reason=Note("experience.round_of_few", facts))
    difference = round(means["after"] - means["before"], DECIMALS)
    error, freedom = _error(row, both)
    found = answers.get(tuple(row[name] for name in grain))
    if found and both in (0, nx) and both in (0, ny):
        p, test = _exact(found)
    else:
        p, test = _t_test(difference, error, freedom, nx, ny, both)
    interval = mean_interval(difference, error, freedom + 1, low=LEAST, high=MOST, confidence=confidence)
    return Change(**own, **means, difference=difference, interval=interval, p=p, test=test)


def _error(row, both: int) -> tuple[float, float]:
    """Standard error of the difference of means, and its degrees of freedom."""
    nx, ny = row["n_x"], row["n_y"]
    mx, my = row["s_x"] / nx, row["s_y"] / ny
    parts = [
        max(0.0, row[f"q_{name}"] - n * m * m) / (n - 1) / n for name, n, m in (("x", nx, mx), ("y", ny, my))
    ]
    covariance = 0.0
    if both > 1:
        shared = row["c_xy"] - my * row["c_x"] - mx * row["c_y"] + both * mx * my
        covariance = shared / (both - 1) * both / (nx * ny)
    error = math.sqrt(max(0.0, sum(parts) - 2 * covariance))
    bottom = parts[0] ** 2 / (nx - 1) + parts[1] ** 2 / (ny - 1)
    welch = sum(parts) ** 2 / bottom if bottom > 0 else nx + ny - 2.0
    pairs, alone = max(both - 1.0, 0.0), nx + ny - 2 * both
    return error, max(1.0, pairs + (welch - pairs) * alone / (alone + 2 * both))


def _t_test(
    difference: float, error: float, freedom: float, nx: int, ny: int, both: int
) -> tuple[float, str]:
    test = "welch" if not both else "paired" if both == nx == ny else "overlapping"
    if error < 1e-9:
        return (1.0 if abs(difference) < 1e-9 else 0.0), test
    return float(2 * stdtr(freedom, -abs(difference) / error)), test


def _exact(pairs: Sequence[tuple[float | None, float | None]]) -> tuple[float, str]:
    """The share of all deals in which the means differ at least as much; a draw counts as such a deal.

    Pairs are turned about; who answered in one round is dealt to either. Not both at once.
    """
    both = np.array([x - y for x, y in pairs if x is not None and y is not None])
    once = np.array([x if y is None else y for x, y in pairs if (x is None) != (y is None)])
    is_new = np.array([y is None for x, y in pairs if (x is None) != (y is None)], bool)
    if not len(once):
        signs = np.array(list(product((1, -1), repeat=len(both))))
        sums = np.abs(signs @ both)
        return float((sums >= abs(both.sum()) - 1e-9).mean()), "exact_paired"
    k = int(is_new.sum())
    deals = np.array(list(combinations(range(len(once)), k)))
    sums = once[deals].sum(axis=1)
    differences = np.abs(sums / k - (once.sum() - sums) / (len(once) - k))
    seen = abs(once[is_new].mean() - once[~is_new].mean())
    return float((differences >= seen - 1e-9).mean()), "exact"


def _corrected(found: Sequence[Change], alpha: float) -> Changes:
    tested = [change for change in found if change.p is not None]
    ps = dict(zip(map(id, tested), holm([change.p for change in tested]), strict=True))
    rows = [
        replace(change, p_holm=ps[id(change)], verdict="changed" if ps[id(change)] < alpha else "not_shown")
        if id(change) in ps
        else change
        for change in found
    ]
    rows.sort(key=lambda c: (c.p is None, c.p_holm or 0.0, c.p or 0.0, str(c.key)))
    notes = []
    if len(tested) > 1:
        notes.append(Note("experience.several_tested", {"tests": len(tested)}))
    if not tested:
        notes.append(Note("experience.nothing_to_compare"))
    return Changes(tuple(rows), tuple(notes))
