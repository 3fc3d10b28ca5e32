"""Writes of the experience room: rounds opened, typed into, taken back, closed and followed by the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from guanxi.errors import NotFound
from guanxi.web.experience import fields, reading
from guanxi.web.experience.examples import EXAMPLES
from guanxi.web.experience.models import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Change,
    Decision,
    Dimension,
    Requirement,
    Round,
    Said,
    Stage,
)
from guanxi.web.experience.refusals import (
    ChangedMeanwhile,
    NothingToTakeBack,
    RejectedWithoutReason,
    RoundClosed,
    RoundEndsTooSoon,
    RoundWithoutName,
    TooMany,
)
from guanxi.web.kit.actions import action

FIRST_DIMENSIONS = ("product", "service", "relationship", "price", "convenience", "image")
MOST = {"dimension": 40, "requirement": 100, "stage": 20}
STEPS_KEPT = 200  # of one person in one round
CARRIED = (Decision.OPEN, Decision.ACCEPTED)
OF_A_REQUIREMENT = (
    *("text", "owner_id", "due_on", "benefit", "cost", "people", "process", "technology"),
    *("decision", "decision_reason", "measure"),
)


@action("experience.open_round", permission="experience.edit")
def open_round(by, name: str, question: str, starts_on: date, ends_on: date) -> Round:
    """A new round with the method's dimensions and nothing in it.

    Errors  RoundWithoutName, RoundEndsTooSoon
    """
    made = _new_round(by, name, question, starts_on, ends_on)
    _add_dimensions(made, ({"key": key} for key in FIRST_DIMENSIONS))
    return made


@action("experience.open_next", permission="experience.edit")
def open_next(by, previous: Round, name: str, starts_on: date, ends_on: date) -> Round:
    """The round after this one: its dimensions, ideals and requirements that are not settled; no scores.

    A requirement that was accepted comes with its stages, so that its roll-out goes on.

    Errors  RoundWithoutName, RoundEndsTooSoon
    """
    held = _locked(previous)
    made = _new_round(by, name, held.question, starts_on, ends_on, previous=held, example=held.example)
    for field in ("brand_meant", "brand_understood", "brand_known_from"):
        setattr(made, field, getattr(held, field))
    made.save(update_fields=["brand_meant", "brand_understood", "brand_known_from"])
    same = ("key", "name", "ideal", "ideal_as_it_is", "ideal_reason")
    old = list(held.dimensions.filter(is_there=True))
    new = _add_dimensions(made, ({name: getattr(each, name) for name in same} for each in old))
    _carry_over(held, made, {before.pk: after for before, after in zip(old, new, strict=True)})
    return made


def _carry_over(held: Round, made: Round, dimensions: Mapping[int, Dimension]) -> None:
    for old in held.requirements.filter(is_there=True, decision__in=CARRIED):
        new = Requirement(round=made, carried_from=old, position=old.position)
        new.dimension = dimensions.get(old.dimension_id)
        for field in OF_A_REQUIREMENT:
            setattr(new, field, getattr(old, field))
        new.save()
        Stage.objects.bulk_create(
            Stage(
                requirement=new,
                **{name: getattr(stage, name) for name in ("position", "name", "scale", "before", "result")},
            )
            for stage in old.stages.filter(is_there=True)
        )


@action("experience.start_example", permission="experience.edit")
def start_example(by, key: str, on: date, *, chinese: bool) -> Round:
    """A guided example, filled in, marked as one; in the language of who starts it.

    Errors  NotFound
    """
    if key not in EXAMPLES:
        raise NotFound(what="example", name=key)
    example, at = EXAMPLES[key], int(chinese)
    starts_on, ends_on = reading.quarter_of(on)
    made = _new_round(by, example.name[at], example.question[at], starts_on, ends_on, example=key)
    made.brand_meant, made.brand_understood, made.brand_known_from = (said[at] for said in example.brand)
    made.save()
    dimensions = _add_dimensions(made, (each.columns(at) for each in example.dimensions))
    for dimension, given in zip(dimensions, example.dimensions, strict=True):
        Said.objects.bulk_create(
            Said(dimension=dimension, kind=kind, respondent="customers", mean=mean)
            for kind, mean in given.scores()
        )
    for position, given in enumerate(example.requirements):
        made_of = Requirement.objects.create(
            round=made, position=position, dimension=dimensions[given.dimension], **given.columns(at)
        )
        Stage.objects.bulk_create(
            Stage(
                requirement=made_of, position=n, name=stage.name[at], scale=stage.scale, result=stage.result
            )
            for n, stage in enumerate(given.stages)
        )
    return made


def _new_round(
    by,
    name: str,
    question: str,
    starts_on: date,
    ends_on: date,
    *,
    previous: Round | None = None,
    example: str = "",
) -> Round:
    name = reading.words(name, LONGEST_NAME)
    if not name:
        raise RoundWithoutName()
    if ends_on < starts_on:
        raise RoundEndsTooSoon(starts_on=starts_on, ends_on=ends_on)
    return Round.objects.create(
        name=name,
        question=reading.words(question, LONGEST_TEXT),
        starts_on=starts_on,
        ends_on=ends_on,
        previous=previous,
        example=example,
        opened_by_id=by.pk,
        opened_at=timezone.now(),
    )


def _add_dimensions(made: Round, given: Iterable[Mapping[str, Any]]) -> list[Dimension]:
    rows = [Dimension(round=made, position=position, **columns) for position, columns in enumerate(given)]
    return Dimension.objects.bulk_create(rows)


# --- typing -----------------------------------------------------------------------------------------


@action("experience.type_in", permission="experience.edit")
def type_in(by, of: Round, changes: Sequence[Mapping[str, Any]]) -> Round:
    """Carry out changes of cells (fields.change) as one step that can be taken back.

    Errors  RoundClosed; ChangedMeanwhile where a cell is no longer what the person saw: then nothing changes
    """
    held = _open(of)
    if changes:
        _carry_out(held, changes, "before", "after")
        _remember(by, held, changes)
    return held


@action("experience.add", permission="experience.edit")
def add(by, of: Round, what: str, *, columns: Mapping[str, Any], within: Requirement | None = None):
    """One more dimension, requirement or stage (within a requirement), at the end.

    Errors  RoundClosed, TooMany
    """
    held = _open(of)
    if what == "stage":
        rows, owner = (
            Stage.objects.filter(requirement=within, requirement__round=held),
            {"requirement": within},
        )
    else:
        rows, owner = getattr(held, f"{what}s").all(), {"round": held}
    if rows.filter(is_there=True).count() >= MOST[what]:
        raise TooMany(most=MOST[what])
    last = rows.aggregate(last=Max("position"))["last"]
    made = rows.model.objects.create(position=0 if last is None else last + 1, **owner, **columns)
    _remember(by, held, [fields.change(what, made.pk, "is_there", False, True)])
    return made


@action("experience.take_scores", permission="experience.edit")
def take_scores(by, of: Round, scores: Mapping[str, Mapping[str, list]], *, survey: str = "") -> int:
    """Put what answers said into the round, as one step; how many scores.

    scores   dimension (a key of the method or the firm's own name) -> "kind.respondent" -> mean, n, low, high
    """
    held = _open(of)
    rows = {each.key or each.name: each for each in held.dimensions.filter(is_there=True)}
    changes = []
    for name, said in scores.items():
        if name not in rows:
            rows[name] = _another(held, name)
            changes.append(fields.change("dimension", rows[name].pk, "is_there", False, True))
        changes += _said_changes(rows[name], said)
    _carry_out(held, [each for each in changes if each["of"] == fields.SCORE], "before", "after")
    held.survey, held.scores_taken_at = survey, timezone.now()
    held.save(update_fields=["survey", "scores_taken_at"])
    _remember(by, held, changes)
    return sum(each["of"] == fields.SCORE for each in changes)


def _another(held: Round, name: str) -> Dimension:
    last = held.dimensions.aggregate(last=Max("position"))["last"]
    return Dimension.objects.create(round=held, key=name[:80], position=0 if last is None else last + 1)


def _said_changes(row: Dimension, said: Mapping[str, list]) -> list[dict[str, Any]]:
    known = {f"{each.kind}.{each.respondent}": each for each in row.scores.all()}
    found = []
    for place, value in said.items():
        before = fields.value_of(known.get(place), fields.SAID)
        if before != value:
            found.append(fields.change(fields.SCORE, f"{row.pk}.{place}", fields.SAID, before, value))
    return found


@action("experience.undo", permission="experience.edit")
def undo(by, of: Round) -> Change:
    """Take back the person's own last step.

    Errors  RoundClosed, NothingToTakeBack; ChangedMeanwhile where somebody changed the same since
    """
    held = _open(of)
    last = Change.objects.filter(round=held, by_id=by.pk, is_undone=False).last()
    return _stepped(held, last, undone=True)


@action("experience.redo", permission="experience.edit")
def redo(by, of: Round) -> Change:
    """Do again what was taken back last.

    Errors  as undo
    """
    held = _open(of)
    first = Change.objects.filter(round=held, by_id=by.pk, is_undone=True).first()
    return _stepped(held, first, undone=False)


def _stepped(held: Round, step: Change | None, *, undone: bool) -> Change:
    if step is None:
        raise NothingToTakeBack()
    from_, to = ("after", "before") if undone else ("before", "after")
    _carry_out(held, step.sets, from_, to)
    step.is_undone = undone
    step.save(update_fields=["is_undone"])
    return step


def _carry_out(held: Round, changes: Sequence[Mapping[str, Any]], from_: str, to: str) -> None:
    for each in changes:
        row, field = _row(held, each["of"], each["key"]), each["field"]
        if field not in fields.MAY_CHANGE[each["of"]]:
            raise NotFound(what="cell", name=field)
        now = fields.value_of(row, field)
        if now != each[from_]:
            raise ChangedMeanwhile(now="—" if now is None else now)
        fields.put(row, field, each[to])
        row.save()


def _row(held: Round, of: str, key: str) -> fields.Row:
    """The row of a change, in this round and no other.

    Errors  NotFound
    """
    if of == "round":
        return held
    if of == fields.SCORE:
        return _score_row(held, key)
    kind, within = {
        "dimension": (Dimension, {"round": held}),
        "requirement": (Requirement, {"round": held}),
        "stage": (Stage, {"requirement__round": held}),
    }[of]
    row = kind.objects.filter(pk=key, **within).first()
    if row is None:
        raise NotFound(what=of, name=key)
    return row


def _score_row(held: Round, key: str) -> Said:
    dimension, kind, respondent = key.split(".")
    parent = held.dimensions.filter(pk=dimension).first()
    if parent is None:
        raise NotFound(what="dimension", name=dimension)
    found = parent.scores.filter(kind=kind, respondent=respondent).first()
    return found or Said(dimension=parent, kind=kind, respondent=respondent)


def _remember(by, held: Round, changes: Sequence[Mapping[str, Any]]) -> None:
    """One more step of this person; what was taken back before it can no longer be done again."""
    own = Change.objects.filter(round=held, by_id=by.pk)
    own.filter(is_undone=True).delete()
    Change.objects.create(round=held, by_id=by.pk, at=timezone.now(), sets=[dict(each) for each in changes])
    kept = own.order_by("-pk").values_list("pk", flat=True)[STEPS_KEPT - 1 : STEPS_KEPT]
    for oldest in kept:
        own.filter(pk__lt=oldest).delete()


# --- the end of a round -----------------------------------------------------------------------------


@action("experience.close_round", permission="experience.edit")
def close_round(by, of: Round) -> Round:
    """From now on nothing in it changes, so that later rounds can be compared with it.

    Errors  RoundClosed, RejectedWithoutReason
    """
    held = _open(of)
    rejected = held.requirements.filter(is_there=True, decision=Decision.REJECTED, decision_reason="").first()
    if rejected is not None:
        raise RejectedWithoutReason(text=rejected.text)
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    return held


@action("experience.open_again", permission="experience.edit")
def open_again(by, of: Round) -> Round:
    held = _locked(of)
    held.closed_at = None
    held.save(update_fields=["closed_at"])
    return held


@action("experience.delete_round", permission="experience.edit")
def delete_round(by, of: Round) -> Round:
    """Take a round out of sight; `restore_round` brings it back."""
    held = _locked(of)
    held.is_there = False
    held.save(update_fields=["is_there"])
    return held


@action("experience.restore_round", permission="experience.edit")
def restore_round(by, pk: int) -> Round:
    held = Round.objects.select_for_update().filter(pk=pk).first()
    if held is None:
        raise NotFound(what="round", name=pk)
    held.is_there = True
    held.save(update_fields=["is_there"])
    return held


def _locked(of: Round) -> Round:
    held = Round.objects.select_for_update().filter(pk=of.pk, is_there=True).first()
    if held is None:
        raise NotFound(what="round", name=of.pk)
    return held


def _open(of: Round) -> Round:
    held = _locked(of)
    if not held.is_open:
        raise RoundClosed(name=held.name)
    return held
