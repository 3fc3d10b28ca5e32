"""Words of customers without what tells a person: addresses of e-mail, telephone and identity numbers."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DIGITS = re.compile(r"(?<!\d)\+?\d(?:[ ()./-]?\d){6,}[\dXx]?(?!\d)")


def masked(text: str) -> str:
    """The text with each of them as ***. Names cannot be told from words, and stay."""
    return DIGITS.sub("***", EMAIL.sub("***", text))
