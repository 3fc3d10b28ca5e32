"""How long rows are kept: the rules, what they would do today, and doing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guanxi.errors import BadInput
from guanxi.facts.privacy import retention
from guanxi.sentences import say
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.requests import request_id
from guanxi.web.kit.tables import TABLES
from guanxi.web.privacy import actions, queries
from guanxi.web.privacy.refusals import NotConfirmed


@needs("privacy.see")
@require_http_methods(["GET", "POST"])
def retention_rules(request: HttpRequest) -> HttpResponse:
    """The rules, each with what it would do today; a POST keeps them and tries them."""
    refused = ""
    if request.method == "POST":
        try:
            actions.set_rules(request.user, _rules(request), request_id=request_id(request))
            return redirect("privacy:retention")
        except BadInput as error:
            refused = say(error.code, get_language() or "en", **error.facts)
    return _page(request, refused)


def _rules(request: HttpRequest) -> list[dict[str, Any]]:
    found = []
    for table in retention.dated():
        days = request.POST.get(f"days-{table}", "").strip()
        if days:
            if not days.isdigit():
                raise retention.WrongDays(asked=days, least=retention.LEAST_DAYS)
            found.append(
                {"table": table, "days": int(days), "how": request.POST.get(f"how-{table}") or "delete"}
            )
    return found


@needs("privacy.retain")
@require_POST
def carry_out(request: HttpRequest) -> HttpResponse:
    """Carry the rules out, where somebody said that it is meant."""
    if not request.POST.get("meant"):
        return _page(request, say(NotConfirmed.code, get_language() or "en"))
    rows = actions.retain(request.user, request_id=request_id(request))
    toasts.done(request, _("Done: %(rows)s rows were deleted or made nameless.") % {"rows": f"{rows:,}"})
    return redirect("privacy:retention")


def _page(request: HttpRequest, refused: str) -> HttpResponse:
    planned = {each.rule.table: each for each in queries.planned(queries.today())}
    lines = [
        {
            "name": name,
            "table": TABLES[name],
            "may_be_nameless": name in retention.may_be_nameless(),
            "plan": planned.get(name),
        }
        for name in retention.dated()
    ]
    context = {
        "lines": lines,
        "refused": refused,
        "rows": sum(each.rows for each in planned.values()),
        "rules": len(planned),
        "may_retain": request.user.can("privacy.retain"),
    }
    return render(request, "privacy/retention.html", context, status=400 if refused else 200)
