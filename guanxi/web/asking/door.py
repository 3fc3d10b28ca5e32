"""What a link leads to: a survey that can be answered, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from django.conf import settings

from guanxi.facts.firm import day_at
from guanxi.facts.store import Store
from guanxi.sources.questionnaires.document import Questionnaire, read_document
from guanxi.web.asking.models import Fieldwork, Invitation, Link, State
from guanxi.web.asking.tokens import Kind, Token


class Shut(StrEnum):
    """Why nothing can be answered here."""

    CLOSED = "closed"
    EXPIRED = "expired"
    USED = "used"


@dataclass(frozen=True)
class Door:
    """fieldwork: what is answered now; a questionnaire begun before keeps its own."""

    token: Token
    fieldwork: int
    survey: str
    invitation: Invitation | None = None
    link: Link | None = None
    shut: Shut | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.invitation is None or document(self.fieldwork).anonymous


def open_door(token: Token, *, on: date) -> Door | None:
    """What this link leads to on this day; None where it leads nowhere, whatever the reason."""
    return _personal(token, on) if token.kind == Kind.PERSONAL else _open(token, on)


def _personal(token: Token, on: date) -> Door | None:
    rows = Invitation.objects.select_related("wave__fieldwork").defer("wave__fieldwork__document")
    found = rows.filter(token_id=token.id).first()
    if found is None:
        return None
    wave, shut = found.wave, None
    if found.state == State.ANSWERED:
        shut = Shut.USED
    elif not wave.fieldwork.is_open:
        shut = Shut.CLOSED
    elif wave.expires_on < on or found.state == State.EXPIRED:
        shut = Shut.EXPIRED
    return Door(token, wave.fieldwork_id, wave.fieldwork.survey, invitation=found, shut=shut)


def _open(token: Token, on: date) -> Door | None:
    found = Link.objects.filter(token_id=token.id).first()
    asked = found and Fieldwork.objects.filter(survey=found.survey).defer("document")
    newest = asked and asked.order_by("-is_open", "-version").first()
    if not newest:
        return None
    shut = None
    if not (found.is_on and newest.is_open):
        shut = Shut.CLOSED
    elif found.expires_on and found.expires_on < on:
        shut = Shut.EXPIRED
    return Door(token, newest.pk, newest.survey, link=found, shut=shut)


@lru_cache(maxsize=256)
def document(fieldwork: int) -> Questionnaire:
    """What is asked. It never changes while there is fieldwork, so each process reads it once."""
    return read_document(Fieldwork.objects.values_list("document", flat=True).get(pk=fieldwork))


def firm_day(at: datetime) -> date:
    """The day it is where the firm is: its facts are dated by that."""
    return day_at(Store(settings.GUANXI_STORE), at, otherwise=settings.TIME_ZONE)
