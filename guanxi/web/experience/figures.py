"""Numbers of a round as its pages write them: every digit typed, differences with their sign."""

from __future__ import annotations

from dataclasses import dataclass

from guanxi.formats import UNKNOWN, plain

DIGITS = 1  # of a mean; a typed number keeps its own, up to two


@dataclass(frozen=True)
class Figure:
    """A number on a page.

    sign      below, meets or above, for what is measured against an expectation or an ideal; "" otherwise
    interval  in words, "" where there is none
    explain   the address that says what it is
    why       why it is unknown
    """

    text: str
    sign: str = ""
    interval: str = ""
    explain: str = ""
    why: str = ""

    @property
    def mark(self) -> str:
        """The shape that doubles the colour."""
        return {"below": "▼", "above": "▲", "meets": "="}.get(self.sign, "")


def said(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return UNKNOWN
    digits = next((d for d in (0, 1) if abs(value - round(value, d)) < 1e-9), 2)
    plus = "+" if signed and value > 0 else ""
    return plus + plain(value, digits)


def said_mean(value: float | None, n: int | None, *, signed: bool = False) -> str:
    """What rests on a mean of answers, to one decimal; what was typed in as it was typed."""
    if n is None or value is None:
        return said(value, signed=signed)
    return ("+" if signed and value > 0 else "") + plain(value, DIGITS)


def interval(low: float | None, high: float | None, *, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    rounded = [round(each, DIGITS) for each in (low, high)]
    texts = [("+" if signed and each > 0 else "") + plain(each, DIGITS) for each in rounded]
    return f"{texts[0]} … {texts[1]}"


def sign_of(value: float | None) -> str:
    if value is None:
        return ""
    return "below" if value < 0 else "above" if value > 0 else "meets"


def times(ratio: float | None) -> str:
    """2×, 1.9×, 4.1×."""
    return UNKNOWN if ratio is None else f"{said(round(ratio, 2))}×"
