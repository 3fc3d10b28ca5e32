"""A turn's settings as a person changes them: one choice at a time, in the units people speak of.

A choice is one question of the page. It may stand for several settings (the four shares of the tiers), each
named by its path in `TurnSettings`, such as `episodes.left_alone_share`.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from guanxi.distribution.turn_settings import TurnSettings
from guanxi.knowledge.tiers import INDEXES, REVENUE_TIERS, TIERS
from guanxi.web.turns.refusals import SettingsChangedMeanwhile

# Where the field of the form is kept. A percentage is typed as 10 and kept as 0.1.
PATHS = {
    "warning_rule": "profile.warning_rule",
    "act_multiple": "profile.act_multiple",
    "watched_tiers": "episodes.watched_tiers",
    "left_alone": "episodes.left_alone_share",
    "expire_after": "episodes.expire_after_days",
    "tier_by": "profile.tier_by",
    **{f"share_{tier}": f"profile.tier_shares.{tier}" for tier in TIERS},
    "quadrant_rule": "profile.quadrant_rule",
    **{f"cut_{index}": f"profile.quadrant_cuts.{index}" for index in INDEXES},
    "rfm_parts": "profile.rfm_parts",
    "rfm_nested": "profile.rfm_nested",
    "model": "profile.lifetime.model",
    "horizon": "profile.lifetime.horizon_days",
    "discount": "profile.lifetime.discount",
    "margin": "profile.lifetime.margin",
    "covariates": "profile.covariates",
    "goods_share": "profile.goods_share",
}
PERCENTAGES = {"left_alone", "discount", "margin", "goods_share", *(f"share_{tier}" for tier in TIERS)}
TIER_SHARES = {"customers": TIERS, "revenue": REVENUE_TIERS}


def shown(settings: TurnSettings) -> dict[str, Any]:
    """The settings as the form shows them: field -> value, percentages as 10 for a tenth."""
    kept = settings.model_dump(mode="json")
    return {field: _typed(field, _at(kept, path)) for field, path in PATHS.items()}


def defaults(tier_by: str = "customers") -> dict[str, Any]:
    """What the form shows where nothing was decided; the tiers' shares depend on what they are shares of."""
    shares = {f"share_{tier}": _typed(f"share_{tier}", part) for tier, part in TIER_SHARES[tier_by].items()}
    return shown(TurnSettings()) | shares


def changes(settings: TurnSettings, given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Path -> [before, after] of every setting that what the form gives (field -> value) would change."""
    kept = settings.model_dump(mode="json")
    asked = {PATHS[field]: _kept(field, value) for field, value in given.items()}
    return {path: [_at(kept, path), value] for path, value in asked.items() if _at(kept, path) != value}


def changed(settings: TurnSettings, wanted: Mapping[str, list[Any]]) -> TurnSettings:
    """The settings with these changes; refused where one of them is no longer as it was.

    Errors  SettingsChangedMeanwhile
    """
    kept = settings.model_dump(mode="json")
    for path, (before, after) in wanted.items():
        if _at(kept, path) != before:
            raise SettingsChangedMeanwhile(setting=path, asked=after, held=_at(kept, path))
        _put(kept, path, after)
    cuts = kept["profile"]["quadrant_cuts"] or {}
    if None in cuts.values():
        kept["profile"]["quadrant_cuts"] = None  # half a pair of cuts divides nothing
    return TurnSettings.model_validate(kept)


def mark(settings: TurnSettings) -> str:
    """A short name of exactly these settings: a page carries it to show what it was made from."""
    return sha256(settings.model_dump_json().encode()).hexdigest()[:16]


def _typed(field: str, value: Any) -> Any:
    if field in PERCENTAGES and value is not None:
        value = round(value * 100, 6)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _kept(field: str, value: Any) -> Any:
    return round(value / 100, 8) if field in PERCENTAGES and value is not None else value


def _at(nested: Mapping[str, Any], path: str) -> Any:
    for name in path.split("."):
        nested = (nested or {}).get(name)
    return nested


def _put(nested: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for name in above:
        nested[name] = nested = nested[name] if nested[name] is not None else {}
    nested[last] = value
