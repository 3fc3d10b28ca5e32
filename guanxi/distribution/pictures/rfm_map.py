"""The RFM map: recency by frequency, area for customers, shade for money."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures.voice import Voice

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine


def rfm_map(
    profile: Table, *, engine: Engine, voice: Voice, n: int = 5, money: str = "spend_365d"
) -> dict[str, Any] | None:
    """Cells of R and F with their customers, money and customary name; None where nobody has scores."""
    scored = profile.filter(lambda t: t.r_score.notnull() & t.f_score.notnull())
    counted = scored.group_by("r_score", "f_score").agg(
        customers=lambda t: t.count(),
        money=lambda t: t[money].sum().fill_null(0.0),
        segment=lambda t: t.rfm_segment.max(),
    )
    rows = engine.collect(counted.order_by("r_score", "f_score")).to_pylist()
    if not rows:
        return None
    cells = [
        {
            "r": row["r_score"],
            "f": row["f_score"],
            "customers": row["customers"],
            "money": row["money"],
            "name": voice.of("rfm_segment", row["segment"]),
        }
        for row in rows
    ]
    return {
        "kind": "rfm_map",
        "title": _title(rows, voice),
        "summary": voice.say("rfm_map.summary", n=n, measure=voice.label(money)),
        "unit": "money",
        "axes": {"x": voice.label("r_score"), "y": voice.label("f_score")},
        "data": {"n": n, "cells": cells},
        "table": voice.table(
            "R",
            "F",
            voice.label("rfm_segment"),
            voice.say("customers"),
            voice.label(money),
            rows=[
                [str(c["r"]), str(c["f"]), c["name"], voice.count(c["customers"]), voice.money(c["money"])]
                for c in cells
            ],
        ),
    }


def _title(rows: list[dict[str, Any]], voice: Voice) -> str:
    """Which segment brings most."""
    brought: Counter[str] = Counter()
    for row in rows:
        brought[row["segment"]] += row["money"]
    total = sum(brought.values())
    if total <= 0:
        return voice.say("rfm_map.title_plain")
    best, value = brought.most_common(1)[0]
    customers = sum(row["customers"] for row in rows if row["segment"] == best)
    facts = {"customers": voice.count(customers), "money": voice.share(value / total)}
    return voice.say("rfm_map.title", segment=voice.of("rfm_segment", best), **facts)
