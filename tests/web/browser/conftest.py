"""A real Chromium on the real pages: strict policy on, and nothing in its console."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from guanxi.web.accounts.models import User
from tests.web.conftest import PASSWORD

# Playwright's loop runs in this thread; the ORM is used between its calls, never inside them.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def open_page(browser: Browser, live_server, person) -> Iterator[Callable[..., Page]]:
    """open_page("/settings/", role="owner", language="zh-hans", appearance="dark", size=PHONE): a page of a
    person who signed in. A message in the console fails the test."""
    contexts, said = [], []

    def go(address: str, *, role: str = "owner", language: str = "en", appearance: str = "light", size=DESK):
        user = person(role)
        User.objects.filter(pk=user.pk).update(language=language, appearance=appearance)
        context = browser.new_context(viewport=size, base_url=live_server.url, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto("/account/login/")
        page.fill("[name=login]", role)
        page.fill("[name=password]", PASSWORD)
        page.click("form[action*=login] button")
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    yield go
    for context in contexts:
        context.close()
    assert said == []
