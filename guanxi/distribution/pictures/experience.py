"""What customers say, seen: what matters against how satisfied they are, how far each dimension is from its
ideal, and how expectations move over rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.formats import UNKNOWN, plain
from guanxi.knowledge.experience.step import Step

Named = Sequence[tuple[str, Step]]  # what a dimension is called, and its step


def importance_satisfaction(rows: Named, *, voice: Voice) -> dict[str, Any] | None:
    """Each dimension by its importance and its satisfaction, in four corners: what matters more than the rest
    and whether it falls short. None where no dimension has both.
    """
    known = [(name, step) for name, step in rows if step.key_experience is not None]
    if not known:
        return None
    cut = sum(step.importance for _name, step in known) / len(known)
    name, worst = min(known, key=lambda row: row[1].key_experience)
    facts = {"name": name, "importance": _said(worst.importance)}
    facts |= {"satisfaction": _signed(worst.satisfaction), "key": _signed(worst.key_experience)}
    return {
        "kind": "importance_satisfaction",
        "title": voice.say(_finding(worst), **facts),
        "summary": voice.say("importance.summary", cut=_said(round(cut, 1)), n=len(known), of=len(rows)),
        "unit": "score",
        "axes": {"x": voice.say("importance.x"), "y": voice.say("importance.y")},
        "data": {
            "cut": cut,
            "corners": {key: voice.say(f"importance.{key}") for key in ("mend", "keep", "later", "spare")},
            "points": [
                {
                    "name": name,
                    "importance": step.importance,
                    "satisfaction": step.satisfaction,
                    "low": step.satisfaction_low,
                    "high": step.satisfaction_high,
                    "key": step.key_experience,
                    "standing": step.standing,
                }
                for name, step in known
            ],
        },
        "table": voice.table(
            voice.say("importance.dimension"),
            voice.say("importance.x"),
            voice.say("importance.y"),
            voice.say("drivers.interval"),
            voice.say("importance.product"),
            rows=[
                [name, _said(s.importance), _signed(s.satisfaction), _between(s), _signed(s.key_experience)]
                for name, s in known
            ],
        ),
    }


def _finding(worst: Step) -> str:
    if worst.key_experience >= 0:
        return "importance.none"
    return "importance.not_shown" if worst.is_shown is False else "importance.title"


def dumbbells(rows: Named, *, voice: Voice) -> dict[str, Any] | None:
    """Experience, expectation and ideal of each dimension, from 0 to 10; None where nothing was said."""
    known = [
        (name, step) for name, step in rows if step.experience is not None or step.expectation is not None
    ]
    if not known:
        return None
    return {
        "kind": "dumbbells",
        "title": _farthest(known, voice),
        "summary": voice.say("dumbbells.summary"),
        "unit": "score",
        "data": {
            "words": {
                each: voice.say(f"dumbbells.{each}") for each in ("experience", "expectation", "ideal")
            },
            "rows": [
                {
                    "name": name,
                    "experience": step.experience,
                    "expectation": step.expectation,
                    "ideal": step.ideal,
                    "standing": step.standing,
                    "low": step.experience_low,
                    "high": step.experience_high,
                }
                for name, step in known
            ],
        },
        "table": voice.table(
            voice.say("importance.dimension"),
            *(voice.say(f"dumbbells.{each}") for each in ("experience", "expectation", "ideal", "gap")),
            rows=[
                [name, _said(s.experience), _said(s.expectation), _said(s.ideal), _signed(s.gap)]
                for name, s in known
            ],
        ),
    }


def _farthest(known: Named, voice: Voice) -> str:
    """What the dumbbells show: the widest gap, else the lowest satisfaction, else that all is met."""
    name, step = min(known, key=lambda row: row[1].gap or 0)
    if (step.gap or 0) < 0:
        facts = {"name": name, "gap": _said(-step.gap), "satisfaction": _said(abs(step.satisfaction or 0))}
        also = step.satisfaction is not None and step.satisfaction < 0
        return voice.say("dumbbells.title" if also else "dumbbells.title_gap", **facts)
    name, step = min(known, key=lambda row: row[1].satisfaction or 0)
    if (step.satisfaction or 0) < 0:
        return voice.say("dumbbells.title_below", name=name, satisfaction=_said(-step.satisfaction))
    asked = any(step.satisfaction is not None for _name, step in known)
    return voice.say("dumbbells.title_met" if asked else "dumbbells.title_unknown")


def drift(
    rounds: Sequence[str], expectations: Sequence[tuple[str, Sequence[float | None]]], *, voice: Voice
) -> dict[str, Any] | None:
    """How expectations moved over rounds: a line for each dimension.

    rounds         what each is called, the earliest first
    expectations   (dimension, its expectation in every round; None where it was not asked)

    None where no dimension was asked in two rounds.
    """
    moved = [
        (name, values, change) for name, values in expectations if (change := _change(values)) is not None
    ]
    if not moved:
        return None
    name, values, change = max(moved, key=lambda row: abs(row[2]))
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    facts = {
        "name": name,
        "since": rounds[known[0][0]],
        "before": _said(known[0][1]),
        "now": _said(known[-1][1]),
    }
    code = "title_up" if change > 0 else "title_down" if change < 0 else "title_same"
    return {
        "kind": "drift",
        "title": voice.say(f"drift.{code}", **facts),
        "summary": voice.say("drift.summary", n=len(rounds)),
        "unit": "score",
        "axes": {"y": voice.say("dumbbells.expectation")},
        "data": {
            "rounds": list(rounds),
            "series": [{"name": name, "values": list(values)} for name, values, _change in moved],
        },
        "table": voice.table(
            voice.say("importance.dimension"),
            *rounds,
            rows=[[name, *(_said(value) for value in values)] for name, values, _change in moved],
        ),
    }


def _change(values: Sequence[float | None]) -> float | None:
    """From the first to the last round that asked; None where fewer than two did."""
    known = [value for value in values if value is not None]
    return known[-1] - known[0] if len(known) > 1 else None


def _said(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return plain(value, 0 if float(value).is_integer() else 1)


def _between(step: Step) -> str:
    """The interval of satisfaction; both ends may be below 0, so that words part them."""
    if step.satisfaction_low is None or step.satisfaction_high is None:
        return UNKNOWN
    return f"{_signed(round(step.satisfaction_low, 1))} … {_signed(round(step.satisfaction_high, 1))}"


def _signed(value: float | None) -> str:
    return f"+{_said(value)}" if value is not None and value > 0 else _said(value)
