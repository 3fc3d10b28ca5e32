"""How many purchase days one customer may still bring, as bars."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from guanxi import formats
from guanxi.distribution.pictures.voice import Voice

BARS = 10  # at most, "none" included
RARE = 0.005  # what lies beyond, less than 1 in 200, goes with the last bar


def coming(counts: np.ndarray, *, days: int, title: str, voice: Voice) -> dict[str, Any]:
    """The distribution of purchase days within `days`, several counts to a bar where there are many.

    counts  P(0), P(1), P(2)...
    title   the finding, in words
    """
    items = [
        {"key": key, "name": voice.say("coming.none") if key == "0" else key, "value": value}
        for key, value in bars(counts)
    ]
    return {
        "kind": "bars",
        "title": title,
        "summary": voice.say("coming.summary", days=days),
        "unit": "probability",
        "axes": {"x": voice.say("coming.chance"), "y": voice.say("coming.purchases")},
        "data": {"items": [item | {"tone": "forecast"} for item in items]},
        "table": voice.table(
            voice.say("coming.purchases"),
            voice.say("coming.chance"),
            voice.say("coming.in_words"),
            rows=[
                [item["name"], voice.share(item["value"]), formats.odds(item["value"], voice.language)]
                for item in items
            ],
        ),
    }


def bars(counts: np.ndarray) -> list[tuple[str, float]]:
    """What each bar is called ("0", "3", "4–6", "10+") and its probability; they add up to all."""
    reached = np.cumsum(counts[::-1])[::-1]
    top = max(1, int(np.sum(reached >= RARE)) - 1)
    width = -(-top // (BARS - 1))
    edges = [*range(1, top + 1, width), len(counts)] if len(counts) > 1 else []
    found = [("0", float(counts[0]))]
    for first, after in pairwise(edges):
        is_last = after == len(counts) and after > first + width
        name = f"{first}+" if is_last else _run(first, min(after, first + width) - 1)
        found.append((name, float(counts[first:after].sum())))
    return found


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
