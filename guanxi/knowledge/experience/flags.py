"""Responses that may not be meant: one score all through, too fast, given twice. Flagged, never dropped."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.period import answered_between
from guanxi.knowledge.experience.scales import on_ten
from guanxi.knowledge.refusals import OutOfRange, UnknownChoice

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

KINDS = ("straight_lined", "speeding", "repeated", "copied")
FEWEST_QUESTIONS = 5  # of one scale: fewer equal scores are common among those who mean them
SPEEDER_SHARE = 0.4  # of the survey's median time
FEWEST_TIMED = 20  # responses of a survey before its median says what is fast
FEWEST_COPIED = 8  # scores that two responses must share, all of them and in the same places


@dataclass(frozen=True)
class Flags:
    """table: one row per response with a score, with KINDS as booleans; null where it could not be judged.

    counts   responses by kind, and `responses`; one response may be of several kinds
    """

    table: Table
    counts: dict[str, int]
    medians: dict[str | None, float]
    notes: tuple[Note, ...]

    def without(self, answers: Table, kinds: Sequence[str]) -> Table:
        """The answers less the responses of these kinds: by choice, and the same for every score after.

        Errors  UnknownChoice
        """
        for kind in kinds:
            if kind not in KINDS:
                raise UnknownChoice(name="kinds", asked=kind, known=", ".join(KINDS))
        if not kinds:
            return answers
        bad = ibis.or_(*(self.table[kind].fill_null(False) for kind in kinds))
        return answers.anti_join(self.table.filter(bad), "response_id")


def flags(
    answers: Table,
    *,
    as_of: date,
    engine: Engine,
    since: date | None = None,
    fewest_questions: int = FEWEST_QUESTIONS,
    speeder_share: float = SPEEDER_SHARE,
    fewest_timed: int = FEWEST_TIMED,
    fewest_copied: int = FEWEST_COPIED,
) -> Flags:
    """Look at every response once.

    In      answers   facts "answers" from `since` to as_of
    Out     straight_lined  all of at least fewest_questions scores at one place of their scales
            speeding        faster than speeder_share times the median of the survey
            repeated        the customer answered the same survey and version again later
            copied          all scores as in an earlier response of the survey, not straight-lined
    Notes   experience.flagged, .speed_unknown (surveys without enough times)
    Errors  OutOfRange
    Breaks when a survey's scores are honestly all alike: a flag is a reason to look, not a proof
    """
    if not 0 < speeder_share < 1:
        raise OutOfRange(name="speeder_share", given=speeder_share, allowed="> 0, < 1")
    rows = answered_between(answers, since, as_of)
    told = engine.keep(_responses(rows, engine))
    medians, untimed = _medians(told, fewest_timed, engine)
    told = _fast(told, medians, speeder_share, engine)
    table = engine.keep(_flagged(told, fewest_questions, fewest_copied))
    counted = engine.collect(
        table.aggregate(
            responses=table.count(), **{kind: table[kind].fill_null(False).sum() for kind in KINDS}
        )
    )
    counts = {name: int(n or 0) for name, n in counted.to_pylist()[0].items()}
    return Flags(table, counts, medians, tuple(_noted(counts, untimed)))


def _responses(rows: Table, engine: Engine) -> Table:
    """One row per response: its scores, their ends, time, and a sum that tells them from others'."""
    names = sorted(filter(None, engine.collect(rows.select("question").distinct())["question"].to_pylist()))
    # Whole numbers, so that sums are the same on every engine; the seed only makes them the same every day.
    dice = random.Random(20170401)
    codes = pa.table(
        {"_question": pa.array(names, pa.string()), "_code": [dice.getrandbits(31) for _ in names]}
    )
    codes = codes.set_column(1, "_code", codes["_code"].cast(pa.int64()))
    coded = rows.left_join(engine.table(codes), [("question", "_question")]).mutate(on_ten=on_ten)
    scored = coded.on_ten.notnull()
    told = coded.group_by("response_id").aggregate(
        customer_id=coded.customer_id.max(where=scored),
        survey_id=coded.survey_id.max(where=scored),
        survey_version=coded.survey_version.max(where=scored),
        answered_on=coded.answered_on.max(where=scored),
        seconds_taken=coded.seconds_taken.max(where=scored),
        scored=scored.sum(),
        least=coded.on_ten.min(),
        most=coded.on_ten.max(),
        _print=((coded.on_ten * 100).round().cast("int64") * coded["_code"]).sum(),
    )
    return told.filter(told.scored > 0)


def _medians(told: Table, fewest: int, engine: Engine) -> tuple[dict[str | None, float], int]:
    """The median time by survey, of surveys with enough times; how many surveys have not."""
    timed = told.seconds_taken > 0
    counted = told.group_by("survey_id").aggregate(
        median=told.seconds_taken.quantile(0.5, where=timed), n=timed.sum()
    )
    surveys = engine.collect(counted).to_pylist()
    medians = {
        row["survey_id"]: row["median"] for row in surveys if row["median"] is not None and row["n"] >= fewest
    }
    return medians, len(surveys) - len(medians)


def _fast(told: Table, medians: dict[str | None, float], share: float, engine: Engine) -> Table:
    known = pa.table(
        {
            "_survey": pa.array([survey or "" for survey in medians], pa.string()),
            "_median": pa.array(list(medians.values()), pa.float64()),
        }
    )
    named = told.mutate(_of=told.survey_id.fill_null(""))
    joined = named.left_join(engine.table(known), [("_of", "_survey")])
    speeding = joined.seconds_taken < joined["_median"] * share
    return joined.mutate(speeding=ibis.ifelse(joined.seconds_taken > 0, speeding, None))


def _flagged(told: Table, fewest_questions: int, fewest_copied: int) -> Table:
    alike = told.least == told.most
    same_person = ibis.window(
        group_by=[told.customer_id, told.survey_id, told.survey_version],
        order_by=[told.answered_on, told.response_id],
    )
    same_scores = ibis.window(
        group_by=[told.survey_id, told.scored, told["_print"]], order_by=[told.answered_on, told.response_id]
    )
    again = told.response_id.lead().over(same_person).notnull()
    earlier = told.response_id.lag().over(same_scores).notnull()
    return told.select(
        "response_id",
        "customer_id",
        "survey_id",
        straight_lined=ibis.ifelse(told.scored >= fewest_questions, alike, None),
        speeding=told.speeding,
        repeated=ibis.ifelse(told.customer_id.notnull(), again, None),
        copied=ibis.ifelse(told.scored >= fewest_copied, earlier & ~alike, None),
    )


def _noted(counts: dict[str, int], untimed: int):
    if any(counts[kind] for kind in KINDS):
        yield Note("experience.flagged", counts)
    if untimed:
        yield Note("experience.speed_unknown", {"surveys": untimed})
