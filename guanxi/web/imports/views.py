"""Importing: give files, look at how they would be read, run, and see what became of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.errors import GuanxiError, NotFound
from guanxi.facts.changes import new_change_id
from guanxi.sentences import say
from guanxi.sources.imports import ImportSettings
from guanxi.web.imports import actions, choices, jobs, names, origins, pages, queries, uploads
from guanxi.web.imports.looking import look
from guanxi.web.imports.models import ImportJob, State
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id

CHANGES_SHOWN = 50


@needs("imports.see")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Every change of the facts, and the imports that are not through."""
    actions.give_up_lost_jobs(timezone.now())
    table = request.GET.get("table", "")
    found = queries.all_changes(table if table in names.TABLES else "")
    page = Paginator(found, CHANGES_SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "changes": [pages.line(change) for change in page],
        "open": [pages.said(job, get_language() or "en") for job in queries.open_jobs()],
        "tables": names.TABLES,
        "table": table,
        "may_import": request.user.can("imports.run"),
    }
    return render(request, "imports/changes.html", context)


@needs("imports.run")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give files, or name a place that the owner allowed; they are looked at on the next page."""
    refused = ""
    if request.method == "POST":
        try:
            return redirect("imports:job", _given(request).pk)
        except GuanxiError as error:
            refused = say(error.code, get_language() or "en", **error.facts)
    said = request.POST if request.method == "POST" else request.GET
    context = {
        "tables": pages.importable(),
        "refused": refused,
        "most_mb": uploads.MOST_MB,
        "way": said.get("from") if said.get("from") in origins.WAYS else "upload",
        "ways": names.WAYS,
        "allowed": origins.allowed(),
        "said": said,
    }
    return render(request, "imports/new.html", context, status=400 if refused else 200)


def _given(request: HttpRequest) -> ImportJob:
    now = timezone.now()
    uploads.forget_old(now)
    change_id = new_change_id(now)
    table = request.POST.get("table", "")
    chosen = choices.chosen({"table": table}, {}) if table else {}
    origin: dict = {}
    if request.POST.get("from", "upload") == "upload":
        folder = request.FILES.getlist("folder")
        kept = uploads.keep(change_id, folder or request.FILES.getlist("files"), is_folder=bool(folder))
    else:
        origin, asked = origins.asked(request.POST)
        kept = [asked]
    return actions.give(
        request.user,
        change_id=change_id,
        names=kept,
        chosen=chosen,
        origin=origin,
        request_id=request_id(request),
    )


@needs("imports.see")
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with its preview; one under way, with where it is; one that is through leads to its change."""
    found, language = queries.job(pk), get_language() or "en"
    if found.state == State.DONE:
        return redirect("imports:change", found.known_as or found.change_id)
    if found.state in (State.DRAFT, State.FAILED) and not found.is_rules:
        return render(request, "imports/draft.html", _draft(found, language, request))
    context = {"job": pages.said(found, language), "may_edit": request.user.can("imports.edit_rules")}
    return render(request, "imports/running.html", context)


def _draft(found: ImportJob, language: str, request: HttpRequest) -> dict:
    looked = look(found)
    return {
        "job": pages.said(found, language),
        "may_import": request.user.can("imports.run"),
        **pages.draft(looked, ImportSettings(**found.settings), language),
    }


@needs("imports.run")
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Another choice on the page of a draft: what it would do is shown at once; or it is started."""
    found, language = queries.job(pk), get_language() or "en"
    chosen = choices.chosen(request.POST, found.settings)
    if request.POST.get("do") == "run":
        started = actions.run(request.user, found, chosen=chosen, request_id=request_id(request))
        if started.state == State.WAITING:
            jobs.run_job.enqueue(started.pk)
        return redirect("imports:job", pk)
    actions.choose(found, chosen)
    return render(request, "imports/_draft.html", _draft(found, language, request))


@needs("imports.see")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import is; the page asks again every second, and loads anew when it is through."""
    actions.give_up_lost_jobs(timezone.now())
    found = queries.job(pk)
    response = render(request, "imports/_job.html", {"job": pages.said(found, get_language() or "en")})
    if not found.is_unfinished:
        response["HX-Refresh"] = "true"
    return response


@needs("imports.run")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actions.cancel(request.user, queries.job(pk), request_id=request_id(request))
    toasts.done(request, _("The import is being stopped. Nothing of it stays."))
    return redirect("imports:every")


@needs("imports.see")
@require_GET
def aside(request: HttpRequest, change_id: str) -> FileResponse:
    """The rows that were set aside, as a file to mend and to import again."""
    result = queries.result(queries.change(change_id).change_id)
    if result is None or result.aside_file is None:
        raise NotFound(what="file", name=change_id)
    name = business.file_name(f"set-aside-{change_id}.csv")
    return FileResponse(
        result.aside_file.open("rb"), as_attachment=True, filename=name, content_type="text/csv"
    )
