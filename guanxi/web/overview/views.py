"""The manager's first page, and what came of what was done."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.distribution.pictures import Voice
from guanxi.web.followups import queries as followups
from guanxi.web.insight.queries import current_snapshot
from guanxi.web.kit.access import needs
from guanxi.web.kit.business import currency
from guanxi.web.overview import jobs, pages
from guanxi.web.overview.rules_page import rules_section


@needs("overview.see")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Are we keeping the customers who matter?"""
    snapshot = current_snapshot()
    if snapshot is None:
        return _nothing_yet(request)
    figures, voice = jobs.summary(snapshot.snapshot_id).figures, _voice()
    checks = [check for check in pages.checks(figures) if check.horizon_days == pages.SHORT]
    context = {
        "figures": figures,
        "before_on": _day(figures["before"]),
        "tiles": pages.tiles(figures),
        "equity": pages.equity_picture(figures, voice),
        "late": pages.late_picture(figures, voice.language),
        "top_urls": _top_urls(),
        "tasks": followups.late(request.user),
        "done": followups.done_between(
            request.user, after=_day(figures["before"]) or _long_before(snapshot.as_of), until=snapshot.as_of
        ),
        "check": checks[0] if checks else None,
        "may_see_tasks": request.user.can("followups.see"),
    }
    return render(request, "overview/overview.html", context)


@needs("overview.see")
@require_GET
def outcomes(request: HttpRequest) -> HttpResponse:
    """Did it work? Predictions, warnings and follow-ups against what happened."""
    snapshot = current_snapshot()
    if snapshot is None:
        return _nothing_yet(request)
    figures, voice = jobs.summary(snapshot.snapshot_id).figures, _voice()
    checks = pages.checks(figures)
    chosen = _chosen(checks, request)
    context = {
        "checks": checks,
        "chosen": chosen,
        "pictures": pages.calibrations(figures, chosen, voice) if chosen else [],
        "hits": pages.hits(figures),
        "lift": figures["lift"],
        "rules": rules_section(snapshot.snapshot_id, snapshot.as_of, voice.language),
        "as_of": snapshot.as_of,
    }
    return render(request, "overview/outcomes.html", context)


def _nothing_yet(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/no_turn_yet.html", {"may_start": request.user.can("turns.start")})


def _voice() -> Voice:
    return Voice(get_language() or "en", currency())


def _day(before: dict | None) -> date | None:
    return date.fromisoformat(before["as_of"]) if before else None


def _long_before(day: date) -> date:
    return day - timedelta(days=365)


def _top_urls() -> dict[str, str | None]:
    top = {"tier": ["platinum", "gold"]}
    return {
        "late": pages.customers(**top, warning=["watch", "act"]),
        "lost": pages.customers(**top, stage="lost"),
        "all": pages.customers(**top),
    }


def _chosen(checks: list[pages.Check], request: HttpRequest) -> pages.Check | None:
    """The check the address asks for, else the newest."""
    asked = (request.GET.get("turn", ""), request.GET.get("days", ""))
    fits = [check for check in checks if (check.snapshot_id, str(check.horizon_days)) == asked]
    return (fits or checks or [None])[0]
