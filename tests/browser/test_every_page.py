"""What every page promises, in both languages, on a desk and on a phone, in light and dark."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.pages import PAGES, Shown
from tests.services.axe import what_axe_finds
from tests.services.visitors import DESK, PHONE, wait_for_pictures

# Each page in each language and width; the dark appearance once a page, where the widths and languages vary.
LOOKS = [
    {"language": "en", "width": DESK, "appearance": "light"},
    {"language": "zh-hans", "width": PHONE, "appearance": "light"},
    {"language": "zh-hans", "width": DESK, "appearance": "dark"},
    {"language": "en", "width": PHONE, "appearance": "light"},
]
CHINESE = re.compile("[\u4e00-\u9fff]")
# Three English words in a row make a sentence; what is between tags of another language is left out.
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z][a-z]+(?: [a-z]{2,}){2,}")


def seen_in(page: Page, language: str) -> str:
    """The words of a page in its own language: not those of an element that says it speaks another, nor of
    code, of what people typed and the audit kept, and of the API's fields, named in both languages."""
    return page.evaluate(
        """language => {
            const copy = document.querySelector("main").cloneNode(true);
            const foreign = `[lang]:not([lang="${language}"])`;
            const typed = "code, pre, option, script, .in-view, .ap-fields, .gx-facts";
            for (const other of copy.querySelectorAll(`${foreign}, ${typed}`)) other.remove();
            return copy.innerText;
        }""",
        {"en": "en", "zh-hans": "zh-Hans"}[language],
    )


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look.values())))
def test_a_page_is_accessible_fits_and_speaks_one_language(signed_in, late_customer, shown: Shown, look):
    page = signed_in(shown.who, refuses=shown.name == "not-there", **look)
    page.goto(shown.address.format(**late_customer))
    wait_for_pictures(page)
    language = look["language"]
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert page.locator("h1").inner_text() == shown.question(language, **late_customer)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert page.evaluate("document.documentElement.dataset.bsTheme") == look["appearance"]
    words = seen_in(page, language)
    foreign = CHINESE if language == "en" else ENGLISH_SENTENCE
    assert foreign.findall(words) == []
    assert what_axe_finds(page) == []
