"""A question as the public page draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guanxi.facts.notes import Note
from guanxi.sentences import say
from guanxi.sources.questionnaires.answering import LONGEST_WORDS, Given
from guanxi.sources.questionnaires.document import Question, Scale

MOST_STEPS = 11  # of a scale that is drawn as buttons; a longer one is typed


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Field:
    """control: steps (buttons in a row), one, many, number or words."""

    key: str
    control: str
    text: str
    help: str = ""
    low_label: str = ""
    high_label: str = ""
    choices: list[Choice] = field(default_factory=list)
    beside: list[Choice] = field(default_factory=list)  # what is no step of the scale
    low: int = 0
    high: int = 0
    typed: str = ""
    longest: int = LONGEST_WORDS
    error: str = ""
    is_required: bool = False


def drawn(
    questions: tuple[Question, ...], given: Mapping[str, Given], faults: Mapping[str, Note], language: str
) -> list[Field]:
    return [_field(each, given.get(each.key), faults.get(each.key), language) for each in questions]


def _field(question: Question, value: Given, fault: Note | None, language: str) -> Field:
    told = {
        "key": question.key,
        "text": question.text.say(language),
        "help": question.help.say(language),
        "error": _said(fault, question, language) if fault else "",
        "is_required": question.required,
    }
    chosen = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
    if question.scale:
        return _scale(question.scale, chosen, told, language)
    if question.options:
        choices = [Choice(each.key, each.text.say(language), each.key in chosen) for each in question.options]
        return Field(control="many" if question.many else "one", choices=choices, **told)
    return Field(control="words", typed="" if value is None else str(value), **told)


def _scale(scale: Scale, chosen: list[str], told: dict, language: str) -> Field:
    told |= {
        "low": scale.low,
        "high": scale.high,
        "low_label": scale.low_label.say(language),
        "high_label": scale.high_label.say(language),
        "beside": _no_answer(scale, chosen),
    }
    if scale.high - scale.low < MOST_STEPS:
        steps = [each for each in range(scale.low, scale.high + 1) if each not in scale.missing]
        choices = [Choice(str(each), str(each), str(each) in chosen) for each in steps]
        return Field(control="steps", choices=choices, **told)
    typed = "" if chosen == ["None"] or chosen[0] in map(str, scale.missing) else chosen[0]
    return Field(control="number", typed=typed, **told)


def _no_answer(scale: Scale, chosen: list[str]) -> list[Choice]:
    """What somebody chooses who has no answer, where the survey knows a code for that."""
    codes = [str(each) for each in scale.missing]
    return [Choice(codes[0], _("I cannot say"), bool(set(chosen) & set(codes)))] if codes else []


def _said(fault: Note, question: Question, language: str) -> str:
    """What is wrong, in the words of whoever answers: a question is called by what it asks."""
    facts = fault.facts | {"question": question.text.say(language)}
    name = fault.code.rpartition(".")[2]
    return say(f"asking.{name}", "zh-hans" if language == "zh" else "en", **facts)
