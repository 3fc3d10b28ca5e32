"""A path model by partial least squares (Wold; mode A, path weighting), written only to compare with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def paths_of(
    items: Mapping[str, np.ndarray], blocks: Mapping[str, Sequence[str]], paths: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """By (from, to) the standardised path, to three digits."""
    tables = {name: np.column_stack([_standard(items[item]) for item in of]) for name, of in blocks.items()}
    weights = {name: np.ones(table.shape[1]) for name, table in tables.items()}
    for _step in range(500):
        scores = {name: _standard(table @ weights[name]) for name, table in tables.items()}
        found = {name: table.T @ _standard(_inner(name, scores, paths)) for name, table in tables.items()}
        moved = max(np.abs(_unit(found[name]) - _unit(weights[name])).max() for name in tables)
        weights = found
        if moved < 1e-10:
            break
    scores = {name: _standard(table @ weights[name]) for name, table in tables.items()}
    outcomes = dict.fromkeys(to for _from, to in paths)
    return {
        (name, outcome): round(float(slope), 3)
        for outcome in outcomes
        for name, slope in _slopes(outcome, scores, paths).items()
    }


def _inner(name: str, scores: Mapping[str, np.ndarray], paths: Sequence[tuple[str, str]]) -> np.ndarray:
    """The neighbours: those before by their regression slope, those after by their correlation."""
    before = sum(slope * scores[each] for each, slope in _slopes(name, scores, paths).items())
    after = [to for one, to in paths if one == name]
    return before + sum((scores[name] @ scores[to] / len(scores[to]) * scores[to] for to in after), 0.0)


def _slopes(
    outcome: str, scores: Mapping[str, np.ndarray], paths: Sequence[tuple[str, str]]
) -> dict[str, float]:
    before = [one for one, to in paths if to == outcome]
    if not before:
        return {}
    slopes, *_rest = np.linalg.lstsq(
        np.column_stack([scores[each] for each in before]), scores[outcome], rcond=None
    )
    return dict(zip(before, slopes, strict=True))


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def _unit(values: np.ndarray) -> np.ndarray:
    return values / np.linalg.norm(values)
