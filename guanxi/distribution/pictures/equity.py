"""Why customer equity is another sum than last time."""

from __future__ import annotations

from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.knowledge.movement import EquityMovement

PARTS = ("new", "grown", "shrunk", "lost")


def equity_change(change: EquityMovement, *, left: str, right: str, voice: Voice) -> dict[str, Any]:
    """A waterfall from the equity of one day (called `left`) to that of another."""
    steps = [
        {
            "key": part,
            "name": voice.say(f"equity.{part}"),
            "value": getattr(change, part),
            "n": getattr(change, f"customers_{part}"),
        }
        for part in PARTS
    ]
    difference = change.after - change.before
    direction = "grew" if difference > 0 else "fell" if difference < 0 else "stayed"
    largest = max(steps, key=lambda step: abs(step["value"]))
    return {
        "kind": "waterfall",
        "title": voice.say(
            f"equity.title_{direction}", money=voice.money(abs(difference)), most=largest["name"]
        ),
        "summary": voice.say("equity.summary", left=left, right=right),
        "unit": "money",
        "data": {
            "start": {"name": left, "value": change.before},
            "end": {"name": right, "value": change.after},
            "steps": steps,
        },
        "table": voice.table(
            voice.say("equity.part"),
            voice.say("customers"),
            voice.label("lifetime_value"),
            rows=[
                [left, "", voice.money(change.before)],
                *([s["name"], voice.count(s["n"]), voice.money(s["value"])] for s in steps),
                [right, "", voice.money(change.after)],
            ],
        ),
    }
