"""Which encoding a text is in: strict UTF-8 first, then GB18030, by proof and not by a guesser's opinion."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from guanxi.sources.refusals import UnknownEncoding

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]")
LIKELY = ["cp1252", "cp1250", "cp1251", "big5", "shift_jis", "euc_kr", "gb18030", "utf_16"]  # for a hint only
LOST = "\ufffd"


@dataclass(frozen=True)
class Decoded:
    """The text of a file, or None where the file's own bytes are proven UTF-8 and need no copy.

    lost    how many characters could not be read; each stands as U+FFFD in the text
    """

    encoding: str
    text: str | None = None
    lost: int = 0


def decode(raw: bytes, *, file: str, encoding: str | None = None) -> Decoded:
    """The text of these bytes and the encoding that was proven, or the one that was asked for.

    A file that is plainly UTF-8 or GB18030 but for a few broken characters is read, and those are
    counted; a file that fits neither is refused with the line where it goes wrong.
    """
    if encoding:
        return _as_asked(raw, file, encoding)
    for mark, marked in MARKS:
        if raw.startswith(mark):
            return _as_marked(raw, marked)
    if _is_utf8(raw):
        return Decoded("utf-8")
    return _nearly(raw, "utf-8") or _as_gb18030(raw) or _refuse(raw, file)


def _as_asked(raw: bytes, file: str, encoding: str) -> Decoded:
    try:
        return Decoded(codecs.lookup(encoding).name, raw.decode(encoding))
    except LookupError:
        raise UnknownEncoding(file=file, line=1, tried=encoding, hint="utf-8, gb18030") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnknownEncoding(file=file, line=line, tried=encoding, hint=_hint(raw)) from None


def _as_marked(raw: bytes, marked: str) -> Decoded:
    text = raw.decode(marked, "replace")
    return Decoded(marked, text, text.count(LOST))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _nearly(raw: bytes, encoding: str) -> Decoded | None:
    """The text, if what cannot be read is rare beside what was read outside of ASCII."""
    text = raw.decode(encoding, "replace")
    lost = text.count(LOST)
    found = len(OUTSIDE_ASCII.findall(text)) - lost
    rare = lost == 0 or (found >= 3 and lost * 20 <= found + 19)
    return Decoded(encoding, text, lost) if rare else None


def _as_gb18030(raw: bytes) -> Decoded | None:
    """The text, if nearly all of it outside of ASCII is everyday Chinese.

    Müller in Latin-1 is valid GB18030 too, but as a character that nobody uses.
    """
    decoded = _nearly(raw, "gb18030")
    if decoded is None:
        return None
    found = Counter(OUTSIDE_ASCII.findall(decoded.text))
    everyday = sum(count for sign, count in found.items() if _is_everyday(sign))
    return decoded if everyday * 10 >= found.total() * 8 else None


def _is_everyday(sign: str) -> bool:
    """Whether the character is one of the 7,445 of GB 2312, which cover almost all modern text."""
    return len(sign.encode("gb2312", "ignore")) == 2


def _refuse(raw: bytes, file: str) -> Decoded:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    raise UnknownEncoding(file=file, line=line, tried="UTF-8, GB18030", hint=_hint(raw))


def _hint(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000], cp_isolation=LIKELY).best()
    return best.encoding if best else LIKELY[0]
