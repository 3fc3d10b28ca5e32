"""What the page of a round shows: cells to type into, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi.knowledge.experience.kinds import RESPONDENTS
from guanxi.knowledge.experience.seven_steps import Step
from guanxi.web.experience import cells, figures, names
from guanxi.web.experience.examples import EXAMPLES
from guanxi.web.experience.figures import Figure
from guanxi.web.experience.models import Decision, Dimension, Requirement, Stage
from guanxi.web.experience.queries import Board
from guanxi.web.experience.walking import ROLLED_OUT, RollOut, Walked, roll_outs, sources, walked


@dataclass(frozen=True)
class Cell:
    """One cell that is typed into; `note` stands small beside it."""

    key: str
    text: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A dimension on the page."""

    pk: int
    name: str
    name_cell: Cell
    scores: list[Cell]
    ideal: Cell
    reason: Cell
    experience: Figure
    satisfaction: Figure
    key_experience: Figure
    importance: Figure
    gap: Figure
    wants_reason: bool


@dataclass(frozen=True)
class Wanted:
    """A requirement on the page."""

    pk: int
    row: Requirement
    name: str
    cells: dict[str, Cell]
    judged: list[tuple[Any, Cell]]
    weakest: str
    missing: str


@dataclass(frozen=True)
class Tried:
    """A stage of a roll-out on the page."""

    pk: int
    cells: list[Cell]
    growth: str
    scale: str
    result: str
    passes: bool | None
    change: str


def context(board: Board, of: str) -> dict[str, Any]:
    """Everything on the page of a round, as one source sees it."""
    found = walked(board, of)
    lines = [_line(board, each, found, of) for each in board.dimensions]
    by_pk = {line.pk: line for line in lines}
    wanted = [_wanted(board, each) for each in board.requirements]
    outs = roll_outs(board)
    return {
        "round": board.round,
        "guide": guide(board.round.example) if board.round.previous_id is None else {},
        "of": of,
        "sources": [(each, names.source(each), each == of) for each in RESPONDENTS],
        "kinds": [(each, names.kind(each)) for each in names.KINDS],
        "lines": lines,
        "ranked": [by_pk[each.pk] for each, _step in found.ranked],
        "worst": next((by_pk[each.pk] for each, _step in found.dissatisfactions), None),
        "delight": next((by_pk[each.pk] for each, _step in found.delights), None),
        "unranked": [line for line in lines if line.key_experience.why],
        "to_close": [(by_pk[each.pk], step) for each, step in found.to_close],
        "compared_sources": compared_sources(board),
        "story": [_story(board, each) for each in cells.STORIES],
        "wanted": wanted,
        "judged": list(names.JUDGED.values()),
        "decisions": names.DECISIONS.items(),
        "outs": [(out, _named(out), _stages(board, out), *_verdict(out)) for out in outs],
        "accepted": sum(each.row.decision in ROLLED_OUT for each in wanted),
        "states": states(board, found, outs),
        "notes": notes(found),
    }


def guide(example: str) -> dict[int, str]:
    """What to look at in an example, by step; nothing in the firm's own rounds."""
    at = int(_chinese())
    return {step: text[at] for step, text in EXAMPLES[example].guide.items()} if example in EXAMPLES else {}


def _chinese() -> bool:
    return (get_language() or "en").startswith("zh")


# --- dimensions -------------------------------------------------------------------------------------


def _line(board: Board, row: Dimension, found: Walked, of: str) -> Line:
    name, step = names.of_dimension(row), found.steps[row.pk]
    key = f"dimension.{row.pk}"
    return Line(
        pk=row.pk,
        name=name,
        name_cell=_cell(board, f"{key}.name", _("Name of the dimension %(name)s") % {"name": name}),
        scores=[_score(board, row, kind, of, name) for kind in names.KINDS],
        ideal=_cell(board, f"{key}.ideal", _("%(name)s: ideal") % {"name": name}),
        reason=_cell(board, f"{key}.ideal_reason", _("%(name)s: why this ideal") % {"name": name}),
        experience=figure(board, row, "experience", step, of),
        satisfaction=figure(board, row, "satisfaction", step, of),
        key_experience=figure(board, row, "key_experience", step, of),
        importance=figure(board, row, "importance", step, of),
        gap=figure(board, row, "gap", step, of),
        wants_reason=row.ideal is not None and not row.ideal_reason,
    )


def _cell(board: Board, key: str, label: str, note: str = "") -> Cell:
    return Cell(key, cells.shown(board, key), label, note)


def _score(board: Board, row: Dimension, kind: str, of: str, name: str) -> Cell:
    said = board.scores.get((row.pk, kind, of))
    note = "" if said is None or said.mean is None or said.n is None else f"n = {said.n:,}"
    if note and said.low is not None:
        note += f" · {figures.interval(said.low, said.high)}"
    return _cell(board, f"score.{row.pk}.{kind}.{of}", f"{name}: {names.kind(kind)}", note)


def figure(board: Board, row: Dimension, result: str, step: Step, of: str) -> Figure:
    """A result of one dimension, openable to what it is."""
    value = getattr(step, result)
    signed = result in ("satisfaction", "key_experience", "gap")
    low, high = getattr(step, f"{result}_low"), getattr(step, f"{result}_high")
    n = getattr(step, f"{result}_n", step.experience_n)
    return Figure(
        figures.said_mean(value, n, signed=signed),
        figures.sign_of(value) if signed else "",
        figures.interval(low, high, signed=signed),
        explain(board.round.pk, result, row.pk, of),
        "" if value is not None else _why(result, step),
    )


BEHIND = {
    "satisfaction": ("not_asked", "too_few"),
    "key_experience": ("not_asked", "too_few", "no_importance"),
    "gap": ("ideal_not_chosen",),
}


def _why(result: str, step: Step) -> str:
    """The first note that says why a result is unknown."""
    wanted = BEHIND.get(result, ("not_asked", "too_few"))
    said = (note.say(get_language() or "en") for note in step.notes if note.code.split(".")[1] in wanted)
    return next(said, _("The experience is unknown."))


def explain(round_pk: int, result: str, dimension: int, of: str) -> str:
    address = reverse("experience:explain", args=[round_pk, result])
    return f"{address}?{urlencode({'dimension': dimension, 'of': of})}"


def notes(found: Walked) -> list[str]:
    """What the numbers must be read with, each said once: an ideal below what is there already."""
    said = (
        note.say(get_language() or "en")
        for step in found.steps.values()
        for note in step.notes
        if note.code == "experience.ideal_below"
    )
    return list(dict.fromkeys(said))


def compared_sources(board: Board) -> list[tuple[str, list[tuple[Figure, Figure]]]]:
    """Each dimension as every source sees it: experience and satisfaction; nothing where one source spoke."""
    spoke = sources(board)
    if len(spoke) < 2:
        return []
    by_source = [(each, walked(board, each)) for each in RESPONDENTS]
    return [
        (
            names.of_dimension(row),
            [
                (
                    figure(board, row, "experience", found.steps[row.pk], of),
                    figure(board, row, "satisfaction", found.steps[row.pk], of),
                )
                for of, found in by_source
            ],
        )
        for row in board.dimensions
    ]


def _story(board: Board, field: str) -> tuple[Cell, str]:
    label, hint = {
        "brand_meant": (_("What we want it to stand for"), _("Always near, always open")),
        "brand_understood": (
            _("What customers understand it to stand for"),
            _("In their words, not in ours"),
        ),
        "brand_known_from": (_("How we know"), _("Talks, a survey, what people write")),
    }[field]
    return _cell(board, f"round.{field}", label), hint


# --- requirements and their roll-out ----------------------------------------------------------------

OF_WANTED = ("text", "dimension", "owner", "due_on", "decision", "decision_reason")


def _wanted(board: Board, row: Requirement) -> Wanted:
    key, name = f"requirement.{row.pk}", row.text or _("(no words yet)")
    labels = {
        "text": _("Requirement"),
        "dimension": _("Closes the gap of"),
        "owner": _("Owner"),
        "due_on": _("Due"),
        "decision": _("Decision"),
        "decision_reason": _("Reason"),
    }
    return Wanted(
        pk=row.pk,
        row=row,
        name=name,
        cells={each: _cell(board, f"{key}.{each}", f"{name}: {labels[each]}") for each in OF_WANTED},
        judged=[
            (label, _cell(board, f"{key}.{each}", f"{name}: {label}")) for each, label in names.JUDGED.items()
        ],
        weakest=weakest(row),
        missing=_("Say why.") if row.decision == Decision.REJECTED and not row.decision_reason else "",
    )


def weakest(row: Requirement) -> str:
    """Where we are least able to: a chain holds as its weakest link does."""
    known = [(getattr(row, each), str(names.JUDGED[each])) for each in names.CAPABILITIES]
    known = [pair for pair in known if pair[0] is not None]
    if not known:
        return ""
    value, name = min(known)
    return f"{name} {figures.said(value)}"


def _named(out: RollOut) -> str:
    return out.requirement.text or _("(no words yet)")


def _stages(board: Board, out: RollOut) -> list[Tried]:
    return [_tried(board, out, at, each) for at, each in enumerate(out.stages)]


STAGE_CELLS = ("name", "scale", "before", "result")


def _tried(board: Board, out: RollOut, at: int, row: Stage) -> Tried:
    labels = dict(zip(STAGE_CELLS, stage_columns(), strict=True))
    gate = out.gates.get(row.pk)
    number = _("stage %(n)s") % {"n": at + 1}
    known = row.before is not None and row.result is not None
    return Tried(
        pk=row.pk,
        cells=[_cell(board, f"stage.{row.pk}.{each}", f"{number}: {labels[each]}") for each in STAGE_CELLS],
        growth=f"{figures.times(gate.result_ratio)} / {figures.times(gate.scale_ratio)}" if gate else "",
        scale=figures.times(gate.scale_ratio) if gate else "",
        result=figures.times(gate.result_ratio) if gate else "",
        passes=None if gate is None or gate.result is None else gate.passes,
        change=figures.said(row.result - row.before, signed=True) if known else "",
    )


def stage_columns() -> list[str]:
    return [_("Stage"), _("Size"), _("Result before"), _("Result after")]


def _verdict(out: RollOut) -> tuple[str, str]:
    """What the gate says, as a tone and a sentence."""
    gate = out.gates.get(out.at.pk) if out.at else None
    facts = {
        "stage": (out.at.name if out.at and out.at.name else ""),
        "result": figures.times(gate.result_ratio) if gate else "",
        "scale": figures.times(gate.scale_ratio) if gate else "",
    }
    match out.verdict:
        case "go_on":
            return "above", _("Go on: the result is %(result)s at %(scale)s the size.") % facts
        case "stop":
            return "below", _(
                "Stop at “%(stage)s”: the result is only %(result)s at %(scale)s the size. "
                "Find out why before the next stage."
            ) % facts
        case "waiting":
            return "", _("Waiting for the result of “%(stage)s”. No further stage before it.") % facts
        case "first":
            return "", _("The first stage is what later ones are measured against. Add the next one.")
        case "refused":
            return "below", out.refused
        case _:
            return "", _("Type the size and the result of the first stage, such as 1 shop and its sales.")


# --- where the round stands -------------------------------------------------------------------------


def step_names() -> list[str]:
    return [
        _("What the brand stands for"),
        _("Experience, expectation, importance"),
        _("Key experience"),
        _("Ideal and gap"),
        _("Requirements"),
        _("Strategy, capability, decision"),
        _("Results and the next round"),
    ]


def states(board: Board, found: Walked, outs: list[RollOut]) -> list[tuple[int, str, bool]]:
    """Each step with whether there is something in it."""
    it, wanted = board.round, board.requirements
    done = [
        bool(it.brand_meant or it.brand_understood),
        any(step.satisfaction is not None for step in found.steps.values()),
        bool(found.ranked),
        any(step.gap is not None for step in found.steps.values()),
        any(each.text for each in wanted),
        bool(wanted) and all(each.decision != Decision.OPEN for each in wanted),
        any(out.verdict in ("go_on", "stop") for out in outs),
    ]
    return [(at, name, is_done) for at, (name, is_done) in enumerate(zip(step_names(), done, strict=True), 1)]


def owners_of(people) -> Iterator[tuple[str, str]]:
    for each in people:
        yield str(each.pk), str(each)
