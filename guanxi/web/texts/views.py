"""What customers write: searched, by theme, with sentiment and its error rate, and taken away masked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import NotFound
from guanxi.knowledge.experience.kinds import DIMENSIONS
from guanxi.sentences import say
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.texts import actions, exporting, jobs, queries
from guanxi.web.texts.asked import PERIODS, Asked
from guanxi.web.texts.counting import counted
from guanxi.web.texts.models import Mood, Reading, State
from guanxi.web.texts.showing import shown

ROWS, OF_CUSTOMER, QUOTED = 25, 5, 240


@needs("texts.see")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Themes first, then the texts behind them."""
    newest, asked = queries.last_reading(), Asked.parse(request.GET)
    language = get_language() or "en"
    failed = queries.last_failure(newest)
    about = {
        "reading": newest,
        "waiting": queries.waiting(),
        "failed": say(failed.error_code, language, **failed.error_facts) if failed else "",
    }
    if newest is None or not queries.visible_to(request.user).exists():
        return render(request, "texts/nothing_yet.html", about)
    themes = counted(request.user, asked)
    rows = Paginator(queries.listed(request.user, asked), ROWS).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "period": queries.period(request.user, asked),
        "themes": [(each, asked.query(theme=each.theme.pk), shown(each.quotes, QUOTED)) for each in themes],
        "chosen": next((each.theme for each in themes if each.theme.pk == asked.theme), None),
        "without_theme": asked.query(theme=None),
        "page": rows,
        "rows": shown(rows),
        "fields": _fields(request.user, asked, language),
        "moods": Mood.choices,
        "periods": PERIODS,
        "too_few": say("texts.too_few_scored", language, **newest.too_few) if newest.too_few else "",
        "query": asked.query(),
        "may_export": request.user.can("texts.export"),
    }
    return render(request, "texts/texts.html", about | context)


def _fields(user, asked: Asked, language: str) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """The choices of a filter: its name, its label, what is chosen, and each value with its word."""
    labels = {"survey": _("Survey"), "dimension": _("Dimension"), "touchpoint": _("Touchpoint")}
    at = int(language.startswith("zh"))
    found = []
    for name, label in labels.items():
        values = queries.choices(user, name)
        said = [(value, DIMENSIONS[value][at] if value in DIMENSIONS else value) for value in values]
        found.append((name, label, getattr(asked, name), said))
    return found


@needs("texts.see")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Read the texts anew; the worker does it, and the page shows when it is done."""
    jobs.read_soon(by=request.user, request_id=request_id(request))
    toasts.done(request, _("The texts are being read."))
    return redirect("texts:texts")


@needs("texts.see")
@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a reading is done; the page asks every two seconds, and loads anew when it is."""
    found = Reading.objects.filter(pk=pk).first()
    response = render(request, "texts/_waiting.html", {"waiting": found})
    if found is None or found.state != State.WAITING:
        response["HX-Refresh"] = "true"
    return response


@needs("texts.export")
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """All texts the page lists, with people hidden."""
    if form not in exporting.FORMS:
        raise NotFound(what="export", name=form)
    asked = Asked.parse(request.GET)
    rows = queries.listed(request.user, asked)
    actions.record_export(request.user, form, asked.query())
    if form == "csv":
        response = StreamingHttpResponse(exporting.as_csv(rows), content_type=exporting.FORMS[form])
    else:
        response = FileResponse(exporting.as_xlsx(rows), content_type=exporting.FORMS[form])
    name = business.file_name(f"texts-masked.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def customer_panel(request: HttpRequest, customer) -> SafeString | None:
    """What this customer wrote, on the customer's page."""
    its = queries.of_customer(request.user, customer.pk)
    rows = shown(its.prefetch_related("themes")[:OF_CUSTOMER])
    if not rows:
        return None
    context = {"rows": rows, "more": its.count() - len(rows)}
    return render_to_string("texts/_of_customer.html", context, request=request)
