"""Answers that were collected elsewhere: a file with a row per questionnaire and a column per question."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.errors import GuanxiError
from guanxi.web.kit import facts_changed, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of, status_of
from guanxi.web.surveys import actions, queries
from guanxi.web.surveys.models import Survey
from guanxi.web.surveys.refusals import BadForm, NotOpened, TooLarge
from guanxi.web.surveys.typed import whole

MOST_BYTES = 2_000_000  # some ten thousand questionnaires; larger files are for the command line
FORMS = (".csv", ".xlsx")


@needs("imports.run")
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, key: str) -> HttpResponse:
    asked = queries.survey(key)
    if not queries.versions(asked):
        raise NotOpened(survey=str(asked))
    if request.method == "POST":
        try:
            return _taken(request, asked)
        except GuanxiError as error:
            return _shown(request, asked, refused=error)
    return _shown(request, asked)


def _shown(request: HttpRequest, asked: Survey, refused: GuanxiError | None = None) -> HttpResponse:
    versions = list(queries.versions(asked))
    context = {
        "survey": asked,
        "versions": versions,
        "questions": [each.key for each in queries.questions_of(versions[0])],
        "typed": request.POST,
        "refused": sentence_of(refused) if refused else "",
    }
    return render(request, "surveys/answers.html", context, status=status_of(refused) if refused else 200)


def _taken(request: HttpRequest, asked: Survey) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise BadForm(place=_("File"), problem=_("none was chosen"))
    if file.size > MOST_BYTES:
        raise TooLarge(most=MOST_BYTES // 1000)
    number = whole(request.POST.get("version", ""), digits=5) or 0
    with tempfile.TemporaryDirectory(prefix="guanxi-answers-") as folder:
        taken = actions.take_answers_in(
            request.user,
            asked,
            queries.version(asked, number),
            _written(file, Path(folder)),
            answered_on=_day(request.POST.get("on", "")),
            customer=request.POST.get("customer", "").strip() or None,
            day=request.POST.get("day", "").strip() or None,
        )
    facts_changed.tell()
    if taken.was_known:
        toasts.warn(request, _("This file was taken in before, in the same way; nothing changed."))
    else:
        said = {"responses": taken.read.responses, "answers": taken.read.answers.num_rows}
        toasts.done(request, _("%(responses)s questionnaires with %(answers)s answers were taken in.") % said)
    for note in taken.read.notes():
        toasts.warn(request, note.say(get_language() or "en"))
    return redirect("imports:change", taken.change.change_id)


def _written(file: UploadedFile, folder: Path) -> Path:
    """The file under its own name, which says what kind it is."""
    name = get_valid_filename(Path(file.name or "answers").name)[-80:]
    if not name.lower().endswith(FORMS):
        raise BadForm(place=_("File"), problem=_("only CSV and XLSX can be read here"))
    path = folder / name
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return path


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise BadForm(
            place=_("Answered on"), problem=_("“%(text)s” is no day") % {"text": text[:20]}
        ) from None
