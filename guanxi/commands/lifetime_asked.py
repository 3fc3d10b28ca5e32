"""What `guanxi lifetime` was asked, as typed, and the checks that do not need the file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.settings import BadSetting

FURTHEST = 100_000.0  # units of time ahead: nobody means more


class UnknownChoice(BadInput):
    code = "cli.unknown_choice"


class NotAHistory(BadInput):
    code = "cli.not_a_history"


class NotAPair(BadInput):
    code = "cli.not_a_pair"


@dataclass(frozen=True)
class Asked:
    """The file and the options; an option that was not given is None and takes the model's own default."""

    file: Path
    model: str
    unit: str | None = None
    as_of: date | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    spend: str = "repeats"
    history: str | None = None
    ahead: float | None = None
    discount: float | None = None
    strategies: tuple[str, ...] = ()
    swing: float = 0.1
    age: float | None = None
    stage: str | None = None
    covariates: tuple[str, ...] = ()
    language: str = "en"


def known(option: str, asked: str, choices: tuple[str, ...]) -> str:
    """The choice, or UnknownChoice with those there are."""
    if asked not in choices:
        raise UnknownChoice(option=option, asked=asked, known=", ".join(choices))
    return asked


def ahead(asked: Asked, default: float, *, whole: bool = False) -> float:
    """How far to look ahead; BadSetting for zero, negative, absurd or no number."""
    given = default if asked.ahead is None else asked.ahead
    if not 0 < given <= FURTHEST or (whole and given != int(given)):
        raise BadSetting(
            setting="ahead", given=given, allowed="1, 2, ..., 100000" if whole else "> 0, <= 100000"
        )
    return given


def discount(asked: Asked, default: float = 0.10) -> float:
    """The discount a year, 0.10 = 10 %."""
    given = default if asked.discount is None else asked.discount
    if not 0 < given <= 10:
        raise BadSetting(setting="discount", given=given, allowed="> 0, <= 10")
    return given


def numbers(text: str, count: int, shape: str) -> tuple[float, ...]:
    """The finite numbers of an option such as --history 2,30.43,38.86.

    Errors  NotAHistory, with the shape it should have
    """
    try:
        found = tuple(map(float, text.split(",")))
    except ValueError:
        found = ()
    if len(found) != count or not all(map(math.isfinite, found)):
        raise NotAHistory(asked=text, shape=shape)
    return found


def pairs(typed: list[str] | None, option: str) -> dict[str, str]:
    """ROLE=COLUMN, as typed with an option that may be repeated."""
    found = {}
    for text in typed or []:
        name, sign, value = text.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise NotAPair(asked=text, option=option)
        found[name.strip()] = value.strip()
    return found


def noted(notes: list[Note], language: str) -> list[dict[str, Any]]:
    """Notes as JSON, each with its sentence."""
    return [note.as_dict() | {"sentence": note.say(language)} for note in notes]
