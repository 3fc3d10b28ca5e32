"""What customers bring together: the sum of what each is expected to bring, and a fan that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from guanxi.engines import engine as new_engine
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.counts import purchase_counts
from guanxi.knowledge.lifetime.future import future
from guanxi.knowledge.lifetime.future_groups import Groups, groups
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.published import published, unsure

MODELS = [
    BgNbd(0.8, 4.0, 0.9, 4.0, unit_days=7),
    Cnbd(0.9, 3.0, 0.5, 6.0, k=2, unit_days=7),
    ParetoNbd(0.8, 6.0, 0.6, 12.0, unit_days=7),
]
SPEND = GammaGamma(5.0, 4.0, 60.0)
AS_OF = date(2024, 6, 28)
SIMULATED = 400


def customers(many: int = 400, seed: int = 3) -> pa.Table:
    """Customers as they come, one of ten without a spend, in two tiers and (partly) in stages."""
    rng = np.random.default_rng(seed)
    age = rng.integers(30, 700, many)
    repeats = rng.negative_binomial(1, 0.15, many)
    last = np.where(repeats > 0, (age * rng.beta(5, 1.2, many)).astype(int), 0)
    first = [AS_OF - timedelta(days=int(days)) for days in age]
    return pa.table(
        {
            "customer_id": [f"K-{n}" for n in range(many)],
            "purchase_days": repeats + 1,
            "first_purchase_on": first,
            "last_purchase_on": [day + timedelta(days=int(n)) for day, n in zip(first, last, strict=True)],
            "mean_spend": np.where(rng.random(many) < 0.1, 0.0, rng.gamma(4, 12, many)),
            "tier": np.where(rng.random(many) < 0.2, "gold", "lead"),
            "quadrant": np.full(many, "A"),
            "stage": pa.array(["growth" if n % 3 else None for n in range(many)]),
        }
    )


@pytest.fixture(scope="module")
def counted() -> Groups:
    session = new_engine("duckdb")
    try:
        return groups(session.table(customers()), as_of=AS_OF, engine=session)
    finally:
        session.close()


def each_customer(model, days: int):
    """What is expected of every customer, one by one: purchase days, and money where there is a spend."""
    rows = customers()
    bought = rows["purchase_days"].to_numpy()
    first, last = (rows[name].to_pylist() for name in ("first_purchase_on", "last_purchase_on"))
    at = [
        [(until - day).days / 7 for day, until in zip(first, ends, strict=True)]
        for ends in (last, [AS_OF] * len(first))
    ]
    expected = model.expected_purchases(days / 7, bought - 1, *map(np.array, at))
    mean = rows["mean_spend"].to_numpy()
    money = np.where(mean > 0, expected * SPEND.expected_mean_spend(bought, mean), 0.0)
    return expected, money, rows


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_sum_is_the_sum_of_what_is_expected_of_each_customer(model, counted):
    found = {(each.column, each.key, each.days): each for each in future(counted, model, SPEND)}
    for days in (91, 365):
        expected, money, rows = each_customer(model, days)
        whole = found["", "", days]
        assert whole.purchases.expected == pytest.approx(expected.sum(), rel=1e-9)
        assert whole.spend.expected == pytest.approx(money.sum(), rel=1e-9)
        for column in ("tier", "stage"):
            keys = np.array([key or "" for key in rows[column].to_pylist()])
            for key in set(keys):
                part = found[column, key, days]
                assert part.customers == (keys == key).sum()
                assert part.purchases.expected == pytest.approx(expected[keys == key].sum(), rel=1e-9)
                assert part.spend.expected == pytest.approx(money[keys == key].sum(), rel=1e-9)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_parts_of_a_segment_add_up_to_everybody_and_later_is_never_less(model, counted):
    found = future(counted, model, SPEND)
    for days in (91, 182, 273, 365):
        at = [each for each in found if each.days == days]
        whole = next(each for each in at if not each.column)
        for column in ("tier", "quadrant", "stage"):
            parts = [each.spend.expected for each in at if each.column == column]
            assert sum(parts) == pytest.approx(whole.spend.expected, rel=1e-9)
    fan = [each.spend for each in found if not each.column]
    assert all(a.expected < b.expected and a.high90 < b.high90 for a, b in pairwise(fan))
    assert all(r.low90 < r.low50 < r.expected < r.high50 < r.high90 for r in fan)


def a_few(many: int = 60) -> Groups:
    """Sixty customers, each a group of its own."""
    rng = np.random.default_rng(8)
    age = rng.integers(60, 600, many)
    repeats = rng.integers(0, 9, many)
    last = np.where(repeats > 0, (age * rng.uniform(0.3, 1, many)).astype(int), 0)
    spent = (repeats + 1) * rng.gamma(4, 12, many)
    at = Histories(repeats, last, age, np.ones(many, np.int64), 7)
    return Groups({}, at, np.ones(many), spent, spent**2)


def futures(models, few: Groups, rng):
    """Simulated sums: a model is drawn, then what each customer does under it, given the own history."""
    at = few.histories
    held = [
        [purchase_counts(model, 52.0, *row) for row in zip(at.repeats, at.last, at.age, strict=True)]
        for model in models
    ]
    for _ in range(SIMULATED):
        counts = held[rng.integers(len(models))]
        days = np.array([rng.choice(len(each), p=each / each.sum()) for each in counts])
        nu = rng.gamma(SPEND.q + SPEND.p * (at.repeats + 1), 1 / (SPEND.gamma + few.spent))
        yield days.sum(), (rng.gamma(np.maximum(SPEND.p * days, 1e-12)) / nu)[days > 0].sum()


@pytest.mark.parametrize("how", ["sure", "unsure"])
def test_nine_in_ten_simulated_sums_lie_in_the_outer_fan_and_half_in_the_inner(how):
    rng, model, few = np.random.default_rng(5), MODELS[0], a_few()
    models, axes, step = [model], [], 0.5
    if how == "unsure":
        models = [replace(model, alpha=model.alpha * np.exp(step * rng.normal())) for _ in range(40)]
        axes = [tuple((replace(model, alpha=model.alpha * np.exp(by)), SPEND) for by in (step, -step))]
    found = future(few, model, SPEND, axes=axes, days=(364,))[0]
    sums = np.array(list(futures(models, few, rng)))
    for values, fan in zip(sums.T, (found.purchases, found.spend), strict=True):
        for low, high, share in ((fan.low90, fan.high90, 0.9), (fan.low50, fan.high50, 0.5)):
            inside = int(np.sum((values >= low) & (values <= high)))
            # 99.9 % of fans that hold what they promise lie within these.
            fewest, most = binom.interval(0.999, SIMULATED, share)
            assert fewest <= inside <= most


def test_what_is_not_known_of_the_parameters_widens_the_fan_and_moves_nothing(counted):
    model = MODELS[0]
    sure = future(counted, model, SPEND, days=(365,))[0]
    same = future(counted, model, SPEND, axes=[((model, SPEND), (model, SPEND))] * 5, days=(365,))[0]
    up, down = (replace(model, alpha=model.alpha * by) for by in (3.0, 1 / 3))
    unsure_of_it = future(counted, model, SPEND, axes=[((up, SPEND), (down, SPEND))], days=(365,))[0]
    width = [each.spend.high90 - each.spend.low90 for each in (sure, same, unsure_of_it)]
    assert width[1] == pytest.approx(width[0]) and width[2] > 1.15 * width[0]
    assert unsure_of_it.spend.expected == sure.spend.expected


def test_a_coarser_calendar_changes_no_expectation_and_hardly_a_range(counted, monkeypatch):
    fine = future(counted, MODELS[0], SPEND, days=(365,))[0]
    monkeypatch.setattr("guanxi.knowledge.lifetime.future.COARSE", 60)
    coarse = future(counted, MODELS[0], SPEND, days=(365,))[0]
    assert coarse.spend.expected == fine.spend.expected
    assert coarse.spend.high90 == pytest.approx(fine.spend.high90, rel=0.02)


def test_without_a_spend_model_or_its_variance_nothing_is_made_up(counted):
    assert future(counted, MODELS[0], None, days=(91,))[0].spend is None
    wild = future(counted, MODELS[0], GammaGamma(0.5, 1.2, 60.0), days=(91,))[0]
    assert wild.spend.expected > 0 and wild.spend.low90 is None
    assert wild.purchases.low90 is not None


CARD = {
    "models": [
        {
            "model": "bg-nbd",
            "unit": "week",
            "parameters": {"r": 0.8, "alpha": 4.0, "a": 0.9, "b": 4.0},
            "standard_errors": {"r": 0.02, "alpha": 0.1, "a": 0.05, "b": 0.3},
        },
        {"model": "gamma-gamma", "parameters": {"p": 5.0, "q": 4.0, "gamma": 60.0}, "standard_errors": None},
    ],
    "notes": [{"code": "lifetime.no_convergence", "facts": {"customers": 3}}, {"code": "knowledge.no_costs"}],
}


def test_a_card_gives_its_models_back_with_others_as_credible():
    found = published(CARD)
    assert found.buying == BgNbd(0.8, 4.0, 0.9, 4.0, unit_days=7) and found.spend == SPEND
    assert [note["code"] for note in found.refusals] == ["lifetime.no_convergence"]
    (up, down), *_ = unsure(CARD)
    assert (up[0].r, down[0].r) == pytest.approx((0.8 * np.exp(0.025), 0.8 * np.exp(-0.025)))
    assert len(unsure(CARD)) == 4 and {spend for pair in unsure(CARD) for _, spend in pair} == {SPEND}
    assert unsure({"models": []}) == [] and published({}).buying is None


def test_the_axes_of_a_posterior_are_those_its_draws_vary_along():
    rng = np.random.default_rng(2)
    logs = np.log([0.8, 4.0, 0.9, 4.0]) + rng.multivariate_normal(
        np.zeros(4), 0.04 * np.full((4, 4), 0.9) + 0.004 * np.eye(4), 400
    )
    drawn = {"names": ["r", "alpha", "a", "b"], "draws": np.exp(logs).tolist()}
    told = CARD | {"models": [CARD["models"][0] | {"posterior": drawn}]}
    steps = [
        np.log(list(up.parameters.values())) - np.log(list(down.parameters.values()))
        for (up, _), (down, _) in unsure(told)
    ]
    around = sum(np.outer(step, step) / 4 for step in steps)
    assert around == pytest.approx(np.cov(logs, rowvar=False), rel=1e-6)
