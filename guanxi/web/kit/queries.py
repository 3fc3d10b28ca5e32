"""What the kit room can be asked."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from guanxi.web.kit.models import AuditEntry


def audit_entries(*, who: str = "", action: str = "", object: str = "") -> QuerySet[AuditEntry]:
    """The audit, newest first, narrowed to a person's name, an action and an object ("type:id")."""
    entries = AuditEntry.objects.select_related("who")
    if who:
        entries = entries.filter(Q(who__username__icontains=who) | Q(who__name__icontains=who))
    if action:
        entries = entries.filter(action=action)
    if object:
        kind, _, key = object.partition(":")
        entries = entries.filter(object_type__endswith=kind)
        entries = entries.filter(object_id=key) if key else entries
    return entries


def audited_actions() -> list[str]:
    return list(AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct())
