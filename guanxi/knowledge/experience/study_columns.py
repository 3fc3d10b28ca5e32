"""A survey's answers as columns: one value per response and question, or per response and touchpoint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from guanxi.knowledge.experience.kinds import EXPERIENCE, IMPORTANCE, US
from guanxi.knowledge.experience.scales import known_or, on_ten

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

Key = tuple[str, str, str]  # subject, kind, dimension; or kind, dimension, touchpoint


@dataclass(frozen=True)
class Columns:
    """One value per response and question: the mean on 0-10 of what it answered; NaN where it did not.

    ids       response ids, in order; raw: as it was answered, 1 to 5, for pairs of Kano
    """

    ids: list[str]
    scores: dict[Key, np.ndarray]
    raw: dict[Key, np.ndarray]

    def of(self, kind: str, dimension: str = "", subject: str = US) -> np.ndarray | None:
        return self.scores.get((subject, kind, dimension))

    def dimensions(self, kind: str, subject: str = US) -> list[str]:
        return [d for s, k, d in self.scores if (s, k) == (subject, kind)]

    def mean_of(self, kind: str, subject: str = US) -> np.ndarray | None:
        """The mean over all questions of a kind."""
        found = [values for (s, k, _d), values in self.scores.items() if (s, k) == (subject, kind)]
        return _mean(np.column_stack(found)) if found else None


def read_columns(rows: Table, *, engine: Engine) -> Columns:
    """The answers with a score, as columns in the order of the response ids."""
    found = _means(rows, ("subject", "kind", "dimension"), engine)
    order = pc.array_sort_indices(pc.unique(found["response_id"]))
    ids = pc.unique(found["response_id"]).take(order)
    scores = _laid_out(found, ("subject", "kind", "dimension"), "score", ids)
    raw = _laid_out(found, ("subject", "kind", "dimension"), "raw", ids)
    return Columns(ids.to_pylist(), {key: c for key, c in scores.items() if np.isfinite(c).any()}, raw)


def read_touchpoints(rows: Table, columns: Columns, *, engine: Engine) -> dict[Key, np.ndarray]:
    """By kind, dimension and touchpoint what was said of us: experience and importance, in the same order."""
    ours = rows.filter(rows.subject.isnull() | (rows.subject == US))
    ours = ours.filter(known_or(ours.question_kind, EXPERIENCE).isin([EXPERIENCE, IMPORTANCE]))
    keys = ("kind", "dimension", "touchpoint")
    there = engine.collect(ours.select(**_words(ours, keys)).distinct().order_by(*keys)).to_pylist()
    if len({(each["kind"], each["dimension"]) for each in there}) == len(there):
        named = ((each["kind"], each["dimension"], each["touchpoint"]) for each in there)
        found = {key: columns.of(*key[:2]) for key in named}
        return {key: values for key, values in found.items() if values is not None}
    return _laid_out(_means(ours, keys, engine), keys, "score", pa.array(columns.ids))


def _means(rows: Table, keys: tuple[str, ...], engine: Engine) -> pa.Table:
    """What each response said of each key: raw is on its own scale, score on 0-10; in the order of keys."""
    rows = rows.mutate(on_ten=on_ten(rows)).filter(lambda t: t.on_ten.notnull() | t.score.notnull())
    means = rows.group_by(rows.response_id, **_words(rows, keys)).aggregate(
        score=lambda t: t.on_ten.mean(), raw=lambda t: t.score.mean()
    )
    return engine.collect(means.order_by(*keys, "response_id"))


def _words(rows: Table, keys: tuple[str, ...]) -> dict[str, Any]:
    words = {
        "subject": rows.subject.fill_null(US),
        "kind": known_or(rows.question_kind, EXPERIENCE),
        "dimension": rows.dimension.fill_null(""),
        "touchpoint": rows.touchpoint.fill_null(""),
    }
    return {key: words[key] for key in keys}


def _laid_out(found: pa.Table, keys: tuple[str, ...], value: str, ids: pa.Array) -> dict[Key, np.ndarray]:
    """One column for each key. Rows are in the order of their keys, so each key's are next to each other."""
    place = pc.index_in(found["response_id"], value_set=ids).to_numpy()
    named = list(zip(*(found[key].to_pylist() for key in keys), strict=True))
    starts = [at for at, key in enumerate(named) if at == 0 or key != named[at - 1]]
    columns: dict[Key, np.ndarray] = {}
    for first, last in pairwise([*starts, len(named)]):
        values = columns[named[first]] = np.full(len(ids), np.nan)
        values[place[first:last]] = found[value][first:last].to_numpy()
    return columns


def _mean(values: np.ndarray) -> np.ndarray:
    n = np.isfinite(values).sum(axis=1)
    return np.where(n > 0, np.nansum(values, axis=1) / np.maximum(n, 1), np.nan)
