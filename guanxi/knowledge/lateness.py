"""Who is late, by the rule the firm goes by: the columns of `rhythm`, with whatever its rule needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.gaps import gaps
from guanxi.knowledge.own_rhythm import OwnRhythm, own_rhythm
from guanxi.knowledge.rhythm import rhythm
from guanxi.knowledge.warning_rules import PROBABILITIES, USUAL_CUTS

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.history import History
    from guanxi.knowledge.lifetime import Lifetime
    from guanxi.knowledge.settings import ProfileSettings
    from guanxi.knowledge.warning_rules import WarningRule


@dataclass(frozen=True)
class Lateness:
    """A rule that is ready to be applied.

    rule    the rule in use: the one asked for, or the classic one where that had no model
    cut     the probability at or below which it says act; None by the classic rule
    notes   why another rule is used than was asked for
    """

    rule: WarningRule
    cut: float | None
    act_multiple: float
    as_of: date
    own: OwnRhythm | None = None
    notes: tuple[Note, ...] = ()

    def add_to(self, table: Table) -> Table:
        """The history with the columns of `rhythm`; by P(alive) the forecast's columns must be there."""
        given = table.columns
        if self.own is not None:
            table = self.own.add_to(table)
        judged = rhythm(table, act_multiple=self.act_multiple, rule=self.rule, cut=self.cut)
        return judged.drop(
            *(name for name in PROBABILITIES.values() if name in set(judged.columns) - set(given))
        )

    def as_dict(self) -> dict[str, Any]:
        """For a card: by which rule, from where on, and the model behind it."""
        told = {"rule": self.rule, "cut": self.cut, "act_multiple": self.act_multiple}
        return told | ({"own_rhythm": self.own.as_dict()} if self.own else {})


def lateness(
    read: History, fitted: Lifetime, *, as_of: date, engine: Engine, settings: ProfileSettings
) -> Lateness:
    """The rule of the settings, with its model fitted.

    By the classic rule nothing is counted. The own rhythm reads the purchase days once more, for the gaps;
    P(alive) is taken from the lifetime models. "best" that nobody settled is the classic rule.
    Where the rule has no honest model the classic one is used, and a note says so.
    """
    asked = settings.warning_rule
    classic = Lateness("classic", None, settings.act_multiple, as_of)
    if asked in ("classic", "best"):
        return classic
    cut = USUAL_CUTS[asked] if settings.warning_cut is None else settings.warning_cut
    if asked == "p_alive":
        if fitted.answers is None:
            return _instead(classic, asked)
        return Lateness(asked, cut, settings.act_multiple, as_of)
    try:
        days = read.bought.select("customer_id", "purchased_on").distinct()
        own = own_rhythm(gaps(days), as_of=as_of, engine=engine, columns=("gap_probability",))
    except ModelError:
        return _instead(classic, asked)
    return Lateness(asked, cut, settings.act_multiple, as_of, own=own, notes=own.notes)


def _instead(classic: Lateness, asked: WarningRule) -> Lateness:
    note = Note(f"rhythm.no_model_{asked}")
    return Lateness("classic", None, classic.act_multiple, classic.as_of, notes=(note,))
