"""What the public page says where there is nothing to fill in: thanks, or why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.sources.questionnaires.answering import Given
from guanxi.web.asking import public_page
from guanxi.web.asking.door import Shut
from guanxi.web.asking.public_page import LOCALES
from guanxi.web.asking.visits import Visit


def thanks(visit: Visit) -> HttpResponse:
    said = visit.asked.thanks.say(visit.language)
    with translation.override(LOCALES[visit.language]):
        arrived = _("Your answers have arrived. You can close this page.")
        return _word(visit, _("Thank you"), f"{said}\n{arrived}" if said else arrived)


def shut(visit: Visit, typed: dict[str, Given]) -> HttpResponse:
    """Nothing can be answered any more: why, and what was typed, so that it is not lost."""
    if visit.door.shut == Shut.USED:
        return thanks(visit)
    with translation.override(LOCALES[visit.language]):
        title, said = _("This survey is closed"), _("It takes no more answers. Thank you for your time.")
        if visit.door.shut == Shut.EXPIRED:
            title = _("This link has expired")
            said = _("The days in which it could be answered are over. Thank you for your time.")
        words = public_page.typed(visit.asked, typed, visit.language)
        return _word(visit, title, said, status=410, typed=words)


def wish_to_stop(visit: Visit) -> HttpResponse:
    """What a mail program opens: it asks, and changes nothing by itself."""
    with translation.override(LOCALES[visit.language]):
        said = _("We will not invite you to any survey again. What you have answered stays as it is.")
        return _word(visit, _("Shall we stop asking you?"), said, stop_form=True)


def stopped(visit: Visit) -> HttpResponse:
    with translation.override(LOCALES[visit.language]):
        said = _("You will not be invited to any survey again.")
        return _word(visit, _("We have noted it"), said, stop_form=False)


def leads_nowhere(request: HttpRequest) -> HttpResponse:
    """One page for all links that are not known, so that it tells nobody which have been."""
    with translation.override(LOCALES[language(request)]):
        said = _("Perhaps a piece of it is missing: copy the whole link from the mail and open it again.")
        return _plain(request, _("This link leads nowhere"), said, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    with translation.override(LOCALES[language(request)]):
        said = _("Go back one page and shorten what you wrote; the pages before are kept.")
        return _plain(request, _("That was too much text at once"), said, 413)


def too_often(request: HttpRequest) -> HttpResponse:
    with translation.override(LOCALES[language(request)]):
        said = _("Too many requests came from your network. Wait a minute, then load this page again.")
        response = _plain(request, _("One moment, please"), said, 429)
    response["Retry-After"] = "60"
    return response


def not_now(request: HttpRequest) -> HttpResponse:
    with translation.override(LOCALES[language(request)]):
        said = _("The survey cannot be opened at this moment. Try again in a minute; nothing is lost.")
        response = _plain(request, _("One moment, please"), said, 503)
    response["Retry-After"] = "60"
    return response


def busy(visit: Visit) -> str:
    """Said beside the form, on which all that was typed still stands."""
    with translation.override(LOCALES[visit.language]):
        return _("Too many answers come in at this moment. Yours are still here: send them in a minute.")


def once_more(visit: Visit) -> str:
    with translation.override(LOCALES[visit.language]):
        return _("This page was opened long ago. Everything is still here: press the button once more.")


def one_more(visit: Visit) -> str:
    with translation.override(LOCALES[visit.language]):
        return _("There is one more question, because of your answer.")


def last_one(visit: Visit) -> str:
    with translation.override(LOCALES[visit.language]):
        return _("That was the last question. You can send your answers now.")


def nothing_yet(visit: Visit) -> str:
    with translation.override(LOCALES[visit.language]):
        return _("You have not answered anything yet.")


def faulty(visit: Visit) -> str:
    with translation.override(LOCALES[visit.language]):
        return pgettext(
            "answers", "Something is missing or cannot be read. All that you typed is still here."
        )


def language(request: HttpRequest) -> str:
    """For pages of no survey: what the browser likes."""
    return public_page.liked(request.headers.get("Accept-Language", ""), tuple(LOCALES))


def _word(visit: Visit, title: str, said: str, *, status: int = 200, **told: object) -> HttpResponse:
    if visit.door.invitation is not None and "stop_form" not in told:
        told["stop"] = f"/s/{visit.door.token}/stop/"
    html = public_page.word(title, said, language=visit.language, token=visit.door.token, **told)
    return public_page.answer(html, status)


def _plain(request: HttpRequest, title: str, said: str, status: int) -> HttpResponse:
    return public_page.answer(public_page.word(title, said, language=language(request)), status)
