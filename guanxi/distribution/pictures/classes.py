"""How customers and their money are spread over the values of a class, such as the eight RFM classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.facts.words import word

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def classes(
    profile: Table, *, column: str, engine: Engine, voice: Voice, money: str = "spend_365d"
) -> dict[str, Any] | None:
    """Money by class, in the word's own order, the empty ones too; None where nobody has one."""
    counted = profile.filter(lambda t: t[column].notnull()).group_by(key=lambda t: t[column])
    rows = engine.collect(
        counted.agg(customers=lambda t: t.count(), value=lambda t: t[money].sum().fill_null(0.0))
    ).to_pylist()
    if not rows:
        return None
    found, none = {row["key"]: row for row in rows}, {"customers": 0, "value": 0.0}
    items = [
        {
            "key": key,
            "name": voice.of(column, key),
            "value": found.get(key, none)["value"],
            "n": found.get(key, none)["customers"],
        }
        for key in word(column).values
    ]
    total, best = sum(item["value"] for item in items), max(items, key=lambda item: item["value"])
    share = best["value"] / total if total else None
    return {
        "kind": "bars",
        "title": voice.say(
            "classes.title", name=best["name"], n=voice.count(best["n"]), money=voice.share(share)
        ),
        "summary": voice.say("classes.summary", column=voice.label(column), measure=voice.label(money)),
        "unit": "money",
        "axes": {"x": voice.label(money), "y": voice.label(column)},
        "data": {"items": items},
        "table": voice.table(
            voice.label(column),
            voice.say("customers"),
            voice.label(money),
            rows=[[item["name"], voice.count(item["n"]), voice.money(item["value"])] for item in items],
        ),
    }
