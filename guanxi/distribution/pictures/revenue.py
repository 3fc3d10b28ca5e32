"""From what was sold to what stays: gross revenue, what is taken off it, and net revenue, exact."""

from __future__ import annotations

from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.formats import every_decimal
from guanxi.sources.rules.reconcile import Reconciliation, Step, kind_name


def revenue(found: Reconciliation, *, voice: Voice) -> dict[str, Any]:
    """A waterfall from gross to net; its table has each step exactly, and what counts nowhere.

    found   of one import or of all that is held, in the reporting currency of `voice`
    """
    off = [step for step in found.steps if step.counts and step.sign == "minus"]
    nowhere = [step for step in found.steps if not step.counts]
    gross, net = voice.say("revenue.gross"), voice.say("revenue.net")
    steps = [
        {"key": step.kind, "name": kind_name(step.kind, voice.language), "value": float(step.amount)}
        for step in off
    ]
    share = float(-found.taken_off / found.gross) if found.gross else 0.0
    return {
        "kind": "waterfall",
        "title": voice.say("revenue.title", share=voice.share(share), net=voice.money(float(found.net))),
        "summary": voice.say("revenue.summary", lines=f"{found.lines:,}"),
        "unit": "money",
        "data": {
            "start": {"name": gross, "value": float(found.gross)},
            "end": {"name": net, "value": float(found.net)},
            "steps": steps,
        },
        "table": voice.table(
            voice.say("revenue.step"),
            voice.say("revenue.lines"),
            voice.label("amount"),
            rows=[
                [gross, f"{_above(found):,}", every_decimal(found.gross)],
                *(_row(step, voice) for step in off),
                [net, f"{found.lines - sum(step.lines for step in nowhere):,}", every_decimal(found.net)],
                *(_row(step, voice, "revenue.nowhere") for step in nowhere),
            ],
        ),
    }


def _above(found: Reconciliation) -> int:
    return sum(step.lines for step in found.steps if step.counts and step.sign == "plus")


def _row(step: Step, voice: Voice, code: str = "") -> list[str]:
    name = kind_name(step.kind, voice.language)
    return [voice.say(code, kind=name) if code else name, f"{step.lines:,}", every_decimal(step.amount)]
