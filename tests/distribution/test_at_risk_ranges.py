"""The range of value at risk holds what the dissatisfied come to bring, in firms whose future is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from guanxi.distribution.at_risk_ranges import at_risk_ranges
from guanxi.knowledge.experience.by_value import standing
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.voice import COLUMNS, SATISFACTION
from tests.knowledge.lifetime.simulated import Firm, firm

AS_OF = date(2024, 6, 28)
MARGIN, HORIZON, DISCOUNT = 0.4, 1095, 0.10
BUYING, SPEND = (0.8, 20.0, 0.9, 4.0), (5.0, 4.0, 60.0)
FIRMS = 60


def card(**more) -> dict:
    named = zip(("r", "alpha", "a", "b"), BUYING, strict=True)
    money = zip(("p", "q", "gamma"), SPEND, strict=True)
    buying = {"model": "bg-nbd", "unit": "day", "parameters": dict(named)} | more
    return {
        "models": [buying, {"model": "gamma-gamma", "parameters": dict(money)}],
        "settings": {"lifetime": {"horizon_days": HORIZON}},
    }


def profile(made: Firm) -> pa.Table:
    """Whole days, as facts have them; every third customer is dissatisfied, every ninth by the price too."""
    many = len(made.repeats)
    last = np.clip(np.round(made.last), np.minimum(made.repeats, made.age), made.age)
    model, money = BgNbd(*BUYING, unit_days=1), GammaGamma(*SPEND)
    days = model.expected_purchases(HORIZON, made.repeats, last, made.age)
    worth = MARGIN * days * money.expected_mean_spend(made.repeats + 1, made.mean_spend) * 0.87
    first = [AS_OF - timedelta(days=int(age)) for age in made.age]
    said = dict.fromkeys([*COLUMNS, *SATISFACTION], pa.nulls(many, pa.float64()))
    said["satisfaction_service"] = pa.array([-1.0 if n % 3 == 0 else 2.0 for n in range(many)])
    said["satisfaction_price"] = pa.array([-2.0 if n % 9 == 0 else None for n in range(many)])
    said["last_answered_on"] = pa.array([AS_OF] * many)
    return pa.table(
        said
        | {
            "customer_id": [f"K-{n}" for n in range(many)],
            "purchase_days": made.repeats + 1,
            "first_purchase_on": first,
            "last_purchase_on": [day + timedelta(days=int(n)) for day, n in zip(first, last, strict=True)],
            "mean_spend": made.mean_spend,
            "lifetime_value": worth,
            "transactional_loyalty": np.full(many, 50.0),
            "tier": ["gold"] * many,
            "quadrant": ["A"] * many,
        }
    )


def test_what_they_come_to_bring_is_inside_nine_times_of_ten(engine):
    inside = 0
    for seed in range(FIRMS):
        made = firm(240, seed=seed, purchases=BUYING, spend=SPEND, horizon=HORIZON, discount=DISCOUNT)
        table = engine.table(profile(made))
        low, high = at_risk_ranges(table, card(), as_of=AS_OF, engine=engine)[""]
        came = MARGIN * made.bringing[::3].sum()
        inside += low <= came <= high
    # By chance alone a right range holds fewer or more than these in one of a thousand tests.
    fewest, most = binom.ppf([0.0005, 0.9995], FIRMS, 0.9)
    assert fewest <= inside <= most, inside


@pytest.fixture(scope="module")
def one():
    return firm(240, seed=7, purchases=BUYING, spend=SPEND, horizon=HORIZON)


def test_the_range_is_around_the_sum_of_each_measure(engine, one):
    table = engine.table(profile(one))
    ranges = at_risk_ranges(table, card(), as_of=AS_OF, engine=engine)
    assert set(ranges) == {"", "satisfaction_service", "satisfaction_price"}
    found = {row["measure"]: row for row in standing(table, engine=engine, ranges=ranges)["at_risk"]}
    for row in found.values():
        assert row["low"] < row["lifetime_value"] < row["high"]
    assert found[None]["low"] == found["satisfaction_service"]["low"]
    few, many = found["satisfaction_price"], found["satisfaction_service"]
    assert (few["high"] - few["low"]) / few["lifetime_value"] > (many["high"] - many["low"]) / many[
        "lifetime_value"
    ]


def test_who_is_content_does_not_count(engine, one):
    table = engine.table(profile(one))
    alone = table.filter(table.satisfaction_service < 0)
    whole = at_risk_ranges(table, card(), as_of=AS_OF, engine=engine)
    assert at_risk_ranges(alone, card(), as_of=AS_OF, engine=engine) == pytest.approx(whole)


def test_parameters_that_are_less_known_make_it_wider(engine, one):
    table = engine.table(profile(one))
    errors = {"standard_errors": {"r": 0.2, "alpha": 5.0, "a": 0.3, "b": 1.0}}
    sure = at_risk_ranges(table, card(), as_of=AS_OF, engine=engine)[""]
    unsure = at_risk_ranges(table, card(**errors), as_of=AS_OF, engine=engine)[""]
    assert unsure[0] < sure[0] and sure[1] < unsure[1]


def test_without_a_model_or_the_dissatisfied_there_is_no_range(engine, one):
    table = engine.table(profile(one))
    assert at_risk_ranges(table, {"models": []}, as_of=AS_OF, engine=engine) == {}
    content = table.filter(table.satisfaction_service > 0)
    assert at_risk_ranges(content, card(), as_of=AS_OF, engine=engine) == {}
    (row,) = (r for r in standing(content, engine=engine)["at_risk"] if r["measure"] is None)
    assert (row["low"], row["high"]) == (None, None)
