"""Relative weights and Shapley against computations made another way, and against published digits."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from guanxi.knowledge.experience.relative_weights import relative_weights
from guanxi.knowledge.experience.shapley import sampled_shapley, shapley
from tests.knowledge.experience.cars import CARS
from tests.knowledge.experience.shared_data import mobi, needs_mobi, needs_olist, olist


def correlations(drivers: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = np.corrcoef(np.column_stack([drivers, outcome]), rowvar=False)
    return found[:-1, :-1], found[:-1, -1]


def brute_force_shapley(drivers: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """A regression for every subset of drivers, and the definition of the Shapley value term by term."""
    p = drivers.shape[1]

    def explained(subset: tuple[int, ...]) -> float:
        if not subset:
            return 0.0
        columns = drivers[:, subset]
        return LinearRegression().fit(columns, outcome).score(columns, outcome)

    r2 = {subset: explained(subset) for size in range(p + 1) for subset in combinations(range(p), size)}
    found = np.zeros(p)
    for at in range(p):
        for size in range(p):
            weight = math.factorial(size) * math.factorial(p - size - 1) / math.factorial(p)
            for subset in combinations([other for other in range(p) if other != at], size):
                found[at] += weight * (r2[tuple(sorted((*subset, at)))] - r2[subset])
    return found


def weights_from_singular_values(drivers: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Johnson's own way: the singular vectors of the standardised data, no correlation matrix."""

    def standard(values: np.ndarray) -> np.ndarray:
        centred = values - values.mean(axis=0)
        return centred / np.sqrt((centred**2).sum(axis=0))

    x, y = standard(drivers), standard(outcome)
    left, _singular, right = np.linalg.svd(x, full_matrices=False)
    nearest = left @ right  # the orthonormal columns nearest to the drivers
    on_outcome = LinearRegression(fit_intercept=False).fit(nearest, y).coef_
    on_drivers = LinearRegression(fit_intercept=False).fit(nearest, x).coef_
    return (on_drivers**2) @ (on_outcome**2)


def mobile_phones() -> tuple[np.ndarray, np.ndarray]:
    found = mobi()
    drivers = [found[name] for name in ("image", "expectation", "quality", "value", "complaints")]
    return np.column_stack(drivers), found["satisfaction"]


def deliveries() -> tuple[np.ndarray, np.ndarray]:
    found = olist()
    names = ("days_late", "days_taken", "price", "freight")
    return np.column_stack([found[name] for name in names]), found["score"]


def cars() -> tuple[np.ndarray, np.ndarray]:
    names = ("cyl", "disp", "hp", "wt", "vs", "am", "gear")
    return np.column_stack([CARS[name] for name in names]), CARS["mpg"]


@pytest.mark.parametrize(
    "of",
    [
        cars,
        pytest.param(mobile_phones, marks=needs_mobi),
        pytest.param(deliveries, marks=needs_olist),
    ],
)
def test_both_agree_with_an_independent_computation_to_a_millionth(of):
    drivers, outcome = of()
    among, with_outcome = correlations(drivers, outcome)
    whole = LinearRegression().fit(drivers, outcome).score(drivers, outcome)
    for found, other in (
        (shapley(among, with_outcome), brute_force_shapley(drivers, outcome)),
        (relative_weights(among, with_outcome), weights_from_singular_values(drivers, outcome)),
    ):
        assert np.abs(found - other).max() < 1e-6
        assert found.sum() == pytest.approx(whole, abs=1e-12)


def test_shapley_prints_what_relaimpo_prints_of_the_cars():
    """calc.relimp(mpg ~ am + vs + cyl, data = mtcars, type = "lmg"), in the README of the R package domir."""
    found = shapley(*correlations(np.column_stack([CARS["am"], CARS["vs"], CARS["cyl"]]), CARS["mpg"]))
    assert [round(value, 7) for value in found] == [0.1774892, 0.2027032, 0.3817849]


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        (("cyl", "disp", "hp", "gear"), [0.2284797, 0.2221469, 0.2321744, 0.0963886]),
        (("cyl", "disp", "hp", "wt"), [0.2096904, 0.1883043, 0.1799590, 0.2706812]),
    ],
)
def test_relative_weights_print_what_rwa_prints_of_the_cars(names, printed):
    """rwa(mtcars, "mpg", ...), in the documentation of the R package rwa."""
    found = relative_weights(*correlations(np.column_stack([CARS[name] for name in names]), CARS["mpg"]))
    assert [round(value, 7) for value in found] == printed


def test_uncorrelated_drivers_are_given_their_squared_correlation_by_both():
    with_outcome = np.array([0.6, -0.3, 0.1])
    for found in (shapley(np.eye(3), with_outcome), relative_weights(np.eye(3), with_outcome)):
        assert found == pytest.approx(with_outcome**2, abs=1e-12)


def test_many_correlation_matrices_at_once_are_what_each_is_alone():
    dice = np.random.default_rng(1)
    tables = [dice.normal(size=(40, 5)) @ dice.normal(size=(5, 5)) for _ in range(6)]
    found = [correlations(table[:, :-1], table[:, -1]) for table in tables]
    among, with_outcome = (np.array(part) for part in zip(*found, strict=True))
    for measure in (shapley, relative_weights):
        alone = [measure(*each) for each in found]
        assert measure(among, with_outcome) == pytest.approx(np.array(alone), abs=1e-12)


def test_drawn_orders_add_up_exactly_and_miss_by_what_they_say():
    dice = np.random.default_rng(2)
    table = dice.normal(size=(200, 9)) @ dice.normal(size=(9, 9))
    among, with_outcome = correlations(table[:, :-1], table[:, -1])
    exact = shapley(among, with_outcome)
    found, error = sampled_shapley(among, with_outcome, orders=1_000, seed=3)
    assert found.sum() == pytest.approx(exact.sum(), abs=1e-12)
    assert (np.abs(found - exact) < 4 * error).all() and error.max() < 0.01
