"""A survey that is asked, links to it, and visitors without a session."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from guanxi.facts.store import Store
from guanxi.web.asking import door, jobs, public_page
from guanxi.web.asking.actions import make_link, open_fieldwork
from guanxi.web.asking.floods import FLOOD
from guanxi.web.asking.models import Invitation, State, Wave
from guanxi.web.asking.tokens import Kind, Token, address_mark, new_id
from guanxi.web.customers.models import Customer
from guanxi.web.kit.actions import SYSTEM

SCALE = {"low": 0, "high": 10, "missing": [-99]}
DOCUMENT = {
    "title": {"en": "How was it?", "zh": "您觉得怎么样？"},
    "thanks": {"en": "Thank you for your help.", "zh": "感谢您的帮助。"},
    "pages": [
        {
            "questions": [
                {
                    "key": "fresh",
                    "kind": "experience",
                    "dimension": "freshness",
                    "text": {"en": "How fresh was it?", "zh": "新鲜程度如何？"},
                    "scale": SCALE,
                    "required": True,
                },
                {
                    "key": "why",
                    "kind": "text",
                    "text": {"en": "What was wrong?", "zh": "哪里不好？"},
                    "show_if": [{"question": "fresh", "is": "below", "value": 5}],
                },
            ]
        },
        {
            "questions": [
                {
                    "key": "again",
                    "kind": "intention",
                    "text": {"en": "Will you come again?", "zh": "还会再来吗？"},
                    "scale": SCALE,
                },
                {"key": "words", "kind": "text", "text": {"en": "Anything else?", "zh": "还有什么想说？"}},
            ]
        },
    ],
}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Nothing of the test before is remembered: a version's number is another survey's by now."""
    settings.GUANXI_STORE = tmp_path / "store"
    door.document.cache_clear()
    public_page._blank.cache_clear()
    FLOOD.forget()
    jobs._asked_at = None
    return Store(settings.GUANXI_STORE)


@pytest.fixture
def fieldwork(db):
    return open_fieldwork(SYSTEM, "shop", DOCUMENT)


@pytest.fixture
def anonymous(db):
    return open_fieldwork(SYSTEM, "quiet", DOCUMENT | {"anonymous": True})


@pytest.fixture
def link(fieldwork):
    """The address of an open link."""
    made = make_link(SYSTEM, "shop", "At the till")
    return f"/s/{Token(Kind.OPEN, made.token_id)}/"


@pytest.fixture
def invited(db):
    """invited(fieldwork, "K-1"): a customer with a personal link; .address, .invitation."""

    def make(asked, customer_id: str = "K-1", *, expires_in: int = 30) -> SimpleNamespace:
        now = timezone.now()
        customer, _ = Customer.objects.get_or_create(
            pk=customer_id, defaults={"name": customer_id, "email": f"{customer_id.lower()}@example.org"}
        )
        wave, _ = Wave.objects.get_or_create(
            fieldwork=asked,
            expires_on=(now + timedelta(days=expires_in)).date(),
            defaults={"address": "http://localhost", "made_at": now},
        )
        invitation = Invitation.objects.create(
            token_id=new_id(),
            wave=wave,
            customer=customer,
            email=customer.email,
            email_mark=address_mark(customer.email),
            state=State.SENT,
            sent_on=now.date(),
            made_at=now,
            mailed=1,
        )
        token = Token(Kind.PERSONAL, invitation.token_id)
        return SimpleNamespace(address=f"/s/{token}/", token=token, invitation=invitation, customer=customer)

    return make


class Visitor:
    """Somebody with a browser that knows forms and no scripts. `keeps_cookies=False`: not even those."""

    def __init__(self, address: str, *, keeps_cookies: bool = True, **headers: str) -> None:
        self.client, self.address, self.headers = Client(enforce_csrf_checks=True), address, headers
        self.keeps_cookies = keeps_cookies
        self.page = self.open()

    def open(self):
        self.page = self._kept(self.client.get(self.address, headers=self.headers))
        return self.page

    def press(self, do: str, **answers):
        self.page = self._kept(self.client.post(self.address, self.form(do, **answers), **self._typed()))
        if self.page.status_code == 303:
            self.open()
        return self.page

    def form(self, do: str, **answers) -> str:
        from urllib.parse import urlencode

        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.text))
        named = {f"q.{key}": value for key, value in answers.items()}
        return urlencode(hidden | named | {"do": do}, doseq=True)

    def post(self, body: str | bytes):
        return self.client.post(self.address, body, **self._typed())

    def _typed(self) -> dict:
        return {"content_type": "application/x-www-form-urlencoded", "headers": self.headers}

    def _kept(self, response):
        if not self.keeps_cookies:
            self.client.cookies.clear()
        return response

    @property
    def text(self) -> str:
        return self.page.content.decode()


@pytest.fixture
def visitor():
    return Visitor
