"""Who moved between two turns, as a flow of at most eight bands."""

from __future__ import annotations

from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.knowledge.movement import APPEARED, DISAPPEARED, UNKNOWN

BANDS = 8


def moved(
    pairs: list[dict[str, Any]], *, column: str, left: str, right: str, voice: Voice
) -> dict[str, Any] | None:
    """The movement of a class between two days.

    pairs        rows of `knowledge.movement.movement`: moved_from, moved_to, customers
    left, right  what the two days are called
    """
    if not pairs:
        return None
    pairs = sorted(pairs, key=lambda row: (-row["customers"], row["moved_from"], row["moved_to"]))
    everybody = sum(row["customers"] for row in pairs)
    stayed = sum(row["customers"] for row in pairs if row["moved_from"] == row["moved_to"])
    flows = [
        {
            "from": row["moved_from"],
            "to": row["moved_to"],
            "from_name": _name(row["moved_from"], column, voice),
            "to_name": _name(row["moved_to"], column, voice),
            "customers": row["customers"],
        }
        for row in pairs
    ]
    return {
        "kind": "movement",
        "title": voice.say("moved.title", moved=voice.count(everybody - stayed), n=voice.count(everybody)),
        "summary": voice.say("moved.summary", measure=voice.label(column), left=left, right=right),
        "unit": "count",
        "data": {"flows": _bands(flows, voice), "left": left, "right": right},
        "table": voice.table(
            left,
            right,
            voice.say("customers"),
            rows=[[flow["from_name"], flow["to_name"], voice.count(flow["customers"])] for flow in flows],
        ),
    }


def _name(key: str, column: str, voice: Voice) -> str:
    return voice.say(f"moved.{key}") if key in (APPEARED, DISAPPEARED, UNKNOWN) else voice.of(column, key)


def _bands(flows: list[dict[str, Any]], voice: Voice) -> list[dict[str, Any]]:
    """The largest flows; what is left over is summed, so that the bands still add up to everybody."""
    if len(flows) <= BANDS:
        return flows
    rest = voice.say("moved.rest")
    left_over = sum(flow["customers"] for flow in flows[BANDS - 1 :])
    summed = {"from": "rest", "to": "rest", "from_name": rest, "to_name": rest, "customers": left_over}
    return [*flows[: BANDS - 1], summed]
