"""The rules by which a customer's silence is judged, as scores: the higher, the later.

All judge the same customers: those with a purchase in the last 12 months who are past their cycle (365 / n).
They differ in whom of the late they call first. One place for both uses: a profile, on the engine, and the
comparison of the rules on the firm's past.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

WarningRule = Literal["classic", "own_rhythm", "p_alive"]
RULES: tuple[WarningRule, ...] = ("classic", "own_rhythm", "p_alive")
PROBABILITIES = {"own_rhythm": "gap_probability", "p_alive": "p_alive"}  # small where a customer is late
# Where no comparison on the firm's own past has found better ones. Probabilities: at or below them, act.
USUAL_CUTS = {"own_rhythm": 0.01, "p_alive": 0.5}
_LEAST = 1e-300  # the logarithm of a probability that is 0 to the last bit


def cycle_of(purchase_days: np.ndarray, window_days: int = 365) -> np.ndarray:
    """Days, window / purchase days in the window, rounded half up, at least 1: as `rhythm` has it."""
    n = np.maximum(purchase_days, 1)
    return np.maximum((2 * window_days + n) // (2 * n), 1)


def score_of(probability: np.ndarray) -> np.ndarray:
    """The score of a probability that is small where a customer is late."""
    return -np.log(np.maximum(probability, _LEAST))


def cut_said(rule: str, score: float) -> float:
    """A score as the rule says it: cycles of lateness, or the probability at or below which it acts."""
    return score if rule == "classic" else float(np.exp(-score))
