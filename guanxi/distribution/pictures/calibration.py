"""What was predicted against what happened, a tenth of the customers at a time."""

from __future__ import annotations

from typing import Any, Literal

from guanxi.distribution.pictures.voice import Voice

NOT_PREDICTED = 0  # the decile of customers of whom nothing was predicted


def calibration(
    measured: list[dict[str, Any]], *, voice: Voice, quantity: Literal["purchases", "spend"] = "purchases"
) -> dict[str, Any] | None:
    """The check of one snapshot's predictions at one horizon.

    measured   rows of the fact table `measurements`; None is drawn where nothing was predicted
    """
    rows = [row for row in sorted(measured, key=lambda row: row["decile"]) if row["decile"] != NOT_PREDICTED]
    predicted = sum(row[f"predicted_{quantity}"] or 0 for row in rows)
    happened = sum(row[f"happened_{quantity}"] or 0 for row in rows)
    if not rows or not predicted:
        return None
    said = voice.money if quantity == "spend" else voice.count
    facts = {"predicted": said(predicted), "happened": said(happened), "days": rows[0]["horizon_days"]}
    return {
        "kind": "calibration",
        "title": voice.say(f"calibration.title_{quantity}", **facts),
        "summary": voice.say(
            "calibration.summary", n=voice.count(sum(row["customers"] for row in rows)), **facts
        ),
        "unit": "money" if quantity == "spend" else "count",
        "data": {
            "deciles": [
                {
                    "decile": row["decile"],
                    "predicted": row[f"predicted_{quantity}"],
                    "happened": row[f"happened_{quantity}"],
                    "customers": row["customers"],
                }
                for row in rows
            ]
        },
        "table": voice.table(
            voice.say("calibration.decile"),
            voice.say("customers"),
            voice.say("calibration.predicted"),
            voice.say("calibration.happened"),
            rows=[
                [
                    str(row["decile"]),
                    voice.count(row["customers"]),
                    said(row[f"predicted_{quantity}"]),
                    said(row[f"happened_{quantity}"]),
                ]
                for row in rows
            ],
        ),
    }
