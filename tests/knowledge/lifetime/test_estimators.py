"""The models as estimators: configured, cloned, fitted on a table of any make, asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from guanxi.errors import SettingError
from guanxi.knowledge.lifetime.buying import UnknownModel
from guanxi.knowledge.lifetime.estimators import BuyingEstimator, ColumnsMissing, NotFitted, SpendEstimator


@pytest.fixture(scope="module")
def table(cdnow) -> dict[str, np.ndarray]:
    """One row per customer of CDNOW, in weeks."""
    each = {"repeats": cdnow.repeats, "last": cdnow.last, "age": cdnow.age}
    return {name: np.repeat(column, cdnow.customers) for name, column in each.items()}


@pytest.fixture(scope="module")
def fitted(table):
    return BuyingEstimator(draws=100).fit(table)


def test_a_fit_finds_the_published_parameters_under_names_that_end_in_an_underscore(fitted):
    found = (fitted.r_, fitted.alpha_, fitted.a_, fitted.b_)
    assert found == pytest.approx((0.243, 4.414, 0.793, 2.426), abs=0.0005)
    assert fitted.model_.log_likelihood == pytest.approx(-9582.4, abs=0.05)


def test_every_make_of_table_gives_the_same_model(fitted, table):
    for other in (pd.DataFrame(table), pl.DataFrame(table).to_arrow(), np.column_stack(list(table.values()))):
        assert BuyingEstimator().fit(other).model_.parameters == pytest.approx(fitted.model_.parameters)


@pytest.mark.parametrize("estimator", [BuyingEstimator("mbg-nbd", draws=7, seed=3), SpendEstimator(draws=5)])
def test_a_clone_has_the_same_parameters_and_nothing_fitted(estimator):
    clone = type(estimator)(**estimator.get_params())  # what scikit-learn's clone does and then checks
    assert clone.get_params() == estimator.get_params()
    assert all(getattr(clone, name) is value for name, value in estimator.get_params().items())
    assert repr(clone) == repr(estimator)
    assert not [name for name in vars(clone) if name.endswith("_")]


def test_what_it_says_of_rows_is_what_the_model_says(fitted, table):
    rows = {name: column[:50] for name, column in table.items()}
    expected, counts = fitted.predict(rows, ahead=39), fitted.distribution(rows, ahead=39)
    assert expected == pytest.approx([c @ np.arange(len(c)) for c in counts], rel=1e-3, abs=1e-4)
    known = fitted.predict_range(rows, ahead=39)
    assert ((known.low <= expected) & (expected <= known.high)).all()
    assert (fitted.p_alive(rows) <= 1).all()
    assert (fitted.residual(rows, 0.1) > expected * 0.9).all()


def test_the_score_is_the_mean_log_likelihood_and_prefers_the_better_model(fitted, table):
    assert fitted.score(table) == pytest.approx(-9582.4292 / 2357, abs=1e-6)
    assert fitted.score(table) > BuyingEstimator("pareto-nbd").fit(table).score(table)


def test_the_unit_of_time_changes_nothing_but_the_scale(fitted, table):
    days = {"repeats": table["repeats"], "last": table["last"] * 7, "age": table["age"] * 7}
    daily = BuyingEstimator(unit_days=1).fit(days)
    assert daily.alpha_ == pytest.approx(7 * fitted.alpha_, rel=1e-5)
    assert daily.predict(days, ahead=273) == pytest.approx(fitted.predict(table, ahead=39), rel=1e-4)


def test_spend_is_fitted_and_predicted(cdnow_history):
    again = cdnow_history.filter((pl.col("purchase_days") > 1) & (pl.col("mean_spend") > 0))
    rows = again.select("mean_spend", days="purchase_days")
    model = SpendEstimator().fit(rows)
    assert model.predict(rows)[:3] == pytest.approx(
        [model.model_.expected_mean_spend(d, m) for m, d in rows.head(3).iter_rows()]
    )


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda: BuyingEstimator().predict({"repeats": [1], "last": [1], "age": [2]}), NotFitted),
        (lambda: BuyingEstimator().fit({"repeats": [1], "age": [2]}), ColumnsMissing),
        (lambda: BuyingEstimator().fit(np.ones((3, 2))), ColumnsMissing),
        (lambda: BuyingEstimator("nbd").fit({"repeats": [1], "last": [1], "age": [2]}), UnknownModel),
        (lambda: BuyingEstimator().set_params(k=2), SettingError),
    ],
)
def test_what_cannot_be_is_refused(wrong, error):
    with pytest.raises(error):
        wrong()


def test_ranges_need_draws(table):
    with pytest.raises(NotFitted):
        BuyingEstimator().fit(table).predict_range(table)
