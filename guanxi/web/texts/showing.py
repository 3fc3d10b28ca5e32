"""Texts as a page shows them: without numbers of people, cut where they are long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guanxi.web.asking.masking import masked
from guanxi.web.texts.models import Text

SHORT = 600  # characters shown at first


@dataclass(frozen=True)
class Shown:
    """lead is what stands there at first, rest what is opened; cut counts what only the facts hold."""

    text: Text
    lead: str
    rest: str
    cut: int


def shown(texts: Iterable[Text], longest: int = SHORT) -> list[Shown]:
    return [_shown(text, longest) for text in texts]


def _shown(text: Text, longest: int) -> Shown:
    said = masked(text.body)
    lead, rest = (said, "") if len(said) <= longest else (said[:longest], said[longest:])
    return Shown(text, lead, rest, max(0, text.length - len(text.body)))
