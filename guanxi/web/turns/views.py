"""The Data page: what is known, how fresh it is, and the turns made of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.facts.table import fact_table
from guanxi.sentences import say
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.kit.tables import TABLES
from guanxi.web.turns import actions, jobs, names, queries
from guanxi.web.turns.forms import StartForm
from guanxi.web.turns.models import State, TurnJob

JOBS_SHOWN = 10


@needs("turns.see")
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Tables with their freshness, and the turns."""
    tables = queries.tables()
    business_date = next((table.latest_on for table in tables if table.name == "purchases"), None)
    context = {
        "tables": [(table, TABLES[table.name], names.GRAINS[table.name]) for table in tables],
        "purchases": next((table for table in tables if table.name == "purchases"), None),
        "business_date_of_data": business_date,
        "turns": queries.turns(get_language() or "en"),
        "jobs": [_said(job) for job in queries.jobs()[:JOBS_SHOWN]],
        "job": _said(queries.unfinished_job()),
        "form": StartForm(initial={"as_of": business_date}),
        "may_start": request.user.can("turns.start"),
        "source": queries.source(get_language() or "en"),
    }
    return render(request, "turns/data.html", context)


@needs("turns.see")
@require_GET
def table(request: HttpRequest, name: str) -> HttpResponse:
    """What was done to one table: every commit with its note."""
    spec = fact_table(name)
    context = {
        "state": queries.store().state(name),
        "name": TABLES[name],
        "grain": names.GRAINS[name],
        "columns": spec.columns,
        "commits": queries.history(name)[:100],
    }
    return render(request, "turns/table.html", context)


@needs("turns.start")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a turn; the worker carries it out."""
    form = StartForm(request.POST)
    if form.is_valid():
        job = actions.start_turn(
            request.user, as_of=form.cleaned_data["as_of"], request_id=request_id(request)
        )
        if job.state == State.WAITING:
            jobs.enqueue(job)
        toasts.done(request, _("The turn has been asked for."))
    else:
        toasts.warn(request, _("This is not a date: %(given)s") % {"given": request.POST.get("as_of", "")})
    return redirect("turns:data")


@needs("turns.see")
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a job is; the page asks again every two seconds, and loads anew when it is done."""
    found = queries.job(pk)
    response = render(request, "turns/_job.html", {"job": _said(found)})
    if not found.is_unfinished:
        response["HX-Refresh"] = "true"
    return response


def _said(job: TurnJob | None) -> TurnJob | None:
    """A job with what it does now, or what went wrong, in the reader's language."""
    if job is not None:
        job.percent = round(job.share * 100)
        job.doing = names.STEPS.get(job.step, job.step)
        job.error = say(job.error_code, get_language() or "en", **_facts(job)) if job.error_code else ""
    return job


def _facts(job: TurnJob) -> dict[str, object]:
    facts = dict(job.error_facts)
    if "step" in facts:
        facts["step"] = names.STEPS.get(facts["step"], facts["step"])
    return facts
