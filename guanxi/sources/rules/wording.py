"""A rule in words, for people who read and change it."""

from __future__ import annotations

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.facts.words import word
from guanxi.sentences import say
from guanxi.sources.rules.conditions import Condition
from guanxi.sources.rules.reconcile import kind_name
from guanxi.sources.rules.rule_set import Rule

LONGEST = 60  # signs of a pattern that are said
SHOWN = 6  # words of a list that are said; the rest is counted


def said(rule: Rule, language: str = "en") -> str:
    """What the rule asks of a line: "Amount is below 0; and one of these: ..."."""
    every = say("rules.words.and", language).join(condition_said(each, language) for each in rule.all)
    some = say("rules.words.or", language).join(_any_said(rule.any, language))
    if every and some:
        return say("rules.words.both", language, every=every, some=some)
    return every or some


def condition_said(condition: Condition, language: str = "en") -> str:
    """One test of one place in words."""
    return _test_said(condition, place_name(condition, language), language)


def _any_said(conditions: tuple[Condition, ...], language: str) -> list[str]:
    """Places that are tested by the same are said together."""
    places: dict[tuple, list[Condition]] = {}
    for condition in conditions:
        places.setdefault((condition.test, getattr(condition, condition.test)), []).append(condition)
    between = say("rules.words.place_or", language)
    return [
        _test_said(same[0], between.join(place_name(each, language) for each in same), language)
        for same in places.values()
    ]


def _test_said(condition: Condition, what: str, language: str) -> str:
    value, code = getattr(condition, condition.test), condition.test
    if code == "is_missing":
        return say(f"rules.words.{code if value else 'is_there'}", language, what=what)
    if code == "is_one_of" and len(value) == 1:
        code = "is_one"
    return say(f"rules.words.{code}", language, what=what, value=_value(value, language))


def place_name(condition: Condition, language: str = "en") -> str:
    if condition.field is None:
        return say("rules.words.column", language, column=condition.where)
    return field_name(condition.field, language)


def field_name(field: str, language: str = "en") -> str:
    """What a field of a line is called; the price is no word of the facts, it is amount by quantity."""
    return say("rules.words.price", language) if field == "price" else word(field).label(language)


def outcome_said(kind: str, language: str = "en") -> str:
    """What a line of this kind is, and where it counts."""
    counts = LINE_KINDS[kind]
    code = "nowhere" if not counts.in_revenue else "revenue" if not counts.in_spend else "spend"
    code = "sale" if counts.makes_purchase else code
    return say(f"rules.words.counts_{code}", language, kind=kind_name(kind, language))


def _value(value: tuple[str, ...] | float | str, language: str) -> str:
    if isinstance(value, float):
        return f"{value:,.12g}"
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    shown = ("、" if language.lower().startswith("zh") else ", ").join(value[:SHOWN])
    more = len(value) - SHOWN
    return say("rules.words.more", language, shown=shown, more=more) if more > 0 else shown
