"""The pages of the asking room: what is asked, who answered, and whom to ask next."""

from __future__ import annotations

import csv
import io
import re
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guanxi.errors import GuanxiError
from guanxi.facts.privacy.masking import EMAIL
from guanxi.web.asking import actions, jobs, mailing, qr, queries, reading, selecting
from guanxi.web.asking.actions import Addresses, Choice
from guanxi.web.asking.door import firm_day
from guanxi.web.asking.models import Event, Fieldwork
from guanxi.web.asking.refusals import BadNumber, NoAddresses, TooLong, UnknownEvent
from guanxi.web.asking.selecting import REASONS, Selection
from guanxi.web.asking.tokens import Kind, Token
from guanxi.web.insight.filters import Filters
from guanxi.web.insight.queries import profiles_visible_to, saved_views
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.csv_cells import BYTE_ORDER_MARK, harmless
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.kit.requests import request_id

MOST_FILE = 5_000_000
MOST_DELAY = 365  # days between an event and the question about it


@needs("asking.see")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "fieldworks": list(queries.fieldworks()),
        "may_invite": request.user.can("asking.invite"),
        "rules": selecting.rules(),
        "mail_is_set_up": mailing.is_set_up(),
    }
    return render(request, "asking/overview.html", context)


@needs("asking.see")
@require_GET
def fieldwork(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answered one survey, and who did not."""
    asked = queries.fieldwork(pk)
    whole, cells = reading.rates(asked)
    context = {
        "asked": asked,
        "whole": whole,
        "cells": cells,
        "came": reading.whole_answered(asked),
        "days": reading.by_day(asked),
        "newest": reading.newest(asked, _language()),
        "is_anonymous": asked.document.get("anonymous", False),
        "waves": list(queries.waves(asked)),
        "links": [(each, _address(request, each), _code(request, each)) for each in queries.links(asked)],
        "may_invite": request.user.can("asking.invite"),
        "may_export": request.user.can("insight.export"),
        "mail_is_set_up": mailing.is_set_up(),
        "waiting": queries.waiting(asked),
        "rules": list(queries.rules_of(asked)),
        "events": Event.choices,
    }
    return render(request, "asking/fieldwork.html", context)


@needs("asking.invite")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    actions.close_fieldwork(request.user, queries.fieldwork(pk))
    jobs.take_answers.enqueue()
    toasts.done(request, _("The survey is closed. What came is kept."))
    return redirect("asking:fieldwork", pk)


@needs("asking.invite")
@require_POST
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    asked = queries.fieldwork(pk)
    actions.make_link(
        request.user, asked.survey, request.POST.get("name", ""), request_id=request_id(request)
    )
    toasts.done(request, _("The link is made."))
    return redirect("asking:fieldwork", pk)


@needs("asking.invite")
@require_POST
def switch_link(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    actions.switch_link(request.user, queries.link(link), is_on=request.POST.get("on") == "1")
    return redirect("asking:fieldwork", pk)


@needs("asking.invite")
@require_POST
def make_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whoever something happens to from now on, some days later."""
    asked = queries.fieldwork(pk)
    event = request.POST.get("event", "")
    if event not in Event.values:
        raise UnknownEvent(asked=event or "—", known=", ".join(Event.values))
    actions.make_rule(
        request.user,
        asked.survey,
        event,
        delay_days=_number(request.POST.get("days", ""), 0, MOST_DELAY),
        address=_base(request),
        request_id=request_id(request),
    )
    toasts.done(request, _("From the next turn on they are asked; what happened before today asks nobody."))
    return redirect(reverse("asking:fieldwork", args=[pk]) + "#rules")


@needs("asking.invite")
@require_POST
def switch_rule(request: HttpRequest, pk: int, rule: int) -> HttpResponse:
    found = queries.rule_of(queries.fieldwork(pk), rule)
    actions.switch_rule(request.user, found, is_on=request.POST.get("on") == "1")
    return redirect(reverse("asking:fieldwork", args=[pk]) + "#rules")


@needs("asking.invite")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to ask: looked at first, then put down."""
    asked, data = queries.fieldwork(pk), request.POST or request.GET
    seed = data.get("seed") or token_hex(4)
    context = {
        "asked": asked,
        "views": list(saved_views(request.user)),
        "cells": queries.CELLS,
        "data": data,
        "seed": seed,
        "rules": selecting.rules(),
        "mail_is_set_up": mailing.is_set_up(),
    }
    status = 200
    try:
        if "of" in data:
            context |= _looked_at(request, asked, data, seed)
        if request.method == "POST":
            return _invited(request, asked, context["drawn"], data, seed)
    except GuanxiError as error:
        context["refused"], status = sentence_of(error), 422
    return render(request, "asking/invite.html", context, status=status)


def _looked_at(request: HttpRequest, asked: Fieldwork, data: QueryDict, seed: str) -> dict:
    share = _number(data.get("share", "100") or "100", 1, 100) / 100
    cell = data["cell"] if data.get("cell") in queries.CELLS else queries.CELLS[0]
    rows = profiles_visible_to(request.user)
    view = next((each for each in saved_views(request.user) if str(each.pk) == data["of"]), None)
    if view:
        rows = rows.filter(Filters.parse(QueryDict(view.query)).condition())
    drawn = selecting.select(
        queries.candidates(request.user, rows, cell),
        asked,
        wanted={"": share},
        seed=seed,
        on=firm_day(timezone.now()),
    )
    words = _reasons()
    left_out = [(words[reason], drawn.left_out[reason]) for reason in REASONS if drawn.left_out[reason]]
    return {"drawn": drawn, "left_out": left_out, "cell": cell, "said": str(view or "")}


def _invited(request: HttpRequest, asked: Fieldwork, drawn: Selection, data: QueryDict, seed: str):
    wave = actions.invite(
        request.user,
        asked,
        Choice(drawn),
        {"view": data["of"], "cell": data.get("cell", ""), "share": data.get("share", "")},
        seed=seed,
        address=settings.ASKING_ADDRESS or request.build_absolute_uri("/"),
        days=_number(data.get("days", "30"), 1, 365),
        reminders=_number(data.get("reminders", "1"), 0, 5),
        gap_days=_number(data.get("gap", "7"), 1, 60),
        request_id=request_id(request),
    )
    jobs.send_mails.enqueue()
    count = wave.invitations.count()
    said = ngettext("%(n)d invitation is put down.", "%(n)d invitations are put down.", count)
    toasts.done(request, said % {"n": count})
    return redirect("asking:fieldwork", asked.pk)


@needs("asking.invite")
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """A list of addresses that a mail server gave back."""
    file = request.FILES.get("list")
    if file is None:
        raise NoAddresses()
    if file.size > MOST_FILE:
        raise TooLong(bytes=file.size, most=MOST_FILE)
    found = sorted(set(EMAIL.findall(file.read().decode("utf-8", "replace"))))
    if not found:
        raise NoAddresses()
    count = actions.take_bounces(request.user, re.sub(r"[^\w.-]", "_", file.name)[:80], Addresses(found))
    said = ngettext("%(n)d invitation did not arrive.", "%(n)d invitations did not arrive.", count)
    toasts.done(request, said % {"n": count})
    return redirect("asking:overview")


@needs("asking.invite")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    actions.decide(
        request.user,
        quarantine_days=_number(request.POST.get("quarantine", ""), 0, 730),
        mails_a_minute=_number(request.POST.get("mails", ""), 1, 6_000),
    )
    toasts.done(request, _("Kept."))
    return redirect("asking:overview")


@needs("insight.export")
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every answer; whose it is only for those who may ask customers."""
    asked = queries.fieldwork(pk)
    rows = reading.exported(asked, with_customers=request.user.can("asking.invite"))
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    name = business.file_name(f"answers-{asked.survey}-{asked.version}.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(rows):
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()


def _number(given: str, low: int, high: int) -> int:
    text = given.strip()
    if not re.fullmatch(r"-?\d{1,6}", text) or not low <= int(text) <= high:
        raise BadNumber(given=text[:20], low=max(low, 0), high=high)
    return int(text)


def _reasons() -> dict[str, str]:
    return {
        selecting.OPTED_OUT: _("do not want to be asked"),
        selecting.QUARANTINE: _("were asked not long ago"),
        selecting.NO_ADDRESS: _("have no e-mail address"),
        selecting.ASKED_BEFORE: _("are asked this survey already"),
        selecting.SAME_ADDRESS: _("share an address with another"),
        selecting.NOT_DRAWN: _("were not drawn"),
    }


def _base(request: HttpRequest) -> str:
    """Where the public pages are."""
    return settings.ASKING_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def _address(request: HttpRequest, link) -> str:
    return f"{_base(request)}/s/{Token(Kind.OPEN, link.token_id)}/"


def _code(request: HttpRequest, link):
    return qr.picture(_address(request, link)) if link.is_on else ""


def _language() -> str:
    return "zh" if (get_language() or "en").startswith("zh") else "en"
