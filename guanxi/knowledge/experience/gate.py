"""The gate of a staged roll-out: go on only where the result grew at least as fast as the effort."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from guanxi.knowledge.experience.refusals import NoBase, OffStage

SLACK = 1e-9  # 3 * 0.1 of sales at 0.3 shops is 1, whatever the computer's halves say


@dataclass(frozen=True)
class Gate:
    """One stage beside the first.

    scale, result   the stage's size, and what came of it; None while unknown
    scale_ratio     how many times the first stage's size
    result_ratio    how many times the first stage's result; None while unknown
    passes          whether the result grew at least as fast as the scale; an unknown result does not pass
    """

    scale: float
    result: float | None
    scale_ratio: float
    result_ratio: float | None

    @property
    def passes(self) -> bool:
        return self.result_ratio is not None and self.result_ratio >= self.scale_ratio - SLACK


def gates(stages: Sequence[tuple[float, float | None]]) -> list[Gate]:
    """Each stage after the first against the first.

    In      stages  (scale, result) in the order they were tried, such as shops and their sales: (1, 200.0),
                    (2, 400.0); a result may be None, except the first
    Out     one Gate for each stage but the first
    Errors  NoBase where the first scale or result is unknown, zero or below; OffStage where a later scale is
            not larger than the one before, or a number is none
    """
    if not stages:
        return []
    (first_scale, first_result), *later = stages
    for what, zh, value in (("scale", "规模", first_scale), ("result", "结果", first_result)):
        if value is None or not math.isfinite(value) or value <= 0:
            raise NoBase(what_en=what, what_zh=zh, given=value)
    _check([first_scale, *(scale for scale, _ in later)], [result for _, result in later])
    return [
        Gate(scale, result, scale / first_scale, None if result is None else result / first_result)
        for scale, result in later
    ]


def may_go_on(stages: Sequence[tuple[float, float | None]]) -> bool:
    """Whether the next stage may begin: every stage so far passed. A first stage alone has nothing to pass.

    Errors  as `gates`
    """
    return all(gate.passes for gate in gates(stages))


def _check(scales: Sequence[float], results: Sequence[float | None]) -> None:
    for before, scale in pairwise(scales):
        if not math.isfinite(scale) or scale <= before:
            raise OffStage(given=scale, before=before)
    for result in results:
        if result is not None and not math.isfinite(result):
            raise OffStage(given=result, before=scales[0])
