"""A survey as whoever is asked will see it, on a phone: with branching that works, and nothing kept."""

from __future__ import annotations

import json
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guanxi.sources.questionnaires.answering import Given, Said, answered
from guanxi.sources.questionnaires.document import Questionnaire, read_document
from guanxi.web.asking import given, route
from guanxi.web.asking.public_page import LOCALES, POLICY, drawn, word
from guanxi.web.kit.access import needs
from guanxi.web.surveys import queries
from guanxi.web.surveys.leading import leading_to
from guanxi.web.surveys.models import Survey
from guanxi.web.surveys.typed import whole

IN_OUR_FRAME = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
LONGEST_STAMP = 200_000
NOBODY = Said("preview", date.min, "preview", 0)


@xframe_options_sameorigin  # it is shown inside the builder; what is typed into it goes nowhere
@csrf_exempt
@needs("surveys.see")
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, key: str) -> HttpResponse:
    asked = queries.survey(key)
    document = _document(request, asked)
    language = request.POST.get("language") or request.GET.get("language", "")
    language = language if language in document.languages else next(iter(document.languages), "en")
    html = (
        _next(request, document, language)
        if request.method == "POST"
        else _first(request, document, language)
    )
    response = HttpResponse(html)
    response["Content-Security-Policy"] = IN_OUR_FRAME
    response["Cache-Control"] = "no-store"
    return response


def _document(request: HttpRequest, asked: Survey) -> Questionnaire:
    version = queries.version_named(asked, request.GET.get("version", ""))
    return read_document(version.document) if version else queries.draft(asked)


def _first(request: HttpRequest, document: Questionnaire, language: str) -> str:
    number = (whole(request.GET.get("page", "1"), digits=3) or 1) - 1
    answers = leading_to(document, request.GET.get("question", ""))
    way = route.sheets(document, answers)
    if not way:
        return _word(document, language, _nothing_yet(language))
    return _sheet(document, language, route.sheet(way, number), answers, {})


def _next(request: HttpRequest, document: Questionnaire, language: str) -> str:
    """The page after the one that was filled in; all answers so far travel with the form."""
    if not document.pages:
        return _word(document, language, _nothing_yet(language))
    sent = given.read_sent(document, request.POST)
    answers = given.merged(_travelled(sent.stamp), sent.answers)
    way = route.sheets(document, answers)
    if not way:
        return _word(document, language, _nothing_yet(language))
    shown = route.sheet(way, sent.page)
    if sent.do.startswith("language."):
        wanted = sent.do.removeprefix("language.")
        return _sheet(document, wanted if wanted in document.languages else language, shown, answers, {})
    if sent.do == "back":
        return _sheet(document, language, route.before(way, sent.page), answers, {})
    found = answered(document, answers, NOBODY)
    faults = route.by_question(found.refused, found.lacking)
    faults = {key: note for key, note in faults.items() if key in shown.keys}
    if faults:
        return _sheet(document, language, shown, answers, faults)
    following = route.after(way, sent.page)
    if following:
        return _sheet(document, language, following, answers, {})
    return _word(document, language, document.thanks.say(language))


def _travelled(stamp: str) -> dict[str, Given]:
    try:
        found = json.loads(stamp[:LONGEST_STAMP])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _sheet(document: Questionnaire, language: str, shown: route.Sheet, answers, faults) -> str:
    stamp = json.dumps(answers, ensure_ascii=False)
    with translation.override(LOCALES[language]):
        trouble = _("Some answers need another look.") if faults else ""
    return drawn(document, shown, language, answers, faults, action="", stamp=stamp, trouble=trouble)


def _word(document: Questionnaire, language: str, said: str) -> str:
    with translation.override(LOCALES[language]):
        note = _("This was a preview: nothing was kept.")
    return word(document.title.say(language), f"{said}\n{note}".strip(), language=language)


def _nothing_yet(language: str) -> str:
    with translation.override(LOCALES[language]):
        return _("There is no question yet.")
