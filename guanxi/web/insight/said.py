"""How much of a customer's numbers is what the customer said, and why an answer is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.knowledge import voice
from guanxi.web.insight.models import Profile


def how(name: str, card: Mapping[str, Any], profile: Profile | None) -> list[str]:
    """Which answers counted in this turn, and how they weigh in the loyalty index."""
    heard = card.get("cuts", {}).get("voice")
    if heard is None or name not in ("loyalty_index", *voice.COLUMNS):
        return []
    since = formats.day(date.fromisoformat(heard["since"]), get_language() or "en")
    found = [
        _("Answers since %(since)s count; %(n)s customers gave one.")
        % {"since": since, "n": f"{heard['customers']:,}"}
    ]
    if name == "loyalty_index" and profile is not None:
        found.append(_of_both(card) if profile.emotional_loyalty is not None else _of_one())
    return found


def _of_both(card: Mapping[str, Any]) -> str:
    share = formats.percent(card["settings"]["emotional_weight"])
    return _("What this customer says weighs %(share)s, what they do the rest.") % {"share": share}


def _of_one() -> str:
    return _("This customer was not asked, or did not say, what they feel: the index is what they do.")


def why_unknown(name: str, profile: Profile) -> str:
    """The reason in a sentence; empty for a measure that is no answer."""
    if name not in voice.COLUMNS:
        return ""
    if profile.last_answered_on is None:
        return _("This customer was not asked, or did not answer.")
    if name in voice.SATISFACTION:
        return _("It needs both what they experienced and what they expected; one of them was not said.")
    return _("This customer answered, but not this question.")
