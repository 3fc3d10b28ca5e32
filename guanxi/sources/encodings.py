"""Which encoding a text is in: strict UTF-8 first, then GB18030, by proof and not by a guesser's opinion.

A text is never whole in memory: it is proven block by block, and one that is not plain UTF-8 is written anew
as UTF-8, so that all readers behind this one meet only that.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from guanxi.sources.refusals import NotATable, UnknownEncoding

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]")
LONE_RETURN = re.compile(r"\r(?!\n)")
LIKELY = ["cp1252", "cp1250", "cp1251", "big5", "shift_jis", "euc_kr", "gb18030", "utf_16"]  # for a hint only
LOST = "\ufffd"
BLOCK = 4 << 20
JUDGED = 16 << 20  # So much text tells whether the characters are everyday Chinese.
HOPELESS = 1_000  # So many lost characters are no accident, unless there are many times as many read ones.


@dataclass(frozen=True)
class PlainText:
    """A text as UTF-8 on disk, its lines ended by a line feed, with or without a carriage return before it.

    path        the file itself where it is so already; otherwise what was written for it
    start       where the text begins, in bytes: after a byte-order mark
    encoding    the one that was proven, or the one that was asked for
    lost        how many characters could not be read; each stands as U+FFFD in the text
    quotes      whether there is any quotation mark
    """

    path: Path
    start: int
    encoding: str
    lost: int
    quotes: bool


def plain_text(path: Path, scratch: Path, *, file: str, encoding: str | None = None) -> PlainText:
    """The text of a file as UTF-8; `scratch` is written where the file itself is something else.

    A file that is plainly UTF-8 or GB18030 but for a few broken characters is read, and those are
    counted; a file that fits neither is refused with the line where it goes wrong.
    Errors  UnknownEncoding; NotATable where an encoding is asked for that is none of text
    """
    if encoding:
        return _as_asked(path, scratch, file, encoding)
    marked = _marked(path)
    if marked == "utf-16":
        return _written(path, scratch, marked, "replace")
    proven, wrong_line = _proven_utf8(path, 3 if marked else 0)
    if proven:
        returns, quotes = proven
        name = marked or "utf-8"
        return (
            _written(path, scratch, name, "strict")
            if returns
            else PlainText(path, 3 if marked else 0, name, 0, quotes)
        )
    nearly = _nearly(path, scratch, marked or "utf-8") or (None if marked else _as_gb18030(path, scratch))
    if nearly is None:
        raise UnknownEncoding(file=file, line=wrong_line, tried="UTF-8, GB18030", hint=_hint(path))
    return nearly


def _marked(path: Path) -> str:
    with path.open("rb") as handle:
        head = handle.read(4)
    return next((name for mark, name in MARKS if head.startswith(mark)), "")


def _as_asked(path: Path, scratch: Path, file: str, encoding: str) -> PlainText:
    try:
        name = codecs.lookup(encoding).name
        "".encode(encoding)
    except LookupError:
        raise UnknownEncoding(file=file, line=1, tried=encoding, hint="utf-8, gb18030") from None
    line = 1
    try:
        for text in _decoded(path, name, "strict"):
            line += text.count("\n")
    except UnicodeError as error:
        line += error.object.count(b"\n", 0, error.start) if isinstance(error, UnicodeDecodeError) else 0
        raise UnknownEncoding(file=file, line=line, tried=encoding, hint=_hint(path)) from None
    except (LookupError, TypeError, AssertionError, NotImplementedError):
        raise NotATable(file=file) from None
    return _written(path, scratch, name, "strict")


def _proven_utf8(path: Path, start: int) -> tuple[tuple[int, bool] | None, int]:
    """Whether the bytes are UTF-8 (then: how many carriage returns stand alone, and whether there are
    quotation marks), and the line that is not."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    returns, quotes, last, whole = 0, False, b"", True
    with path.open("rb") as handle:
        handle.seek(start)
        while True:
            at, raw = handle.tell(), handle.read(BLOCK)
            try:
                if not (raw and whole and raw.isascii()):
                    decoder.decode(raw, final=not raw)
                    whole = not decoder.getstate()[0]
            except UnicodeDecodeError as error:
                # Its bytes begin with those of a sign that the block before cut in two; no line ends in them.
                return None, _feeds(path, start, at) + 1 + error.object.count(b"\n", 0, error.start)
            if not raw:
                return (returns + (last == b"\r"), quotes), 0
            quotes = quotes or b'"' in raw
            if last == b"\r" or b"\r" in raw:
                together = last + raw if last == b"\r" else raw
                # One at the very end is judged with the next block.
                returns += together.count(b"\r") - together.count(b"\r\n") - together.endswith(b"\r")
            last = raw[-1:]


def _feeds(path: Path, start: int, end: int) -> int:
    """How many lines end between two places of a file."""
    found = 0
    with path.open("rb") as handle:
        handle.seek(start)
        while start < end and (raw := handle.read(min(BLOCK, end - start))):
            found, start = found + raw.count(b"\n"), start + len(raw)
    return found


def _decoded(path: Path, encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as handle:
        while raw := handle.read(BLOCK):
            yield decoder.decode(raw)
        yield decoder.decode(b"", final=True)


def _written(path: Path, scratch: Path, encoding: str, errors: str) -> PlainText:
    """The text, written anew as UTF-8. A carriage return alone, as old systems have it, ends a line."""
    lost, quotes, held = 0, False, ""
    with scratch.open("wb") as target:
        for text in _decoded(path, encoding, errors):
            text = held + text
            held = "\r" if text.endswith("\r") else ""
            text = text.removesuffix("\r") if held else text
            if "\r" in text:
                text = LONE_RETURN.sub("\n", text)
            lost += text.count(LOST)
            quotes = quotes or '"' in text
            target.write(text.encode("utf-8", "replace"))
        target.write(b"\n" if held else b"")
    return PlainText(scratch, 0, encoding, lost, quotes)


def _nearly(path: Path, scratch: Path, encoding: str) -> PlainText | None:
    """The text, if what cannot be read is rare beside what was read outside of ASCII."""
    lost = found = 0
    for text in _decoded(path, encoding, "replace"):
        gone = text.count(LOST)
        lost += gone
        found += len(text) - len(text.encode("ascii", "ignore")) - gone
        if lost > HOPELESS and lost > found:
            return None
    rare = lost == 0 or (found >= 3 and lost * 20 <= found + 19)
    return _written(path, scratch, encoding, "replace") if rare else None


def _as_gb18030(path: Path, scratch: Path) -> PlainText | None:
    """The text, if nearly all of it outside of ASCII is everyday Chinese.

    Müller in Latin-1 is valid GB18030 too, but as a character that nobody uses.
    """
    found: Counter[str] = Counter()
    for text in _decoded(path, "gb18030", "replace"):
        found.update(OUTSIDE_ASCII.findall(text))
        if found.total() > JUDGED:
            break
    everyday = sum(count for sign, count in found.items() if _is_everyday(sign))
    return _nearly(path, scratch, "gb18030") if everyday * 10 >= found.total() * 8 else None


def _is_everyday(sign: str) -> bool:
    """Whether the character is one of the 7,445 of GB 2312, which cover almost all modern text."""
    return len(sign.encode("gb2312", "ignore")) == 2


def _hint(path: Path) -> str:
    from charset_normalizer import from_bytes

    with path.open("rb") as handle:
        best = from_bytes(handle.read(200_000), cp_isolation=LIKELY).best()
    return best.encoding if best else LIKELY[0]
