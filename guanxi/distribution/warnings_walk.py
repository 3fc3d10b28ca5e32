"""A walk through the firm's past, week by week: how late every customer was by each rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np

from guanxi.distribution.warnings_calendar import Calendar, Standing
from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.gap_fit import fit_gaps
from guanxi.knowledge.gap_model import GapModel
from guanxi.knowledge.lifetime.buying import BuyingModel, fit_buying
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.soundness import sound_model
from guanxi.knowledge.warning_rules import RULES, cycle_of, score_of
from guanxi.outcomes.warned import Losses, Rises

WEEK = 7
REFIT_WEEKS = 13  # a model is fitted anew every quarter; in between it hardly moves


@dataclass
class Walk:
    """What a walk found.

    rises          rule -> every look at which a customer stood later than before
    losses         customers of whom anybody would say by now that they were lost
    weeks          looks whose outcome is known, the first one apart
    looked_at      late customers at those looks, all together; silent: those who then bought nothing
    models         rule -> card of the model fitted last
    notes          rules that had no model at some time
    """

    rises: dict[str, Rises]
    losses: Losses
    weeks: int
    looked_at: int
    silent: int
    models: dict[str, dict[str, Any]]
    notes: list[Note]


@dataclass
class _Seen:
    """What one rule has seen so far: of the present silence of each customer, the highest score."""

    highest: np.ndarray
    began_on: np.ndarray
    parts: list[dict[str, np.ndarray]] = field(default_factory=list)

    def look(self, standing: Standing, score: np.ndarray, **known: Any) -> None:
        anew = standing.last != self.began_on
        before = np.where(anew, -np.inf, self.highest)
        self.highest, self.began_on = np.maximum(before, score), standing.last
        at = np.flatnonzero(score > before)
        self.parts.append(
            {
                "customer": at,
                "began_on": standing.last[at],
                "on": np.full(len(at), standing.day),
                "before": before[at],
                "score": score[at],
                "is_new": np.full(len(at), known["is_new"]),
                "is_due": np.full(len(at), known["is_due"]),
                "is_silent": known["silent"][at],
            }
        )

    def rises(self) -> Rises:
        return Rises(**{name: np.concatenate([p[name] for p in self.parts]) for name in self.parts[0]})


class _Models:
    """The models behind the rules, as they could have been fitted on an earlier day."""

    def __init__(self, calendar: Calendar, asked: str) -> None:
        self.calendar = calendar
        self.refused: dict[str, Note] = {}
        self.name = self._sound(asked)
        self.gaps: GapModel | None = None
        self.alive: BuyingModel | None = None

    def fit(self, standing: Standing) -> None:
        days, weeks, logs = self._known(standing)
        self.gaps = self._tried("own_rhythm", lambda: fit_gaps(days, logs(1)))
        if self.name is not None:
            self.alive = self._tried("p_alive", lambda: fit_buying(self.name, weeks, lambda: logs(WEEK)))

    def scores(self, standing: Standing, of: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        """Each rule's score; -inf for everybody but `of`, and for all where the rule has no model."""
        late = standing.silent[of].astype(float)
        repeats, between, age = (
            v[of].astype(float) for v in (standing.repeats, standing.between, standing.age)
        )
        cycle = cycle_of(standing.in_year[of])
        values = {"classic": (late - cycle) / cycle}
        if self.gaps is not None:
            values["own_rhythm"] = score_of(self.gaps.gap_probability(late, repeats, between))
        if self.alive is not None:
            unit = self.alive.unit_days
            values["p_alive"] = score_of(self.alive.p_alive(repeats, between / unit, age / unit))
        for rule in RULES:
            score = np.full(len(of), -np.inf)
            if rule in values:
                score[of] = values[rule]
            yield rule, score

    def cards(self) -> dict[str, dict[str, Any]]:
        found = {"own_rhythm": self.gaps, "p_alive": self.alive}
        return {rule: model.card() for rule, model in found.items() if model is not None}

    def notes(self) -> list[Note]:
        """Which rule had no model at some time, and why the last time."""
        return [
            Note("warnings.no_model", {"rule": Note(f"warnings.rule.{rule}").as_dict(), "why": why.as_dict()})
            for rule, why in self.refused.items()
        ]

    def _known(self, standing: Standing) -> tuple[Histories, Histories, Callable[[int], float]]:
        """Histories in days and in weeks, and the sum of the logs of all gaps in a unit of so many days."""
        days, weeks = (self.calendar.histories(standing, unit_days=unit) for unit in (1, WEEK))
        logs, gaps = self.calendar.log_gaps(standing.day), float(days.customers @ days.repeats)
        return days, weeks, lambda unit: logs - gaps * log(unit)

    def _sound(self, asked: str) -> str | None:
        """The model behind P(alive): the one that is sound on the last day, and the same all the way back,
        because one model's 0.9 is another one's 0.7."""
        _days, weeks, logs = self._known(self.calendar.standing(self.calendar.last_day))
        model, notes = sound_model(asked, weeks, lambda: logs(WEEK))
        if model is None:
            self.refused["p_alive"] = notes[0]
            return None
        return model.name

    def _tried(self, rule: str, fit: Callable):
        try:
            return fit()
        except ModelError as error:
            self.refused[rule] = Note(error.code, error.facts)
            return None


def _judged(standing: Standing, among: str) -> np.ndarray:
    known = standing.has_bought & (standing.in_year > 0)
    return known & (standing.silent > cycle_of(standing.in_year)) if among == "late" else known


def walk(
    calendar: Calendar,
    model: str,
    *,
    start: int,
    silence_days: int,
    lost_after_days: int,
    among: str = "late",
) -> Walk:
    """Look at every customer each week from `start` to the last known day.

    model   of buying.BUYING, or "best": the one behind P(alive), if it is sound; else the first that is
    start   the first look, which tells how things stand: what is late already is no new warning
    among   whom a rule may warn of: late, those past their cycle; everybody who bought in the year before
    """
    models = _Models(calendar, model)
    nobody = np.full(calendar.customers, -1)
    seen = {rule: _Seen(np.full(calendar.customers, -np.inf), nobody) for rule in RULES}
    weeks = looked_at = silent = 0
    for number, day in enumerate(range(start, calendar.last_day + 1, WEEK)):
        standing = calendar.standing(day)
        if number % REFIT_WEEKS == 0:
            models.fit(standing)
        late = _judged(standing, among)
        is_new, is_due = number > 0, day + silence_days <= calendar.last_day
        nothing = standing.next > day + silence_days
        for rule, score in models.scores(standing, late):
            seen[rule].look(standing, score, is_new=is_new, is_due=is_due, silent=nothing)
        if is_new and is_due:
            weeks, looked_at, silent = (
                weeks + 1,
                looked_at + int(late.sum()),
                silent + int((late & nothing).sum()),
            )
    customer, began_on = calendar.silences(lost_after_days)
    inside = began_on >= start
    losses = Losses(customer[inside], began_on[inside], lost_after_days)
    rises = {rule: found.rises() for rule, found in seen.items()}
    return Walk(rises, losses, weeks, looked_at, silent, models.cards(), models.notes())
