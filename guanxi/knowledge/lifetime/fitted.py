"""What every fitted model of buying can say of itself, whatever it assumes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.histories import Histories


class Fitted:
    """A model with a name, parameters, unit_days, and how well it was fitted; see buying.py."""

    phases = 1

    @property
    def unit(self) -> str:
        return {1: "day", 7: "week"}.get(self.unit_days, f"{self.unit_days} days")

    def card(self) -> dict:
        """For the snapshot's card and `guanxi lifetime --json`."""
        return {
            "model": self.name,
            "unit": self.unit,
            "parameters": self.parameters,
            "standard_errors": self.standard_errors,
            "log_likelihood": self.log_likelihood,
            "gain_over_nobody_stops": self.gain,
            "customers": self.customers,
        }

    def phase_chances(self, repeats, last, age) -> np.ndarray:
        """P(phase | alive), phases by rows: somebody alive is in one state only."""
        return np.ones((1, *np.broadcast(repeats, last, age).shape))

    def expected_purchases(self, ahead, repeats, last, age) -> np.ndarray:
        """Expected purchase days in the next `ahead` units of time, given the history."""
        return self.p_alive(repeats, last, age) * self.expected_if_alive(ahead, repeats, age)

    def of(self, histories: Histories) -> np.ndarray:
        """P(alive) of every distinct history, whatever unit of time it is counted in."""
        mine = replace(histories, unit_days=self.unit_days)
        return self.p_alive(mine.repeats, mine.last, mine.age)
