"""The tree of drivers that a survey asked about, seen: parts that add up, level by level."""

from __future__ import annotations

from typing import Any

from guanxi.distribution.pictures.drivers import Names
from guanxi.distribution.pictures.voice import Voice
from guanxi.distribution.pictures.wording import score_of, span_of
from guanxi.knowledge.experience.answered_tree import APART, LEVELS, ROOT, AnsweredTree
from guanxi.knowledge.experience.driver_tree import Branch
from guanxi.knowledge.experience.kinds import touchpoint_name
from guanxi.sentences import in_a_row

MOST_ROWS = 24  # of the picture; the table has them all


def driver_tree(found: AnsweredTree, *, outcome: str, names: Names, voice: Voice) -> dict[str, Any] | None:
    """Each dimension below the outcome, each touchpoint below its dimension, with what is stated beside.

    outcome   what it is called, and `names` what dimensions are
    None where nothing is explained
    """
    root = found.branches[0]
    if not root.importance:
        return None
    called = {each.key: _name(each, outcome, names, voice.language) for each in found.branches}
    return {
        "kind": "tree",
        "title": _title(found, outcome, called, voice),
        "summary": in_a_row(
            voice.language, voice.say("tree.summary", n=voice.count(found.n)), _left_out(found, voice)
        ),
        "unit": "share",
        "axes": {"x": voice.say("tree.part", outcome=outcome), "stated": voice.say("tree.stated")},
        "data": {"rows": [_row(each, called[each.key]) for each in _drawn(found)]},
        "table": voice.table(
            voice.say("drivers.driver"),
            voice.say("tree.part", outcome=outcome),
            voice.say("drivers.interval"),
            voice.say("drivers.share"),
            voice.say("tree.stated"),
            rows=[
                [
                    "– " * LEVELS.index(each.level) + called[each.key],
                    voice.share(each.importance),
                    span_of(voice.share(each.low), voice.share(each.high)),
                    voice.share(each.share),
                    score_of(each.stated),
                ]
                for each in found.branches
            ],
        ),
    }


def _title(found: AnsweredTree, outcome: str, called: dict[str, str], voice: Voice) -> str:
    root, first = found.branches[0], found.branches[1]
    facts = {"outcome": outcome, "r2": voice.share(root.importance)}
    facts |= {"name": called[first.key], "part": voice.share(first.importance)}
    below = [each for each in found.branches if each.parent == first.key]
    if len(below) < 2:
        return voice.say("tree.title", **facts)
    at = {"touchpoint": called[below[0].key], "own": voice.share(below[0].importance / first.importance)}
    return voice.say("tree.title_at", **facts, **at)


def _name(each: Branch, outcome: str, names: Names, language: str) -> str:
    if each.key == ROOT:
        return outcome[:1].upper() + outcome[1:]
    _dimension, _apart, touchpoint = each.key.partition(APART)
    return touchpoint_name(touchpoint, language) if touchpoint else names.get(each.key, each.key)


def _row(each: Branch, name: str) -> dict[str, Any]:
    return {
        "key": each.key,
        "name": name,
        "level": LEVELS.index(each.level),
        "value": each.importance,
        "low": each.low,
        "high": each.high,
        "stated": each.stated,
    }


def _drawn(found: AnsweredTree) -> list[Branch]:
    """As many as can be read: of more, touchpoints with the smallest parts are left to the table."""
    over = len(found.branches) - MOST_ROWS
    small = sorted(
        (each for each in found.branches if each.level == LEVELS[2]), key=lambda each: each.importance
    )
    left = {each.key for each in small[: max(0, over)]}
    return [each for each in found.branches if each.key not in left]


def _left_out(found: AnsweredTree, voice: Voice) -> str:
    left = len(found.branches) - len(_drawn(found))
    return voice.say("tree.left_out", n=left) if left else ""
