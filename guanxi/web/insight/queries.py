"""What is known, as far as a person may see it; profiles are reached through `profiles_visible_to`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext

from guanxi.distribution.timelines import Timeline
from guanxi.errors import NotFound
from guanxi.facts.firm import Firm, read_firm
from guanxi.facts.privacy.person import Person
from guanxi.facts.store import Store
from guanxi.web.customers.queries import own_or_pool
from guanxi.web.insight.models import ColumnChoice, Profile, SavedView, Selection, Snapshot

TIMELINES = "timelines"


def profiles_visible_to(user) -> QuerySet[Profile]:
    """All profiles of the current snapshot for those who see all; own and pool ones for a rep."""
    return Profile.objects.filter(own_or_pool(user))


def profile(user, customer_id: str) -> Profile | None:
    """What is known of a customer the person may see; None for one who has bought nothing yet."""
    return profiles_visible_to(user).filter(pk=customer_id).first()


def current_snapshot() -> Snapshot | None:
    """The snapshot whose profile the pages show, without its pictures."""
    return Snapshot.objects.filter(is_current=True).defer("pictures").first()


def business_date() -> date | None:
    """The day everything shown stands on; None before the first turn."""
    return Snapshot.objects.filter(is_current=True).values_list("as_of", flat=True).first()


def firm() -> Firm | None:
    """Whose facts these are; None where nobody has said."""
    return read_firm(Store(settings.GUANXI_STORE))


def currency() -> str | None:
    """The reporting currency of all money shown; None when it is not known."""
    found = firm()
    return found.currency if found else None


def firm_name() -> str | None:
    found = firm()
    return found.name(get_language() or "en") if found else None


def is_synthetic() -> bool:
    found = firm()
    return bool(found and found.synthetic)


def business_note() -> str | None:
    """What must be said beside the date: that no such customers exist, where that is so."""
    return gettext("Synthetic data") if is_synthetic() else None


def loaded_snapshots() -> QuerySet[Snapshot]:
    """Every snapshot that was loaded, newest first."""
    return Snapshot.objects.defer("pictures", "card")


def snapshot(snapshot_id: str) -> Snapshot:
    found = Snapshot.objects.filter(pk=snapshot_id).first()
    if found is None:
        raise NotFound(what="snapshot", name=snapshot_id)
    return found


def saved_views(user) -> QuerySet[SavedView]:
    """One's own views and those others share."""
    return SavedView.objects.filter(Q(user=user) | Q(shared=True), withdrawn_at=None).select_related("user")


def chosen_columns(user) -> list[str] | None:
    return ColumnChoice.objects.filter(user=user).values_list("columns", flat=True).first()


def people() -> dict[int, str]:
    """The names of everybody who can own a customer, by key."""
    return {person.pk: str(person) for person in get_user_model().objects.filter(is_active=True)}


def owners() -> list[tuple[str, str]]:
    """Who customers can be given to: user name and name."""
    found = get_user_model().objects.filter(is_active=True).exclude(role__in=["viewer", "analyst"])
    return [(person.username, str(person)) for person in found]


def timeline(snapshot_id: str) -> Timeline:
    """The orders behind a snapshot, one customer at a time."""
    return _timeline(str(settings.GUANXI_STORE), snapshot_id)


_open: dict[tuple[str, str], Timeline] = {}


def _timeline(store: str, snapshot_id: str) -> Timeline:
    # One open file per process: its table of contents is read once, not for every page.
    key = (store, snapshot_id)
    if key not in _open:
        _open.clear()
        _open[key] = Timeline(Path(store) / TIMELINES / snapshot_id)
    return _open[key]


def has_selection(key: str) -> bool:
    return Selection.objects.filter(key=key).exists()


def customers_known() -> int:
    """How many customers the current snapshot knows."""
    return Snapshot.objects.filter(is_current=True).values_list("customers", flat=True).first() or 0


def held_of(who: Person) -> dict[str, list[dict[str, Any]]]:
    """What the application knows of a person now."""
    return {"profile": list(Profile.objects.filter(pk__in=who.ids).values())}
