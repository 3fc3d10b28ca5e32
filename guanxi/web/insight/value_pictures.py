"""The pictures of the value page: kept with the snapshot for those who see all, drawn anew for a rep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.core.cache import cache
from django.urls import reverse

from guanxi import formats
from guanxi.distribution import pictures
from guanxi.distribution.pictures.value_map import MOST_POINTS
from guanxi.distribution.snapshot import Snapshot as Published
from guanxi.engines import engine as new_engine
from guanxi.knowledge.movement import APPEARED, DISAPPEARED, UNKNOWN
from guanxi.knowledge.movement import movement as movement_of
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import newest_hand_over, sees_all, visible_to
from guanxi.web.insight import queries
from guanxi.web.insight.loading import rows_of
from guanxi.web.insight.models import Snapshot

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

KEPT_SECONDS = 3600
LANGUAGES = ("en", "zh-hans")
M_SCORES = (1, 2, 3, 4, 5)
BY_CLASS = ("relation_type", "rfm_class", "stage")
MOVING = ("quadrant", "tier", "rfm_segment", "rfm_class", "stage", "warning", "relation_type")


def in_both_languages(published: Published, engine: Engine) -> dict[str, Any]:
    """Every picture of a snapshot, by language and name, as JSON keeps it."""
    profile = engine.keep(_whole(published, engine))
    names = _names()
    return {
        language: _all(profile, published.card, engine, pictures.Voice(language, queries.currency()), names)
        for language in LANGUAGES
    }


def for_user(
    user, snapshot: Snapshot, published: Published, language: str, m: int | None = None
) -> dict[str, Any]:
    """The pictures this person may see, the RFM map for one M score if asked.

    A rep's are drawn from own and pool customers only, and no more of them than the page shows.
    """
    if sees_all(user):
        kept = Snapshot.objects.values_list("pictures", flat=True).get(pk=snapshot.pk)
        return kept.get("zh-hans" if language.startswith("zh") else "en", {})
    # Drawn again when the snapshot, or who owns whom, is another one.
    key = f"value-{user.pk}-{snapshot.pk}-{language}-{m}-{newest_hand_over()}"
    return cache.get_or_set(key, lambda: _for_rep(user, snapshot, published, language, m), KEPT_SECONDS)


def _for_rep(user, snapshot: Snapshot, published: Published, language: str, m: int | None) -> dict[str, Any]:
    engine = new_engine("duckdb")
    try:
        profile = engine.keep(own_rows(user, _whole(published, engine), engine))
        return _all(
            profile, snapshot.card, engine, pictures.Voice(language, queries.currency()), _names(user)
        )
    finally:
        engine.close()


def own_rows(user, profile: Table, engine: Engine) -> Table:
    """The rows of a snapshot that this person may see: those of customers visible today."""
    if sees_all(user):
        return profile
    ids = queries.profiles_visible_to(user).values_list("customer_id", flat=True)
    visible = engine.table(pa.table({"visible_id": pa.array(list(ids.iterator(5_000)), pa.string())}))
    return profile.semi_join(visible, [profile.customer_id == visible.visible_id])


def moved(user, before: Published, after: Published, column: str, language: str) -> dict[str, Any] | None:
    """Who moved between the classes of two snapshots."""
    engine = new_engine("duckdb")
    try:
        was, now = (own_rows(user, _whole(each, engine), engine) for each in (before, after))
        pairs = engine.collect(movement_of(was, now, column=column)).to_pylist()
    finally:
        engine.close()
    voice = pictures.Voice(language, queries.currency())
    left, right = (_day(each, language) for each in (before, after))
    return pictures.moved(pairs, column=column, left=left, right=right, voice=voice)


def who_moved(before: Published, after: Published, column: str, was: str, now: str) -> list[str]:
    """The customers who were in the one class and are in the other."""
    engine = new_engine("duckdb")
    try:
        found = _in_class(_whole(before, engine), column, was, absent=APPEARED)
        other = _in_class(_whole(after, engine), column, now, absent=DISAPPEARED)
        if found is None:
            kept = other.anti_join(before.read(engine), "customer_id")
        elif other is None:
            kept = found.anti_join(after.read(engine), "customer_id")
        else:
            kept = found.semi_join(other, "customer_id")
        return engine.collect(kept.select("customer_id"))["customer_id"].to_pylist()
    finally:
        engine.close()


def _whole(published: Published, engine: Engine) -> Table:
    """The snapshot's rows with every measure; one that its method did not know yet is unknown."""
    return rows_of(published.read(engine), None)


def linked(chart: dict[str, Any] | None, links: Mapping[str, str]) -> dict[str, Any] | None:
    """The picture with the addresses its marks lead to."""
    return None if chart is None else chart | {"links": dict(links)}


def links() -> dict[str, dict[str, str]]:
    """Where a mark of each picture leads; the fields in braces are the mark's own."""
    listed = reverse("insight:customers")
    bin_ = "value_index.min={x0}&value_index.max={x1}&loyalty_index.min={y0}&loyalty_index.max={y1}"
    found = {
        "value_map": {
            "point": reverse("insight:customer", args=["ID"]).replace("ID", "{id}"),
            "bin": f"{listed}?{bin_}",
            "quadrant": f"{listed}?quadrant={{key}}",
        },
        "pyramid": {"layer": f"{listed}?tier={{key}}"},
        "rfm_map": {"cell": f"{listed}?r_score={{r}}&f_score={{f}}"},
        "whale": {"mark": f"{listed}?sort=-spend_365d"},
    }
    found |= {f"rfm_map_{m}": {"cell": f"{listed}?r_score={{r}}&f_score={{f}}&m_score={m}"} for m in M_SCORES}
    return found | {column: {"item": f"{listed}?{column}={{key}}"} for column in BY_CLASS}


def _all(profile, card, engine, voice, names, *, rfm_maps=(None, *M_SCORES)) -> dict[str, Any]:
    """Every picture by its name; an RFM map for each M score asked for, None standing for all scores."""
    cuts = (card.get("cuts", {}).get("quadrant") or {}).get("cuts") or {}
    known = all(cuts.get(each) is not None for each in ("loyalty_index", "value_index"))
    parts = {"engine": engine, "voice": voice}
    found = {
        "value_map": pictures.value_map(profile, cuts=cuts, names=names, **parts) if known else None,
        "pyramid": pictures.pyramid(profile, **parts),
        "whale": pictures.whale_curve(profile, **parts),
    }
    for m in rfm_maps:
        of_m = profile if m is None else profile.filter(lambda t, m=m: t.m_score == m)
        found[rfm_name(m)] = pictures.rfm_map(of_m, **parts)
    return found | {column: pictures.classes(profile, column=column, **parts) for column in BY_CLASS}


def rfm_name(m: int | None) -> str:
    return "rfm_map" if m is None else f"rfm_map_{m}"


def _names(user=None) -> dict[str, str]:
    """What to call the customers of a value map drawn in points; none where it is drawn in cells."""
    rows = Customer.objects.all() if user is None else visible_to(user)
    found = list(rows.exclude(name="").values_list("pk", "name")[: MOST_POINTS + 1])
    return dict(found) if len(found) <= MOST_POINTS else {}


def _in_class(profile: Table, column: str, key: str, *, absent: str) -> Table | None:
    if key == absent:
        return None
    if key == UNKNOWN:
        held = profile.filter(lambda t: t[column].isnull())
    else:
        held = profile.filter(lambda t: t[column] == key)
    return held.select("customer_id")


def _day(published: Published, language: str) -> str:
    return formats.day(published.as_of, language)
