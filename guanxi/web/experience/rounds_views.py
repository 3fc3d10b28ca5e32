"""The rounds: listed, opened, compared, closed, followed by the next, deleted and brought back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanxi.errors import GuanxiError
from guanxi.web.experience import actions, comparing, names, picturing, queries, reading, testing
from guanxi.web.experience.examples import EXAMPLES
from guanxi.web.experience.figures import said
from guanxi.web.experience.models import Decision, Round
from guanxi.web.experience.walking import walked
from guanxi.web.kit import business, toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of, status_of
from guanxi.web.kit.requests import request_id

SHOWN = 40  # rounds: ten years of quarters


@needs("experience.see")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every round with what was worst in it; drift over all of them; the examples."""
    return _listed(request)


def _listed(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    boards = queries.boards(list(queries.rounds()[:SHOWN]))
    rows = [_row(board) for board in boards]
    context = {
        "rows": rows,
        "latest": next((row for row in rows if row["worst"] or row["is_met"]), None),
        "drift": picturing.drift_of(boards[::-1]) if len(boards) > 1 else None,
        "examples": _examples(),
        "started": [_row(board) for board in queries.boards(list(queries.rounds(examples=True)[:SHOWN]))],
        "may_edit": request.user.can("experience.edit"),
        "refused": refused,
        "form": request.POST if refused else _proposed(rows),
    }
    return render(request, "experience/rounds.html", context, status=status)


def _row(board: queries.Board) -> dict[str, Any]:
    found = walked(board)
    worst = next(((names.of_dimension(each), step) for each, step in found.dissatisfactions), None)
    lowest = [step.satisfaction for step in found.steps.values() if step.satisfaction is not None]
    return {
        "round": board.round,
        "worst": worst and {"name": worst[0], "key": said(worst[1].key_experience)},
        "is_met": bool(lowest) and min(lowest) >= 0,
        "short": sum(value < 0 for value in lowest),
        "asked": len(lowest),
        "requirements": len([each for each in board.requirements if each.text]),
        "open": len([each for each in board.requirements if each.decision == Decision.OPEN]),
    }


def _examples() -> list[tuple[str, str, str]]:
    at = int((get_language() or "en").startswith("zh"))
    return [(key, each.name[at], each.why[at]) for key, each in EXAMPLES.items()]


def _today() -> date:
    return business.business_date() or timezone.localdate()


def _proposed(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The quarter after the last round, or the current one."""
    days = reading.quarter_after(rows[0]["round"].ends_on) if rows else reading.quarter_of(_today())
    starts_on, ends_on = days
    return {
        "name": reading.quarter_name(starts_on),
        "question": "",
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }


@needs("experience.edit")
@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    given = request.POST
    try:
        days = [_day(given.get(name, "")) for name in ("starts_on", "ends_on")]
        made = actions.open_round(
            request.user,
            given.get("name", ""),
            given.get("question", ""),
            *days,
            request_id=request_id(request),
        )
    except GuanxiError as error:
        return _listed(request, refused=sentence_of(error), status=status_of(error))
    return redirect("experience:round", made.pk)


def _day(text: str) -> date:
    found = reading.day(text)
    if found is None:
        raise reading.NotADay(given=text)
    return found


@needs("experience.edit")
@require_POST
def start_example(request: HttpRequest, key: str) -> HttpResponse:
    chinese = (get_language() or "en").startswith("zh")
    made = actions.start_example(request.user, key, _today(), chinese=chinese, request_id=request_id(request))
    return redirect("experience:round", made.pk)


@needs("experience.see")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Two rounds of the address; by default the latest with the one before it."""
    rounds = list(queries.rounds()[:SHOWN])
    now = _chosen(request, "now", rounds) or next(iter(rounds), None)
    before = _chosen(request, "before", rounds) or _before(now, rounds)
    context: dict[str, Any] = {"rounds": rounds, "now": now, "before": before, "columns": _columns()}
    if now and before:
        if now.example or before.example:
            context["rounds"] = [now, before]
        earlier, later = queries.boards([before])[0], queries.boards([now])[0]
        context |= {
            "compared": comparing.compared(earlier, later, "customers"),
            "findings": testing.findings(before, now),
            "became": _became(earlier, later),
            "drift": picturing.drift_of([earlier, later]),
        }
    return render(request, "experience/compare.html", context)


def _chosen(request: HttpRequest, name: str, rounds: list[Round]) -> Round | None:
    """A round by its number in the address; an example may be asked for as well."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return None
    known = {each.pk: each for each in rounds}
    return known.get(int(text)) or queries.round_of(int(text))


def _before(now: Round | None, rounds: list[Round]) -> Round | None:
    if now is None:
        return None
    if now.previous is not None and now.previous.is_there:
        return now.previous
    return next((each for each in rounds if each.ends_on < now.starts_on), None)


def _columns() -> list[Any]:
    return [names.RESULTS[each][0] for each in comparing.COMPARED]


def _became(before: queries.Board, now: queries.Board) -> list[tuple[str, Any, Any]]:
    return [
        (each.text, names.DECISIONS[each.decision], names.DECISIONS[after.decision] if after else None)
        for each, after in comparing.became(before, now)
    ]


# --- the end of a round -----------------------------------------------------------------------------


@needs("experience.edit")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    held = actions.close_round(request.user, queries.round_of(pk))
    undo = reverse("experience:open_again", args=[pk])
    toasts.done(request, _("“%(name)s” is closed: it stays as it is.") % {"name": held.name}, undo=undo)
    return redirect("experience:round", pk)


@needs("experience.edit")
@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    held = actions.open_again(request.user, queries.round_of(pk))
    toasts.done(request, _("“%(name)s” is open again.") % {"name": held.name})
    return redirect("experience:round", pk)


@needs("experience.edit")
@require_POST
def open_next(request: HttpRequest, pk: int) -> HttpResponse:
    """The next quarter's round, with what is carried over."""
    held = queries.round_of(pk)
    starts_on, ends_on = reading.quarter_after(held.ends_on)
    name = request.POST.get("name", "") or reading.quarter_name(starts_on)
    made = actions.open_next(request.user, held, name, starts_on, ends_on, request_id=request_id(request))
    said = _("“%(name)s” is open: dimensions, ideals and open requirements came along.")
    toasts.done(request, said % {"name": made.name})
    return redirect("experience:round", made.pk)


@needs("experience.edit")
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    held = actions.delete_round(request.user, queries.round_of(pk))
    undo = reverse("experience:restore", args=[pk])
    toasts.done(request, _("“%(name)s” was deleted.") % {"name": held.name}, undo=undo)
    return redirect("experience:rounds")


@needs("experience.edit")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    held = actions.restore_round(request.user, pk)
    toasts.done(request, _("“%(name)s” is back.") % {"name": held.name})
    return redirect("experience:rounds")
