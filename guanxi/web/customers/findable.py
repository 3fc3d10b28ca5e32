"""The forms a customer is found by: as written, simplified, by sound, by initials, by number."""

from __future__ import annotations

from dataclasses import dataclass

from guanxi.knowledge.identity.names import phone_digits, plain_text, spellings, ways_to_write

NOTHING = "\n"  # of a customer of whom nothing is known that could be looked for
PINYIN_KEPT, INITIALS_KEPT = 400, 80


@dataclass(frozen=True)
class Forms:
    """findable holds every form, one per line; pinyin and initials are found by how they begin."""

    findable: str
    pinyin: str
    initials: str


def forms(name: str, phone: str, email: str) -> Forms:
    said = spellings(name)
    sound = said.pinyin.replace(" ", "")
    every = (plain_text(name), sound, said.pinyin, said.initials, phone_digits(phone), email.strip().lower())
    lines = list(dict.fromkeys(form for form in every if form))
    return Forms("\n".join(lines) or NOTHING, sound[:PINYIN_KEPT], said.initials[:INITIALS_KEPT])


def asked_anywhere(text: str) -> list[str]:
    """What is looked for inside the forms: the text, and where it may be a phone number, its digits."""
    digits = phone_digits(text) if not any(sign.isalpha() for sign in text) else ""
    return list(dict.fromkeys(form for form in (plain_text(text), digits) if form))


def asked_at_beginning(text: str) -> list[str]:
    """The spellings a short text may have at the beginning of a name."""
    spelled = {text, text.lower(), text.upper(), text.capitalize()}
    return sorted({way for each in spelled for way in ways_to_write(each)})
