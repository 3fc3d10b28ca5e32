"""Forecasts for programs: the same figures as the pages, under the same rights."""

from __future__ import annotations

import pytest

from guanxi.web.forecast import queries
from guanxi.web.insight.coming import asked, of
from guanxi.web.insight.models import Profile
from guanxi.web.insight.queries import current_snapshot
from tests.web.forecast.conftest import (  # noqa: F401  (fixtures)
    back_tested,
    forecast,
    shown,
    store,
    told,
    worked_out,
)

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def test_the_forecast_and_its_model_come_as_the_pages_have_them(program, forecast):  # noqa: F811
    manager = program("manager")
    found = manager.get(f"{V1}/forecast").json()
    assert found["segments"] == queries.outlook(forecast).figures["segments"]
    columns = {row["column"] for row in manager.get(f"{V1}/forecast?by=tier").json()["segments"]}
    assert columns == {"", "tier"}
    model = manager.get(f"{V1}/forecast/model", headers={"Accept-Language": "zh-hans"}).json()
    assert [each["model"] for each in model["models"]] == [found["buying"], found["spend"]]
    card = current_snapshot().card["models"][0]
    told_parameters = {each["name"]: each["value"] for each in model["models"][0]["parameters"]}
    assert told_parameters == card["parameters"] and "购买" in model["models"][0]["words"][0]
    profile = Profile.objects.filter(purchase_days__gt=3).first()
    coming = manager.get(f"{V1}/coming/{profile.pk}").json()
    assert coming["said"] == of(profile, current_snapshot(), "en").said
    assert sum(coming["purchases"]) == pytest.approx(1)
    assert coming["expected_spend"] == pytest.approx(profile.expected_spend_365d)
    quarter = manager.get(f"{V1}/coming/{profile.pk}?days=91").json()
    assert quarter["expected_purchases"] == pytest.approx(profile.expected_purchases_91d)
    assert quarter["purchases"] == asked(profile, current_snapshot(), 91).counts.tolist()
    refused = manager.get(f"{V1}/coming/{profile.pk}?days=0")
    assert (refused.status_code, refused.json()["code"]) == (422, "lifetime.bad_horizon")


def test_a_back_test_comes_whole_with_its_verdict(program, back_tested):  # noqa: F811
    found = program("analyst").get(f"{V1}/forecast/backtest").json()
    assert found["backtest"] == back_tested and not found["is_outdated"]
    assert found["verdict"]


def test_before_anything_was_reckoned_there_is_nothing_and_no_error(program, store):  # noqa: F811
    manager = program("manager")
    assert manager.get(f"{V1}/forecast").json()["segments"] == []
    assert manager.get(f"{V1}/forecast/model").json()["models"] == []
    assert manager.get(f"{V1}/forecast/backtest").json()["backtest"] is None


def test_a_rep_sees_own_customers_and_not_the_firms_forecast(program, store):  # noqa: F811
    rep = program("rep")
    for path in ("forecast", "forecast/model", "forecast/backtest"):
        assert rep.get(f"{V1}/{path}").status_code == 403
    assert rep.get(f"{V1}/coming/K-2").status_code == 404
