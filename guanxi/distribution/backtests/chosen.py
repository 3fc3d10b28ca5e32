"""The model that a turn forecasts with: the firm's own choice, or what the last back-test chose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guanxi.distribution.backtests.kept import latest_backtest
from guanxi.distribution.turn_settings import TurnSettings
from guanxi.knowledge.lifetime.settings import BEST

if TYPE_CHECKING:
    from guanxi.facts.store import Store

VERDICT = ("model", "code", "facts", "beats_naive")


def with_chosen_model(
    settings: TurnSettings, store: Store, *, as_of: date
) -> tuple[TurnSettings, dict[str, Any] | None]:
    """The settings with a model by name where the firm asks for the best, and where that comes from.

    Only a back-test of a day up to as_of counts: a turn never knows what came later.
    Out     settings, unchanged where the firm named a model or no back-test chose one; and for the card, the
            id of the back-test with its verdict (model, code, facts, beats_naive), None where none was asked
    """
    if settings.profile.lifetime.model != BEST:
        return settings, None
    found = latest_backtest(store, as_of=as_of)
    if found is None:
        return settings, None
    chosen = found["chosen"]
    verdict = {"backtest": found["id"]} | {name: chosen[name] for name in VERDICT}
    if chosen["model"] is None:
        return settings, verdict
    lifetime = settings.profile.lifetime.of(chosen["model"])
    profile = settings.profile.model_copy(update={"lifetime": lifetime})
    return settings.model_copy(update={"profile": profile}), verdict
