"""Which plans there are."""

from __future__ import annotations

from django.db.models import QuerySet

from guanxi.errors import NotFound
from guanxi.web.planning.models import Kind, Plan


def plans(kind: str | None = None) -> QuerySet[Plan]:
    """Plans of the firm that were not deleted, the one changed last first."""
    found = Plan.objects.filter(withdrawn_at=None).select_related("made_by", "changed_by")
    return found.filter(kind=kind) if kind else found


def plan(pk: int, kind: str | None = None) -> Plan:
    found = plans(kind).filter(pk=pk).first()
    if found is None:
        raise NotFound(what="plan", name=pk)
    return found


def chosen(keys: list[str], kind: str = Kind.LTV) -> list[Plan]:
    """Plans by the numbers in an address, in the order given; what is no plan is left out."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18]
    found = plans(kind).in_bulk(wanted)
    return [found[key] for key in dict.fromkeys(wanted) if key in found]
