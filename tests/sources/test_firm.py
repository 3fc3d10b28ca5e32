"""The synthetic trader is one firm for one seed, and what made it can be found again in its orders."""

import json
from datetime import date

import numpy as np
import pyarrow.compute as pc
import pytest

from guanxi.facts.firm import business_date, read_firm
from guanxi.facts.store import Store
from guanxi.facts.table import fact_table
from guanxi.sources import firm


@pytest.fixture(scope="module")
def trader():
    return firm.simulate()


@pytest.fixture(scope="module")
def lines(trader):
    return trader.purchases.to_pylist()


@pytest.fixture(scope="module")
def days_of(lines):
    """Customer -> the days of its orders, ascending."""
    found = {}
    for row in lines:
        if row["amount"] > 0:
            found.setdefault(row["customer_id"], set()).add(row["purchased_on"])
    return {customer: sorted(days) for customer, days in found.items()}


def test_the_same_seed_is_the_same_firm_and_another_seed_another():
    # Past the cache, so that the second one is really drawn again.
    one, two, other = (firm.simulate.__wrapped__(seed=seed, companies=60) for seed in (5, 5, 6))
    for part in ("customers", "products", "purchases", "contacts", "costs", "answers", "truth"):
        assert getattr(one, part).equals(getattr(two, part))
    assert not one.purchases.equals(other.purchases)


def test_a_thousand_companies_bring_about_forty_million_a_year(trader):
    assert trader.customers.num_rows == 1000
    sales = pc.sum(trader.purchases["amount"]).as_py() / 2
    assert sales == pytest.approx(40e6, rel=0.03)  # returns take about a hundredth, rounding the rest


@pytest.mark.parametrize("table", firm.FACTS)
def test_its_rows_are_rows_of_facts_with_keys_of_their_own(trader, table):
    rows, spec = getattr(trader, table), fact_table(table)
    assert set(rows.column_names) <= set(spec.columns)
    assert rows.group_by(list(spec.key)).aggregate([]).num_rows == rows.num_rows
    for name in {*spec.key, *spec.required}:
        assert rows[name].null_count == 0


def test_every_return_points_at_an_earlier_order_of_the_same_company_and_takes_back_no_more(lines):
    sold, owner, placed = {}, {}, {}
    for row in lines:
        if row["reverses_order_id"] is None:
            assert row["amount"] > 0
            sold[row["order_id"]] = sold.get(row["order_id"], 0) + row["amount"]
            owner[row["order_id"]], placed[row["order_id"]] = row["customer_id"], row["purchased_on"]
    returns = [row for row in lines if row["reverses_order_id"] is not None]
    assert len(returns) > 400
    back = {}
    for row in returns:
        order = row["reverses_order_id"]
        assert row["amount"] < 0 and row["quantity"] < 0 and row["cost"] < 0
        assert owner[order] == row["customer_id"]
        assert placed[order] < row["purchased_on"]
        back[order] = back.get(order, 0) - row["amount"]
    assert all(taken <= sold[order] + 0.005 for order, taken in back.items())


def test_most_lines_earn_and_the_firm_earns_a_traders_margin(trader):
    amount, cost = (trader.purchases[name].to_numpy() for name in ("amount", "cost"))
    assert np.isfinite(cost).all()
    assert 0.1 < 1 - cost.sum() / amount.sum() < 0.25


def test_nobody_buys_after_going_quiet_nor_before_starting(trader, days_of):
    for row in trader.truth.to_pylist():
        days = days_of.get(row["customer_id"], [])
        assert all(day >= row["started_on"] for day in days)
        assert row["quiet_on"] is None or all(day < row["quiet_on"] for day in days)
        assert all(day.weekday() < 5 for day in days)


def test_who_went_quiet_is_silent_for_longer_than_chance_allows(trader, days_of):
    truth = [
        row for row in trader.truth.to_pylist() if row["shape"] >= 3 and row["started_on"] == firm.FIRST_DAY
    ]
    # A regular buyer who stayed is hardly ever 3.5 cycles late; one who left four cycles ago always is.
    gone = [r for r in truth if r["quiet_on"] and (firm.LAST_DAY - r["quiet_on"]).days > 4 * r["cycle_days"]]
    stayed = [r for r in truth if r["quiet_on"] is None]
    assert len(gone) > 40

    def late(row):
        return (firm.LAST_DAY - days_of[row["customer_id"]][-1]).days / row["cycle_days"]

    assert min(late(row) for row in gone) > 3.5
    assert np.mean([late(row) > 3.5 for row in stayed]) < 0.01


def test_each_rhythm_is_found_again_in_the_gaps(trader, days_of):
    # The mean of n Erlang gaps has the standard error cycle / sqrt(shape n). Ten gaps and more: all but a
    # handful of a thousand lie within four of them; weekends add at most a day or so.
    errors = []
    for row in trader.truth.to_pylist():
        days = days_of.get(row["customer_id"], [])
        if len(days) > 10 and row["cycle_days"] > 12:
            gaps = np.diff([day.toordinal() for day in days])
            error = row["cycle_days"] / np.sqrt(row["shape"] * len(gaps))
            errors.append((gaps.mean() - row["cycle_days"]) / error)
    assert len(errors) > 500
    assert np.mean(np.abs(errors) < 4) > 0.99
    assert abs(np.mean(errors)) < 0.35


def test_the_spread_of_the_gaps_tells_regular_buyers_from_irregular_ones(trader, days_of):
    spread = {True: [], False: []}
    for row in trader.truth.to_pylist():
        days = days_of.get(row["customer_id"], [])
        if len(days) > 20 and row["cycle_days"] > 12:
            gaps = np.diff([day.toordinal() for day in days])
            spread[row["shape"] == 1].append(gaps.std() / gaps.mean())
    assert np.median(spread[True]) == pytest.approx(1, abs=0.15)
    assert np.median(spread[False]) < 0.5


def test_it_says_everywhere_that_it_is_synthetic(trader):
    assert firm.FIRM.synthetic
    for row in trader.customers.to_pylist():
        assert row["name"].startswith("Synthetic ") and "合成" in row["name"]
        assert json.loads(row["attributes"])["synthetic"] is True
        assert row["email"].endswith(".example")
        assert row["phone"] is None if "phone" in row else True
    assert all(row["name"].startswith("Synthetic ") for row in trader.products.to_pylist())
    assert all(row["contact_id"].startswith("synthetic-") for row in trader.contacts.to_pylist())


def test_owners_are_the_reps_accounts_and_some_companies_are_in_the_pool(trader):
    owners = trader.customers["owner"].to_pylist()
    assert set(owners) == {None, *firm.REPS}
    assert 0.05 < owners.count(None) / len(owners) < 0.15


def test_a_second_load_changes_nothing(tmp_path, trader):
    store = Store(tmp_path)
    counts = firm.load(store)
    assert counts["purchases"] == trader.purchases.num_rows
    versions = {state.name: state.version for state in store.states()}
    assert firm.load(store) == counts
    assert {state.name: state.version for state in store.states()} == versions
    assert read_firm(store) == firm.FIRM
    assert business_date(store) == date(2025, 12, 31) == firm.TURNS[-1]


def test_the_last_turn_measures_a_quarter_and_a_year():
    gaps = [(firm.LAST_DAY - day).days for day in firm.TURNS]
    assert 365 in gaps
    assert all(91 <= (b - a).days <= 92 for a, b in zip(firm.TURNS, firm.TURNS[1:], strict=False))


def test_costs_come_in_every_kind_and_leave_the_firm_a_little(trader):
    kinds = trader.costs.group_by("cost_kind").aggregate([("amount", "sum")])
    assert {*kinds["cost_kind"].to_pylist()} == {"service", "acquisition", "retention"}
    spent = pc.sum(trader.costs["amount"]).as_py() + pc.sum(trader.purchases["cost"]).as_py()
    assert 0.03 < 1 - spent / pc.sum(trader.purchases["amount"]).as_py() < 0.12
    assert all(name.startswith("synthetic-") for name in trader.costs["cost_id"].to_pylist())


def test_nobody_brought_whoever_brought_them(trader):
    said = {row["customer_id"]: json.loads(row["attributes"]) for row in trader.customers.to_pylist()}
    brought = {who: told["referred_by"] for who, told in said.items() if "referred_by" in told}
    assert len(brought) > 80 and all(by < who for who, by in brought.items())


def test_who_is_about_to_go_says_worse_of_the_service_and_nobody_gone_answers(trader):
    quiet = {row["customer_id"]: row["quiet_on"] for row in trader.truth.to_pylist()}
    scores = {True: [], False: []}
    for row in trader.answers.to_pylist():
        left = quiet[row["customer_id"]]
        assert left is None or left > date(2025, 3, 10)
        if row["question"] == "experience_service":
            leaving = left is not None and (left - row["answered_on"]).days < 150
            scores[leaving].append(row["score"])
    assert len(scores[True]) > 10 and np.mean(scores[False]) - np.mean(scores[True]) > 1.5


def test_what_is_written_says_that_it_is_synthetic(trader):
    words = [row["comment"] for row in trader.answers.to_pylist() if row["question_kind"] == "text"]
    assert len(words) > 100 and all(each.startswith("[synthetic") for each in words)
