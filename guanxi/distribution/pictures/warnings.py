"""Who is late against the own rhythm, and what that puts at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.facts.words import word

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

TONES = {"act": "warning-act", "watch": "warning-watch"}


def late_by_tier(profile: Table, *, engine: Engine, voice: Voice) -> dict[str, Any] | None:
    """Value at risk by tier and warning, top tier first; None where nobody is late."""
    late = profile.filter(lambda t: (t.warning != "none") & t.tier.notnull())
    counted = late.group_by("tier", "warning").agg(
        customers=lambda t: t.count(), money=lambda t: t.value_at_risk.sum()
    )
    rows = engine.collect(counted).to_pylist()
    if not rows:
        return None
    tiers, levels = list(word("tier").values), list(TONES)
    rows.sort(key=lambda row: (tiers.index(row["tier"]), levels.index(row["warning"])))
    for row in rows:
        row["name"] = f"{voice.of('tier', row['tier'])} · {voice.of('warning', row['warning'])}"
    customers, money = sum(row["customers"] for row in rows), sum(row["money"] for row in rows)
    return {
        "kind": "bars",
        "title": voice.say("late.title", n=voice.count(customers), money=voice.money(money)),
        "summary": voice.say("late.summary"),
        "unit": "money",
        "axes": {"x": voice.label("value_at_risk"), "y": voice.label("tier")},
        "data": {
            "items": [
                {
                    "key": f"{row['tier']}.{row['warning']}",
                    "name": row["name"],
                    "value": row["money"],
                    "n": row["customers"],
                    "tone": TONES[row["warning"]],
                }
                for row in rows
            ]
        },
        "table": voice.table(
            voice.label("tier"),
            voice.say("customers"),
            voice.label("value_at_risk"),
            rows=[[row["name"], voice.count(row["customers"]), voice.money(row["money"])] for row in rows],
        ),
    }
