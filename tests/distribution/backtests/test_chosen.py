"""A turn forecasts with the model that the last back-test chose."""

from __future__ import annotations

from datetime import date

import pytest

from guanxi.distribution.backtests import keep_backtest
from guanxi.distribution.backtests.chosen import with_chosen_model
from guanxi.distribution.turn_settings import TurnSettings
from guanxi.facts.store import Store

TODAY = date(2026, 3, 31)
VERDICT = {"code": "backtest.no_model", "facts": {"models": 5}, "beats_naive": False}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def kept(store, day: str, model: str | None) -> None:
    keep_backtest(store, {"id": f"{day}-x", "as_of": day, "chosen": {"model": model, **VERDICT}})


def asking_for(model: str) -> TurnSettings:
    profile = TurnSettings().profile
    changed = profile.model_copy(update={"lifetime": profile.lifetime.of(model)})
    return TurnSettings(profile=changed)


def test_the_last_back_test_names_the_model_and_the_card_says_which(store):
    kept(store, "2026-01-31", "bg-nbd")
    kept(store, "2026-02-28", "pareto-nbd")
    settings, verdict = with_chosen_model(TurnSettings(), store, as_of=TODAY)
    assert settings.profile.lifetime.model == "pareto-nbd"
    assert verdict == {"backtest": "2026-02-28-x", "model": "pareto-nbd", **VERDICT}


def test_a_back_test_of_a_later_day_is_not_known_yet(store):
    kept(store, "2026-04-30", "pareto-nbd")
    assert with_chosen_model(TurnSettings(), store, as_of=TODAY) == (TurnSettings(), None)


def test_where_no_model_was_eligible_the_settings_stay_and_the_card_says_so(store):
    kept(store, "2026-02-28", None)
    settings, verdict = with_chosen_model(TurnSettings(), store, as_of=TODAY)
    assert settings == TurnSettings()
    assert verdict["code"] == "backtest.no_model"


def test_a_model_that_the_firm_named_stays(store):
    kept(store, "2026-02-28", "pareto-nbd")
    assert with_chosen_model(asking_for("mbg-nbd"), store, as_of=TODAY) == (asking_for("mbg-nbd"), None)
