"""A name in the forms in which it may meet itself: simplified or traditional, by sound, unadorned."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

HAN = re.compile(r"[\u3400-\u9fff]")
SUFFIXES = re.compile(
    r"(股份|责任|集团|控股)*(有限)?(责任)?公司$|\b(co|company|ltd|limited|inc|corp|corporation|llc|gmbh|ag|plc|group)\b\.?"
)


@dataclass(frozen=True)
class Spellings:
    """One name.

    simplified   in simplified characters, lower case, without blanks and punctuation
    pinyin       as it sounds, without tones, syllable by syllable; "" without Chinese characters
    initials     the first letter of each syllable or word
    latin        its letters without accents, words in alphabetical order; of a Chinese name its pinyin
    """

    simplified: str
    pinyin: str
    initials: str
    latin: str


def spellings(name: str) -> Spellings:
    """The forms of a name; all empty for an empty one."""
    simplified = plain_text(name)
    short = SUFFIXES.sub(" ", simplified).strip() or simplified
    syllables = _syllables(short) if HAN.search(short) else []
    words = syllables or re.findall(r"[a-z0-9]+", _without_accents(short))
    return Spellings(
        simplified=re.sub(r"[\W_]+", "", short),
        pinyin=" ".join(syllables),
        initials="".join(word[0] for word in words),
        latin="".join(syllables) if syllables else "".join(sorted(words)),
    )


def sounds(name: str) -> str:
    """One key for all the ways to write a name that sound alike, whichever part comes first.

    张伟, 張偉, Zhang Wei and wei zhang have the same one.
    """
    found = spellings(name)
    parts = found.pinyin.split() or re.findall(r"[a-z0-9]+", _without_accents(found_words(name)))
    return "".join(sorted(parts))


def found_words(name: str) -> str:
    """The words of a name without what only says that it is a company."""
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    return SUFFIXES.sub(" ", plain).strip() or plain


def plain_text(text: str) -> str:
    """A text as it is compared: full width made half, lower case, simplified characters."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return _to_simplified(plain) if HAN.search(plain) else plain


def ways_to_write(text: str) -> list[str]:
    """The text as it stands, in simplified and in traditional characters; each once."""
    if not HAN.search(text):
        return [text]
    return list(dict.fromkeys((text, _converter("t2s").convert(text), _converter("s2t").convert(text))))


def phone_digits(text: str) -> str:
    """The digits of a phone number without the country's; "" where there are too few to be one."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(?:00|\+)?86(?=1\d{10}$)", "", digits)
    return digits if len(digits) >= 5 else ""


def _syllables(text: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(text, style=Style.NORMAL, errors=lambda rest: re.findall(r"[a-z0-9]+", rest.lower()))
    return [part for part in found if part]


def _to_simplified(text: str) -> str:
    return _converter("t2s").convert(text)


@cache
def _converter(way: str):
    from opencc import OpenCC

    return OpenCC(way)


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
