"""What is known of customers from the start changes what is forecast of them, where the firm asks for it."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest

from guanxi.facts.table import fact_table
from guanxi.knowledge.lifetime import COLUMNS
from guanxi.knowledge.lifetime.published import published, unsure
from guanxi.knowledge.profile import profile
from guanxi.knowledge.settings import ProfileSettings
from guanxi.sentences import sentences
from tests.knowledge.lifetime.test_covariates import customers as simulated
from tests.knowledge.tables import AS_OF, buys, purchases

FASTER = 0.7  # of the logarithm: customers of the web are planted to buy e^0.7 = 2 times as often
EACH = 700
SPENDS = np.random.default_rng(3)
SETTINGS = ProfileSettings(covariates=("Sales channel",))


def lines_of(name: str, repeats: int, last: int, age: int) -> list[dict]:
    """Orders with this history: the days between the first and the last do not matter to a model."""
    between = np.linspace(0, last, min(repeats, last) + 1).round().astype(int)
    mean = 20.0 + SPENDS.gamma(3, 10)
    paid = ({"amount": mean * SPENDS.gamma(5, 0.2)} for _ in between)
    return [line | amount for line, amount in zip(buys(name, *map(int, age - between)), paid, strict=True)]


def firm(planted: dict[str, float]) -> list[dict]:
    rows = []
    for place, (channel, effect) in enumerate(planted.items()):
        histories = zip(*simulated("bg-nbd", EACH, 7 + place, effects=(effect, 0.0, 0.0)), strict=True)
        for n, history in enumerate(histories):
            rows += lines_of(f"{channel}-{n}", *map(int, history))
    return rows


def said(**channels: str | None) -> pa.Table:
    """Facts of customers, each with a channel among other attributes; None where it is not said."""
    rows = [
        {
            "customer_id": name,
            "attributes": json.dumps({"size": 3} | ({"Sales channel": channel} if channel else {})),
        }
        for name, channel in channels.items()
    ]
    schema = fact_table("customers").schema
    return pa.Table.from_pylist(rows, pa.schema([pa.field(f.name, f.type) for f in schema]))


@pytest.fixture(scope="module")
def lines() -> list[dict]:
    return firm({"shop": 0.0, "web": FASTER})


@pytest.fixture(scope="module")
def channels(lines) -> dict[str, str | None]:
    """The channel of each customer; of thirty nobody knows it."""
    names = sorted({line["customer_id"] for line in lines})
    known = {name: name.partition("-")[0] for name in names}
    return known | dict.fromkeys(names[-60::2], None)


@pytest.fixture(scope="module")
def known(engine, lines, channels):
    """The profile with the channel as a covariate."""
    return found(engine, lines, channels)


def found(engine, lines, channels, settings=SETTINGS):
    tables = {"customers": engine.table(said(**channels))} if channels is not None else {}
    return profile(engine.table(purchases(*lines)), as_of=AS_OF, engine=engine, settings=settings, **tables)


def codes(profile) -> dict[str, dict]:
    assert all(note["code"] in sentences() for note in profile.card["notes"])
    return {note["code"]: note["facts"] for note in profile.card["notes"]}


def test_the_planted_effect_is_found_within_its_interval(known):
    card = known.card["models"][0]
    effects = {(each["level"], each["on"]): each for each in card["effects"]}
    buying = effects["web", "buying"]
    assert buying["factor_low"] < np.exp(FASTER) < buying["factor_high"]
    assert buying["factor_low"] > 1
    stopping = effects["web", "stopping"]
    assert stopping["factor_low"] < 1 < stopping["factor_high"]
    assert card["p_value"] < 0.001
    assert card["covariates"] == {"Sales channel": {"shop": EACH, "web": EACH - 30, "?": 30}}


def test_every_customer_is_answered_at_the_own_level(known, engine, channels):
    models = published(json.loads(json.dumps(known.card)))
    rows = engine.collect(known.table).to_pylist()
    assert len(rows) == len(channels)
    for row in rows[::40]:
        model = models.buying_of({"Sales channel": channels[row["customer_id"]]})
        seen = (
            row["purchase_days"] - 1,
            (row["last_purchase_on"] - row["first_purchase_on"]).days / 7,
            row["tenure_days"] / 7,
        )
        assert row["p_alive"] == pytest.approx(model.p_alive(*seen))
        assert row["expected_purchases_365d"] == pytest.approx(model.expected_purchases(365 / 7, *seen))
        assert 0 <= row["lifetime_value_low"] <= row["lifetime_value_high"]


def test_of_two_with_one_history_more_is_expected_on_the_faster_channel(known, engine, channels):
    by_history: dict[tuple, dict[str, float]] = {}
    for row in engine.collect(known.table).to_pylist():
        history = tuple(row[name] for name in ("purchase_days", "first_purchase_on", "last_purchase_on"))
        channel = channels[row["customer_id"]] or "unknown"
        by_history.setdefault(history, {})[channel] = row["expected_purchases_91d"]
    once = {key: both for key, both in by_history.items() if {"web", "shop"} <= both.keys() and key[0] == 1}
    assert len(once) > 10
    assert all(both["web"] > both["shop"] for both in once.values())


def test_what_is_not_known_of_the_effects_widens_what_is_forecast(known):
    card = json.loads(json.dumps(known.card))
    axes = unsure(card, {"Sales channel": "web"})
    assert len(axes) == 4 + 2 * 3 + 3  # the base, three scales of two levels, the spend
    ahead = [[buying.expected_purchases(52, 0, 0, 20.0) for buying, _ in pair] for pair in axes]
    assert any(abs(up - down) > 1e-3 for up, down in ahead)


def test_a_covariate_that_nobody_has_changes_no_number_and_is_noted(engine, lines, known):
    few = [line for line in lines if int(line["customer_id"].partition("-")[2]) < 200]
    without = found(engine, few, None, ProfileSettings())
    refused = found(engine, few, {})
    why = codes(refused)["lifetime.covariates_not_used"]
    assert why["covariates"] == "Sales channel" and why["why"]["code"] == "lifetime.one_level"
    assert engine.collect(_forecast(refused)).equals(engine.collect(_forecast(without)))
    assert "effects" not in refused.card["models"][0]
    assert published(refused.card).by_kind is None


def _forecast(profile):
    return profile.table.select("customer_id", *COLUMNS).order_by("customer_id")


def test_rare_levels_are_counted_together_and_nobody_is_left_out(engine, lines):
    few = [line for line in lines if int(line["customer_id"].partition("-")[2]) < 300]
    names = sorted({line["customer_id"] for line in few})
    many_rare = {name: f"agent {n}" if n % 5 == 0 else name.partition("-")[0] for n, name in enumerate(names)}
    together = found(engine, few, many_rare)
    levels = together.card["models"][0]["covariates"]["Sales channel"]
    assert {"web", "shop", "*"} == set(levels) and sum(levels.values()) == len(names)
    facts = codes(together)["lifetime.covariate_levels_joined"]
    assert facts["customers"] == levels["*"] and facts["levels"] >= 120
    with_most = found(engine, few, {name: name.partition("-")[0] for name in names} | {names[0]: "fair"})
    assert set(with_most.card["models"][0]["covariates"]["Sales channel"]) == {"web", "shop"}
    assert codes(with_most)["lifetime.covariate_levels_with_most"]["customers"] == 1
    rows = engine.collect(with_most.table).to_pylist()
    assert len(rows) == len(names) and all(row["p_alive"] is not None for row in rows)
