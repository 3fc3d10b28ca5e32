"""Whole numbers as forms and addresses bring them."""

from __future__ import annotations

from collections.abc import Mapping


def whole(text: str, *, digits: int) -> int | None:
    """The number; None where it is none, has a sign, or has more digits than can be meant."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def revision_of(form: Mapping[str, str]) -> int:
    """The revision of a draft that a form was made from; -1, which no draft has, where it says none."""
    number = whole(form.get("revision", ""), digits=9)
    return -1 if number is None else number
