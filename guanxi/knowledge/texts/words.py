"""The words of a text: Chinese is cut by its dictionary, everything else at what is no letter."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[^\W\d_]{2,}", re.UNICODE)
MASK = re.compile(r"x{2,}", re.IGNORECASE)  # how a publisher hides a name


def words(text: str) -> list[str]:
    """The words of a text in their order, in small letters, without those that say nothing alone."""
    plain = unicodedata.normalize("NFKC", text).lower()
    pieces = _cutter()(plain) if HAN.search(plain) else [plain]
    found = [word for piece in pieces for word in _of(piece)]
    return [word for word in found if word not in _empty() and not MASK.fullmatch(word)]


def _of(piece: str) -> list[str]:
    return [piece] if HAN.search(piece) and len(piece) < 9 else WORD.findall(piece)


@cache
def _empty() -> frozenset[str]:
    """Words that say nothing alone; of other languages the commonest are left out by their share of texts."""
    lines = (files(__package__) / "empty_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _cutter():
    from rjieba import cut

    return cut
