"""Who are our customers? The list, its filters, columns and saved views, and its export."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import BadInput, NotFound
from guanxi.web.customers.queries import sees_all
from guanxi.web.insight import actions, queries
from guanxi.web.insight import export as exporting
from guanxi.web.insight.filter_forms import chips, groups, quick
from guanxi.web.insight.listing import USUAL_COLUMNS, Asked, Listing
from guanxi.web.insight.models import SavedView
from guanxi.web.insight.table import column_choices, table
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id, wants_part

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UnreadableFilters(BadInput):
    code = "insight.unreadable_filters"


@needs("insight.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """One page of the list, with everything the address asks for."""
    snapshot = queries.current_snapshot()
    if snapshot is None:
        return render(request, "insight/no_turn_yet.html", {"may_start": request.user.can("turns.start")})
    language = get_language() or "en"
    asked = Asked.parse(request.GET, queries.chosen_columns(request.user))
    listing = Listing(request.user, asked)
    people = queries.people()
    views = list(queries.saved_views(request.user))
    query = asked.query()
    context = {
        "asked": asked,
        "size": listing.size,
        "table": table(listing, snapshot, language, people),
        "chips": chips(asked, language, people),
        "quick": quick(asked, language, people),
        "choices": column_choices(asked, language),
        "query": query,
        "views": views,
        "view": _shown(views, query),
        "people": people,
        "owners": queries.owners() if request.user.can("customers.assign") else [],
        "sees_all": sees_all(request.user),
        "may_export": request.user.can("insight.export"),
    }
    return render(request, "insight/customers.html", context)


@needs("insight.see")
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    """Every column with the fields to filter by it; a part of the list page, or a page without scripts."""
    asked = Asked.parse(request.GET, queries.chosen_columns(request.user))
    context = {"groups": groups(asked, get_language() or "en", queries.people()), "asked": asked}
    context["kept"] = [pair for pair in parse_qsl(asked.query()) if pair[0] in {"sort", "columns"}]
    template = "insight/_filters.html" if wants_part(request) else "insight/filters.html"
    return render(request, template, context)


@needs("insight.export")
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The whole list as a file, as it is shown."""
    if form not in TYPES:
        raise NotFound(what="export", name=form)
    language = get_language() or "en"
    asked = Asked.parse(request.GET, queries.chosen_columns(request.user))
    if asked.filters.problems:
        raise UnreadableFilters(
            filters=", ".join(f"{name}: {typed}" for name, typed in asked.filters.problems)
        )
    listing = Listing(request.user, asked)
    actions.record_export(request.user, form, asked.query())
    if form == "csv":
        response = StreamingHttpResponse(exporting.as_csv(listing, language), content_type=TYPES[form])
    else:
        response = FileResponse(exporting.as_xlsx(listing, language), content_type=TYPES[form])
    date = queries.business_date()
    name = business.file_name(f"customers-{date or 'none'}.{form}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs("insight.export")
@require_POST
def export_chosen(request: HttpRequest) -> HttpResponse:
    """The rows chosen on a page of the list as a file, as they are shown there."""
    chosen = tuple(request.POST.getlist("customer"))
    if not chosen:
        raise NotFound(what="export", name="")
    listing = Listing(
        request.user, Asked.parse(request.GET, queries.chosen_columns(request.user)), only=chosen
    )
    actions.record_export(request.user, "csv", ", ".join(chosen))
    pieces = exporting.as_csv(listing, get_language() or "en")
    response = StreamingHttpResponse(pieces, content_type=TYPES["csv"])
    name = business.file_name("customers-chosen.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs("insight.see")
@require_POST
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Keep the columns for this person and show the same list with them."""
    chosen = request.POST.getlist("columns")
    kept = actions.choose_columns(request.user, [] if "usual" in request.POST else chosen)
    query = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "usual", "request_id"):
        query.pop(name, None)
    query.setlist("columns", kept)
    asked = Asked.parse(query)
    # From now on these columns are the usual ones: the address need not say them.
    return redirect(f"{reverse('insight:customers')}?{asked.query(columns=USUAL_COLUMNS)}")


def _shown(views: list[SavedView], query: str) -> SavedView | None:
    """The view on the screen; of two that show the same, the one saved last."""
    same = [view for view in views if query and view.query == query]
    return max(same, key=lambda view: view.pk, default=None)


@needs("insight.save_view")
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    data = request.POST
    view = actions.save_view(
        request.user,
        data.get("name", ""),
        data.get("query", ""),
        shared="shared" in data,
        request_id=request_id(request),
    )
    said = _("View “%(name)s” saved.") % {"name": view.name}
    toasts.done(request, said, undo=reverse("insight:withdraw_view", args=[view.pk]))
    return redirect(f"{reverse('insight:customers')}?{view.query}")


@needs("insight.save_view")
@require_POST
def withdraw_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = actions.withdraw_view(request.user, pk)
    said = _("View “%(name)s” removed.") % {"name": view.name}
    toasts.done(request, said, undo=reverse("insight:restore_view", args=[pk]))
    return redirect("insight:customers")


@needs("insight.save_view")
@require_POST
def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = actions.restore_view(request.user, pk)
    toasts.done(request, _("View “%(name)s” is back.") % {"name": view.name})
    return redirect(f"{reverse('insight:customers')}?{view.query}")
