"""What was answered, as means on 0-10 with their n and interval, by whom, of what and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.facts.notes import Note
from guanxi.knowledge.experience import moments
from guanxi.knowledge.experience.intervals import CONFIDENCE, Interval, mean_interval
from guanxi.knowledge.experience.kinds import CUSTOMERS, EXPERIENCE, US, WITHOUT_SCORE
from guanxi.knowledge.experience.moments import DECIMALS, Moments
from guanxi.knowledge.experience.period import answered_between
from guanxi.knowledge.experience.scales import (
    ASSUMED,
    COUNTED,
    MISSING_CODES,
    SET_ASIDE,
    known_or,
    on_ten,
    state,
)
from guanxi.knowledge.experience.step import MINIMUM_N, Score
from guanxi.knowledge.refusals import OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table

    from guanxi.engines import Engine

GRAIN = ("dimension", "touchpoint")  # may be: dimension, touchpoint, phase, question, survey_id, ...
WHO = ("respondent", "subject", "question_kind")
EMPTY_MEANS = {"respondent": CUSTOMERS, "subject": US, "question_kind": EXPERIENCE}
NO_WEIGHT = "no_weight"


@dataclass(frozen=True)
class ScoreRow:
    """One cell: who judged whom, of which kind, of what.

    key          values of `by` and the grain, by column
    mean         0-10; None where it is withheld, for `reason`
    n            persons (responses) with an answer; `answers` is how many answers those gave
    missing      blanks and codes for missing; set_aside: scores off their scale
    sd           of an answer
    interval     of the mean, with its method; of answers that are all equal it is not zero wide
    effective_n  independent answers of equal weight that would tell as much
    sums         what the row was reckoned from
    """

    key: dict[str, Any]
    respondent: str
    subject: str
    kind: str
    mean: float | None
    n: int
    answers: int
    missing: int = 0
    set_aside: int = 0
    sd: float | None = None
    interval: Interval | None = None
    effective_n: float | None = None
    reason: Note | None = None
    notes: tuple[Note, ...] = ()
    sums: Moments = field(default_factory=Moments, repr=False)

    def as_score(self) -> Score:
        """For the seven steps."""
        ends = (self.interval.low, self.interval.high) if self.interval else (None, None)
        return Score(self.key.get("dimension") or "", self.kind, self.respondent, self.mean, self.n, *ends)

    def as_dict(self) -> dict[str, Any]:
        own = {name: value for name, value in vars(self).items() if name not in ("key", "sums")}
        said = {
            "interval": vars(self.interval) if self.interval else None,
            "reason": self.reason.as_dict() if self.reason else None,
            "notes": [note.as_dict() for note in self.notes],
        }
        return self.key | own | said


@dataclass(frozen=True)
class Scores:
    """rows in the order of their keys; missing and set_aside: answers that count in no mean, by code."""

    rows: tuple[ScoreRow, ...]
    missing: dict[str, int]
    set_aside: dict[str, int]
    notes: tuple[Note, ...]

    def of(self, **wanted: Any) -> tuple[ScoreRow, ...]:
        """The rows with these values of key, respondent, subject and kind."""
        return tuple(
            row
            for row in self.rows
            if all(row.key.get(name, getattr(row, name, None)) == value for name, value in wanted.items())
        )

    def as_scores(self, *, subject: str = US, **wanted: Any) -> list[Score]:
        """For the seven steps: what is said of one subject, of the rows that have a dimension."""
        return [row.as_score() for row in self.of(subject=subject, **wanted) if row.key.get("dimension")]


def scores(
    answers: Table,
    *,
    as_of: date,
    engine: Engine,
    since: date | None = None,
    weights: Table | None = None,
    by: Sequence[str] = (),
    grain: Sequence[str] = GRAIN,
    minimum_n: int = MINIMUM_N,
    confidence: float = CONFIDENCE,
    missing_codes: Sequence[int] = MISSING_CODES,
) -> Scores:
    """One mean for each of `by`, respondent, subject, kind and grain, on 0-10.

    In      answers    facts "answers" from `since` to as_of, both inclusive, with the columns of `by`
            weights    one row per response_id with its weight (`weighting`); who has none is left out
            by         further columns to cut by, such as a tier joined before
            grain      ("dimension",) takes all touchpoints together
    Out     ScoreRow; below minimum_n persons the mean is withheld and says so
    Absent  kinds that are no scores: choice, text
    Notes   experience.nothing_answered, .scale_assumed, .answers_set_aside, .without_weight
    Errors  OutOfRange
    Assumes responses are independent of each other; questions of one response are not taken to be
    """
    if minimum_n < 2:
        raise OutOfRange(name="minimum_n", given=minimum_n, allowed=">= 2")
    keys = (*by, *WHO, *grain)
    rows = answered_between(answers, since, as_of)
    rows = rows if weights is None else _weighed(rows, weights)
    found = _count(rows, keys, missing_codes, engine)
    kind = keys.index("question_kind")
    scored = {key: cell for key, cell in found.items() if key[kind] not in WITHOUT_SCORE}
    if several := [key for key, cell in scored.items() if len(cell.questions) > 1]:
        _count_persons(rows, keys, found, several, engine)
    made = [_row(key, cell, keys, minimum_n, confidence) for key, cell in scored.items()]
    return _told(sorted(made, key=lambda row: _order(row, keys)), scored.values())


@dataclass
class _Cell:
    """What was counted of one cell: sums, questions and keys as they were answered, answers by state."""

    sums: Moments = field(default_factory=Moments)
    questions: set[Any] = field(default_factory=set)
    written: set[tuple] = field(default_factory=set)
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def _weighed(rows: Table, weights: Table) -> Table:
    of = weights.select(_of="response_id", weight=lambda t: t.weight.cast("float64"))
    return rows.left_join(of, [("response_id", "_of")]).drop("_of")


def _count(
    rows: Table, keys: Sequence[str], missing_codes: Sequence[int], engine: Engine
) -> dict[tuple, _Cell]:
    """One reading. A person answers a question once, so within a question answers are independent.

    Equal answers are counted before any is looked at: a survey has few distinct ones, however many answered.
    """
    weight = [name for name in ("weight",) if name in rows.columns]
    distinct = dict.fromkeys([*keys, "question", "score", "scale_low", "scale_high", *weight])
    words = ibis.ifelse(rows.score.isnull(), rows.answered_as, None)
    grouped = rows.group_by(*distinct, answered_as=words).aggregate(rows=lambda t: t.count())
    counted = grouped.mutate(on_ten=on_ten(grouped))
    said = state(counted, missing_codes=missing_codes)
    if weight:
        lost = counted.on_ten.notnull() & counted.weight.isnull()
        known = {"on_ten": (None, counted.on_ten), "state": (NO_WEIGHT, said)}
        counted = counted.mutate(**{name: ibis.ifelse(lost, *either) for name, either in known.items()})
        said = counted.state
    by = {name: counted[name] for name in (*keys, "question")} | {"state": said}
    found: dict[tuple, _Cell] = defaultdict(_Cell)
    for row in engine.collect(moments.of_answers(counted, by)).to_pylist():
        cell = found[_key(row, keys)]
        cell.states[row["state"]] += row["rows"]
        if row["answers"]:
            cell.questions.add(row["question"])
            cell.written.add(tuple(row[name] for name in keys))
            cell.sums += moments.read(row)
    return found


def _count_persons(
    rows: Table, keys: Sequence[str], found: Mapping[tuple, _Cell], several: Iterable[tuple], engine: Engine
) -> None:
    """Cells that are asked by several questions, counted again by person: one person's answers are alike."""
    asked = {question for key in several for question in found[key].questions}
    cells = set().union(*(cell.written for cell in found.values() if cell.questions & asked))
    # What is the same in all of them need not be told apart again, person by person.
    columns = zip(keys, map(set, zip(*cells, strict=True)), strict=True)
    same = {name: values.pop() for name, values in columns if len(values) == 1}
    again: dict[tuple, Moments] = defaultdict(Moments)
    answered = rows.filter(rows.question.isin(sorted(asked))).mutate(on_ten=on_ten)
    if "weight" in rows.columns:
        answered = answered.filter(answered.weight.notnull())
    if any(len(found[key].written) > 1 for key in several):
        answered = answered.mutate(**{name: _one_spelling(answered, name) for name in keys})
    counted = moments.of_persons(answered, [name for name in keys if name not in same])
    for row in engine.collect(counted).to_pylist():
        again[_key(row | same, keys)] += moments.read(row)
    for key in several:
        found[key].sums = again[key]


def _one_spelling(rows: Table, name: str) -> Column:
    """As `_key` has it, so that a person who wrote both spellings into one cell is one person."""
    column = rows[name]
    if name in EMPTY_MEANS:
        return known_or(column, EMPTY_MEANS[name])
    return column.nullif("") if column.type().is_string() else column


def _key(row: Mapping[str, Any], keys: Sequence[str]) -> tuple:
    """The row's key; what is empty means what the words say it means, and "" is empty."""
    return tuple(EMPTY_MEANS.get(name) if row[name] in (None, "") else row[name] for name in keys)


def _row(key: tuple, cell: _Cell, keys: Sequence[str], minimum_n: int, confidence: float) -> ScoreRow:
    named = dict(zip(keys, key, strict=True))
    respondent, subject, kind = (named.pop(name) for name in WHO)
    sums = cell.sums
    reason = _withheld(sums, minimum_n)
    shown = reason is None
    sd, effective = sums.sd, sums.effective_n
    return ScoreRow(
        key=named,
        respondent=respondent,
        subject=subject,
        kind=kind,
        mean=sums.mean if shown else None,
        n=sums.persons,
        answers=sums.answers,
        missing=sum(n for state, n in cell.states.items() if state not in (*COUNTED, *SET_ASIDE, NO_WEIGHT)),
        set_aside=sum(cell.states.get(state, 0) for state in SET_ASIDE),
        sd=round(sd, DECIMALS) if shown and sd is not None else None,
        interval=interval_of(sums, confidence) if shown else None,
        effective_n=round(effective, 6) if shown and effective else None,
        reason=reason,
        notes=(Note("experience.all_equal", {"n": sums.persons}),) if shown and sums.all_equal else (),
        sums=sums,
    )


def interval_of(sums: Moments, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval of a cell's mean; None where nothing was answered."""
    if sums.mean is None:
        return None
    return mean_interval(
        sums.mean,
        sums.error or 0.0,
        sums.effective_persons,
        all_equal=sums.all_equal,
        confidence=confidence,
    )


def _withheld(sums: Moments, minimum_n: int) -> Note | None:
    if not sums.persons:
        return Note("experience.none_answered")
    if sums.persons < minimum_n:
        return Note("experience.fewer_than_minimum", {"n": sums.persons, "minimum": minimum_n})
    return None


def _order(row: ScoreRow, keys: Sequence[str]) -> list[tuple[bool, str]]:
    named = row.key | {"respondent": row.respondent, "subject": row.subject, "question_kind": row.kind}
    return [(named[name] is not None, str(named[name])) for name in keys]


def _told(rows: Sequence[ScoreRow], cells: Iterable[_Cell]) -> Scores:
    states: dict[str, int] = defaultdict(int)
    for cell in cells:
        for name, n in cell.states.items():
            states[name] += n
    notes = []
    if not any(row.answers for row in rows):
        notes.append(Note("experience.nothing_answered"))
    if states.get(ASSUMED):
        notes.append(Note("experience.scale_assumed", {"n": states[ASSUMED]}))
    set_aside = {name: states[name] for name in SET_ASIDE if states.get(name)}
    if set_aside:
        notes.append(Note("experience.answers_set_aside", {"n": sum(set_aside.values())}))
    if states.get(NO_WEIGHT):
        notes.append(Note("experience.without_weight", {"n": states[NO_WEIGHT]}))
    missing = {n: states[n] for n in sorted(states) if n not in (*COUNTED, *SET_ASIDE, NO_WEIGHT)}
    return Scores(tuple(rows), missing, set_aside, tuple(notes))
