"""What customers say by what they are worth: the value of the dissatisfied, and satisfaction by class."""

from __future__ import annotations

from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.wording import score_of, span_of
from guanxi.knowledge.experience.by_value import SCALES
from guanxi.knowledge.experience.kinds import dimension_name
from guanxi.sentences import in_a_row

TONES = {"A": "quadrant-a", "B": "quadrant-b", "C": "quadrant-c", "D": "quadrant-d"}


def at_risk(found: dict[str, Any], *, voice: Voice) -> dict[str, Any] | None:
    """Lifetime value of the dissatisfied by dimension, most first; None where none is dissatisfied.

    found   `by_value.standing` as plain JSON
    """
    rows = [row for row in found["at_risk"] if row["measure"] and row["customers"]]
    together = next((row for row in found["at_risk"] if row["measure"] is None), None)
    if together is None or not rows:
        return None
    rows.sort(key=lambda row: -(row["lifetime_value"] or 0.0))
    facts = {"n": voice.count(together["customers"]), "money": voice.money(together["lifetime_value"])}
    return {
        "kind": "bars",
        "title": voice.say("said.at_risk_one" if together["customers"] == 1 else "said.at_risk", **facts),
        "summary": _summary(together, voice),
        "unit": "money",
        "axes": {"x": voice.label("lifetime_value"), "y": voice.say("importance.dimension")},
        "data": {
            "items": [
                {
                    "key": row["measure"],
                    "name": satisfied_with(row["measure"], voice.language),
                    "value": row["lifetime_value"] or 0.0,
                    "n": row["customers"],
                    "low": row.get("low"),
                    "high": row.get("high"),
                    "tone": "warning-act",
                }
                for row in rows
            ]
        },
        "table": voice.table(
            voice.say("importance.dimension"),
            voice.say("said.answered"),
            voice.say("said.dissatisfied"),
            voice.label("lifetime_value"),
            voice.say("said.range"),
            rows=[
                [
                    satisfied_with(row["measure"], voice.language),
                    voice.count(row["answered"]),
                    voice.count(row["customers"]),
                    voice.money(row["lifetime_value"]),
                    span_of(voice.money(row.get("low")), voice.money(row.get("high"))),
                ]
                for row in rows
            ],
        ),
    }


def _summary(together: dict[str, Any], voice: Voice) -> str:
    said = voice.say("said.at_risk_summary", of=voice.count(together["answered"]))
    lines = "" if together.get("low") is None else voice.say("said.at_risk_lines")
    return in_a_row(voice.language, said, lines)


def by_class(found: dict[str, Any], column: str, measure: str, *, voice: Voice) -> dict[str, Any] | None:
    """One measure of what customers say by tier or quadrant, with intervals; None where too few answered."""
    rows = [(each, each["said"].get(measure)) for each in found[column]]
    rows = [(each, said) for each, said in rows if said and said["mean"] is not None]
    if not rows:
        return None
    low, high = SCALES[measure]
    best, worst = max(rows, key=_mean), min(rows, key=_mean)
    facts = {"measure": voice.label(measure)}
    facts |= {"best": voice.of(column, best[0]["key"]), "high": score_of(best[1]["mean"])}
    facts |= {"worst": voice.of(column, worst[0]["key"]), "low": score_of(worst[1]["mean"])}
    apart = len(rows) > 1 and (worst[1]["high"] or high) < (best[1]["low"] or low)
    return {
        "kind": "intervals",
        "title": voice.say("said.apart" if apart else "said.alike", **facts),
        "summary": voice.say("said.by_class_summary", n=voice.count(sum(said["n"] for _each, said in rows))),
        "unit": "count",
        "axes": {"x": voice.label(measure)},
        "data": {
            "span": [low, high],
            "rows": [
                {
                    "key": each["key"],
                    "name": voice.of(column, each["key"]),
                    "value": said["mean"],
                    "low": said["low"],
                    "high": said["high"],
                    "n": said["n"],
                    "tone": TONES.get(each["key"], "history"),
                }
                for each, said in rows
            ],
        },
        "table": voice.table(
            voice.label(column),
            voice.say("said.answered"),
            voice.label(measure),
            voice.say("drivers.interval"),
            rows=[
                [
                    voice.of(column, each["key"]),
                    voice.count(said["n"]),
                    score_of(said["mean"]),
                    span_of(score_of(said["low"]), score_of(said["high"])),
                ]
                for each, said in rows
            ],
        ),
    }


def _mean(row: tuple[dict[str, Any], dict[str, Any]]) -> float:
    return row[1]["mean"]


def satisfied_with(measure: str, language: str) -> str:
    """What the dimension of a column satisfaction_<dimension> is called."""
    return dimension_name(measure.removeprefix("satisfaction_"), language)
