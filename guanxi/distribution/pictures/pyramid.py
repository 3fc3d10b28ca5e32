"""The pyramid: how few customers are in the upper tiers and how much they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.facts.words import word

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def pyramid(
    profile: Table, *, engine: Engine, voice: Voice, money: str = "spend_365d"
) -> dict[str, Any] | None:
    """Customers and money by tier, top first; None where nobody has a tier."""
    counted = profile.filter(lambda t: t.tier.notnull()).group_by("tier")
    rows = engine.collect(
        counted.agg(customers=lambda t: t.count(), money=lambda t: t[money].sum().fill_null(0.0))
    ).to_pylist()
    if not rows:
        return None
    order = list(word("tier").values)
    layers = sorted(
        ({"key": row["tier"], "name": voice.of("tier", row["tier"]), **row} for row in rows),
        key=lambda layer: order.index(layer["key"]),
    )
    total, top = sum(layer["money"] for layer in layers), layers[0]
    share = top["money"] / total if total else None
    return {
        "kind": "pyramid",
        "title": voice.say(
            "pyramid.title", n=voice.count(top["customers"]), tier=top["name"], money=voice.share(share)
        ),
        "summary": voice.say("pyramid.summary", measure=voice.label(money)),
        "unit": "money",
        "data": {
            "layers": [{k: layer[k] for k in ("key", "name", "customers", "money")} for layer in layers]
        },
        "table": voice.table(
            voice.label("tier"),
            voice.say("customers"),
            voice.label(money),
            rows=[[x["name"], voice.count(x["customers"]), voice.money(x["money"])] for x in layers],
        ),
    }
