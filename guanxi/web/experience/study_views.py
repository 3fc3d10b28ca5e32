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
from guanxi.distribution.studies import Question, Studies
from guanxi.facts.store import Store
from guanxi.knowledge.experience.kinds import kind_names
from guanxi.knowledge.experience.study import OUTCOMES, NoAnswers
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
    asked = _asked(request, [each["survey_id"] for each in there])
    try:
        found = studies.of(asked, snapshot=snapshot)
    except NoAnswers:
        return render(request, "experience/no_answers.html")
    return render(request, "experience/drivers.html", _context(found, asked, there, snapshot is not None))


def _asked(request: HttpRequest, known: list[str | None]) -> Question:
    """What the address asks for, as far as there is such a thing; the newest survey where it names none.

    Surveys that ask different things have nobody who answered all of it, so all together are a choice.
    """
    survey, outcome = request.GET.get("survey", next(iter(known), None)), request.GET.get("outcome")
    return Question(
        survey if survey in known else None,
        outcome if outcome in OUTCOMES else None,
        "tiers" in request.GET,
    )


def _context(found: dict[str, Any], asked: Question, there: list[dict], has_tiers: bool) -> dict[str, Any]:
    language = "zh-hans" if (get_language() or "en").startswith("zh") else "en"
    told = found[language]
    return {
        "asked": asked,
        "surveys": [each for each in there if each["survey_id"]],
        "outcomes": [(kind, kind_names(kind)[int(language == "zh-hans")]) for kind in OUTCOMES],
        "has_tiers": has_tiers,
        "responses": found["responses"],
        "since": date.fromisoformat(found["since"]),
        "until": date.fromisoformat(found["until"]),
        "outcome": told["outcome"],
        "sections": told["sections"],
        "headline": next((each["pictures"][0]["title"] for each in told["sections"] if each["pictures"]), ""),
    }
