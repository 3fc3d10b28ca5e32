"""Writes of the insight room: what is known is loaded, ways of looking are kept."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from guanxi.distribution import timelines
from guanxi.distribution.snapshot import Snapshot as Published
from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput, NotAllowed
from guanxi.facts.privacy.person import Person, scrubbed
from guanxi.facts.store import Store
from guanxi.web.customers.actions import ensure_customers
from guanxi.web.customers.models import Customer
from guanxi.web.insight import loading, value_pictures
from guanxi.web.insight.columns import LISTED
from guanxi.web.insight.models import ChosenCustomer, ColumnChoice, Profile, SavedView, Selection, Snapshot
from guanxi.web.insight.queries import TIMELINES
from guanxi.web.kit.actions import SYSTEM, action, unrecorded

KEPT_AT_ONCE = 5_000


class ViewWithoutName(BadInput):
    code = "insight.view_without_name"


@unrecorded("it fills a table aside; show_snapshot, which puts it in place, is on record")
def load_snapshot(by, snapshot_id: str, *, progress: loading.Progress | None = None) -> Snapshot:
    """Make a published snapshot the one the pages show; one that is shown already is left alone.

    The filling aside is no transaction of its own: pages read and people write while it lasts. Cut off, it
    leaves nothing but a table that the next load makes anew.
    """
    published = Snapshots(settings.GUANXI_STORE).get(snapshot_id)
    shown = Snapshot.objects.filter(pk=snapshot_id, is_current=True).first()
    if shown is not None:
        return shown
    engine = new_engine("duckdb")
    try:
        orders = _orders(published, engine)
        recent = timelines.recent_days(orders, as_of=published.as_of) if orders is not None else None
        customers = loading.fill_next(loading.rows_of(published.read(engine), recent), progress)
        ensure_customers(SYSTEM, list(loading.customers_missing()))
        loading.finish_next()
        drawn = value_pictures.in_both_languages(published, engine)
    finally:
        engine.close()
    snapshot = show_snapshot(by, snapshot_id, customers, drawn)
    loading.learn_distribution()
    return snapshot


@action("insight.show_snapshot", permission="insight.load")
def show_snapshot(by, snapshot_id: str, customers: int, pictures: dict[str, Any]) -> Snapshot:
    """Let the table that was filled aside change places with the one the pages read."""
    published = Snapshots(settings.GUANXI_STORE).get(snapshot_id)
    customers -= loading.change_places()
    Snapshot.objects.filter(is_current=True).update(is_current=False)
    snapshot, _made = Snapshot.objects.update_or_create(
        snapshot_id=snapshot_id,
        defaults={
            "as_of": published.as_of,
            "published_at": parse_datetime(published.card.get("published_at") or ""),
            "card": published.card,
            "customers": customers,
            "pictures": pictures,
            "is_current": True,
        },
    )
    return snapshot


def _orders(published: Published, engine):
    """The orders behind the snapshot, sorted by customer on disk; None where the store has no purchases."""
    store, folder = Store(settings.GUANXI_STORE), Path(settings.GUANXI_STORE) / TIMELINES / published.id
    if not folder.exists():
        if not store.has("purchases"):
            return None
        lines = store.read("purchases", engine, as_of=published.as_of)
        timelines.write(timelines.orders(lines, as_of=published.as_of), folder, engine)
    return engine.scan([str(path) for path in sorted(folder.glob("*.parquet"))])


@unrecorded("it follows the facts; the merge, or its undo, is on record")
def follow_merges(gone: list[str], back: list[str]) -> None:
    """Take merged ids out of the list, and put those back that are customers again.

    What is known of the customer who stays is worked out with the next turn.
    """
    taken, _by_table = Profile.objects.filter(pk__in=gone).delete()
    snapshot = Snapshot.objects.filter(is_current=True).first()
    if snapshot is None:
        return
    known = set(Profile.objects.filter(pk__in=back).values_list("pk", flat=True))
    wanted = [key for key in back if key not in known]
    rows = _rows_of_snapshot(snapshot.pk, wanted) if wanted else []
    people = {each.pk: each for each in Customer.objects.filter(pk__in=wanted)}
    put = [
        Profile(**row, **{name: getattr(people[row["customer_id"]], name) for name in loading.COPIED})
        for row in rows
        if row["customer_id"] in people
    ]
    Profile.objects.bulk_create(put, batch_size=200)
    snapshot.customers += len(put) - taken
    snapshot.save(update_fields=["customers"])


def _rows_of_snapshot(snapshot_id: str, customer_ids: list[str]) -> list[dict[str, Any]]:
    """Profiles as the snapshot has them; none where it was made after the merge, or is gone."""
    published = Snapshots(settings.GUANXI_STORE)
    if not published.has(snapshot_id):
        return []
    found, engine = published.get(snapshot_id), new_engine("duckdb")
    try:
        profile = found.read(engine)
        profile = profile.filter(profile.customer_id.isin(customer_ids))
        recent = None
        if (Path(settings.GUANXI_STORE) / TIMELINES / snapshot_id).exists():
            orders = _orders(found, engine)
            orders = orders.filter(orders.customer_id.isin(customer_ids))
            recent = timelines.recent_days(orders, as_of=found.as_of)
        return engine.collect(loading.rows_of(profile, recent)).to_pylist()
    finally:
        engine.close()


# --- ways of looking --------------------------------------------------------------------------------


@action("insight.save_view", permission="insight.save_view")
def save_view(by, name: str, query: str, *, shared: bool = False) -> SavedView:
    """Keep a way of looking at the list under a name; one's own view of the same name is replaced."""
    name = name.strip()
    if not name:
        raise ViewWithoutName()
    view, _made = SavedView.objects.update_or_create(
        user=by, name=name, defaults={"query": query, "shared": shared, "withdrawn_at": None}
    )
    return view


@action("insight.withdraw_view", permission="insight.save_view")
def withdraw_view(by, view_id: int) -> SavedView:
    return _set_withdrawn(by, view_id, timezone.now())


@action("insight.restore_view", permission="insight.save_view")
def restore_view(by, view_id: int) -> SavedView:
    return _set_withdrawn(by, view_id, None)


def _set_withdrawn(by, view_id: int, at) -> SavedView:
    view = SavedView.objects.select_for_update().filter(pk=view_id, user=by).first()
    if view is None:
        raise NotAllowed(what="insight.save_view")
    view.withdrawn_at = at
    view.save(update_fields=["withdrawn_at"])
    return view


@action("insight.choose_columns", permission="insight.see")
def choose_columns(by, columns: list[str]) -> list[str]:
    """The columns this person sees in the list from now on; none means the usual ones."""
    known = [name for name in columns if name in LISTED or name == "rhythm"]
    ColumnChoice.objects.update_or_create(user=by, defaults={"columns": known})
    return known


@action("insight.record_export", permission="insight.export")
def record_export(by, form: str, query: str) -> None:
    """Somebody takes customers' data away: the audit says who, when and which."""


@action("insight.keep_selection", permission="insight.see")
def keep_selection(by, key: str, said: tuple[str, str], customer_ids: Iterable[str]) -> Selection:
    """Give customers picked on a picture an address; the same pick again is the same selection.

    Whom of them a person sees is decided where the list is read.
    """
    selection, made = Selection.objects.get_or_create(
        key=key, defaults={"said_en": said[0], "said_zh": said[1]}
    )
    if made:
        ids = iter(customer_ids)
        while batch := list(islice(ids, KEPT_AT_ONCE)):
            ChosenCustomer.objects.bulk_create(
                ChosenCustomer(selection=selection, customer_id=key) for key in batch
            )
    return selection


# --- one person, erased -----------------------------------------------------------------------------


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Erase what is known of a person, also out of pictures; views that look for the person by name go."""
    taken, _by_table = Profile.objects.filter(pk__in=who.ids).delete()
    ChosenCustomer.objects.filter(customer_id__in=who.ids).delete()
    for snapshot in Snapshot.objects.all():
        pictures, card = scrubbed(snapshot.pictures, who), scrubbed(snapshot.card, who)
        fewer = taken if snapshot.is_current else 0
        if fewer or (pictures, card) != (snapshot.pictures, snapshot.card):
            snapshot.pictures, snapshot.card = pictures, card
            snapshot.customers -= fewer
            snapshot.save(update_fields=["pictures", "card", "customers"])
    asking = [view for view in SavedView.objects.all() if who.is_told_by(unquote_plus(view.query))]
    SavedView.objects.filter(pk__in=[view.pk for view in asking]).delete()
    return [f"insight.savedview:{view.pk}" for view in asking]
