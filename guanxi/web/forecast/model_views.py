"""How good is our forecast? The model of the current snapshot, and the back-test that chose it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.distribution.backtests.kept import UnreadableBacktest
from guanxi.distribution.pictures import Voice
from guanxi.sentences import say
from guanxi.web.forecast import actions, backtest_page, jobs, queries
from guanxi.web.forecast.backtest_page import name
from guanxi.web.forecast.model_card import model_card
from guanxi.web.forecast.models import BacktestJob
from guanxi.web.insight.queries import current_snapshot
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.turns.models import State


@needs("forecast.see")
@require_GET
def model(request: HttpRequest) -> HttpResponse:
    """What was chosen and why, parameters, the back-test, and when the model breaks."""
    snapshot, language = current_snapshot(), get_language() or "en"
    if snapshot is None:
        return render(request, "forecast/no_turn_yet.html", {"may_start": request.user.can("turns.start")})
    voice = Voice(language, business.currency())
    failed = queries.failed_job()
    context = {
        "card": model_card(snapshot.card, voice.currency, language),
        "job": _said(queries.unfinished_job()),
        "failed": _said(failed),
        "may_start": request.user.can("forecast.start_backtest"),
    }
    try:
        told = queries.backtest()
    except UnreadableBacktest as error:
        context["unreadable"] = say(error.code, language, **error.facts)
    else:
        context |= _backtest(told, request, voice) if told else {}
    return render(request, "forecast/model.html", context)


def _backtest(told: dict[str, Any], request: HttpRequest, voice: Voice) -> dict[str, Any]:
    look = backtest_page.asked(told, request.GET)
    return {
        "told": told,
        "made_on": date.fromisoformat(told["as_of"]),
        "verdict": backtest_page.verdict(told, voice.language),
        "is_outdated": queries.purchases_changed_since(told),
        "standing": backtest_page.standing(told, voice.language),
        "ratios": backtest_page.ratio_picture(told, voice),
        "looks": backtest_page.looks(told),
        "look": look,
        "scores": backtest_page.scores(told, look, voice.language),
        "calibrations": backtest_page.calibrations(told, look, voice),
        "refused": backtest_page.refused(told, voice.language),
        "notes": backtest_page.notes(told, voice.language),
    }


@needs("forecast.start_backtest")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a back-test; the worker carries it out."""
    asked = actions.start_backtest(request.user, request_id=request_id(request))
    if asked.state == State.WAITING:
        jobs.enqueue(asked)
    toasts.done(request, _("The back-test has been asked for."))
    return redirect("forecast:model")


@needs("forecast.see")
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a job is; the page asks again every two seconds, and loads anew when it is done."""
    found = queries.job(pk)
    response = render(request, "forecast/_job.html", {"job": _said(found)})
    if not found.is_unfinished:
        response["HX-Refresh"] = "true"
    return response


def _said(found: BacktestJob | None) -> BacktestJob | None:
    """A job with what it looks at now, or what went wrong, in the reader's language."""
    if found is not None:
        language = get_language() or "en"
        found.percent = round(found.share * 100)
        found.looking_at = name(found.model, language) if found.model else ""
        found.error = say(found.error_code, language, **found.error_facts) if found.error_code else ""
    return found
