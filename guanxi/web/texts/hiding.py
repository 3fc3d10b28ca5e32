"""Texts with people hidden: numbers and addresses on every page, names of known customers in files too."""

from __future__ import annotations

import re

from guanxi.facts.privacy import masking
from guanxi.knowledge.identity.names import plain_text
from guanxi.web.asking.masking import masked as without_numbers
from guanxi.web.customers.models import Customer

HAN = re.compile(r"[\u3400-\u9fff]+")
TOKEN = re.compile(r"\w+", re.UNICODE)
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
MOST_WORDS, MOST_HAN = 6, 20  # of a name


def known_names() -> frozenset[str]:
    """The names of all customers, as `names_in` compares them."""
    names = Customer.objects.exclude(name="").values_list("name", flat=True).iterator()
    return frozenset(plain_name(name) for name in names if len(name.strip()) >= masking.LEAST_NAME)


def hidden(text: str, names: frozenset[str]) -> str:
    """The text without numbers, addresses and the names of known customers."""
    text = UNSEEN.sub("", text)  # what nobody sees would part a name or a number
    return without_numbers(masking.masked(text, names_in(text, names)))


def names_in(text: str, names: frozenset[str]) -> list[str]:
    """The known names that stand in a text, as they are written there."""
    return [each for each in _candidates(text) if plain_name(each) in names]


def _candidates(text: str) -> set[str]:
    """Every run of up to six words, and every run of up to twenty characters within Chinese."""
    ends = [(found.start(), found.end()) for found in TOKEN.finditer(text)]
    runs = {
        text[first : ends[last][1]]
        for at, (first, _end) in enumerate(ends)
        for last in range(at, min(at + MOST_WORDS, len(ends)))
    }
    for han in HAN.findall(text):
        for first in range(len(han)):
            for last in range(first + masking.LEAST_NAME, min(first + MOST_HAN, len(han)) + 1):
                runs.add(han[first:last])
    return runs


def plain_name(name: str) -> str:
    """Full width is half width, traditional is simplified, case does not count."""
    return " ".join(plain_text(name).split())
