"""Rounds of the seven steps, for programs: what was said, what follows from it, and what is done about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from guanxi.knowledge.experience.gate import Gate
from guanxi.knowledge.experience.kinds import CUSTOMERS, RESPONDENTS
from guanxi.knowledge.experience.step import Step
from guanxi.web.api.access import needs
from guanxi.web.api.schemas import answers
from guanxi.web.experience import names, queries
from guanxi.web.experience.models import Dimension, Requirement, Round, Stage
from guanxi.web.experience.walking import roll_out, sources, walked

SAID = ("experience", "expectation", "importance")
FOLLOWS = ("satisfaction", "key_experience", "gap")

router = Router()


class RoundOut(Schema):
    """One walk through the seven steps, usually a quarter's."""

    number: int
    name: str
    question: str
    starts_on: date
    ends_on: date
    previous: int | None = Field(description="The round that it was opened from")
    is_open: bool
    survey: str = Field(description="Whose answers' scores were taken last; empty for all surveys or none")
    scores_taken_at: datetime | None


class SaidOut(Schema):
    """A figure; n and interval only where answers stand behind it, null where it is unknown."""

    value: float | None
    n: int | None = None
    low: float | None
    high: float | None


class DimensionOut(Schema):
    """One dimension through the steps, on 0 to 10; the worst key experience first."""

    key: str = Field(description="The method's own name; empty where the firm named it")
    name: str
    experience: SaidOut
    expectation: SaidOut
    importance: SaidOut
    satisfaction: SaidOut = Field(description="experience - expectation")
    key_experience: SaidOut = Field(description="importance * satisfaction")
    ideal: float | None = Field(description="What the firm chose")
    ideal_reason: str
    gap: SaidOut = Field(description="experience - ideal")
    notes: list[str] = Field(description="What is unknown, and why")


class StageOut(Schema):
    """One stage of a roll-out; in the order in which they were tried."""

    name: str
    scale: float | None
    before: float | None
    result: float | None
    scale_ratio: float | None = Field(description="How many times the first stage's size")
    result_ratio: float | None = Field(description="How many times the first stage's result")
    passes: bool | None = Field(description="Null for the first stage, and while nothing is known")


class RequirementOut(Schema):
    """What is to be done about a gap; benefit, cost and the three abilities are 0 to 10."""

    number: int
    text: str
    dimension: str | None
    owner: str | None
    due_on: date | None
    benefit: float | None
    cost: float | None
    people: float | None
    process: float | None
    technology: float | None
    decision: str = Field(description="open, accepted, rejected or done")
    decision_reason: str
    measure: str
    verdict: str = Field(description="Of its roll-out: first, go_on, stop, waiting, refused; empty before it")
    stages: list[StageOut]


class WholeRound(RoundOut):
    of: str = Field(description="Whose scores these are")
    sources: list[str] = Field(description="Who spoke in this round")
    dimensions: list[DimensionOut]
    requirements: list[RequirementOut]


@router.get(
    "/rounds",
    response=answers(list[RoundOut]),
    summary="Rounds of the seven steps",
)
def list_rounds(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest first; the guided examples are none of them."""
    needs(request.auth, "experience.see")
    return [_round(each) for each in queries.rounds()]


@router.get(
    "/rounds/{int:round_number}",
    response=answers(WholeRound, 404, 422),
    summary="One round with its scores, gaps, requirements and roll-outs",
)
def get_round(
    request: HttpRequest,
    round_number: int,
    of: Literal[RESPONDENTS] = Query(CUSTOMERS, description="Whose scores"),
) -> dict[str, Any]:
    """As its page shows it; every figure is worked out when it is asked for."""
    needs(request.auth, "experience.see")
    board = queries.board(queries.round_of(round_number))
    steps = walked(board, of).steps
    rows = {each.pk: each for each in board.dimensions}
    return _round(board.round) | {
        "of": of,
        "sources": sources(board),
        "dimensions": [_dimension(rows[pk], step) for pk, step in steps.items()],
        "requirements": [_requirement(board, each) for each in board.requirements],
    }


def _round(found: Round) -> dict[str, Any]:
    same = ("name", "question", "starts_on", "ends_on", "is_open", "survey", "scores_taken_at")
    return {name: getattr(found, name) for name in same} | {
        "number": found.pk,
        "previous": found.previous_id,
    }


def _dimension(row: Dimension, step: Step) -> dict[str, Any]:
    return {name: _figure(step, name) for name in SAID + FOLLOWS} | {
        "key": row.key,
        "name": names.of_dimension(row),
        "ideal": step.ideal,
        "ideal_reason": step.reason,
        "notes": [note.say(get_language() or "en") for note in step.notes],
    }


def _figure(step: Step, name: str) -> dict[str, Any]:
    parts = {part: getattr(step, f"{name}_{part}", None) for part in ("n", "low", "high")}
    return {"value": getattr(step, name)} | parts


def _requirement(board: queries.Board, row: Requirement) -> dict[str, Any]:
    judged = ("benefit", "cost", "people", "process", "technology")
    same = ("text", "due_on", *judged, "decision", "decision_reason", "measure")
    dimension, out = board.all_dimensions.get(row.dimension_id), roll_out(board, row)
    return {name: getattr(row, name) for name in same} | {
        "number": row.pk,
        "dimension": names.of_dimension(dimension) if dimension else None,
        "owner": row.owner.username if row.owner else None,
        "verdict": out.verdict,
        "stages": [_stage(each, out.gates.get(each.pk)) for each in out.stages],
    }


def _stage(row: Stage, gate: Gate | None) -> dict[str, Any]:
    known = gate is not None and gate.result is not None
    return {name: getattr(row, name) for name in ("name", "scale", "before", "result")} | {
        "scale_ratio": gate.scale_ratio if gate else None,
        "result_ratio": gate.result_ratio if gate else None,
        "passes": gate.passes if known else None,
    }
