"""The pages around the builder: all surveys, where to start from, one survey with its versions."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import GuanxiError
from guanxi.sources.questionnaires.document import Questionnaire, Text, read_document
from guanxi.sources.questionnaires.shipped import about, template
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of, status_of
from guanxi.web.kit.requests import request_id
from guanxi.web.surveys import actions, page, queries, reading
from guanxi.web.surveys.models import Survey
from guanxi.web.surveys.refusals import BadForm, TooLarge
from guanxi.web.surveys.typed import revision_of

MOST_BYTES = 500_000  # of a document; the longest possible question in both languages is 12 kB


@needs("surveys.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    rows = reading.rows()
    context = {
        "rows": rows,
        "running": [row for row in rows if row.running],
        "drafts": [row for row in rows if row.survey.draft is not None],
        "may_edit": request.user.can("surveys.edit"),
    }
    return render(request, "surveys/listed.html", context)


@needs("surveys.edit")
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    return _choose(request)


def _choose(request: HttpRequest, refused: GuanxiError | None = None) -> HttpResponse:
    at = int(page.language() == "zh")
    offered = []
    for name, said in about().items():
        document = template(name)
        count = len(list(document.questions()))
        offered.append((name, said.name[at], said.answers[at], count, page.minutes(document)))
    context = {"offered": offered, "refused": sentence_of(refused) if refused else ""}
    return render(request, "surveys/choose.html", context, status=status_of(refused) if refused else 200)


@needs("surveys.edit")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new survey from a template, or an empty one."""
    name = request.POST.get("template", "")
    document = template(name) if name else Questionnaire(title=Text(en="New survey", zh="新问卷"))
    made = actions.create(request.user, document, request_id=request_id(request))
    return redirect("surveys:build", made.key)


@needs("surveys.edit")
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """A survey from a JSON file; where it cannot be read, it is said what stands where."""
    file = request.FILES.get("file")
    try:
        content = file.read(MOST_BYTES + 1) if file else b""
        if len(content) > MOST_BYTES:
            raise TooLarge(most=MOST_BYTES // 1000)
        made = actions.create(request.user, read_document(content.removeprefix(b"\xef\xbb\xbf")))
    except GuanxiError as error:
        return _choose(request, error)
    toasts.done(request, _("“%(survey)s” is here as a draft.") % {"survey": made})
    return redirect("surveys:build", made.key)


@needs("surveys.see")
@require_GET
def survey(request: HttpRequest, key: str) -> HttpResponse:
    asked = queries.survey(key)
    versions = reading.versions(asked)
    context = {
        "survey": asked,
        "versions": versions,
        "running": next(
            (each.fieldwork for each in versions if each.fieldwork and each.fieldwork.is_open), None
        ),
        "may_edit": request.user.can("surveys.edit"),
        "may_open": request.user.can("asking.invite"),
        "may_import": request.user.can("imports.run"),
        "sees_answers": request.user.can("asking.see"),
        "was_opened": any(each.fieldwork for each in versions),
        **reading.outline(asked, versions),
    }
    return render(request, "surveys/survey.html", context)


@needs("surveys.see")
@require_GET
def export(request: HttpRequest, key: str) -> HttpResponse:
    """The document as JSON: the draft, or the version that is asked for."""
    asked = queries.survey(key)
    name = asked.key
    if version := queries.version_named(asked, request.GET.get("version", "")):
        document, name = read_document(version.document), f"{name}-{version.version}"
    elif asked.draft is None and (newest := queries.versions(asked).first()):
        document, name = read_document(newest.document), f"{name}-{newest.version}"
    else:
        document = queries.draft(asked)
    content = json.dumps(document.as_json(), ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.json")
    return response


@needs("surveys.edit")
@require_POST
def begin_draft(request: HttpRequest, key: str) -> HttpResponse:
    asked = actions.begin_draft(request.user, queries.survey(key))
    return redirect("surveys:build", asked.key)


@needs("surveys.edit")
@require_POST
def drop_draft(request: HttpRequest, key: str) -> HttpResponse:
    asked = actions.drop_draft(request.user, queries.survey(key))
    undo = reverse("surveys:restore", args=[asked.key])
    toasts.done(request, _("The draft of “%(survey)s” was thrown away.") % {"survey": asked}, undo=undo)
    return redirect("surveys:listed") if asked.withdrawn_at else redirect("surveys:survey", asked.key)


@needs("surveys.edit")
@require_POST
def restore(request: HttpRequest, key: str) -> HttpResponse:
    asked = actions.restore_draft(request.user, key)
    toasts.done(request, _("“%(survey)s” is back.") % {"survey": asked})
    return redirect("surveys:build", asked.key)


@needs("surveys.edit")
@require_POST
def duplicate(request: HttpRequest, key: str) -> HttpResponse:
    """A new survey that asks the same."""
    asked = queries.survey(key)
    document = reading.newest_document(asked)
    title = Text(
        en=f"Copy of {document.title.en}" if document.title.en else "",
        zh=f"{document.title.zh}（副本）" if document.title.zh else "",
    )
    copy = actions.duplicate(request.user, asked, document, title=title, request_id=request_id(request))
    toasts.done(request, _("A copy was made: “%(survey)s”.") % {"survey": copy})
    return redirect("surveys:build", copy.key)


@needs("asking.invite")
@require_GET
def ready(request: HttpRequest, key: str) -> HttpResponse:
    """What opening would mean: what changed, and what is still to be mended."""
    asked = queries.survey(key)
    return render(request, "surveys/ready.html", _ready(asked))


def _ready(asked: Survey) -> dict[str, object]:
    document = queries.draft(asked)
    told = page.context(asked, document, page.Place())
    return told | {
        "newest": queries.versions(asked).first(),
        "changes": reading.draft_changes(asked, document),
    }


@needs("asking.invite")
@require_POST
def open_version(request: HttpRequest, key: str) -> HttpResponse:
    asked = queries.survey(key)
    revision = revision_of(request.POST)
    opened = actions.open_version(
        request.user,
        asked,
        revision=revision,
        low_score=_share(request.POST.get("low", "")),
        request_id=request_id(request),
    )
    said = {"survey": asked, "number": opened.version}
    toasts.done(request, _("Version %(number)s of “%(survey)s” takes answers now.") % said)
    return redirect("surveys:survey", asked.key)


def _share(text: str) -> float | None:
    """A percentage as it was typed; none where nothing was."""
    text = text.strip().removesuffix("%").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text) <= 100):
        raise BadForm(place=_("Follow up answers at or below"), problem=_("a whole number from 0 to 100"))
    return int(text) / 100


@needs("asking.invite")
@require_POST
def close(request: HttpRequest, key: str) -> HttpResponse:
    asked = queries.survey(key)
    actions.close(request.user, asked)
    toasts.done(request, _("“%(survey)s” takes no more answers.") % {"survey": asked})
    return redirect("surveys:survey", asked.key)
