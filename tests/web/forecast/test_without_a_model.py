"""Where no model has an honest answer, the pages say so and why, and invent nothing."""

from __future__ import annotations

import json

import pytest

from guanxi.distribution.snapshot import Snapshots
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.kit.actions import SYSTEM
from tests.web.insight.conftest import firm, profile_row, publish, store  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(firm, store) -> None:  # noqa: F811
    firm(6)
    rows = [
        profile_row(n) | {"lifetime_value": None, "mean_spend": None, "expected_spend_365d": None}
        for n in range(6)
    ]
    snapshot_id = publish(store, rows, name="refused")
    card = Snapshots(store.root).get(snapshot_id).folder / "card.json"
    notes = [{"code": "lifetime.too_few_repeaters", "facts": {"customers": 6, "repeaters": 2, "needed": 10}}]
    card.write_text(json.dumps(json.loads(card.read_text()) | {"models": [], "notes": notes}))
    load_snapshot(SYSTEM, snapshot_id)


@pytest.mark.parametrize("address", ["/forecast/", "/forecast/?of=tier.gold", "/forecast/model/"])
def test_the_page_says_why_and_draws_no_forecast(address, refused, signed_in):
    text = signed_in("manager").get(address).content.decode()
    assert "No model has an honest answer" in text
    assert "Only 2 of 6 customers bought on a second day" in text
    assert "data-chart-picture" not in text


def test_in_chinese_too(refused, signed_in):
    client = signed_in("manager")
    client.user.language = "zh-hans"
    client.user.save()
    assert "6 位客户中只有 2 位回购过" in client.get("/forecast/").content.decode()
