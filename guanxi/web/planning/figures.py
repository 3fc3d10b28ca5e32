"""Figures as people type them into a cell, and as a cell shows them again."""

from __future__ import annotations

import math
import re
import unicodedata

from guanxi.errors import BadInput

MOST = 1e15
MANY = {"万": 1e4, "亿": 1e8, "k": 1e3, "m": 1e6}
GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?")
SIGNS = str.maketrans({"−": "-", "–": "-", "，": ",", "。": ".", "％": "%", "￥": "¥"})


class NotAFigure(BadInput):
    """What stands in a cell is no number."""

    code = "planning.not_a_figure"


def read(text: str, *, percent: bool = False) -> float | None:
    """The number typed; None for an empty cell. With `percent`, 60 and 60 % are 0.6.

    1,234.5 and 1 234.5 are read, and 12万; "1,8" is not: it may mean 1.8 or 18.

    Errors  NotAFigure
    """
    plain = unicodedata.normalize("NFKC", text).translate(SIGNS)
    plain = re.sub(r"\s+", "", plain).lstrip("$¥€£").lower()
    if not plain:
        return None
    if plain.endswith("%") and percent:
        plain = plain[:-1]
    times = MANY.get(plain[-1:], 1.0)
    if times != 1.0:
        plain = plain[:-1]
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not PLAIN.fullmatch(plain):
        raise NotAFigure(given=text.strip())
    found = float(plain) * times
    if not math.isfinite(found) or abs(found) > MOST:
        raise NotAFigure(given=text.strip())
    return found / 100 if percent else found


def shown(value: float | None, *, percent: bool = False) -> str:
    """A number as a cell has it: all its digits, thousands set apart; an unknown one is an empty cell."""
    if value is None:
        return ""
    figure = float(f"{value * 100 if percent else value:.12g}")
    if figure.is_integer():
        return f"{figure:,.0f}"
    whole, _point, decimals = f"{figure:.10f}".rstrip("0").partition(".")
    return f"{int(whole):,}.{decimals}" if abs(figure) >= 1 else f"{figure:.12g}"
