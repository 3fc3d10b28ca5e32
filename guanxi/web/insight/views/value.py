"""Where is our value? Quadrants, pyramid, RFM map, whale curve, classes, and movement between two turns."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi import formats
from guanxi.distribution.snapshot import Snapshot as Published
from guanxi.distribution.snapshot import Snapshots
from guanxi.facts.words import word
from guanxi.knowledge.movement import APPEARED, DISAPPEARED, UNKNOWN
from guanxi.sentences import say
from guanxi.web.customers.queries import sees_all
from guanxi.web.insight import actions, queries, value_pictures
from guanxi.web.kit.access import needs


@needs("insight.see")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All pictures of the current snapshot; `m` narrows the RFM map to one M score."""
    snapshot = queries.current_snapshot()
    if snapshot is None:
        return render(request, "insight/no_turn_yet.html", {"may_start": request.user.can("turns.start")})
    published = Snapshots(settings.GUANXI_STORE).get(snapshot.pk)
    language = get_language() or "en"
    asked = request.GET.get("m", "")
    m = int(asked) if asked in {str(score) for score in value_pictures.M_SCORES} else None
    drawn = value_pictures.for_user(request.user, snapshot, published, language, m)
    links = value_pictures.links()
    charts = {name: value_pictures.linked(chart, links[name]) for name, chart in drawn.items()}
    context = {
        "charts": charts,
        "rfm": charts.get(value_pictures.rfm_name(m)),
        "m": m,
        "m_scores": value_pictures.M_SCORES,
        "snapshot": snapshot,
        "sees_all": sees_all(request.user),
    }
    return render(request, "insight/value.html", context)


@needs("insight.see")
@require_GET
def movement(request: HttpRequest) -> HttpResponse:
    """Who moved? Any class between any two turns."""
    published = Snapshots(settings.GUANXI_STORE).all()
    language, column = get_language() or "en", _column(request)
    before, after = _two(request, published)
    chart, pairs = None, {}
    if before and after:
        chart = value_pictures.moved(request.user, before, after, column, language)
        pairs = {"before": before.id, "after": after.id, "column": column}
        listed = f"{reverse('insight:moved')}?{urlencode(pairs)}&from={{from}}&to={{to}}"
        chart = value_pictures.linked(chart, {"flow": listed})
    context = {
        "turns": _names(published, language),
        "columns": [(name, word(name).label(language)) for name in value_pictures.MOVING],
        "column": column,
        "before": before,
        "after": after,
        "chart": chart,
        "flows": _flows(chart, pairs),
    }
    return render(request, "insight/movement.html", context)


@needs("insight.see")
@require_GET
def moved(request: HttpRequest) -> HttpResponse:
    """The list of those who went from one class to another."""
    found = Snapshots(settings.GUANXI_STORE)
    before, after = found.get(request.GET.get("before", "")), found.get(request.GET.get("after", ""))
    column, was, now = _column(request), request.GET.get("from", ""), request.GET.get("to", "")
    classes = {*word(column).values, APPEARED, DISAPPEARED, UNKNOWN}
    if was not in classes or now not in classes:  # the summed rest is no one band
        pairs = {"before": before.id, "after": after.id, "column": column}
        return redirect(f"{reverse('insight:movement')}?{urlencode(pairs)}")
    key = sha256("|".join((before.id, after.id, column, was, now)).encode()).hexdigest()[:16]
    if not queries.has_selection(key):
        ids = value_pictures.who_moved(before, after, column, was, now)
        said = tuple(_said(before, after, column, was, now, language) for language in ("en", "zh-hans"))
        actions.keep_selection(request.user, key, said, ids)
    return redirect(f"{reverse('insight:customers')}?{urlencode({'chosen': key})}")


def _column(request: HttpRequest) -> str:
    asked = request.GET.get("column", "")
    return asked if asked in value_pictures.MOVING else value_pictures.MOVING[0]


def _two(request: HttpRequest, published: list[Published]) -> tuple[Published | None, Published | None]:
    """The two turns asked for; by default the last one and the last of an earlier day."""
    if len(published) < 2:
        return None, None
    by_id = {each.id: each for each in published}
    after = by_id.get(request.GET.get("after", "")) or published[-1]
    others = [each for each in published if each.id != after.id]
    earlier = [each for each in others if each.as_of < after.as_of]
    return by_id.get(request.GET.get("before", "")) or (earlier or others)[-1], after


def _names(published: list[Published], language: str) -> list[tuple[str, str]]:
    """The turns to choose from, newest first: by their day, and by their id where a day has several."""
    days = Counter(each.as_of for each in published)
    return [
        (each.id, formats.day(each.as_of, language) + (f" · {each.id[-6:]}" if days[each.as_of] > 1 else ""))
        for each in reversed(published)
    ]


def _flows(chart: dict | None, pairs: dict[str, str]) -> list[tuple[str, str, int, str]]:
    """The bands of the picture as links, for the keyboard and for phones."""
    if not chart:
        return []
    listed = reverse("insight:moved")
    return [
        (
            flow["from_name"],
            flow["to_name"],
            flow["customers"],
            ""
            if flow["from"] == "rest"
            else f"{listed}?{urlencode(pairs | {'from': flow['from'], 'to': flow['to']})}",
        )
        for flow in chart["data"]["flows"]
    ]


def _said(before: Published, after: Published, column: str, was: str, now: str, language: str) -> str:
    def name(key: str) -> str:
        special = key in (APPEARED, DISAPPEARED, UNKNOWN)
        return say(f"pictures.moved.{key}", language) if special else word(column).say(key, language)

    days = " → ".join(formats.day(each.as_of, language) for each in (before, after))
    return f"{name(was)} → {name(now)} ({days})"
