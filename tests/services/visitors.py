"""People who sign in to the demo with a real Chromium, in the language, size and light they like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect, sync_playwright

from tests.services.application import PASSWORD

DESK, PHONE = 1440, 390
HEIGHTS = {DESK: 900, PHONE: 844}
LOCALES = {"en": "en-GB", "zh-hans": "zh-CN"}


@contextmanager
def chromium(path: Path) -> Iterator[Browser]:
    """The browser, without a window. As root it runs only without its sandbox; the pages are our own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Visitors:
    """Who comes to the demo at `address`. A person signs in once and is known from then on."""

    browser: Browser
    address: str
    known: dict[str, dict] = field(default_factory=dict)  # user name -> the cookies of that person
    chosen: dict[str, tuple] = field(default_factory=dict)  # user name -> language and appearance

    def context(
        self,
        who: str | None,
        *,
        language: str = "en",
        width: int = DESK,
        appearance: str = "light",
        height: int | None = None,
    ) -> BrowserContext:
        """A window of this person (None: of somebody who has not signed in)."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height or HEIGHTS[width]},
            locale=LOCALES[language],
            color_scheme=appearance,
            storage_state=self._cookies(who) if who else None,
        )
        if who and self.chosen.get(who) != (language, appearance):
            prefer(context, language=language, appearance=appearance)
            self.chosen[who] = (language, appearance)
        return context

    def _cookies(self, who: str) -> dict:
        if who not in self.known:
            context = self.browser.new_context(base_url=self.address, locale=LOCALES["en"])
            sign_in(context.new_page(), who)
            self.known[who] = context.storage_state()
            context.close()
        return self.known[who]


def sign_in(page: Page, who: str) -> None:
    """By the form, as a person does."""
    page.goto("/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action*=login] button")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def prefer(context: BrowserContext, *, language: str, appearance: str) -> None:
    """What the person chose in the settings, whatever an earlier visit chose."""
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
    for name, value in (("language", language), ("appearance", appearance)):
        answer = context.request.post(
            f"/settings/{name}/", form={name: value, "next": "/health/"}, headers={"X-CSRFToken": token}
        )
        assert answer.ok, f"{name}: {answer.status}"


def wait_for_pictures(page: Page) -> None:
    """Until each of the page's pictures is drawn; their program comes only with the first of them."""
    expect(page.locator("[data-chart]:not(:has(canvas, svg))")).to_have_count(0)


def click_picture(page: Page, chart: str, *, right: float, down: float, leads_to: str) -> None:
    """A click on a picture at a share of its width and height, until it leads where it should: a picture
    that is being drawn anew (a panel above it grew, its font came) is not yet one that can be clicked,
    and where a name stands depends on the machine's fonts, so each new try is a little further in.
    """
    place = page.locator(f".gx-chart-{chart} [data-chart-picture]")

    def leads(further_in: float) -> bool:
        box = place.bounding_box()
        place.click(
            position={"x": box["width"] * (right - further_in), "y": box["height"] * (down + further_in)}
        )
        try:
            page.wait_for_url(leads_to, timeout=8_000, wait_until="commit")
        except TimeoutError:
            return False
        return True

    assert any(leads(further_in) for further_in in (0, 0.02, 0.04, 0.06)), f"a click stayed on {page.url}"
    page.wait_for_load_state()
