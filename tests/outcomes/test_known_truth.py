"""On the synthetic trader the truth is known, so what is measured can be held against it."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from guanxi.facts.table import fact_table
from guanxi.outcomes.assignment import arms
from guanxi.outcomes.calibration import measure, reliability
from guanxi.outcomes.hits import hits
from guanxi.outcomes.lift import lift
from guanxi.sources import firm

MADE = date(2025, 3, 31)
DUE = MADE + timedelta(days=91)


@pytest.fixture
def purchases(engine):
    return engine.table(firm.simulate().purchases.select(["customer_id", "purchased_on", "amount"]))


def of_one_who_knows(row: dict) -> dict:
    """What somebody would predict who knows each rhythm and who has left by now, but not who will leave."""
    has_left = row["quiet_on"] is not None and row["quiet_on"] <= MADE
    return {
        "snapshot_id": "truth",
        "as_of": MADE,
        "customer_id": row["customer_id"],
        "p_alive": 0.0 if has_left else 1.0,
        "warning": "act" if has_left else "none",
        "expected_purchases_91d": 0.0 if has_left else 91 / row["cycle_days"],
        "expected_spend_91d": None,
        "expected_purchases_365d": 0.0,
        "expected_spend_365d": None,
    }


@pytest.fixture
def predictions(engine):
    known = [of_one_who_knows(row) for row in firm.truth().to_pylist() if row["started_on"] <= MADE]
    return engine.table(pa.Table.from_pylist(known, schema=fact_table("predictions").schema))


def test_who_knows_the_truth_is_measured_as_right(predictions, purchases, rows_of):
    rows = rows_of(measure(predictions, purchases, as_of=DUE), "decile")
    predicted, happened = (
        np.array([row[f"{side}_purchases"] for row in rows]) for side in ("predicted", "happened")
    )
    # Those who leave within the quarter take a hundredth or two, orders that fall on one day another.
    assert 0.95 < happened.sum() / predicted.sum() < 1.01
    # Per tenth there is chance as well: gaps of shape 3 and more vary less than Poisson's, so sqrt is ample.
    assert (np.abs(happened - predicted) < 3 * np.sqrt(predicted) + 0.06 * predicted + 1).all()


def test_a_prediction_that_is_twice_too_high_is_measured_as_that(predictions, purchases, rows_of):
    doubled = predictions.mutate(expected_purchases_91d=lambda t: 2 * t.expected_purchases_91d)
    rows = rows_of(measure(doubled, purchases, as_of=DUE), "decile")
    ratio = sum(r["predicted_purchases"] for r in rows) / sum(r["happened_purchases"] for r in rows)
    assert 1.95 < ratio < 2.15


def test_whoever_is_known_to_have_left_is_a_warning_that_was_right(predictions, purchases, rows_of):
    (row,) = rows_of(hits(predictions, purchases, as_of=DUE))
    left = sum(r["quiet_on"] is not None and r["quiet_on"] <= MADE for r in firm.truth().to_pylist())
    assert row["warned"] == row["warned_silent"] == left > 30
    assert row["precision"] == 1
    # Not all silence is leaving: a company that buys every four months may be silent for three.
    assert 0.4 < row["recall"] < 1


def test_nobody_comes_back_who_is_known_to_have_left(predictions, purchases, rows_of):
    rows = rows_of(reliability(predictions, purchases, as_of=DUE, horizon_days=91), "decile")
    assert rows[0]["p_alive"] < 0.6 < rows[-1]["p_alive"]
    gone = rows_of(
        reliability(predictions.filter(lambda t: t.p_alive == 0), purchases, as_of=DUE, horizon_days=91)
    )
    assert {row["came_back"] for row in gone} == {0}


@pytest.mark.parametrize("effect", [0.0, 0.25])
def test_the_effect_of_a_call_is_found_where_there_is_one(facts, engine, effect):
    names = [f"{n}@2025-01-31" for n in range(2000)]
    drawn = arms(names, left_alone_share=0.3)
    random = np.random.default_rng(3)
    comes_back = random.random(2000) < np.where(np.array(drawn) == "followed_up", 0.4 + effect, 0.4)
    episodes = facts(
        "episodes",
        [(name, name, MADE, arm) for name, arm in zip(names, drawn, strict=True)],
        "episode_id customer_id opened_on arm",
    )
    bought = [(name, MADE + timedelta(days=9), 50.0) for name in np.array(names)[comes_back].tolist()]
    purchases = facts("purchases", bought, "customer_id purchased_on amount")
    found = lift(episodes, purchases, as_of=DUE, engine=engine)
    # The interval leaves the truth out one time in ten by its nature; four standard errors hardly ever do.
    standard_error = (found.share.high - found.share.low) / 2 / 1.645
    assert abs(found.share.value - effect) < 4 * standard_error < 0.1
    assert found.share.is_clear or effect == 0
    assert found.spend.value == pytest.approx(50 * found.share.value)
