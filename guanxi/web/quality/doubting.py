"""Which words a look puts in doubt, and why, as kit/doubts.py reads it."""

from __future__ import annotations

from typing import Any

from guanxi.knowledge.quality import Quality, doubts, findings


def doubted(found: Quality) -> list[dict[str, Any]]:
    """Every finding that makes words too poor, with its sentence in both languages."""
    poor = {each.key: each for reasons in doubts(findings(found)).values() for each in reasons}
    return [
        {
            "key": each.key,
            "en": each.say("en", currency=found.currency),
            "zh": each.say("zh-hans", currency=found.currency),
            "words": list(each.touches),
        }
        for each in poor.values()
    ]
