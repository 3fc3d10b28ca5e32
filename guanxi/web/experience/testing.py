"""Whether what changed between two rounds is more than chance: tested on answers, never on typed scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.knowledge.experience.changes import Change, changes
from guanxi.knowledge.experience.kinds import EXPECTATION, EXPERIENCE
from guanxi.web.experience import figures, names
from guanxi.web.experience.answering import of_survey
from guanxi.web.experience.models import Round

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

TESTED = (EXPERIENCE, EXPECTATION)


@dataclass(frozen=True)
class Tested:
    """One dimension's experience or expectation in both rounds, and what the test says of the change."""

    name: str
    kind: str
    before: str
    now: str
    change: str
    interval: str
    p: str
    verdict: str
    is_shown: bool


@dataclass(frozen=True)
class Findings:
    """rows, the surest change of each kind first; notes: how many were tested, and that p is corrected."""

    rows: list[Tested]
    notes: list[str]


def findings(before: Round, now: Round) -> Findings | None:
    """Tested where both rounds took their scores from answers; None where one was typed in."""
    store = Store(settings.GUANXI_STORE)
    if not (before.scores_taken_at and now.scores_taken_at and store.has("answers")):
        return None
    rows, notes = [], []
    engine = new_engine("duckdb")
    try:
        for kind in TESTED:
            found = changes(
                _answers(store, before, engine), _answers(store, now, engine), engine=engine, kind=kind
            )
            rows += [_tested(each, kind) for each in found.rows if each.key["dimension"]]
            notes += [note.say(get_language() or "en") for note in found.notes]
    finally:
        engine.close()
    return Findings(rows, list(dict.fromkeys(notes)))


def _answers(store: Store, of: Round, engine: Engine) -> Table:
    rows = of_survey(store.read("answers", engine), of.survey)
    return rows.filter(rows.answered_on.between(of.starts_on, of.ends_on))


def _tested(each: Change, kind: str) -> Tested:
    verdicts = {"changed": pgettext("verdict", "changed"), "not_shown": _("not shown to have changed")}
    why = each.reason.say(get_language() or "en") if each.reason else _("unknown")
    ends = each.interval
    return Tested(
        names.of_key(each.key["dimension"]),
        str(names.kind(kind)),
        figures.said_mean(each.before, each.n_before),
        figures.said_mean(each.after, each.n_after),
        figures.said(each.difference, signed=True),
        f"{figures.said(round(ends.low, 1), signed=True)} … {figures.said(round(ends.high, 1), signed=True)}"
        if ends
        else "",
        "" if each.p_holm is None else f"{each.p_holm:.3f}" if each.p_holm >= 0.001 else "< 0.001",
        verdicts.get(each.verdict, why),
        each.verdict == "changed",
    )
