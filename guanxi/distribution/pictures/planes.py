"""Basic and latent expectations in a plane: penalty against reward, and Kano's coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.wording import span_of
from guanxi.formats import UNKNOWN, plain
from guanxi.knowledge.experience.kano import Kano
from guanxi.knowledge.experience.penalty_reward import PenaltyReward, PenaltyRewards

Names = Mapping[str, str]  # by key what it is called; a key without a name is shown as it is


def penalty_reward(
    found: PenaltyRewards, *, names: Names | None = None, voice: Voice
) -> dict[str, Any] | None:
    """Each dimension by what falling short costs and exceeding brings; under the diagonal is the trap."""
    named = names or {}
    known = [each for each in found.dimensions if each.contrast is not None]
    if not known:
        return None
    basic = [named.get(each.name, each.name) for each in known if each.kind == "basic"]
    return {
        "kind": "plane",
        "title": voice.say("penalty.trap" if basic else "penalty.none", names=_listed(basic, voice)),
        "summary": voice.say("penalty.summary", n=voice.count(found.n)),
        "unit": "score",
        "axes": {"x": voice.say("penalty.x"), "y": voice.say("penalty.y")},
        "data": {
            "diagonal": True,
            "corners": {"top": voice.say("penalty.latent"), "bottom": voice.say("penalty.basic")},
            "points": [_slopes(each, named, voice) for each in known],
        },
        "table": voice.table(
            voice.say("importance.dimension"),
            *(voice.say(f"penalty.{each}") for each in ("x", "y", "kind")),
            rows=[
                [
                    named.get(each.name, each.name),
                    *(
                        UNKNOWN
                        if slope is None
                        else f"{_two(slope.value)} ({span_of(_two(slope.low), _two(slope.high))})"
                        for slope in (each.penalty, each.reward)
                    ),
                    voice.say(f"penalty.{each.kind}"),
                ]
                for each in found.dimensions
            ],
        ),
    }


TONES = {
    "basic": "below",
    "latent": "above",
    "performance": "history",
    "must_be": "below",
    "attractive": "above",
}


def _slopes(each: PenaltyReward, named: Names, voice: Voice) -> dict[str, Any]:
    return {
        "key": each.name,
        "name": named.get(each.name, each.name),
        "x": each.penalty.value,
        "x_low": each.penalty.low,
        "x_high": each.penalty.high,
        "y": each.reward.value,
        "y_low": each.reward.low,
        "y_high": each.reward.high,
        "tone": TONES.get(each.kind, "control"),
        "note": voice.say(f"penalty.{each.kind}"),
    }


def kano_plane(found: Sequence[Kano], *, names: Names | None = None, voice: Voice) -> dict[str, Any] | None:
    """Each attribute by how much lacking it dissatisfies and having it satisfies (Berger)."""
    named = names or {}
    known = [each for each in found if each.better is not None]
    if not known:
        return None
    must = [named.get(each.name, each.name) for each in known if each.category == "must_be"]
    return {
        "kind": "plane",
        "title": voice.say("kano.must" if must else "kano.no_must", names=_listed(must, voice)),
        "summary": voice.say("kano.summary"),
        "unit": "share",
        "axes": {"x": voice.say("kano.worse"), "y": voice.say("kano.better")},
        "data": {
            "span": [0, 1],
            "cut": 0.5,
            "corners": {
                place: voice.say(f"kano.{name}")
                for place, name in (
                    ("top_left", "attractive"),
                    ("top", "one_dimensional"),
                    ("bottom_left", "indifferent"),
                    ("bottom", "must_be"),
                )
            },
            "points": [
                {
                    "key": each.name,
                    "name": named.get(each.name, each.name),
                    "x": -each.worse,
                    "x_low": -each.worse_high,
                    "x_high": -each.worse_low,
                    "y": each.better,
                    "y_low": each.better_low,
                    "y_high": each.better_high,
                    "tone": TONES.get(each.category or "", "history"),
                    "note": voice.say(f"kano.{each.category}"),
                }
                for each in known
            ],
        },
        "table": voice.table(
            *(voice.say(f"kano.{word}") for word in ("attribute", "category", "better", "worse")),
            voice.say("curve.people"),
            rows=[
                [
                    named.get(each.name, each.name),
                    voice.say(f"kano.{each.category}") if each.category else UNKNOWN,
                    voice.share(each.better),
                    voice.share(None if each.worse is None else -each.worse),
                    voice.count(each.n),
                ]
                for each in found
            ],
        ),
    }


def _two(value: float) -> str:
    return plain(value, 2)


def _listed(names: Sequence[str], voice: Voice) -> str:
    return ("、" if voice.language.startswith("zh") else ", ").join(names)
