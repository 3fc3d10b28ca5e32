"""Effects of covariates in a sentence, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guanxi.knowledge.lifetime.covariates import SAID
from guanxi.sentences import in_a_row, say

EVIDENCE = 0.05  # a p-value below it: the groups differ
TOLD = ("buying", "stopping", "ending")  # the others are halves of one thing


def level_said(level: str, language: str) -> str:
    """The level as it stands in the facts; "unknown" where it does not, "all others" of those joined."""
    return say(SAID[level], language) if level in SAID else level


def levels_said(levels: Mapping[str, str], language: str) -> str:
    """Such as: channel = web, region = unknown."""
    between = "，" if language.startswith("zh") else ", "
    return between.join(f"{name} = {level_said(level, language)}" for name, level in levels.items())


def factor_said(factor: float) -> str:
    """Three digits of a factor: 1.82, 0.07."""
    return f"{factor:.2f}" if factor < 10 else f"{factor:.0f}"


def range_said(effect: Mapping[str, Any], language: str) -> str:
    """The 90 % interval of the factor, or that there is none."""
    if effect["factor_low"] is None:
        return say("lifetime.effect.no_range", language)
    return f"{factor_said(effect['factor_low'])}–{factor_said(effect['factor_high'])}"


def shows_nothing(effect: Mapping[str, Any]) -> bool:
    """Whether the interval holds 1, or is not known."""
    return effect["factor_low"] is None or effect["factor_low"] <= 1 <= effect["factor_high"]


def effect_said(effect: Mapping[str, Any], language: str) -> str:
    """One effect of a card as a sentence; "" of a and b, which mean nothing by themselves."""
    if effect["on"] not in TOLD:
        return ""
    said = say(
        f"lifetime.effect.{effect['on']}",
        language,
        covariate=effect["covariate"],
        level=level_said(effect["level"], language),
        customers=effect["customers"],
        factor=factor_said(effect["factor"]),
        range=range_said(effect, language),
    )
    if effect["factor_low"] is None or not shows_nothing(effect):
        return said
    return in_a_row(language, said, say("lifetime.effect.unsure", language))


def evidence_said(p_value: float, language: str) -> str:
    """Whether the groups differ at all, from the likelihood ratio."""
    small = p_value < 0.001
    shown = (
        say("lifetime.p_small", language) if small else say("lifetime.p_exact", language, p=f"{p_value:.3f}")
    )
    code = "covariates_help" if p_value < EVIDENCE else "covariates_do_not_help"
    return say(f"lifetime.{code}", language, p=shown)
