"""Answers that lead to a question, so that a preview can show what not everybody is asked."""

from __future__ import annotations

from guanxi.sources.questionnaires.answering import Given
from guanxi.sources.questionnaires.document import Condition, Question, Questionnaire

SOME_WORDS = "…"


def leading_to(document: Questionnaire, key: str) -> dict[str, Given]:
    """The fewest answers after which this question is asked; such as contradict each other lead nowhere."""
    found: dict[str, Given] = {}
    _lead(document, key, found)
    return found


def _lead(document: Questionnaire, key: str, found: dict[str, Given]) -> None:
    question = document.question(key)
    for condition in question.show_if if question else ():
        other = document.question(condition.question)
        if other is None or condition.question in found:
            continue
        found[condition.question] = _answer(other, condition)
        _lead(document, condition.question, found)


def _answer(other: Question, condition: Condition) -> Given:
    if other.scale:
        steps = [n for n in (other.scale.low, other.scale.high) if n not in other.scale.missing]
        low, high = (steps or [other.scale.low])[0], (steps or [other.scale.high])[-1]
        return str(high if condition.is_ == "above" else low)
    if other.options:
        keys = [option.key for option in other.options]
        if condition.is_ == "not_chosen":
            keys = [each for each in keys if each != condition.value] or keys
        chosen = str(condition.value) if condition.is_ == "chosen" else keys[0]
        return [chosen] if other.many else chosen
    return SOME_WORDS
