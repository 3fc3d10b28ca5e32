"""How long are the gaps between purchases, and how unusual is a customer's silence by now?"""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from scipy.integrate import quad
from scipy.special import gammaincc
from scipy.stats import betaprime

from guanxi.knowledge.gap_fit import GapLikelihood, fit_gaps
from guanxi.knowledge.gap_model import GapModel
from guanxi.knowledge.gaps import gaps, purchase_days
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.refusals import NobodyBoughtTwice, TooFewRepeaters
from guanxi.knowledge.own_rhythm import COLUMNS, own_rhythm
from guanxi.knowledge.refusals import ColumnMissing, OutOfRange
from tests.knowledge.tables import AS_OF, buys, day, purchases

MODEL = GapModel(k=2.5, r=3.0, beta=60.0, stop=0.1)


def planted(customers: int, *, k: float, r: float, beta: float, stop: float, seed: int = 5):
    """(days of purchase by customer, age in days) of buyers who follow the model, on the calendar's days."""
    chance = np.random.default_rng(seed)
    for _ in range(customers):
        rate, age, at = chance.gamma(r, 1 / beta), int(chance.integers(60, 900)), 0.0
        days = [0]
        while chance.random() >= stop:
            at += chance.gamma(k, 1 / rate)
            if (now := int(np.ceil(at))) > age:
                break
            if now > days[-1]:
                days.append(now)
        yield days, age


def grouped(histories):
    rows = [(len(days) - 1, days[-1], age) for days, age in histories]
    return group(*np.array(rows, np.int64).T)


def logs_of(histories) -> float:
    return float(sum(np.log(np.diff(days)).sum() for days, _ in histories))


@pytest.fixture(scope="module")
def buyers():
    return list(planted(3_000, k=2.5, r=3.0, beta=60.0, stop=0.1))


@pytest.fixture(scope="module")
def fitted(buyers):
    return fit_gaps(grouped(buyers), logs_of(buyers))


def test_counts_and_sums_are_of_purchase_days(engine, rows):
    lines = purchases(
        *buys("A", 30, 10, 10, 1),  # two lines on a day are one purchase day
        *buys("B", 5),
        *buys("C", 9, amount=-3.0),  # a return is no purchase
        *buys(None, 3),
        *buys("A", -4),  # after the day it stands on
    )
    found = rows(gaps(purchase_days(engine.table(lines), as_of=AS_OF, engine=engine)))
    assert set(found) == {"A", "B"}
    assert (found["A"]["gap_count"], found["A"]["gap_sum_days"]) == (2, 29)
    assert found["A"]["gap_log_sum"] == pytest.approx(np.log(20) + np.log(9))
    assert (found["A"]["first_purchase_on"], found["A"]["last_purchase_on"]) == (day(30), day(1))
    assert (found["B"]["gap_count"], found["B"]["gap_sum_days"], found["B"]["gap_log_sum"]) == (0, 0, 0.0)


@pytest.mark.parametrize(("silent", "count", "total"), [(30.0, 4, 80.0), (200.0, 0, 0.0), (1.0, 60, 900.0)])
def test_the_closed_form_is_the_integral_over_the_rate(silent, count, total):
    shape, seen = MODEL.r + MODEL.k * count, MODEL.beta + total

    def posterior(rate):
        return np.exp((shape - 1) * np.log(rate * seen / shape) - rate * seen + shape)

    upto = 40 * shape / seen
    above = quad(lambda rate: posterior(rate) * gammaincc(MODEL.k, rate * silent), 0, upto, limit=500)[0]
    whole = quad(posterior, 0, upto, limit=500)[0]
    assert MODEL.gap_probability(silent, count, total) == pytest.approx(above / whole, rel=1e-7)


def test_the_gap_of_a_gamma_rate_is_beta_prime():
    expected = betaprime.sf(45.0 / (MODEL.beta + 80), MODEL.k, MODEL.r + 4 * MODEL.k)
    assert MODEL.gap_probability(45.0, 4, 80.0) == pytest.approx(expected, rel=1e-10)


def test_the_days_of_a_probability_are_its_way_back():
    for share in (0.01, 0.5, 0.9):
        days = MODEL.gap_days(share, 3, 70.0)
        assert MODEL.gap_probability(days, 3, 70.0) == pytest.approx(share)


def test_the_mean_gap_is_the_integral_of_the_longer_ones_and_may_be_infinite():
    area = quad(lambda days: MODEL.gap_probability(days, 2, 50.0), 0, np.inf)[0]
    assert MODEL.mean_gap_days(2, 50.0) == pytest.approx(area, rel=1e-6)
    assert GapModel(k=1.0, r=0.9, beta=10.0, stop=0.1).mean_gap_days(0, 0.0) == np.inf


def test_the_slopes_of_the_likelihood_are_its_differences(buyers):
    likelihood = GapLikelihood(grouped(buyers), logs_of(buyers))
    at = np.array([1.7, 2.2, 80.0, 0.2])
    slopes = likelihood(*at)[1]
    for i, step in enumerate(1e-5 * at):
        aside = step * np.eye(4)[i]
        difference = (likelihood(*(at + aside))[0] - likelihood(*(at - aside))[0]) / (2 * step)
        assert slopes[i] == pytest.approx(difference, rel=1e-5)


def test_planted_parameters_are_found_again(fitted):
    truth = {"k": 2.5, "r": 3.0, "beta": 60.0, "stop": 0.1}
    for name, value in truth.items():
        # Whole days make gaps a little more alike than they are: hence four standard errors and not three.
        assert abs(fitted.parameters[name] - value) < 4 * fitted.standard_errors[name], name
    assert fitted.notes == ()
    assert (fitted.customers, fitted.gaps) == (
        3_000,
        sum(len(days) - 1 for days, _ in planted(3_000, **truth)),
    )


def test_those_who_are_gone_do_not_pass_for_slow_buyers(buyers, fitted):
    half_gone = [(days[:2], age) if n % 2 else (days, age) for n, (days, age) in enumerate(buyers)]
    found = fit_gaps(grouped(half_gone), logs_of(half_gone))
    assert found.stop > 2 * fitted.stop
    assert found.gap_days(0.5, 0, 0) == pytest.approx(fitted.gap_days(0.5, 0, 0), rel=0.25)


def test_a_more_regular_customer_population_is_sooner_unusual():
    at_random, regular = (GapModel(k=k, r=3.0, beta=60.0 / k, stop=0.1) for k in (1.0, 8.0))
    assert regular.gap_probability(90, 20, 600) < at_random.gap_probability(90, 20, 600) / 10


def test_the_own_gaps_outweigh_those_of_the_others_with_their_number():
    """Shrinkage: one short gap hardly moves the answer, forty of them do."""
    for_all, once, often = (float(MODEL.gap_days(0.5, n, 10 * n)) for n in (0, 1, 40))
    assert for_all > once > often
    assert often == pytest.approx(10, rel=0.2)


def test_gaps_like_a_clock_are_used_and_said():
    weekly = [([*range(0, 7 * (n % 9) + 1, 7)], 7 * (n % 9) + n % 7) for n in range(300)]
    found = fit_gaps(grouped(weekly), logs_of(weekly))
    assert {note.code for note in found.notes} >= {"rhythm.like_a_clock"}
    assert found.gap_days(0.5, 5, 35) == pytest.approx(7, abs=0.2)
    assert found.gap_probability(14, 5, 35) < 0.001


def test_nobody_who_bought_twice_is_refused_and_so_are_nine():
    once = [([0], 100)] * 50
    with pytest.raises(NobodyBoughtTwice):
        fit_gaps(grouped(once), 0.0)
    few = once + [([0, 10], 100)] * 9
    with pytest.raises(TooFewRepeaters):
        fit_gaps(grouped(few), logs_of(few))


def as_table(buyers, **more) -> pa.Table:
    """The rows of `gaps` for these buyers."""
    rows = [
        {
            "customer_id": f"c{n}",
            "first_purchase_on": AS_OF - timedelta(days=age),
            "last_purchase_on": AS_OF - timedelta(days=age - days[-1]),
            "purchase_days": len(days),
            "gap_count": len(days) - 1,
            "gap_sum_days": days[-1],
            "gap_log_sum": float(np.log(np.diff(days)).sum()),
        }
        | {name: values(n) for name, values in more.items()}
        for n, (days, age) in enumerate(buyers)
    ]
    return pa.Table.from_pylist(rows)


def test_every_customer_gets_the_answer_of_the_own_history(engine, rows, buyers):
    table = engine.table(as_table(buyers[:600]))
    found = own_rhythm(table, as_of=AS_OF, engine=engine)
    answers = rows(found.add_to(table))
    assert len(answers) == 600
    for n, (days, age) in enumerate(buyers[:600]):
        row, seen = answers[f"c{n}"], (len(days) - 1, days[-1])
        assert row["gap_probability"] == pytest.approx(
            found.model.gap_probability(age - days[-1], *seen), abs=1e-12
        )
        assert row["gap_median_days"] == pytest.approx(found.model.gap_days(0.5, *seen))
        assert row["gap_overdue_days"] == pytest.approx(found.model.gap_days(0.05, *seen))
    assert tuple(found.add_to(table).columns[-3:]) == COLUMNS


def test_a_customer_is_drawn_to_the_own_segment_and_small_ones_to_all(engine, rows):
    slow = planted(400, k=2.0, r=4.0, beta=240.0, stop=0.1)
    fast = planted(400, k=2.0, r=4.0, beta=24.0, stop=0.1, seed=6)
    both = [*slow, *fast, ([0], 100), ([0, 20], 300)]
    tiers = ["slow"] * 400 + ["fast"] * 400 + [None, "few"]
    table = engine.table(as_table(both, tier=lambda n: tiers[n]))
    found = own_rhythm(table, as_of=AS_OF, engine=engine, by="tier")
    assert set(found.models) == {"fast", "slow"}
    assert [(n.code, n.facts) for n in found.notes if n.code == "rhythm.segment_as_all"] == [
        ("rhythm.segment_as_all", {"segment": "few", "repeaters": 1})
    ]
    once = {tier: model.gap_days(0.5, 0, 0) for tier, model in found.models.items()}
    assert once["slow"] > 4 * once["fast"]
    answers = rows(found.add_to(table))
    assert len(answers) == 802
    assert answers["c800"]["gap_median_days"] == pytest.approx(found.model.gap_days(0.5, 0, 0))


def test_what_cannot_be_asked_is_refused(engine, buyers):
    table = engine.table(as_table(buyers[:50]))
    with pytest.raises(OutOfRange):
        own_rhythm(table, as_of=AS_OF, engine=engine, overdue=1.0)
    with pytest.raises(ColumnMissing):
        own_rhythm(table, as_of=AS_OF, engine=engine, by="tier")


def test_the_card_says_the_model_its_parameters_and_what_it_was_fitted_on(fitted):
    card = fitted.card()
    assert set(card["parameters"]) == set(card["standard_errors"]) == {"k", "r", "beta", "stop"}
    assert (card["model"], card["unit"], card["customers"]) == ("gamma-gaps", "day", 3_000)


def test_a_day_without_a_purchase_yet_is_not_unusual(engine, rows):
    table = engine.table(as_table(list(planted(200, k=2.0, r=4.0, beta=60.0, stop=0.1))))
    today = own_rhythm(table, as_of=AS_OF, engine=engine)
    assert all(
        row["gap_probability"] == 1
        for row in rows(today.add_to(table)).values()
        if row["last_purchase_on"] == date(2024, 12, 31)
    )
