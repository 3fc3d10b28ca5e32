"""What drives an outcome: derived importance with its interval, beside what is said to matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.wording import score_of, span_of
from guanxi.formats import UNKNOWN
from guanxi.knowledge.experience.drivers import Driver, Importance

Names = Mapping[str, str]  # by key what it is called; a key without a name is shown as it is


def driver_importance(
    found: Importance, *, names: Names | None = None, voice: Voice
) -> dict[str, Any] | None:
    """Each driver's share of what is explained, with its interval; beside it the rank of what is said.

    None where nothing is explained.
    """
    if found.r_squared <= 0:
        return None
    named = names or {}
    first = found.drivers[0]
    others = [each for each in found.drivers if each.disagrees]
    code = "alone" if first.shown_above and len(first.shown_above) == len(found.drivers) - 1 else "first"
    facts = {"name": named.get(first.name, first.name), "share": voice.share(first.share)}
    if others:
        worst = max(others, key=lambda each: abs(each.stated_rank - each.derived_rank))
        code = f"disagrees_{worst.disagrees}"
        facts = {"name": named.get(worst.name, worst.name)}
        facts |= {"stated": worst.stated_rank, "derived": worst.derived_rank}
    return {
        "kind": "intervals",
        "title": voice.say(f"drivers.{code}", **facts),
        "summary": voice.say(
            "drivers.summary", r2=voice.share(found.r_squared), n=voice.count(found.n), outcome=found.outcome
        ),
        "unit": "share",
        "axes": {"x": voice.say("drivers.share")},
        "data": {"rows": [_driver(each, named, voice) for each in found.drivers]},
        "table": voice.table(
            *(voice.say(f"drivers.{each}") for each in ("driver", "share", "interval", "rank", "stated")),
            rows=[
                [
                    named.get(each.name, each.name),
                    voice.share(each.share),
                    span_of(voice.share(each.share_low), voice.share(each.share_high)),
                    _ranks(each),
                    UNKNOWN if each.stated is None else f"{score_of(each.stated)} ({each.stated_rank})",
                ]
                for each in found.drivers
            ],
        ),
    }


def _driver(each: Driver, named: Names, voice: Voice) -> dict[str, Any]:
    tone = {"more": "above", "less": "below"}.get(each.disagrees or "", "history")
    row = {"key": each.name, "name": named.get(each.name, each.name), "value": each.share}
    row |= {"low": each.share_low, "high": each.share_high, "tone": tone}
    if each.stated_rank is not None:
        row["note"] = voice.say("drivers.ranks", stated=each.stated_rank, derived=each.derived_rank)
    return row


def _ranks(each: Driver) -> str:
    if each.rank_low is None or each.rank_low == each.rank_high:
        return str(each.rank)
    return f"{each.rank} ({each.rank_low}–{each.rank_high})"
