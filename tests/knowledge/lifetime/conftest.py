"""CDNOW, the data the models were published on: the 1/10 sample that the `lifetimes` package carries."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.histories import group

CALIBRATION_END = date(1997, 9, 30)


@pytest.fixture(scope="session")
def cdnow_file() -> Path:
    # Found, not imported: the package itself does not run on current numpy.
    found = find_spec("lifetimes")
    assert found, "the test data need the `lifetimes` package, installed without its dependencies"
    return Path(found.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt"


@pytest.fixture(scope="session")
def cdnow_orders(cdnow_file) -> pl.DataFrame:
    """customer_id, purchased_on, amount: one row per order line of the sample, all 18 months."""
    rows = [line.split() for line in cdnow_file.read_text().splitlines() if line.strip()]
    return pl.DataFrame(
        {
            "customer_id": [r[0] for r in rows],
            "day": [r[2] for r in rows],
            "amount": [float(r[4]) for r in rows],
        }
    ).with_columns(purchased_on=pl.col("day").str.to_date("%Y%m%d"))


@pytest.fixture(scope="session")
def cdnow_days(cdnow_orders) -> pl.DataFrame:
    """One row per customer and purchase day of the calibration period."""
    days = cdnow_orders.filter(pl.col("purchased_on") <= CALIBRATION_END)
    return (
        days.group_by("customer_id", "purchased_on")
        .agg(pl.col("amount").sum())
        .sort("customer_id", "purchased_on")
    )


@pytest.fixture(scope="session")
def cdnow_history(cdnow_days) -> pl.DataFrame:
    """One row per customer, as `knowledge.history` gives it."""
    return (
        cdnow_days.group_by("customer_id")
        .agg(
            purchase_days=pl.len().cast(pl.Int64),
            first_purchase_on=pl.col("purchased_on").min(),
            last_purchase_on=pl.col("purchased_on").max(),
            mean_spend=pl.col("amount").mean(),
        )
        .sort("customer_id")
    )


@pytest.fixture(scope="session")
def cdnow(cdnow_history):
    """The distinct histories of CDNOW, in weeks."""
    first, last = cdnow_history["first_purchase_on"], cdnow_history["last_purchase_on"]
    age = (pl.select(pl.lit(CALIBRATION_END)).to_series() - first).dt.total_days()
    return group(
        cdnow_history["purchase_days"].to_numpy() - 1,
        (last - first).dt.total_days().to_numpy(),
        age.to_numpy(),
        unit_days=7,
    )


@pytest.fixture(scope="session")
def cdnow_model(cdnow):
    return fit_bg_nbd(cdnow)
