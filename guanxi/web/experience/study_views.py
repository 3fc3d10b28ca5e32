"""What drives satisfaction and loyalty: one survey studied as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from guanxi.distribution.snapshot import Snapshots
from guanxi.distribution.studies import Studies
from guanxi.facts.store import Store
from guanxi.knowledge.experience.kinds import kind_names
from guanxi.knowledge.experience.study import OUTCOMES, NoAnswers, NoneInPeriod
from guanxi.web.experience.study_asked import PERIODS, Asked
from guanxi.web.kit.access import needs


@needs("experience.see")
@require_GET
def drivers(request: HttpRequest) -> HttpResponse:
    """Each part with its pictures, or why there is none."""
    store = Store(settings.GUANXI_STORE)
    if not store.has("answers"):
        return render(request, "experience/no_answers.html")
    studies, snapshot = Studies(store), Snapshots(store.root).latest()
    there = studies.surveys()
    asked = Asked.parse(request.GET, [each["survey_id"] for each in there], OUTCOMES)
    context = _filters(asked, there, snapshot is not None)
    try:
        found = studies.of(asked.question(studies.newest), snapshot=snapshot)
    except NoneInPeriod:
        return render(request, "experience/drivers.html", context | {"answered": _answered(asked, there)})
    except NoAnswers:
        return render(request, "experience/no_answers.html")
    return render(request, "experience/drivers.html", context | _told(found))


def _filters(asked: Asked, there: list[dict], has_tiers: bool) -> dict[str, Any]:
    return {
        "asked": asked,
        "periods": PERIODS,
        "surveys": [each for each in there if each["survey_id"]],
        "outcomes": [(kind, kind_names(kind)[int(_language() != "en")]) for kind in OUTCOMES],
        "has_tiers": has_tiers,
    }


def _answered(asked: Asked, there: list[dict]) -> tuple[date, date]:
    """From when to when there are answers, where there are none of the days that were asked for."""
    of = [each for each in there if asked.survey in (None, each["survey_id"])]
    ends = [[date.fromisoformat(each[end]) for each in of] for end in ("since", "until")]
    return min(ends[0]), max(ends[1])


def _told(found: dict[str, Any]) -> dict[str, Any]:
    told = found[_language()]
    return {
        "responses": found["responses"],
        "since": date.fromisoformat(found["since"]),
        "until": date.fromisoformat(found["until"]),
        "outcome": told["outcome"],
        "sections": told["sections"],
        "headline": next((each["pictures"][0]["title"] for each in told["sections"] if each["pictures"]), ""),
    }


def _language() -> str:
    return "zh-hans" if (get_language() or "en").startswith("zh") else "en"
