"""Somebody at a door: which questionnaire is theirs, how far it is, in which language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from time import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guanxi.sources.questionnaires.answering import Answered, Given, Said, answered
from guanxi.sources.questionnaires.document import Questionnaire
from guanxi.web.asking import public_page, route
from guanxi.web.asking.actions import Filled
from guanxi.web.asking.door import Door, document
from guanxi.web.asking.models import Response
from guanxi.web.asking.public_page import language_of
from guanxi.web.asking.tokens import Stamp, new_id, nonce_of, read_stamp

COOKIE, COOKIE_SECONDS = "gx_answer", 90 * 24 * 3600


@dataclass(frozen=True)
class Visit:
    """stamp: whose form it is. begun: what is kept of it. on: the day where the firm is."""

    request: HttpRequest
    door: Door
    stamp: Stamp
    begun: Response | None
    language: str
    on: date

    @property
    def asked(self) -> Questionnaire:
        return document(self.stamp.fieldwork)

    @property
    def before(self) -> dict[str, Given]:
        return self.begun.answers if self.begun else {}

    @property
    def is_finished(self) -> bool:
        return self.begun is not None and self.begun.is_finished

    @property
    def is_known_again(self) -> bool:
        """Whether the next request will be known as this questionnaire's without its form."""
        if not self.door.is_anonymous:
            return True
        kept = remembered(self.request, self.door)
        return kept is not None and kept.nonce == self.stamp.nonce

    def found(self, answers: dict[str, Given]) -> Answered:
        """What would become of these answers; those to questions not asked any more are left alone."""
        shown = {key for each in route.sheets(self.asked, answers) for key in each.keys}
        said = Said("", self.on, "", 0)
        return answered(self.asked, {key: value for key, value in answers.items() if key in shown}, said)

    def filled(self, answers: dict[str, Given], at_page: int) -> Filled:
        return Filled(
            nonce=self.stamp.nonce,
            fieldwork=self.stamp.fieldwork,
            answers=answers,
            language=self.language,
            on=self.on,
            seconds=self._seconds(),
            at_page=at_page,
        )

    def _seconds(self) -> int | None:
        """The time on the pages so far; unknown once the clock was set back."""
        so_far, here = self.begun.seconds if self.begun else 0, int(time()) - self.stamp.shown_at
        return None if so_far is None or here < 0 else so_far + here

    def html(self, shown: route.Sheet, **told: object) -> str:
        stamp = replace(self.stamp, shown_at=int(time())).signed(self.door.token)
        return public_page.sheet(
            self.door, self.stamp.fieldwork, shown, language=self.language, stamp=stamp, **told
        )

    def remember(self, response: HttpResponse) -> HttpResponse:
        """A cookie tells whose a questionnaire without a name is; a personal link tells by itself."""
        if self.door.is_anonymous and not self.is_known_again:
            response.set_cookie(
                COOKIE,
                self.stamp.signed(self.door.token),
                max_age=COOKIE_SECONDS,
                path=f"/s/{self.door.token}/",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def visit(request: HttpRequest, door: Door, stamp: Stamp | None, on: date, *, language: str = "") -> Visit:
    """The questionnaire that a form or a cookie tells, or a new one."""
    if not door.is_anonymous:
        nonce = nonce_of(door.token)
        stamp = replace(stamp, nonce=nonce) if stamp else Stamp(nonce, door.fieldwork, int(time()))
        begun = Response.objects.filter(pk=nonce).first()
    else:
        begun = Response.objects.filter(pk=stamp.nonce).first() if stamp else None
        stamp = stamp or Stamp(new_id(), door.fieldwork, int(time()))
    if begun:
        stamp = replace(stamp, fieldwork=begun.fieldwork_id)
    wanted = language or (begun.language if begun else door.invitation.language if door.invitation else "")
    accepts = request.headers.get("Accept-Language", "")
    return Visit(request, door, stamp, begun, language_of(document(stamp.fieldwork), wanted, accepts), on)


def remembered(request: HttpRequest, door: Door) -> Stamp | None:
    """What the cookie of a link without a name says; a personal one needs none."""
    return read_stamp(request.COOKIES.get(COOKIE, ""), door.token) if door.is_anonymous else None
