"""Words of customers as this room hands them on: with every long number hidden, days and orders too."""

from __future__ import annotations

import re

from guanxi.facts.privacy import masking

DIGITS = re.compile(r"(?<!\d)\+?\d(?:[ ()./-]?\d){6,}[\dXx]?(?!\d)")


def masked(text: str) -> str:
    """The text without addresses and numbers of a person. Names cannot be told from words, and stay."""
    # Numbers come after addresses, whose own digits would be hidden and the rest left; then what has fewer.
    numbered = DIGITS.sub(masking.MASK, masking.EMAIL.sub(masking.MASK, text))
    return masking.masked(numbered)
