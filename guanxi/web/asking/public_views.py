"""The door of the public page: /s/<token>/, for whoever has the link; no session, no JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import time

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.utils import timezone

from guanxi.sources.questionnaires.answering import Answered, Given
from guanxi.web.asking import actions, given, jobs, public_page, public_words, route
from guanxi.web.asking.door import Door, Shut, firm_day, open_door
from guanxi.web.asking.floods import FLOOD, address_of
from guanxi.web.asking.given import Sent
from guanxi.web.asking.public_page import language_of, private
from guanxi.web.asking.tokens import read_stamp, read_token
from guanxi.web.asking.visits import Visit, remembered, visit

MOST_BYTES = 1_000_000
MOST_FROM_AN_ADDRESS = 300  # requests a minute; so many may sit behind one address of an office
MOST_TO_A_SURVEY = 60_000  # forms a minute
LOG = structlog.get_logger("guanxi.web.asking")


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One page of the questionnaire, or what was typed on it."""
    return _at_the_door(request, token, {"GET": _show, "HEAD": _show, "POST": _take})


def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has a personal link may wish never to be asked again, also when it is used or expired."""
    return _at_the_door(request, token, {"GET": _ask_to_stop, "HEAD": _ask_to_stop, "POST": _stop})


def _at_the_door(request: HttpRequest, text: str, ways: dict[str, Callable]) -> HttpResponse:
    if request.method not in ways:
        return private(HttpResponseNotAllowed(list(ways)))
    if _is_too_large(request):
        return public_words.too_large(request)
    who = address_of(request.META, settings.ASKING_PROXIES)
    if FLOOD.is_too_much(f"from {who}", MOST_FROM_AN_ADDRESS, at=time()):
        return public_words.too_often(request)
    token, on = read_token(text), firm_day(timezone.now())
    try:
        door = open_door(token, on=on) if token else None
        if door is None:
            return public_words.leads_nowhere(request)
        return ways[request.method](request, door, on)
    except OperationalError:
        LOG.warning("the public page is not answered: the database is busy or away")
        return public_words.not_now(request)


def _is_too_large(request: HttpRequest) -> bool:
    """By what it says it is, before any of it is read; what does not say is not read at all."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return not size.isdecimal() or int(size) > MOST_BYTES or "HTTP_TRANSFER_ENCODING" in request.META


# --- showing --------------------------------------------------------------------------------------


def _show(request: HttpRequest, door: Door, on: date) -> HttpResponse:
    here = visit(request, door, remembered(request, door), on)
    way = route.sheets(here.asked, here.before)
    if here.is_finished or door.shut == Shut.USED:
        return public_words.thanks(here)
    if door.shut or not way:
        return public_words.shut(here, {})
    shown = route.sheet(way, here.begun.at_page if here.begun else 0)
    return here.remember(public_page.answer(here.html(shown, given=here.before)))


# --- taking ---------------------------------------------------------------------------------------


def _take(request: HttpRequest, door: Door, on: date) -> HttpResponse:
    form = _form(request)
    stamp = read_stamp(form.get("stamp", ""), door.token)
    here = visit(request, door, stamp, on, language=form.get("language", ""))
    sent = given.read_sent(here.asked, form)
    if here.is_finished:
        return _after(here)  # sent again: nothing changes
    if door.shut:
        return public_words.shut(here, given.merged(here.before, sent.answers))
    if FLOOD.is_too_much(f"to {door.survey}", MOST_TO_A_SURVEY, at=time()):
        return _again(here, sent, public_words.busy(here), status=429)
    if stamp is None:
        return _again(here, sent, public_words.once_more(here))
    try:
        return _taken(here, sent)
    except OperationalError:
        LOG.warning("an answer was not kept: the database is busy")
        return _again(here, sent, public_words.busy(here), status=503)


def _form(request: HttpRequest) -> QueryDict:
    """What was sent, as a form sends it; anything else is an empty form."""
    if request.content_type != "application/x-www-form-urlencoded":
        return QueryDict()
    try:
        return QueryDict(request.body, encoding="utf-8")
    except SuspiciousOperation:  # more fields than any of our forms has
        return QueryDict()


def _taken(here: Visit, sent: Sent) -> HttpResponse:
    """Go where the pressed button leads, as far as what was typed allows it."""
    answers = given.merged(here.before, sent.answers)
    way, found = route.sheets(here.asked, answers), here.found(answers)
    shown = route.sheet(way, sent.page)
    faults = _faults(found, set(shown.keys) & sent.asked)
    refused = any(note.code != "asking.lacking" for note in faults.values())
    if sent.do.startswith("language."):
        chosen = language_of(here.asked, sent.do.removeprefix("language."), "")
        return _keep(replace(here, language=chosen), shown, answers, faults if refused else {})
    if refused or (faults and sent.do != "back"):
        return _keep(here, shown, answers, faults)
    if sent.do == "back":
        return _keep(here, route.before(way, sent.page), answers)
    if set(shown.keys) - sent.asked:
        return _keep(here, shown, answers, trouble=public_words.one_more(here))
    following = route.after(way, sent.page)
    return _keep(here, following, answers) if following else _send(here, sent, way, answers, found)


def _send(here: Visit, sent: Sent, way: list[route.Sheet], answers: dict, found: Answered) -> HttpResponse:
    """The last page: everything is looked at once more, and taken."""
    for each in way:
        if faults := _faults(found, set(each.keys)):
            return _keep(here, each, answers, faults)
    if not found.rows:
        return _keep(here, way[0], answers, trouble=public_words.nothing_yet(here))
    if sent.do != "send":  # the button had promised another page
        return _keep(here, way[-1], answers, trouble=public_words.last_one(here))
    counted = {row["question"] for row in found.rows}
    kept = {key: value for key, value in answers.items() if key in counted}
    is_taken = actions.finish(here.door, here.filled(kept, way[-1].number), is_begun=here.begun is not None)
    if not is_taken:
        return public_words.thanks(here)
    jobs.take_soon()
    return _after(here)


def _faults(found: Answered, keys: set[str]) -> dict:
    faults = route.by_question(found.refused, found.lacking)
    return {key: note for key, note in faults.items() if key in keys}


def _keep(
    here: Visit, shown: route.Sheet, answers: dict[str, Given], faults: dict | None = None, trouble: str = ""
) -> HttpResponse:
    """Keep what can be kept, and show a page; what is wrong on it stands there as it was typed."""
    faults = faults or {}
    before = {key: here.before[key] for key in faults if key in here.before}
    good = {key: value for key, value in answers.items() if key not in faults}
    actions.keep(here.door, here.filled(before | good, shown.number), is_begun=here.begun is not None)
    if not (faults or trouble) and here.is_known_again:
        return _to_itself(here)
    trouble = trouble or (public_words.faulty(here) if faults else "")
    html = here.html(shown, given=answers, faults=faults, trouble=trouble)
    return here.remember(public_page.answer(html, 422 if faults else 200))


def _again(here: Visit, sent: Sent, trouble: str, status: int = 200) -> HttpResponse:
    """The same page with all that was typed on it: nothing was kept, and nothing is lost."""
    answers = given.merged(here.before, sent.answers)
    shown = route.sheet(route.sheets(here.asked, answers), sent.page)
    html = here.html(shown, given=answers, trouble=trouble)
    response = here.remember(public_page.answer(html, status))
    if status != 200:
        response["Retry-After"] = "60"
    return response


def _after(here: Visit) -> HttpResponse:
    return _to_itself(here) if here.is_known_again else public_words.thanks(here)


def _to_itself(here: Visit) -> HttpResponse:
    return private(HttpResponseRedirect(f"/s/{here.door.token}/", status=303))


# --- never again ----------------------------------------------------------------------------------


def _ask_to_stop(request: HttpRequest, door: Door, on: date) -> HttpResponse:
    if door.invitation is None:
        return public_words.leads_nowhere(request)
    return public_words.wish_to_stop(visit(request, door, None, on))


def _stop(request: HttpRequest, door: Door, on: date) -> HttpResponse:
    """By the button, or by a mail program (List-Unsubscribe-Post)."""
    if door.invitation is None:
        return public_words.leads_nowhere(request)
    actions.opt_out(door.invitation)
    return public_words.stopped(visit(request, door, None, on))
