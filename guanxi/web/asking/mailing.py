"""An invitation as a mail: in the customer's language, with the link, and a way never to get another."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _

from guanxi.facts.firm import read_firm
from guanxi.facts.store import Store
from guanxi.sources.questionnaires.document import Questionnaire
from guanxi.web.asking.door import document
from guanxi.web.asking.models import Invitation
from guanxi.web.asking.public_page import LOCALES
from guanxi.web.asking.tokens import Kind, Token

NOT_SENDING = ("dummy", "console")


def is_set_up() -> bool:
    """Whether mails leave this installation."""
    return not any(f".{name}." in settings.EMAIL_BACKEND for name in NOT_SENDING)


def address_of(invitation: Invitation) -> str:
    """The whole link."""
    base = settings.ASKING_ADDRESS or invitation.wave.address
    return f"{base}/s/{Token(Kind.PERSONAL, invitation.token_id)}/"


def mail(invitation: Invitation) -> EmailMessage:
    """The invitation, or the reminder where one was sent before."""
    asked, link = document(invitation.wave.fieldwork_id), address_of(invitation)
    language = _language(asked, invitation.language)
    stop = f"{link}stop/"
    with translation.override(LOCALES[language]):
        firm = _firm(language)
        title = " ".join(asked.title.say(language).split())
        subject = _("Reminder: %(title)s") % {"title": title} if invitation.mailed else title
        until = formats.date_format(invitation.wave.expires_on, "DATE_FORMAT")
        told = {"title": title, "intro": asked.intro.say(language), "link": link, "stop": stop}
        told |= {"firm": firm, "is_anonymous": asked.anonymous, "until": until}
        body = render_to_string("asking/mail.txt", told | {"is_reminder": invitation.mailed > 0})
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{invitation.pk}.{invitation.mailed}.{invitation.token_id[:8]}@{_host(link)}>",
    }
    return EmailMessage(subject, body, _sender(firm), [invitation.email], headers=headers)


def _language(asked: Questionnaire, wanted: str) -> str:
    usual = settings.LANGUAGE_CODE[:2]
    return next((each for each in (wanted, usual) if each in asked.languages), asked.languages[0])


def _sender(firm: str) -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or firm, address))


def _host(link: str) -> str:
    return urlsplit(link).hostname or "localhost"


def _firm(language: str) -> str:
    return _firm_of(str(settings.GUANXI_STORE), language)


@lru_cache(maxsize=4)
def _firm_of(store: str, language: str) -> str:
    firm = read_firm(Store(store))
    return firm.name(language) if firm else settings.SITE_NAME
