"""Delivered value in steps: ours from values and costs, or from the competitor's to ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.wording import score_of
from guanxi.knowledge.experience.delivered_value import NAMES, Delivered, Relative


def delivered(found: Delivered, *, voice: Voice) -> dict[str, Any] | None:
    """From nothing, over values and costs, to what is delivered; None where a side is missing."""
    if found.delivered is None:
        return None
    steps = [(part.item, part.adds) for part in found.parts if part.adds is not None]
    title = voice.say(
        "delivered.title",
        value=score_of(found.value),
        cost=score_of(found.cost),
        net=score_of(found.delivered),
    )
    return _steps(
        title,
        (voice.say("delivered.nothing"), 0.0),
        steps,
        (voice.say("delivered.net"), found.delivered),
        voice,
    )


def against_competitor(found: Relative, *, voice: Voice) -> dict[str, Any] | None:
    """From the competitor's delivered value to ours, item by item; None where it cannot be compared."""
    if found.lead is None:
        return None
    theirs = found.theirs.subject
    code = "ahead" if found.lead > 0 else "behind" if found.lead < 0 else "equal"
    title = voice.say(f"delivered.{code}", name=theirs, lead=score_of(abs(found.lead)))
    ends = ((theirs, found.theirs.delivered), (voice.say("delivered.us"), found.ours.delivered))
    return _steps(title, ends[0], list(found.steps), ends[1], voice)


def _steps(
    title: str,
    start: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    end: tuple[str, float],
    voice: Voice,
) -> dict[str, Any]:
    chinese = voice.language.startswith("zh")
    named = [(item, NAMES[item][chinese], adds) for item, adds in steps]
    return {
        "kind": "waterfall",
        "title": title,
        "summary": voice.say("delivered.summary"),
        "unit": "count",
        "data": {
            "start": {"name": start[0], "value": start[1]},
            "steps": [{"key": item, "name": name, "value": adds} for item, name, adds in named],
            "end": {"name": end[0], "value": end[1]},
        },
        "table": voice.table(
            voice.say("delivered.item"),
            voice.say("delivered.adds"),
            rows=[
                [start[0], score_of(start[1])],
                *(
                    [name, f"+{score_of(adds)}" if adds > 0 else score_of(adds)]
                    for _item, name, adds in named
                ),
                [end[0], score_of(end[1])],
            ],
        ),
    }
