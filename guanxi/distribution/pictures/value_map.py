"""The value map: loyalty up, value to the right; few customers as points, many as counted cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.facts.words import word

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

MOST_POINTS = 2000
CELL = 5  # index points a side


def value_map(
    profile: Table,
    *,
    cuts: dict[str, float],
    engine: Engine,
    voice: Voice,
    names: dict[str, str] | None = None,
    money: str = "spend_365d",
    most_points: int = MOST_POINTS,
) -> dict[str, Any] | None:
    """The LV quadrants of everybody who has both indexes; None where nobody has.

    cuts    loyalty_index and value_index at which the quadrants part
    names   what to call customers in tooltips; their key otherwise
    """
    known = profile.filter(lambda t: t.quadrant.notnull())
    quadrants = _quadrants(known, money, engine, voice)
    everybody = sum(part["customers"] for part in quadrants)
    if not everybody:
        return None
    data: dict[str, Any] = {
        "cuts": {"loyalty": cuts["loyalty_index"], "value": cuts["value_index"]},
        "quadrants": quadrants,
    }
    if everybody <= most_points:
        data["points"] = _points(known, engine, names or {})
    else:
        data["bins"] = _bins(known, money, engine)
    best = next(part for part in quadrants if part["key"] == "A")
    fragile = next(part for part in quadrants if part["key"] == "B")
    return {
        "kind": "value_map",
        "title": voice.say(
            "value_map.title", a=voice.count(best["customers"]), b=voice.count(fragile["customers"])
        ),
        "summary": voice.say("value_map.summary", n=voice.count(everybody)),
        "unit": "money",
        "axes": {"x": voice.label("value_index"), "y": voice.label("loyalty_index")},
        "data": data,
        "table": voice.table(
            voice.label("quadrant"),
            voice.say("customers"),
            voice.label(money),
            rows=[[x["name"], voice.count(x["customers"]), voice.money(x["money"])] for x in quadrants],
        ),
    }


def _quadrants(known: Table, money: str, engine: Engine, voice: Voice) -> list[dict[str, Any]]:
    """All four, the empty ones too."""
    counted = known.group_by("quadrant").agg(
        customers=lambda t: t.count(), money=lambda t: t[money].sum().fill_null(0.0)
    )
    found = {row["quadrant"]: row for row in engine.collect(counted).to_pylist()}
    none = {"customers": 0, "money": 0.0}
    return [
        {"key": key, "name": voice.of("quadrant", key)} | {k: found.get(key, none)[k] for k in none}
        for key in word("quadrant").values
    ]


def _points(known: Table, engine: Engine, names: dict[str, str]) -> list[list[Any]]:
    rows = known.select("loyalty_index", "value_index", "quadrant", "customer_id").order_by("customer_id")
    return [
        [
            round(row["loyalty_index"], 1),
            round(row["value_index"], 1),
            row["quadrant"],
            row["customer_id"],
            names.get(row["customer_id"], row["customer_id"]),
        ]
        for row in engine.collect(rows).to_pylist()
    ]


def _bins(known: Table, money: str, engine: Engine) -> list[dict[str, Any]]:
    cells = known.mutate(
        x0=lambda t: (t.value_index / CELL).floor().cast("int64").clip(upper=100 // CELL - 1) * CELL,
        y0=lambda t: (t.loyalty_index / CELL).floor().cast("int64").clip(upper=100 // CELL - 1) * CELL,
    )
    counted = cells.group_by("x0", "y0").agg(
        n=lambda t: t.count(), money=lambda t: t[money].sum().fill_null(0.0)
    )
    rows = engine.collect(counted.order_by("x0", "y0")).to_pylist()
    return [row | {"x1": row["x0"] + CELL, "y1": row["y0"] + CELL} for row in rows]
