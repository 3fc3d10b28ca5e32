"""What a comparison of warning rules found, as plain data: what the page, the command and the turn read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guanxi.sentences import say

VERSION = 1


@dataclass(frozen=True)
class Evidence:
    """Which rule is best here, and by how much. `as_dict()` is plain JSON, kept beside the store:

    version          1
    as_of            "2017-12-31", the last day that is known
    first_on         the first look; last_on: the last whose 91 days are over
    weeks            looks between them, the first apart
    customers        walked with; of_customers: that there are
    settings         ComparisonSettings
    silent_share     of all who were late at those looks, for however long, the share who then bought nothing
                     for 91 days; null where nobody was late
    rules            one entry per rule, the classic one first
        rule            classic, own_rhythm, p_alive
        cut             from which on it warns: cycles of lateness (classic), or the probability at or below
                        which it does (P(a gap is longer), P(alive)); null where it gave no warning
        warnings        new warnings whose 91 days are over; a_week: the same by week (of all customers, where
                        some were drawn)
        right           those of them after which nothing was bought for 91 days
        precision       right / warnings; precision_low, precision_high: 90 % (Wilson); null without warnings
        losses          customers silent for 182 days whom it could have warned of
        losses_warned   those of them it warned of before
        recall          losses_warned / losses; recall_low, recall_high; null without losses
        lead_days       median days from the warning to the 182nd day of silence; null without
        better          {value, low, high}: its precision less that of the classic rule, 90 %, from the same
                        customers; null for the classic rule, and where one gave fewer than 20 warnings
    winner           the rule; classic unless another one is clearly more often right
    verdict          {code, facts}: said by guanxi.sentences; low and high in it are percentage points
    models           rule -> card of the model fitted last
    notes            [{code, facts}]
    """

    found: dict[str, Any]

    @property
    def rules(self) -> dict[str, dict[str, Any]]:
        """The entries by rule."""
        return {entry["rule"]: entry for entry in self.found["rules"]}

    @property
    def winner(self) -> str:
        return self.found["winner"]

    def verdict(self, language: str = "en") -> str:
        """Which rule is best here and why, in words."""
        return say(self.found["verdict"]["code"], language, **self.found["verdict"]["facts"])

    def notes(self, language: str = "en") -> list[str]:
        return [say(note["code"], language, **note["facts"]) for note in self.found["notes"]]

    def as_dict(self) -> dict[str, Any]:
        return self.found
