"""Writes of the planning room: plans are saved, renamed, copied, deleted and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from guanxi.errors import NotFound
from guanxi.web.kit.actions import action
from guanxi.web.planning.models import Kind, Plan
from guanxi.web.planning.refusals import NameTaken, PlanChangedMeanwhile, PlanWithoutName

LONGEST_NAME = 80


@action("planning.save", permission="planning.edit")
def save(by, kind: str, name: str, document: dict[str, Any]) -> Plan:
    """Keep a new plan.

    Errors  PlanWithoutName, NameTaken
    """
    return _new(by, kind, _free_name(kind, name), document)


@action("planning.save_again", permission="planning.edit")
def save_again(by, plan: Plan, name: str, document: dict[str, Any], *, version: int) -> Plan:
    """Change a saved plan, which the person saw at `version`.

    Errors  PlanChangedMeanwhile, PlanWithoutName, NameTaken, NotFound where it was deleted
    """
    held = _held(plan)
    if held.version != version:
        raise PlanChangedMeanwhile(name=held.name, who=str(held.changed_by or "?"))
    return _changed(by, held, _free_name(held.kind, name, but=held), document)


@action("planning.rename", permission="planning.edit")
def rename(by, plan: Plan, name: str) -> Plan:
    held = _held(plan)
    return _changed(by, held, _free_name(held.kind, name, but=held), held.document)


@action("planning.duplicate", permission="planning.edit")
def duplicate(by, plan: Plan, name: str) -> Plan:
    """The same plan under another name; where that is taken, with a number behind it."""
    held = _held(plan)
    return _new(by, held.kind, _next_free(held.kind, name), held.document)


@action("planning.delete", permission="planning.edit")
def delete(by, plan: Plan) -> Plan:
    """Take a plan out of sight; `restore` brings it back."""
    held = _held(plan)
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    return held


@action("planning.restore", permission="planning.edit")
def restore(by, pk: int) -> Plan:
    """Bring a deleted plan back; where its name was given to another since, it comes back under a new one."""
    held = Plan.objects.select_for_update().filter(pk=pk).first()
    if held is None:
        raise NotFound(what="plan", name=pk)
    if held.withdrawn_at is not None:
        held.name = _next_free(held.kind, held.name)
        held.withdrawn_at = None
        held.save(update_fields=["name", "withdrawn_at"])
    return held


def _new(by, kind: str, name: str, document: dict[str, Any]) -> Plan:
    now = timezone.now()
    plan = Plan(kind=Kind(kind), name=name, document=document | {"name": name})
    plan.made_by_id = plan.changed_by_id = by.pk
    plan.made_at = plan.changed_at = now
    return _kept(plan)


def _held(plan: Plan) -> Plan:
    held = Plan.objects.select_for_update(of=("self",)).filter(pk=plan.pk, withdrawn_at=None).first()
    if held is None:
        raise NotFound(what="plan", name=plan.pk)
    return held


def _changed(by, held: Plan, name: str, document: dict[str, Any]) -> Plan:
    held.name, held.document = name, document | {"name": name}
    held.version += 1
    held.changed_by_id, held.changed_at = by.pk, timezone.now()
    return _kept(held)


def _kept(plan: Plan) -> Plan:
    """Saved, unless somebody took the name at the same moment."""
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise NameTaken(name=plan.name) from error
    return plan


def _free_name(kind: str, name: str, *, but: Plan | None = None) -> str:
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise PlanWithoutName()
    same = Plan.objects.filter(kind=kind, name=name, withdrawn_at=None)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise NameTaken(name=name)
    return name


def _next_free(kind: str, name: str) -> str:
    taken = set(Plan.objects.filter(kind=kind, withdrawn_at=None).values_list("name", flat=True))
    return next(each for each in _numbered(name) if each not in taken)


def _numbered(name: str) -> Iterator[str]:
    """The name itself, then with 2, 3, … behind it."""
    yield name[:LONGEST_NAME]
    number = 2
    while True:
        end = f" {number}"
        yield name[: LONGEST_NAME - len(end)] + end
        number += 1
