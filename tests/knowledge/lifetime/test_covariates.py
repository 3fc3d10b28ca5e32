"""What is known from the start: planted effects are found, none are invented, small groups refused."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from guanxi.engines import engine
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.covariates import (
    NoCovariate,
    NoCovariateColumn,
    group_by,
    histories_by,
    scales,
)
from guanxi.knowledge.lifetime.covariates_fit import (
    CovariateLikelihood,
    NoCovariatesFor,
    OneLevel,
    TooFewInGroups,
    TooManyLevels,
    fit_with_covariates,
    refuse_levels,
)
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd

FITS = {"bg-nbd": fit_bg_nbd, "pareto-nbd": fit_pareto_nbd}
BASE = {
    "bg-nbd": (0.8, 40.0, 0.9, 3.0),
    "mbg-nbd": (0.8, 40.0, 0.9, 3.0),
    "pareto-nbd": (0.8, 40.0, 0.9, 300.0),
}
KINDS = {
    "bg-nbd": BgNbd(1, 1, 1, 1),
    "mbg-cnbd-2": Cnbd(1, 1, 1, 1, k=2, coin_at_start=True),
    "pareto-nbd": ParetoNbd(1, 1, 1, 1),
}
AS_OF = date(2024, 12, 31)


def customers(model, count, seed, *, effects=(0.0, 0.0, 0.0), base=None):
    """repeats, last, age in whole days of customers whose scales are changed by log-effects."""
    rng = np.random.default_rng(seed)
    r, alpha, third, fourth = base or BASE[model]
    age = rng.integers(100, 600, count)
    rate = rng.gamma(r, np.exp(effects[0]) / alpha, count)
    if model == "pareto-nbd":
        ends = rng.exponential(1, count) / rng.gamma(third, np.exp(effects[1]) / fourth, count)
        span = np.minimum(age, ends)
        x = rng.poisson(rate * span)
        last = span * rng.beta(np.maximum(x, 1), 1)
    else:
        coin = rng.beta(third * np.exp(effects[1]), fourth * np.exp(effects[2]), count).clip(1e-12)
        would = rng.poisson(rate * age)
        coins = np.ceil(np.log(rng.random(count)) / np.log1p(-coin))
        x = np.minimum(would, coins - (model == "mbg-nbd")).astype(int)
        last = age * rng.beta(np.maximum(x, 1), np.maximum(would - x, 0) + 1)
    return x, np.where(x > 0, np.ceil(last), 0).astype(int), age


def firm(model, planted: dict[str, tuple], count: int):
    """One channel per entry, each with its own effects."""
    parts = [customers(model, count, 50 + i, effects=planted[level]) for i, level in enumerate(planted)]
    levels = np.repeat(list(planted), count)
    return (*map(np.concatenate, zip(*parts, strict=True)), levels)


@pytest.mark.parametrize(
    ("model", "effects", "count"),
    [
        ("bg-nbd", (0.6, 0.3, -0.4), 6000),
        ("mbg-nbd", (0.6, 0.3, -0.4), 6000),
        ("pareto-nbd", (0.6, -0.5), 2000),
    ],
)
def test_planted_effects_are_found(model, effects, count):
    x, last, age, channel = firm(model, {"shop": (0, 0, 0), "web": effects}, count)
    found = fit_with_covariates(model, group_by(x, last, age, {"channel": channel}))
    assert found.p_value < 1e-6
    for effect, (on, _, _), truth in zip(found.effects, scales(model), effects, strict=True):
        assert (effect.covariate, effect.level, effect.on) == ("channel", "web", on)
        # Four standard errors: a true model misses that once in 16,000 parameters.
        assert abs(effect.value - truth) < 4 * effect.standard_error
    for name, truth in zip(found.base.parameters, BASE[model], strict=True):
        assert abs(found.base.parameters[name] - truth) < 4 * found.base.standard_errors[name]
    web = found.of({"channel": "web"})
    assert web.alpha == pytest.approx(found.base.alpha * np.exp(-found.effects[0].value))
    assert found.of({}) == found.base and found.of({"channel": "shop"}) == found.base


def test_the_chance_to_stop_is_known_better_than_its_two_parts():
    x, last, age, channel = firm("bg-nbd", {"shop": (0, 0, 0), "web": (0.6, 0.3, -0.4)}, 6000)
    found = fit_with_covariates("bg-nbd", group_by(x, last, age, {"channel": channel}))
    (stopping,) = found.stopping
    base, web = found.base, found.of({"channel": "web"})
    ratio = web.a / (web.a + web.b) * (base.a + base.b) / base.a
    assert stopping.factor == pytest.approx(ratio)
    truth = 0.9 * np.exp(0.3) / (0.9 * np.exp(0.3) + 3 * np.exp(-0.4)) * 3.9 / 0.9
    assert abs(stopping.value - np.log(truth)) < 4 * stopping.standard_error
    assert all(stopping.standard_error < part.standard_error for part in found.effects if part.on in "ab")
    low, high = stopping.interval
    assert low < stopping.factor < high
    assert [effect.on for effect in found.telling] == ["buying", "stopping"]


def test_two_covariates_multiply_each_other():
    parts = {
        (channel, region): customers("bg-nbd", 4000, 70 + i, effects=(0.5 * web - 0.7 * south, 0, 0))
        for i, (channel, web, region, south) in enumerate(
            [("shop", 0, "north", 0), ("web", 1, "north", 0), ("shop", 0, "south", 1), ("web", 1, "south", 1)]
        )
    }
    x, last, age = map(np.concatenate, zip(*parts.values(), strict=True))
    levels = {
        name: np.repeat([kind[i] for kind in parts], 4000) for i, name in enumerate(("channel", "region"))
    }
    found = fit_with_covariates("bg-nbd", group_by(x, last, age, levels))
    buying = {effect.level: effect for effect in found.effects if effect.on == "buying"}
    # Equal in size, the first of the alphabet is the base.
    assert found.covariates == {
        "channel": {"shop": 8000, "web": 8000},
        "region": {"north": 8000, "south": 8000},
    }
    assert [list(levels) for levels in found.covariates.values()] == [["shop", "web"], ["north", "south"]]
    assert abs(buying["web"].value - 0.5) < 4 * buying["web"].standard_error
    assert abs(buying["south"].value + 0.7) < 4 * buying["south"].standard_error
    both = found.of({"channel": "web", "region": "south"})
    factor = np.exp(-buying["web"].value - buying["south"].value)
    assert both.alpha == pytest.approx(found.base.alpha * factor)


@pytest.mark.parametrize("model", list(FITS))
def test_one_group_is_the_plain_fit(model):
    x, last, age = customers(model, 1500, 1)
    found = fit_with_covariates(model, group_by(x, last, age, {"channel": ["shop"] * len(x)}))
    plain = FITS[model](group_by(x, last, age, {}).together)
    assert found.base.parameters == plain.parameters
    assert (found.effects, found.gain, found.p_value) == ((), 0.0, 1.0)


def test_a_label_that_means_nothing_has_no_effect():
    x, last, age = customers("bg-nbd", 4000, 2)
    label = np.random.default_rng(3).choice(["odd", "even"], len(x))
    found = fit_with_covariates("bg-nbd", group_by(x, last, age, {"label": label}))
    # A p-value of no effect is even between 0 and 1; this seed's is no exception.
    assert found.p_value > 0.01
    assert all(abs(effect.value) < 4 * effect.standard_error for effect in found.effects)


@pytest.mark.parametrize("model", list(KINDS))
def test_the_gradient_is_the_slope_of_the_likelihood(model):
    levels = {"shop": (0, 0, 0), "web": (0.4, 0.2, 0.1), "fair": (0, 0, 0)}
    x, last, age, channel = firm(model if model in BASE else "bg-nbd", levels, 60)
    likelihood = CovariateLikelihood(KINDS[model], group_by(x, last, age, {"channel": channel}))
    effects = np.random.default_rng(4).normal(0, 0.3, 2 * len(scales(model)))
    point = np.array([0.7, 33.0, 1.2, 2.5, *effects])
    _, gradient = likelihood(point[:4], point[4:])
    for i, step in enumerate(1e-5 * np.maximum(np.abs(point), 0.1)):
        move = step * np.eye(len(point))[i]
        up, down = (likelihood((point + sign * move)[:4], (point + sign * move)[4:])[0] for sign in (1, -1))
        # Central differences of a sum of logs are good to about 1e-6 of its size over the step.
        assert gradient[i] == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-4)


def test_groups_with_too_few_repeat_buyers_are_named():
    x, last, age = customers("bg-nbd", 500, 5)
    channel = np.array(["shop"] * 480 + ["fair"] * 12 + ["fax"] * 8)
    last, x = np.where(channel == "fax", 0, last), np.where(channel == "fax", 0, x)
    with pytest.raises(TooFewInGroups) as refusal:
        fit_with_covariates("bg-nbd", group_by(x, last, age, {"channel": channel}))
    assert "channel = fax (0)" in refusal.value.facts["groups"]
    assert "shop" not in str(refusal.value)


def test_one_level_and_too_many_are_refused_by_name():
    x, last, age = customers("bg-nbd", 500, 7)
    with pytest.raises(OneLevel) as refusal:
        refuse_levels(group_by(x, last, age, {"channel": ["shop"] * len(x)}))
    assert refusal.value.facts == {"covariate": "channel", "level": "shop"}
    with pytest.raises(TooManyLevels) as refusal:
        refuse_levels(group_by(x, last, age, {"name": [f"C{i}" for i in range(len(x))]}))
    assert refusal.value.facts["levels"] == 500


def test_a_column_that_is_not_there_is_refused():
    duck = engine("duckdb")
    with pytest.raises(NoCovariateColumn) as refusal:
        histories_by(duck.table(pl.DataFrame({"town": ["x"]}).to_arrow()), ["city"], as_of=AS_OF, engine=duck)
    assert refusal.value.facts == {"covariate": "city", "known": "town"}


def test_a_model_without_scales_and_a_level_nobody_has_are_refused():
    x, last, age, channel = firm("bg-nbd", {"shop": (0, 0, 0), "web": (0.5, 0, 0)}, 400)
    data = group_by(x, last, age, {"channel": channel})
    with pytest.raises(NoCovariatesFor):
        fit_with_covariates("gamma-gamma", data)
    with pytest.raises(NoCovariate) as refusal:
        fit_with_covariates("bg-nbd", data).of({"channel": "fax"})
    assert "shop" in refusal.value.facts["known"]


def test_the_engine_counts_the_same_groups():
    x, last, age = customers("bg-nbd", 300, 6)
    channel = [None if i % 7 == 0 else ("web", "shop")[i % 2] for i in range(len(x))]
    table = pl.DataFrame(
        {
            "purchase_days": x + 1,
            "first_purchase_on": [AS_OF - timedelta(days=int(days)) for days in age],
            "last_purchase_on": [AS_OF - timedelta(days=int(a - b)) for a, b in zip(age, last, strict=True)],
            "channel": channel,
        }
    )
    duck = engine("duckdb")
    found = histories_by(duck.table(table.to_arrow()), ["channel"], as_of=AS_OF, engine=duck)
    expected = group_by(x, last, age, {"channel": channel})
    assert set(found.groups) == set(expected.groups) == {("?",), ("shop",), ("web",)}
    for kind, part in expected.groups.items():
        for name in ("repeats", "last_days", "age_days", "customers"):
            assert (getattr(found.groups[kind], name) == getattr(part, name)).all()
