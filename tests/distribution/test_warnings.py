"""Each rule of warning is tried on the firm's own past, as if it were then, at equal numbers of warnings."""

import json
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from guanxi.distribution.warnings import ComparisonSettings, TooShortToCompare, compare_rules
from guanxi.distribution.warnings_calendar import NEVER, calendar
from guanxi.facts.table import fact_table
from guanxi.sentences import say
from guanxi.sources import firm

FIRST = date(2023, 1, 1)
LAST = date(2024, 12, 31)
BRIEF = ComparisonSettings(weeks=30)


def lines(days_of: dict[str, list[int]]) -> pa.Table:
    """Order lines: customer -> days since FIRST."""
    rows = [
        {
            "order_id": f"{customer}/{day}",
            "line": 1,
            "customer_id": customer,
            "purchased_on": FIRST + timedelta(days=int(day)),
            "amount": 10.0,
        }
        for customer, days in days_of.items()
        for day in days
    ]
    schema = pa.schema([pa.field(f.name, f.type) for f in fact_table("purchases").schema])
    return pa.Table.from_pylist(rows, schema)


def monthly(seed: int = 3) -> dict[str, list[int]]:
    """Customers who buy about monthly, half of them like clocks; a quarter of all leave on some day."""
    chance, found = np.random.default_rng(seed), {}
    for n in range(200):
        shape, at, days = (40.0 if n % 2 else 1.0), chance.uniform(0, 30), []
        leaves = chance.uniform(200, 730) if chance.random() < 0.25 else 730
        while at < leaves:
            days.append(int(at))
            at += 1 + chance.gamma(shape, 29 / shape)
        found[f"c{n}"] = days
    return found


@pytest.fixture(scope="module")
def trader(session):
    purchases = session.table(firm.simulate().purchases)
    return compare_rules(purchases, as_of=firm.LAST_DAY, engine=session)


def standing_on(session, days_of, on, **more):
    table = session.table(lines(days_of)).select("customer_id", "purchased_on")
    known, first_on, customers = calendar(table, as_of=LAST, engine=session, at_most=more.get("at_most", 100))
    return known, first_on, customers, known.standing(on)


def test_the_calendar_knows_on_every_day_what_was_known_then(session):
    known, first_on, _, then = standing_on(session, {"A": [0, 10, 500], "B": [400]}, 400)
    assert (first_on, known.last_day, known.customers) == (FIRST, 730, 2)
    assert list(then.last) == [10, 400]
    assert list(then.next) == [500, NEVER]
    assert list(then.purchase_days) == [2, 1]
    assert list(then.in_year) == [0, 1]  # day 10 lies 390 days back
    assert list(known.standing(399).has_bought) == [True, False]
    assert known.log_gaps(400) == pytest.approx(np.log(10))
    assert [list(found) for found in known.silences(182)] == [[0, 0, 1], [10, 500, 400]]


def test_many_customers_are_drawn_by_their_ids_and_always_the_same(session):
    days_of = {f"c{n}": [0, n + 1] for n in range(400)}
    drawn = [standing_on(session, days_of, 9)[0] for _ in range(2)]
    assert 60 < drawn[0].customers < 140
    assert (drawn[0].day == drawn[1].day).all()


def test_every_rule_gives_as_many_warnings_as_the_classic_one(trader):
    rules = trader.rules
    assert list(rules) == ["classic", "own_rhythm", "p_alive"]
    assert rules["classic"]["warnings"] > 100
    for rule in rules.values():
        # Equal scores are not divided, so a few more may come.
        assert 0 <= rule["warnings"] - rules["classic"]["warnings"] <= 3
        assert rule["losses"] == rules["classic"]["losses"] > 50
        assert rule["precision_low"] < rule["precision"] < rule["precision_high"]
        assert 0 < rule["lead_days"] < 182


def test_the_classic_warnings_are_those_of_the_classic_rule_week_by_week(session, trader):
    """An independent count on the trader's lines: first weeks of being later than a whole cycle."""
    bought = {}
    for row in firm.simulate().purchases.select(["customer_id", "purchased_on", "amount"]).to_pylist():
        if row["amount"] > 0:
            bought.setdefault(row["customer_id"], set()).add(row["purchased_on"])
    found = trader.as_dict()
    first, last = (date.fromisoformat(found[name]) for name in ("first_on", "last_on"))
    warned, right = {}, 0
    for customer, days in bought.items():
        look = first
        while look <= last:
            before = [day for day in days if day <= look]
            n = sum(day > look - timedelta(days=365) for day in before)
            if n and (look - max(before)).days - (cycle := max(1, int(365 / n + 0.5))) > cycle:
                key = customer, max(before)
                if key not in warned and look > first:
                    right += not any(look < day <= look + timedelta(days=91) for day in days)
                warned.setdefault(key, look)
            look += timedelta(days=7)
    new = sum(look > first for look in warned.values())
    classic = trader.rules["classic"]
    assert (classic["warnings"], classic["right"]) == (new, right)


def test_where_rhythms_are_known_to_be_regular_the_classic_rule_is_beaten(trader):
    """The trader's gaps are Erlang with the shape 3 and more, and some left for good."""
    for rule in ("own_rhythm", "p_alive"):
        assert trader.rules[rule]["better"]["low"] > 0
        assert trader.rules[rule]["recall"] > trader.rules["classic"]["recall"]
    assert trader.winner == max(trader.rules, key=lambda rule: trader.rules[rule]["precision"])
    assert trader.verdict("en") and trader.verdict("zh-hans")


def test_a_number_of_warnings_a_week_can_be_asked_for(session):
    purchases = session.table(firm.simulate(companies=400).purchases)
    asked = ComparisonSettings(a_week=1, weeks=30)
    found = compare_rules(purchases, as_of=firm.LAST_DAY, engine=session, settings=asked)
    for rule in found.rules.values():
        assert rule["a_week"] == pytest.approx(1, abs=0.1)


def test_nothing_after_as_of_changes_what_is_found(session):
    days_of = monthly()
    early = {customer: [day for day in days if day <= 600] for customer, days in days_of.items()}
    on = FIRST + timedelta(days=600)
    found = [
        compare_rules(session.table(lines(d)), as_of=on, engine=session, settings=BRIEF)
        for d in (days_of, early)
    ]
    assert found[0].as_dict() == found[1].as_dict()


def test_a_rule_without_a_model_warns_of_nobody_and_says_why(session):
    """Nobody leaves: no model has anything to say about leaving."""
    chance = np.random.default_rng(8)
    days_of = {f"c{n}": np.cumsum(1 + chance.gamma(1.0, 40.0, 30)).astype(int) for n in range(200)}
    kept = {who: sorted({int(day) for day in days if day <= 730}) for who, days in days_of.items()}
    found = compare_rules(session.table(lines(kept)), as_of=LAST, engine=session, settings=BRIEF)
    assert found.rules["p_alive"]["warnings"] == 0
    assert found.rules["p_alive"]["precision"] is found.rules["p_alive"]["cut"] is None
    assert found.winner != "p_alive"
    assert any("no evidence that anybody stops" in note for note in found.notes("en"))
    assert any("仍活跃的概率" in note for note in found.notes("zh-hans"))


def test_free_to_warn_of_everybody_the_classic_rule_warns_of_the_same_and_others_of_more(session):
    purchases = session.table(lines(monthly()))
    found = [
        compare_rules(purchases, as_of=LAST, engine=session, settings=settings).rules
        for settings in (BRIEF, BRIEF.model_copy(update={"among": "everybody"}))
    ]
    assert found[0]["classic"] == found[1]["classic"]
    assert found[0]["own_rhythm"]["cut"] >= found[1]["own_rhythm"]["cut"]


def test_with_too_few_warnings_the_classic_rule_stays_and_it_is_said(session):
    found = compare_rules(
        session.table(lines(monthly())),
        as_of=LAST,
        engine=session,
        settings=ComparisonSettings(a_week=0.2, weeks=30),
    )
    assert found.winner == "classic"
    assert "too few to tell" in found.verdict("en")
    assert "不足以判断" in found.verdict("zh-hans")


def test_less_than_seven_months_are_too_short_to_compare(session):
    days_of = {f"c{n}": [0, 100, 200] for n in range(30)}
    with pytest.raises(TooShortToCompare) as refused:
        compare_rules(session.table(lines(days_of)), as_of=FIRST + timedelta(days=200), engine=session)
    assert refused.value.facts == {"days": 201, "needed": 211}
    assert "at least 211" in say(refused.value.code, "en", **refused.value.facts)


def test_what_is_found_is_plain_json_and_says_what_it_stands_on(trader):
    told = json.loads(json.dumps(trader.as_dict()))
    assert told["as_of"] == "2025-12-31"
    assert told["winner"] in told["models"] or told["winner"] == "classic"
    assert (told["customers"], told["of_customers"], told["version"]) == (1000, 1000, 1)
    assert 0 < told["silent_share"] < 1
    assert told["rules"][0]["better"] is None
