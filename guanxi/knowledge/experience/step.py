"""One dimension on its way through the seven steps: what was said of it, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guanxi.facts.notes import Note

MINIMUM_N = 5  # answers that a mean needs
AS_IT_IS = "as_it_is"  # an ideal: be no better and no worse than today


@dataclass(frozen=True)
class Score:
    """What one source says of one dimension, on 0-10.

    kind        experience, expectation, importance, ideal, ... (kinds.KINDS)
    respondent  customers, front_line, management
    mean        None where it is unknown or withheld
    n           answers behind it; None where it was typed in and nobody knows
    low, high   its interval, None where there is none
    """

    dimension: str
    kind: str
    respondent: str
    mean: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Ideal:
    """The experience the firm chooses to give: 0-10 or AS_IT_IS, and why."""

    score: float | str
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """One dimension through the steps; whatever is unknown is None, never 0.

    experience, expectation, importance   as they were said, with n and interval; withheld below minimum n
    satisfaction      experience - expectation, with the interval where both have one
    key_experience    importance * satisfaction, with the interval where satisfaction has one
    ideal             what the firm chose, 0-10; asked_ideal is what this source said, and never the target
    gap               experience - ideal: negative is what is to be closed
    reason            why the ideal was chosen
    notes             what is unknown, and why
    """

    dimension: str
    experience: float | None
    expectation: float | None
    satisfaction: float | None
    importance: float | None
    key_experience: float | None
    ideal: float | None
    gap: float | None
    reason: str = ""
    experience_n: int | None = None
    experience_low: float | None = None
    experience_high: float | None = None
    expectation_n: int | None = None
    expectation_low: float | None = None
    expectation_high: float | None = None
    importance_n: int | None = None
    importance_low: float | None = None
    importance_high: float | None = None
    satisfaction_low: float | None = None
    satisfaction_high: float | None = None
    key_experience_low: float | None = None
    key_experience_high: float | None = None
    gap_low: float | None = None
    gap_high: float | None = None
    asked_ideal: float | None = None
    notes: tuple[Note, ...] = ()

    @property
    def standing(self) -> str | None:
        """below, meets or exceeds what was expected; to meet it is to be satisfied."""
        return None if self.satisfaction is None else _standing(self.satisfaction)

    @property
    def is_shown(self) -> bool | None:
        """Whether the interval of satisfaction leaves 0 out; None without an interval."""
        if self.satisfaction_low is None or self.satisfaction_high is None:
            return None
        return self.satisfaction_low > 0 or self.satisfaction_high < 0

    @property
    def to_close(self) -> float | None:
        """How much better the experience must become; 0 where it is at or above the ideal."""
        return None if self.gap is None else max(0.0, -self.gap)

    def as_dict(self) -> dict[str, Any]:
        """For a file or a page: every number, and the notes as codes with facts."""
        own = {name: value for name, value in vars(self).items() if name != "notes"}
        derived = {"standing": self.standing, "is_shown": self.is_shown, "to_close": self.to_close}
        return own | derived | {"notes": [note.as_dict() for note in self.notes]}


def _standing(satisfaction: float) -> str:
    if satisfaction < 0:
        return "below"
    return "exceeds" if satisfaction > 0 else "meets"
