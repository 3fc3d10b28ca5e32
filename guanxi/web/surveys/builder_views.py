"""The builder: one survey's draft, edited at one place at a time, kept as one types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.errors import GuanxiError
from guanxi.sources.questionnaires.document import MOST_QUESTIONS, Question, Questionnaire
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of, status_of
from guanxi.web.kit.requests import wants_part
from guanxi.web.surveys import actions, editing, forms, page, places, queries
from guanxi.web.surveys.models import Survey
from guanxi.web.surveys.places import Place
from guanxi.web.surveys.refusals import BadForm, DraftChangedMeanwhile
from guanxi.web.surveys.typed import revision_of


@needs("surveys.edit")
@require_http_methods(["GET", "POST"])
def build(request: HttpRequest, key: str) -> HttpResponse:
    asked = queries.survey(key)
    document = queries.draft(asked)
    if request.method == "POST":
        return _typed(request, asked, document)
    place = places.find(document, request.GET.get("at", "survey"))
    return _shown(request, asked, document, place)


def _typed(request: HttpRequest, asked: Survey, document: Questionnaire) -> HttpResponse:
    """Keep what was typed, then do what a button says."""
    do, place = request.POST.get("do", "save"), places.find(document, request.POST.get("at", "survey"))
    try:
        if do in ("undo", "redo"):
            asked = getattr(actions, do)(request.user, asked, revision=_revision(request, asked))
            changed = queries.draft(asked)
            place = _still(document, changed, place)
        else:
            kept = forms.typed(document, place, request.POST)
            changed, place = editing.edited(kept, place, do)
            changed = _answerable(changed)
            asked = actions.edit_draft(request.user, asked, changed, revision=_revision(request, asked))
    except (BadForm, DraftChangedMeanwhile) as error:
        return _refused(request, asked, document, place, error)
    if wants_part(request):
        kept_in_place = do == "save" and "redraw" not in request.POST
        template = "surveys/_kept.html" if kept_in_place else "surveys/_workbench.html"
        response = _shown(request, asked, changed, place, template=template)
        if not kept_in_place:
            response["HX-Push-Url"] = _address(asked, changed, place)
        return response
    return HttpResponseRedirect(_address(asked, changed, place), status=303)


def _refused(
    request: HttpRequest, asked: Survey, document: Questionnaire, place: Place, error: GuanxiError
) -> HttpResponse:
    """Nothing was kept; what was typed stays where it was typed.

    To a part of the page that is an answer as any other: who types "-" on the way to "-3" made no mistake.
    """
    is_theirs = isinstance(error, DraftChangedMeanwhile)
    told = {"refused": sentence_of(error), "is_theirs": is_theirs}
    if wants_part(request):
        told |= {"at": place.of(document), "survey": asked}
        response = render(request, "surveys/_refused.html", told)
        response["X-Not-Kept"] = error.code
        response["HX-Retarget"], response["HX-Reswap"] = "#sv-refused", "innerHTML"
        return response
    return _shown(request, asked, document, place, status=status_of(error), **told)


def _shown(
    request: HttpRequest,
    asked: Survey,
    document: Questionnaire,
    place: Place,
    *,
    template: str = "surveys/build.html",
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    context = page.context(asked, document, place) | told
    context["may_open"] = request.user.can("asking.invite")
    context["was_kept"] = request.method == "POST" and status == 200
    return render(request, template, context, status=status)


def _revision(request: HttpRequest, asked: Survey) -> int:
    """The revision the person saw; who saves over another's changes says so."""
    if "over" in request.POST:
        return asked.revision
    return revision_of(request.POST)


def _still(before: Questionnaire, now: Questionnaire, place: Place) -> Place:
    """The same place after a step back or forth; where the two differ first, that is what is looked at."""
    named = place.of(before)
    found = places.find(now, named)
    return found if found.of(now) == named else _first_difference(before, now)


def _first_difference(before: Questionnaire, now: Questionnaire) -> Place:
    known: dict[str, Question] = {each.key: each for each in before.questions()}
    changed = next((each.key for each in now.questions() if known.get(each.key) != each), None)
    return places.of_question(now, changed) if changed else places.SURVEY


def _answerable(document: Questionnaire) -> Questionnaire:
    """A draft may lack much, but not grow without end."""
    if len(list(document.questions())) > 2 * MOST_QUESTIONS or len(document.pages) > MOST_QUESTIONS:
        raise BadForm(place=_("The survey"), problem=_("too many questions"))
    return document


def _address(asked: Survey, document: Questionnaire, place: Place) -> str:
    return f"{reverse('surveys:build', args=[asked.key])}?{urlencode({'at': place.of(document)})}"
