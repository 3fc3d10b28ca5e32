"""A round on its way through the seven steps: what follows from what was typed into it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from guanxi.errors import GuanxiError
from guanxi.knowledge.experience.gate import Gate, gates
from guanxi.knowledge.experience.kinds import CUSTOMERS, RESPONDENTS
from guanxi.knowledge.experience.seven_steps import (
    AS_IT_IS,
    Ideal,
    Score,
    Step,
    key_delights,
    key_dissatisfactions,
    steps,
)
from guanxi.sentences import say
from guanxi.web.experience.models import Decision, Dimension, Requirement, Stage
from guanxi.web.experience.queries import Board

ROLLED_OUT = (Decision.ACCEPTED, Decision.DONE)


@dataclass(frozen=True)
class Walked:
    """A round as one source sees it.

    steps     dimension -> its step
    ranked    dimensions with a known key experience, the most negative first
    to_close  dimensions below their ideal, the widest gap first
    """

    of: str
    steps: dict[int, Step]
    ranked: list[tuple[Dimension, Step]]
    dissatisfactions: list[tuple[Dimension, Step]]
    delights: list[tuple[Dimension, Step]]
    to_close: list[tuple[Dimension, Step]]


def walked(board: Board, of: str = CUSTOMERS) -> Walked:
    """Every dimension that is there, from its scores to its gap."""
    found = steps(scores(board), ideals(board), respondent=of)
    rows = {str(each.pk): each for each in board.dimensions}
    pairs = [(rows[each.dimension], each) for each in found]
    known = {each.pk: step for each, step in pairs}
    for each in board.dimensions:  # nothing was said of it and no ideal chosen
        known.setdefault(each.pk, _nothing_said(each))

    def chosen(wanted: list[Step]) -> list[tuple[Dimension, Step]]:
        return [(rows[each.dimension], each) for each in wanted]

    gaps = sorted((pair for pair in pairs if (pair[1].gap or 0) < 0), key=lambda pair: pair[1].gap)
    return Walked(
        of,
        known,
        [pair for pair in pairs if pair[1].key_experience is not None],
        chosen(key_dissatisfactions(found)),
        chosen(key_delights(found)),
        gaps,
    )


def _nothing_said(dimension: Dimension) -> Step:
    return steps([Score(str(dimension.pk), "experience", CUSTOMERS, None)])[0]


def scores(board: Board) -> list[Score]:
    """What was said of the dimensions that are there."""
    there = {each.pk for each in board.dimensions}
    return [
        Score(str(dimension), kind, respondent, each.mean, each.n, each.low, each.high)
        for (dimension, kind, respondent), each in board.scores.items()
        if dimension in there and each.mean is not None
    ]


def ideals(board: Board) -> dict[str, Ideal]:
    return {
        str(each.pk): Ideal(AS_IT_IS if each.ideal_as_it_is else each.ideal, each.ideal_reason)
        for each in board.dimensions
        if each.ideal_as_it_is or each.ideal is not None
    }


def sources(board: Board) -> list[str]:
    """Who spoke in this round, in the usual order."""
    spoke = {
        respondent for (_dimension, _kind, respondent), each in board.scores.items() if each.mean is not None
    }
    return [each for each in RESPONDENTS if each in spoke]


# --- the roll-out -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RollOut:
    """A requirement tried in stages.

    gates     stage -> its gate; the first stage has none
    verdict   "" nothing to judge yet · first · go_on · stop · waiting · refused
    at        the stage that decided
    refused   why the stages cannot be judged, in words
    """

    requirement: Requirement
    stages: list[Stage]
    gates: dict[int, Gate]
    verdict: str
    at: Stage | None = None
    refused: str = ""


def roll_outs(board: Board) -> list[RollOut]:
    """Of every requirement that was accepted."""
    return [roll_out(board, each) for each in board.requirements if each.decision in ROLLED_OUT]


def roll_out(board: Board, requirement: Requirement) -> RollOut:
    stages = board.stages(requirement)
    measured: list[Stage] = []
    for stage in stages:  # what comes after a stage without a size is not yet planned
        if stage.scale is None:
            break
        measured.append(stage)
    if not measured or measured[0].result is None:
        return RollOut(requirement, stages, {}, "")
    try:
        found = gates([(each.scale, each.result) for each in measured])
    except GuanxiError as error:
        return RollOut(
            requirement, stages, {}, "refused", refused=say(error.code, get_language() or "en", **error.facts)
        )
    by_stage = {stage.pk: gate for stage, gate in zip(measured[1:], found, strict=True)}
    return RollOut(requirement, stages, by_stage, *_verdict(measured, by_stage))


def _verdict(measured: list[Stage], found: dict[int, Gate]) -> tuple[str, Stage | None]:
    if not found:
        return "first", measured[0]
    for stage in measured[1:]:
        gate = found[stage.pk]
        if not gate.passes:
            return ("waiting" if gate.result is None else "stop"), stage
    return "go_on", measured[-1]
