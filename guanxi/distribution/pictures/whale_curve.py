"""How much of the money the best customers bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.knowledge.refusals import NothingToShare
from guanxi.knowledge.whale import Whale, share_cut, whale

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

MOST = 0.8
TABLE_SHARES = (0.01, 0.05, 0.1, 0.2, 0.5, 1.0)


def whale_curve(
    profile: Table, *, engine: Engine, voice: Voice, column: str = "spend_365d"
) -> dict[str, Any] | None:
    """The fewest customers who bring four fifths of the money; None where nothing was sold."""
    try:
        curve = whale(profile, engine=engine, column=column)
        few = share_cut(profile, column, MOST, engine=engine)
    except NothingToShare:
        return None
    everybody = curve.customers[-1]
    at = few.customers / everybody
    facts = {"customers": voice.share(at), "money": voice.share(few.reached), "n": voice.count(few.customers)}
    return {
        "kind": "whale",
        "title": voice.say("whale.title", **facts),
        "summary": voice.say(
            "whale.summary", everybody=voice.count(everybody), measure=voice.label(column), **facts
        ),
        "unit": "share",
        "data": {
            "points": [
                [n / everybody, value / curve.total]
                for n, value in zip(curve.customers, curve.value, strict=True)
            ],
            "marks": [{"at": at, "value": few.reached, "n": few.customers}],
        },
        "table": voice.table(
            voice.say("customers"),
            voice.say("of_customers"),
            voice.say("of_money"),
            rows=[_row(curve, share, voice) for share in TABLE_SHARES],
        ),
    }


def _row(curve: Whale, share: float, voice: Voice) -> list[str]:
    """The nearest point of the curve at or below this share of customers."""
    wanted = share * curve.customers[-1]
    at = max(i for i, n in enumerate(curve.customers) if n <= wanted)
    n = curve.customers[at]
    return [voice.count(n), voice.share(n / curve.customers[-1]), voice.share(curve.value[at] / curve.total)]
