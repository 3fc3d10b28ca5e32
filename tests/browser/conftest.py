"""The demo, served as people serve it, and people who visit it with a real Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.pages import first_late
from tests.services import application
from tests.services.visitors import Visitors


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the demo is: one of our own, or the one that GUANXI_DEMO_ADDRESS says runs already."""
    if running := os.environ.get("GUANXI_DEMO_ADDRESS"):
        yield running
        return
    with application.demo() as address:
        yield address


@pytest.fixture(scope="session")
def visitors(browser: Browser, address: str) -> Visitors:
    return Visitors(browser, address)


@pytest.fixture(scope="session")
def late_customer(visitors: Visitors) -> dict[str, str]:
    """The customer at the top of rep_1's day."""
    context = visitors.context("rep_1")
    found = first_late(context)
    context.close()
    return found


@pytest.fixture
def signed_in(visitors: Visitors) -> Iterator[Callable[..., Page]]:
    """signed_in("rep_1", language="zh-hans", width=PHONE, appearance="dark"): a page of this person.

    What a page complains about in its console, and what the server refuses or fails to answer, fails the
    test; `refuses=True` says that the test asks for pages that are refused.
    """
    contexts, complaints = [], []

    def come(who: str | None, *, refuses: bool = False, **look) -> Page:
        context = visitors.context(who, **look)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _minded(message, complaints, refuses))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("response", lambda response: _refused(response, complaints, refuses))
        return page

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


def _minded(message: ConsoleMessage, complaints: list[str], refuses: bool) -> None:
    # What could not be loaded is told by the response itself, with its address; htmx says it once more.
    told = "Failed to load resource" in message.text or (refuses and "Response Status Error" in message.text)
    if message.type in ("error", "warning") and not told:
        complaints.append(f"console: {message.text}")


def _refused(response: Response, complaints: list[str], refuses: bool) -> None:
    if response.status >= 400 and not (refuses and response.status < 500):
        complaints.append(f"{response.status} {response.url}")
