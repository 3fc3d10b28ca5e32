"""What names a person in what was written freely, hidden before it leaves the house."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"

# The longer forms first: an identity number contains what looks like a telephone number.
_EMAIL = r"[\w.+-]{1,64}[@＠][\w-]{1,63}(?:\.[\w-]{1,63})+"
IDENTITY = r"(?<!\d)\d{17}[\dXx](?!\w)"  # of the People's Republic: 18 places
CARD = r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)"
MOBILE = r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
PHONE = (
    r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,5}\)[ .-]?|\d{2,5}[ .-])(?:\d{2,5}[ .-]?){1,4}\d{2,5}(?![\w])"
)
HANDLE = r"(?<=微信)[:：号\s]{0,3}[A-Za-z][\w-]{5,19}"
EMAIL = re.compile(_EMAIL)
PERSONAL = re.compile("|".join((_EMAIL, IDENTITY, CARD, MOBILE, HANDLE, PHONE)))
DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}$")
LEAST_NAME = 2  # letters: a name of one letter would hide half of the text


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with addresses, telephone, card and identity numbers hidden, and these names.

    In      names   what is known of the writer: name, company; case does not count
    Out     days and short numbers stay. A name nobody told us stays too: masking is no promise of anonymity
    """
    hidden = PERSONAL.sub(lambda found: found[0] if DAY.match(found[0].strip()) else MASK, text)
    for name in sorted({each.strip() for each in names if each and len(each.strip()) >= LEAST_NAME}, key=len)[
        ::-1
    ]:
        hidden = re.sub(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", MASK, hidden, flags=re.IGNORECASE)
    return hidden
