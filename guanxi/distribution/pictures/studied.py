"""A study of a survey, seen: each part with its picture, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from guanxi.distribution.pictures.delivered import against_competitor, delivered
from guanxi.distribution.pictures.driver_tree import driver_tree
from guanxi.distribution.pictures.drivers import driver_importance
from guanxi.distribution.pictures.experience import importance_satisfaction
from guanxi.distribution.pictures.loyalty import loyalty_curve
from guanxi.distribution.pictures.planes import kano_plane, penalty_reward
from guanxi.distribution.pictures.voice import Voice
from guanxi.facts.notes import Note
from guanxi.facts.words import word
from guanxi.formats import day
from guanxi.knowledge.experience.kinds import DIMENSIONS, OVERALL, dimension_name, kind_names
from guanxi.knowledge.experience.loyalty_curve import Curve
from guanxi.knowledge.experience.study import PARTS, Study
from guanxi.sentences import in_a_row, say

BESIDE = "relative_weights"  # said beside the drivers, no part of its own
DRAWN = tuple(part for part in PARTS if part != BESIDE)


@dataclass(frozen=True)
class Section:
    """One part: its question, its pictures, what else must be said; `why` where there is nothing to draw."""

    part: str
    question: str
    assumes: str
    pictures: list[dict[str, Any]]
    notes: list[str]
    why: str

    def as_dict(self) -> dict[str, Any]:
        return dict(vars(self))


def studied(found: Study, *, voice: Voice) -> list[Section]:
    """Every part of DRAWN in its order."""
    return [_section(part, found, voice) for part in DRAWN]


def _section(part: str, found: Study, voice: Voice) -> Section:
    refused = found.refused.get(part)
    pictures = [] if refused else _pictures(part, found.found[part], found, voice)
    why = (
        say(refused.code, voice.language, **refused.facts)
        if refused
        else ""
        if pictures
        else voice.say("study.nothing")
    )
    return Section(
        part,
        voice.say(f"study.{part}"),
        voice.say(f"study.{part}_assumes"),
        [_of(found, each, voice) for each in pictures],
        [] if refused else [*_beside(part, found, voice), *_notes(found.found[part], voice.language)],
        why,
    )


def _of(found: Study, picture: dict[str, Any], voice: Voice) -> dict[str, Any]:
    """A picture leaves its page: its file says of which days it is, and its words where days were chosen."""
    said = {"language": voice.language, "of": f"{found.since} {found.until}"}
    if found.period != (None, None):
        ends = {"since": day(found.since, voice.language), "until": day(found.until, voice.language)}
        within = voice.say("study.within", **ends)
        said["summary"] = in_a_row(voice.language, picture["summary"], within)
    return picture | said


def _pictures(part: str, what: Any, found: Study, voice: Voice) -> list[dict[str, Any]]:
    names = _Names(voice.language)
    match part:
        case "drivers":
            named = replace(what, outcome=outcome_name(found, voice.language))
            drawn = [driver_importance(named, names=names, voice=voice)]
        case "tree":
            drawn = [driver_tree(what, outcome=outcome_name(found, voice.language), names=names, voice=voice)]
        case "matrix":
            rows = [(names.get(each.dimension), each) for each in what]
            drawn = [importance_satisfaction(rows, voice=voice)]
        case "penalty_reward":
            drawn = [penalty_reward(what, names=names, voice=voice)]
        case "kano":
            drawn = [kano_plane(what, names=names, voice=voice)]
        case "delivered":
            drawn = [delivered(what, voice=voice)]
        case "relative":
            drawn = [against_competitor(what, voice=voice)]
        case _:
            drawn = [_curve(curve, voice) for curve in _in_order(what)]
    return [each for each in drawn if each is not None]


def _in_order(curves: list[Curve]) -> list[Curve]:
    """Everybody first, then the best tier first."""
    order = ["", *word("tier").values]
    return sorted(curves, key=lambda each: order.index(each.group) if each.group in order else len(order))


def _curve(curve: Curve, voice: Voice) -> dict[str, Any] | None:
    drawn = loyalty_curve(curve, voice=voice)
    if drawn is None or not curve.group:
        return drawn
    return drawn | {
        "title": voice.say("study.of_group", group=voice.of("tier", curve.group), said=drawn["title"])
    }


def _beside(part: str, found: Study, voice: Voice) -> list[str]:
    """What the other way to take correlated drivers apart says."""
    weights = found.found.get(BESIDE)
    if part != "drivers" or weights is None:
        return []
    names = _Names(voice.language)
    shares = (f"{names.get(each.name)} {voice.share(each.share)}" for each in weights.drivers)
    said = ("、" if voice.language.startswith("zh") else ", ").join(shares)
    return [voice.say("study.by_weights", shares=said)]


def _notes(what: Any, language: str) -> list[str]:
    """Each once; of curves those of everybody, for the tables say the same of each group."""
    notes: list[Note] = []
    for each in what if isinstance(what, list) else [what]:
        if not getattr(each, "group", ""):
            notes += getattr(each, "notes", ())
        for inner in getattr(each, "dimensions", ()):
            notes += inner.notes
    return list(dict.fromkeys(note.say(language) for note in notes))


class _Names(dict):
    """What a dimension is called; one of the firm's own is shown by its key."""

    def __init__(self, language: str) -> None:
        super().__init__({key: dimension_name(key, language) for key in DIMENSIONS})

    def get(self, key: str, default: str | None = None) -> str | None:
        return super().get(key) or (default or key).replace("_", " ").capitalize()


def outcome_name(found: Study, language: str) -> str:
    """What the drivers are said to drive, in words."""
    names = DIMENSIONS[OVERALL] if found.outcome == OVERALL else kind_names(found.outcome)
    return names[int(language.startswith("zh"))]
