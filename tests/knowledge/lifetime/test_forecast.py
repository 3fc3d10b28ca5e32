"""From a history table to one row per customer, on an engine."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from guanxi.engines import engine
from guanxi.knowledge.lifetime import COLUMNS, LifetimeSettings, lifetime
from tests.knowledge.lifetime.conftest import CALIBRATION_END


@pytest.fixture(scope="module")
def duck():
    session = engine("duckdb")
    yield session
    session.close()


def collected(duck, found) -> pl.DataFrame:
    return pl.from_arrow(duck.collect(found.table)).sort("customer_id")


@pytest.fixture(scope="module")
def cdnow_lifetime(duck, cdnow_history):
    return lifetime(duck.table(cdnow_history.to_arrow()), as_of=CALIBRATION_END, engine=duck)


def test_every_customer_has_one_row_and_every_column(duck, cdnow_lifetime, cdnow_history):
    rows = collected(duck, cdnow_lifetime)
    assert rows.columns == ["customer_id", *COLUMNS]
    assert rows["customer_id"].to_list() == cdnow_history["customer_id"].to_list()
    bought = cdnow_history["mean_spend"].to_numpy() > 0
    assert rows.filter(bought).null_count().sum_horizontal().item() == 0


def test_the_table_says_what_the_models_say(duck, cdnow_lifetime, cdnow_history):
    rows = collected(duck, cdnow_lifetime).join(cdnow_history, on="customer_id")
    row = rows.filter(pl.col("purchase_days") > 3).row(0, named=True)
    model, spend = cdnow_lifetime.purchases, cdnow_lifetime.spend
    seen = (
        row["purchase_days"] - 1,
        (row["last_purchase_on"] - row["first_purchase_on"]).days / 7,
        (CALIBRATION_END - row["first_purchase_on"]).days / 7,
    )
    assert row["p_alive"] == pytest.approx(model.p_alive(*seen))
    assert row["expected_purchases_91d"] == pytest.approx(model.expected_purchases(13, *seen))
    mean = spend.expected_mean_spend(row["purchase_days"], row["mean_spend"])
    assert row["expected_mean_spend"] == pytest.approx(mean)
    assert row["expected_spend_365d"] == pytest.approx(mean * model.expected_purchases(365 / 7, *seen))
    assert row["lifetime_value_low"] <= row["lifetime_value"] <= row["lifetime_value_high"]


def test_add_to_gives_the_same_numbers_beside_the_history(duck, cdnow_lifetime, cdnow_history):
    added = pl.from_arrow(duck.collect(cdnow_lifetime.add_to(duck.table(cdnow_history.to_arrow()))))
    assert added.columns == [*cdnow_history.columns, *COLUMNS]
    assert added.select("customer_id", *COLUMNS).sort("customer_id").equals(collected(duck, cdnow_lifetime))


def test_a_margin_of_a_half_halves_the_value_and_its_range(duck, cdnow_lifetime, cdnow_history):
    half = lifetime(
        duck.table(cdnow_history.to_arrow()),
        as_of=CALIBRATION_END,
        engine=duck,
        settings=LifetimeSettings(margin=0.5),
    )
    names = ["lifetime_value", "lifetime_value_low", "lifetime_value_high"]
    whole, halved = (collected(duck, found).select(names).to_numpy() for found in (cdnow_lifetime, half))
    assert halved == pytest.approx(whole / 2, nan_ok=True)


def test_without_an_honest_answer_columns_are_null_and_a_note_says_why(duck, cdnow_history):
    once = cdnow_history.with_columns(purchase_days=pl.lit(1), last_purchase_on=pl.col("first_purchase_on"))
    found = lifetime(duck.table(once.to_arrow()), as_of=CALIBRATION_END, engine=duck)
    rows = collected(duck, found)
    assert rows.height == once.height
    assert rows.select(COLUMNS).null_count().row(0) == (once.height,) * len(COLUMNS)
    assert [note.code for note in found.notes] == ["lifetime.nobody_bought_twice"]
    assert "2357" in found.notes[0].say("zh-hans")


def test_without_a_spend_model_purchases_stand_and_money_is_null(duck, cdnow_history):
    equal = cdnow_history.with_columns(mean_spend=pl.lit(10.0))
    found = lifetime(duck.table(equal.to_arrow()), as_of=CALIBRATION_END, engine=duck)
    rows = collected(duck, found)
    assert rows["p_alive"].null_count() == 0
    assert rows["lifetime_value"].null_count() == rows.height
    assert [note.code for note in found.notes] == ["lifetime.everyone_spends_the_same"]


def test_who_returned_everything_has_purchases_but_no_money_and_is_counted(duck, cdnow_history):
    top = cdnow_history["customer_id"].head(3).to_list()
    returned = cdnow_history.with_columns(
        mean_spend=pl.when(pl.col("customer_id").is_in(top)).then(-1.0).otherwise(pl.col("mean_spend"))
    )
    found = lifetime(duck.table(returned.to_arrow()), as_of=CALIBRATION_END, engine=duck)
    rows = collected(duck, found).filter(pl.col("customer_id").is_in(top))
    assert rows["p_alive"].null_count() == 0
    assert rows["lifetime_value"].null_count() == 3
    note = next(note for note in found.notes if note.code == "lifetime.no_positive_spend")
    nothing = cdnow_history.filter((pl.col("mean_spend") <= 0) & ~pl.col("customer_id").is_in(top)).height
    assert note.facts["customers"] == 3 + nothing


def test_waiting_without_a_purchase_lowers_the_hope(duck, cdnow_history, cdnow_lifetime):
    later = lifetime(
        duck.table(cdnow_history.to_arrow()), as_of=CALIBRATION_END + timedelta(days=60), engine=duck
    )
    assert collected(duck, later)["p_alive"].mean() < collected(duck, cdnow_lifetime)["p_alive"].mean()


def test_the_card_is_plain_data_that_a_snapshot_can_keep(cdnow_lifetime):
    import json

    card = json.loads(json.dumps(cdnow_lifetime.card()))
    assert [model["model"] for model in card["models"]] == ["bg-nbd", "gamma-gamma"]
    assert card["models"][0]["customers"] == 2357
