"""The same facts give the same knowledge on every engine."""

from __future__ import annotations

import json
import math
import random
from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pytest

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.facts.table import fact_table
from guanxi.knowledge.attributes import with_said
from guanxi.knowledge.history import history
from guanxi.knowledge.lifetime import lifetime
from guanxi.knowledge.loyalty import loyalty_index, transactional_loyalty
from guanxi.knowledge.movement import equity_movement, movement
from guanxi.knowledge.price_sensitivity import price_sensitivity
from guanxi.knowledge.profile import profile
from guanxi.knowledge.relations import relations
from guanxi.knowledge.rfm import nested_rfm, rfm, top_share
from guanxi.knowledge.rfm_cells import CellMap, rfm_class, segment
from guanxi.knowledge.rhythm import rhythm
from guanxi.knowledge.stages import stages
from guanxi.knowledge.tiers import lv_level, pyramid, quadrants, relation_types, revenue_pyramid
from guanxi.knowledge.value import value
from guanxi.knowledge.whale import whale
from tests.knowledge.lifetime.test_covariates import customers as simulated
from tests.knowledge.tables import AS_OF, day, purchases


@cache
def shop():
    """300 customers over two years, with returns, costs, discounts, nobody's lines and lines after AS_OF."""
    dice = random.Random(7)
    lines = []
    for customer in range(300):
        for _ in range(1 + int(dice.expovariate(0.15))):
            back = dice.random() < 0.05
            amount = round(dice.lognormvariate(3, 1), 2)
            lines.append(
                {
                    "customer_id": None if dice.random() < 0.01 else f"c{customer:03}",
                    "purchased_on": day(dice.randint(-20, 700)),
                    "amount": -amount if back else amount,
                    "cost": round(amount * dice.uniform(0.4, 1.1), 2),
                    "discount": dice.choice([0.0, 0.0, 1.5]),
                    "coupon_discount": dice.choice([None, 0.0, 0.5]),
                    "category": dice.choice([None, *(f"k{n}" for n in range(70))]),
                }
            )
    return purchases(*lines)


@cache
def shop_of_many_kinds():
    """Orders of every kind of line, some taken back on the same day, some later, some after AS_OF."""
    dice = random.Random(11)
    lines = []
    for n in range(1_500):
        bought = {
            "customer_id": None if dice.random() < 0.1 else f"c{dice.randint(0, 99):02}",
            "order_id": f"o{n}",
            "product_id": dice.choice([None, "p", "q"]),
            "purchased_on": day(dice.randint(0, 600)),
            "amount": float(dice.randint(0, 40)),
            "line_kind": dice.choice([None, None, *LINE_KINDS]),
            "is_reversed": dice.choice([None, None, None, True]),
            "category": dice.choice([None, "k", "l"]),
            "discount": dice.choice([0.0, 1.0]),
        }
        lines.append(bought)
        if bought["is_reversed"]:
            back = {"order_id": f"r{n}", "reverses_order_id": f"o{n}", "amount": -bought["amount"]}
            on = bought["purchased_on"] + timedelta(days=dice.choice([0, 3, 90]))
            lines.append(bought | back | {"purchased_on": on, "line_kind": "return"})
    return purchases(*lines)


def fingerprint(engine, table) -> list[tuple]:
    """The rows, in an order of their own."""
    columns = sorted(table.columns)
    rows = engine.collect(table.select(*columns)).to_pylist()
    return sorted((tuple(row[c] for c in columns) for row in rows), key=repr_of_keys)


def repr_of_keys(row: tuple) -> str:
    """Floats may differ in their last digits, so rows are ordered by everything else first."""
    return repr([x for x in row if not isinstance(x, float)]) + repr(
        [f"{x:.6g}" for x in row if isinstance(x, float)]
    )


def assert_same(one, other) -> None:
    """Equal, floats to nine digits: sums may be formed in another order."""
    if isinstance(one, float) and isinstance(other, float):
        assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or one == other
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    else:
        assert one == other


@cache
def known(engine):
    return history(engine.table(shop()), as_of=AS_OF, engine=engine).table


def of_kinds(as_of):
    return lambda e: history(e.table(shop_of_many_kinds()), as_of=as_of, engine=e).table


def of_history(function):
    return lambda engine: function(known(engine), engine)


@cache
def indexed(engine):
    table = known(engine)
    worth = value(table, engine=engine, weights={"profit_365d": 1, "spend_365d": 1})
    loyal = transactional_loyalty(table, engine=engine).table
    said = {"c1": 90.0, "c2": 10.0}
    felt = loyal.mutate(emotional_loyalty=loyal.customer_id.cases(*said.items(), else_=None))
    return engine.keep(worth.add_to(loyalty_index(felt)))


@cache
def earlier_and_now(engine):
    earlier = history(engine.table(shop()), as_of=date(2024, 6, 30), engine=engine).table
    return pyramid(earlier, engine=engine).table, pyramid(known(engine), engine=engine).table


def segmented(table, engine):
    return segment(rfm(table, engine=engine).table, CellMap.customary(), engine=engine)


@cache
def two_channels() -> tuple[pa.Table, pa.Table]:
    """Histories of customers who buy and leave as a model says, and a channel of most, oddly named."""
    repeats, last, age = (column.tolist() for column in simulated("bg-nbd", 600, 5))
    names = [f"c{n:03}" for n in range(600)]
    history = {
        "customer_id": names,
        "purchase_days": [n + 1 for n in repeats],
        "first_purchase_on": [day(days) for days in age],
        "last_purchase_on": [day(days - bought) for days, bought in zip(age, last, strict=True)],
        "mean_spend": [10.0 + n % 83 for n in range(600)],
    }
    told = [json.dumps({"渠道 (1)": ("网店", "shop")[n % 2]}, ensure_ascii=False) for n in range(500)]
    rows = [{"customer_id": who, "attributes": said} for who, said in zip(names, told, strict=False)]
    return pa.table(history), pa.Table.from_pylist(rows, fact_table("customers").schema)


@cache
def by_kind(engine):
    history, customers = map(engine.table, two_channels())
    columns = {"known_0": "渠道 (1)"}
    told = engine.keep(with_said(history, customers, columns))
    found = lifetime(told, as_of=AS_OF, engine=engine, covariates=columns)
    assert set(found.by_kind.covariates["渠道 (1)"]) == {"网店", "shop", "?"}
    return found.add_to(told)


TABLES = {
    "history": known,
    "forecasts by kind": by_kind,
    "history of many kinds of lines": of_kinds(date(2027, 1, 1)),
    "history before some lines are taken back": of_kinds(AS_OF),
    "rfm": of_history(lambda t, e: rfm(t, engine=e).table),
    "rfm in three parts": of_history(lambda t, e: rfm(t, engine=e, n=3, money="profit_365d").table),
    "nested rfm": of_history(lambda t, e: nested_rfm(t, engine=e).table),
    "segment": of_history(segmented),
    "rfm_class": of_history(lambda t, e: rfm_class(t, engine=e).table),
    "rhythm": of_history(lambda t, e: rhythm(t)),
    "loyalty": of_history(lambda t, e: transactional_loyalty(t, engine=e).table),
    "value": indexed,
    "pyramid": of_history(lambda t, e: pyramid(t, engine=e).table),
    "revenue_pyramid": of_history(lambda t, e: revenue_pyramid(t, engine=e).table),
    "quadrants": lambda e: lv_level(quadrants(indexed(e), engine=e).table),
    "quadrants by mean": lambda e: quadrants(indexed(e), engine=e, rule="mean").table,
    "relation_types": of_history(lambda t, e: relation_types(t, engine=e).table),
    "stages": of_history(lambda t, e: stages(rhythm(t))),
    "price_sensitivity": of_history(lambda t, e: price_sensitivity(t, engine=e, least_lines=3).table),
    "movement": lambda e: movement(*earlier_and_now(e), column="tier"),
}

ANSWERS = {
    "whale": of_history(lambda t, e: whale(t, engine=e, column="profit_365d").as_dict()),
    "top_share": of_history(lambda t, e: vars(top_share(t, engine=e))),
    "equity_movement": lambda e: equity_movement(*earlier_and_now(e), engine=e, column="spend").as_dict(),
    "rfm cuts": of_history(lambda t, e: [c.as_dict() for c in nested_rfm(t, engine=e).cuts]),
}


@cache
def expected(duckdb, name):
    return fingerprint(duckdb, TABLES[name](duckdb)) if name in TABLES else ANSWERS[name](duckdb)


@pytest.mark.parametrize("name", TABLES)
def test_every_engine_gives_the_same_rows(engine, duckdb, name):
    rows = fingerprint(engine, TABLES[name](engine))
    assert len(rows) > 1
    assert_same(rows, expected(duckdb, name))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_engine_gives_the_same_answer(engine, duckdb, name):
    assert_same(ANSWERS[name](engine), expected(duckdb, name))


def of_the_shop() -> pa.Table:
    """What is said of some of its customers: who brought them, a score, what they buy in all."""
    told = {
        f"c{n:03}": {"referred_by": f"c{n // 2:03}", "wallet": 90 * n, "cultivation_cost": n}
        for n in range(2, 99)
    }
    told |= {f"c{n:03}": {"能力评分": n % 9} for n in range(200, 250)}
    rows = [
        {"customer_id": who, "attributes": json.dumps(each, ensure_ascii=False)} for who, each in told.items()
    ]
    return pa.Table.from_pylist(rows, fact_table("customers").schema)


def costs_of_the_shop() -> pa.Table:
    rows = [
        {
            "cost_id": str(n),
            "customer_id": f"c{n % 290:03}",
            "incurred_on": day(n % 500),
            "cost_kind": ("service", "Retention")[n % 2],
            "amount": n / 8,
        }
        for n in range(600)
    ]
    return pa.Table.from_pylist(rows, fact_table("costs").schema)


@cache
def whole(engine):
    said = relations(engine.table(of_the_shop()), engine=engine)
    spent = engine.table(costs_of_the_shop())
    return profile(engine.table(shop()), as_of=AS_OF, engine=engine, costs=spent, said=said)


def test_every_engine_gives_the_same_profile_and_card(engine, duckdb):
    assert_same(fingerprint(engine, whole(engine).table), fingerprint(duckdb, whole(duckdb).table))
    assert_same(whole(engine).card, whole(duckdb).card)


def test_every_engine_writes_the_profile_and_reads_it_back(engine, tmp_path):
    table = whole(engine).table
    files = engine.write(table, tmp_path / "profile")
    assert_same(fingerprint(engine, engine.scan(files)), fingerprint(engine, table))
