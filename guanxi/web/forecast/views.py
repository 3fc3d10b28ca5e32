"""What will our customers bring, and how sure are we?"""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.distribution.pictures import Voice
from guanxi.knowledge.lifetime.future_groups import SEGMENTS
from guanxi.web.forecast import jobs, pages, queries
from guanxi.web.forecast.asked import Asked, chosen, segments
from guanxi.web.forecast.models import Outlook
from guanxi.web.forecast.refusals import NoForecast
from guanxi.web.insight.queries import current_snapshot
from guanxi.web.kit import business
from guanxi.web.kit.access import needs
from guanxi.web.kit.csv_cells import BYTE_ORDER_MARK


@needs("forecast.see")
@require_GET
def forecast(request: HttpRequest) -> HttpResponse:
    """The fan of the next year, equity by turn, the segments, and whether such forecasts came true."""
    snapshot = current_snapshot()
    if snapshot is None:
        return render(request, "forecast/no_turn_yet.html", {"may_start": request.user.can("turns.start")})
    asked, language = Asked.parse(request.GET), get_language() or "en"
    voice = Voice(language, business.currency())
    outlooks = _outlooks(snapshot)
    made, newest = chosen(outlooks, asked), outlooks[-1]
    before = next((each for each in reversed(outlooks) if each.as_of < made.as_of), None)
    measured = queries.measurements(snapshot.as_of)
    checked = pages.last_checked(measured, outlooks, made)
    lines = pages.lines(made, before, asked.by, voice)
    context = {
        "asked": asked,
        "of": asked.of.name(language),
        "of_value": f"{asked.of.column}.{asked.of.key}" if asked.of.column else "",
        "segments": segments(language),
        "columns": SEGMENTS,
        "outlooks": outlooks[::-1],
        "made": made,
        "is_newest": made is newest,
        "before": before,
        "row": asked.of.row_of(made.figures),
        "year": _year(made, asked),
        "fan": pages.fan_picture(made, asked.of, snapshot.as_of, voice),
        "equity": pages.equity_picture(outlooks, asked.of, voice),
        "lines": lines,
        "checks": pages.checks(outlooks, asked.of, voice),
        "checked": checked,
        "calibrations": pages.calibrations(measured, checked, voice) if checked else [],
        "refusals": pages.refusals(made, language),
    }
    return render(request, "forecast/forecast.html", context)


def _outlooks(snapshot) -> list[Outlook]:
    """The kept forecasts up to the current snapshot's day, that of the snapshot itself last."""
    now = jobs.outlook(snapshot.pk)
    earlier = [each for each in queries.outlooks(snapshot.as_of) if each.as_of < snapshot.as_of]
    return [*earlier, now]


def _year(made: Outlook, asked: Asked) -> dict | None:
    row = asked.of.row_of(made.figures)
    return next((each["spend"] for each in row["ahead"] if each["days"] == pages.YEAR), None) if row else None


@needs("forecast.see")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Every segment and horizon of one turn's forecast as CSV."""
    snapshot = current_snapshot()
    if snapshot is None:
        raise NoForecast()
    made = chosen(_outlooks(snapshot), Asked.parse(request.GET))
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    name = business.file_name(f"forecast-{made.as_of}.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(pages.csv_rows(made, get_language() or "en"))
    return response
