"""The settings of a turn: how the firm judges, and when it acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanxi.errors import NotAllowed
from guanxi.web.kit import toasts
from guanxi.web.kit.access import needs
from guanxi.web.kit.refusals import sentence_of
from guanxi.web.turns import actions, deciding, queries, settings_page
from guanxi.web.turns.refusals import SettingsChangedMeanwhile
from guanxi.web.turns.settings_form import TurnSettingsForm


@needs("turns.see")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Shown to all who study the data; changed by those who lead."""
    kept = queries.turn_settings()
    if request.method == "GET":
        return _page(request, TurnSettingsForm(initial=deciding.shown(kept)), mark=deciding.mark(kept))
    if not request.user.can("turns.decide"):
        raise NotAllowed(what="turns.decide")
    if key := request.POST.get("default"):
        # Not saved yet: what else was typed stays, and the person sees what the default is.
        typed = settings_page.with_default(request.POST, key)
        form = TurnSettingsForm(initial=_values(typed))
        return _page(request, form, mark=request.POST.get("mark", ""), unsaved=True)
    return _save(request, kept)


def _save(request: HttpRequest, kept) -> HttpResponse:
    form = TurnSettingsForm(request.POST)
    mark = deciding.mark(kept)
    if form.is_valid():
        wanted = deciding.changes(kept, form.cleaned_data)
        if not wanted:
            toasts.done(request, _("Nothing was changed: the settings are as they were."))
            return redirect("turns:settings")
        if request.POST.get("mark") != mark:
            form.add_error(
                None,
                _(
                    "Somebody else changed these settings in the meantime. What you typed is still here: "
                    "look at it again, then save."
                ),
            )
        elif _decide(request, form, wanted):
            toasts.done(request, _("Saved. It takes effect with the next turn."))
            return redirect("turns:settings")
    return _page(request, form, mark=mark, status=422)


def _decide(request: HttpRequest, form: TurnSettingsForm, wanted: dict) -> bool:
    try:
        actions.decide(request.user, wanted=wanted)
    except SettingsChangedMeanwhile as error:
        form.add_error(None, sentence_of(error))
        return False
    return True


def _values(typed) -> dict[str, object]:
    """What was typed, as a form's first values: shown as they are, and not judged before they are saved."""
    several = {"watched_tiers", "covariates"}
    return {name: typed.getlist(name) if name in several else typed.get(name) for name in deciding.PATHS}


def _page(
    request: HttpRequest, form: TurnSettingsForm, *, mark: str, unsaved: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "unsaved": unsaved,
        "form": form,
        "sections": list(settings_page.sections(form)),
        "mark": mark,
        "may_decide": request.user.can("turns.decide"),
        "may_start": request.user.can("turns.start"),
        "waits": queries.settings_wait_for_a_turn(),
        "job": queries.unfinished_job(),
    }
    return render(request, "turns/settings.html", context, status=status)
