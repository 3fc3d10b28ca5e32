"""Margin and the five parts in the profile: there where their facts are, else unknown and said."""

from __future__ import annotations

import json
import random

import pyarrow as pa
import pytest

from guanxi.facts.table import fact_table
from guanxi.knowledge.profile import profile
from guanxi.knowledge.relations import COLUMNS, relations
from guanxi.knowledge.settings import ProfileSettings
from guanxi.sentences import sentences
from tests.knowledge.tables import AS_OF, buys, day, purchases

DICE = random.Random(7)


def bought(who: str):
    """Orders of a customer who buys at a pace of their own and may leave after any of them."""
    ago, pace = DICE.randint(200, 700), DICE.gammavariate(1, 1 / 30)
    while ago >= 0:
        paid = round(DICE.lognormvariate(3, 0.8), 2)
        yield from buys(who, int(ago), amount=paid, cost=0.6 * paid)
        ago -= DICE.expovariate(pace) if DICE.random() < 0.8 else ago + 1


LINES = [line for who in range(120) for line in bought(f"c{who:02}")]


def costs(engine, *rows):
    schema = pa.schema([pa.field(f.name, f.type) for f in fact_table("costs").schema])
    made = [
        {"cost_id": str(n), "customer_id": who, "incurred_on": day(ago), "cost_kind": kind, "amount": amount}
        for n, (who, ago, kind, amount) in enumerate(rows)
    ]
    return engine.table(pa.Table.from_pylist(made, schema))


def customers(engine, **attributes):
    rows = [
        {
            "customer_id": who,
            "attributes": told if isinstance(told, str | None) else json.dumps(told, ensure_ascii=False),
        }
        for who, told in attributes.items()
    ]
    return engine.table(pa.Table.from_pylist(rows, fact_table("customers").schema))


def found(engine, *, ledger=None, said=None, lines=LINES, **settings):
    return profile(
        engine.table(purchases(*map(dict, lines))),
        as_of=AS_OF,
        engine=engine,
        settings=ProfileSettings(**settings),
        costs=ledger,
        said=said,
    )


def codes(made) -> set[str]:
    return {note["code"] for note in made.card["notes"]}


def test_without_costs_nothing_is_claimed_about_them(engine, rows):
    made = found(engine, lines=[{**line, "cost": None} for line in LINES])
    table = rows(made.table)
    buying = [row for row in table.values() if row["spend_365d"]]  # who bought nothing left nothing: known
    assert all(row[name] is None for row in buying for name in COLUMNS if name != "parts_known")
    assert {row["parts_known"] for row in table.values()} <= {1, 2}
    assert not {code for code in codes(made) if code.startswith(("margin.", "relationship."))}
    assert {row["running_share"] for row in table.values()} == {None}


def test_costs_are_taken_off_in_the_profile_and_the_missing_kinds_are_said(engine, rows):
    made = found(engine, ledger=costs(engine, ("c00", 5, "service", 50.0), ("c01", 9, "retention", 7.0)))
    table = rows(made.table)
    c00, c01, c02 = (table[who] for who in ("c00", "c01", "c02"))
    assert c00["net_profit_365d"] == pytest.approx(c00["profit_365d"] - 50)
    assert c01["net_profit_365d"] == pytest.approx(c01["profit_365d"] - 7)
    assert c02["net_profit_365d"] == c02["profit_365d"] and c02["service_cost_365d"] == 0
    assert c02["acquisition_cost_365d"] is None and "margin.part_unknown" in codes(made)
    worth = c02["lifetime_value"] * c02["running_share"]
    assert c02["net_lifetime_value"] == pytest.approx(worth, abs=1e-3)
    assert made.card["cuts"]["margin"]["parts"]["service"] == 120
    assert made.card["cuts"]["relationship"]["monetary"] == "net_profit_365d"
    assert all(code in sentences() for code in codes(made))
    others = [name for name in made.table.columns if name not in COLUMNS]
    assert rows(made.table.select(*others)) == rows(found(engine).table.select(*others))


def test_a_share_stands_in_where_goods_have_no_cost(engine, rows):
    lines = [{**line, "cost": None} for line in LINES]
    made = found(engine, lines=lines, goods_share=0.7)
    row = next(row for row in rows(made.table).values() if row["spend_365d"] > 0)
    assert row["profit_365d"] is None
    assert row["net_profit_365d"] == pytest.approx(0.3 * row["spend_365d"])
    assert "margin.goods_by_share" in codes(made)


def test_a_relation_is_worth_what_the_firm_says_of_it(engine, rows):
    told = customers(
        engine,
        c00={"Referred by": "c01"},
        c02={"推荐人": "c01", "能力评分": "7"},
        c03={"wallet 365d": "1,900", "cultivation_cost": 20, "capability_score": 3.5},
        c04={"city": "wallet"},
        c05=None,
    )
    said = relations(told, engine=engine)
    assert said.said == {"referred_by": 2, "capability_score": 2, "wallet_365d": 1, "cultivation_cost": 1}
    made = rows(found(engine, said=said).table)
    brought = made["c00"]["net_lifetime_value"] + made["c02"]["net_lifetime_value"]
    assert made["c01"]["referral_value"] == pytest.approx(brought)
    assert made["c04"]["referral_value"] == 0
    assert [made[who]["capability_value"] for who in ("c02", "c03", "c04")] == [7, 3.5, None]
    c03 = made["c03"]
    share = 0.3 * 0.4 * (1 / 1.1 + 1 / 1.1**2 + 1 / 1.1**3)  # 30 % of the rest, at the firm's own margin
    assert c03["potential_value"] == pytest.approx(
        (1900 - c03["spend_365d"]) * share * c03["p_alive"] - 20, abs=1e-4
    )
    assert (c03["parts_known"], made["c04"]["parts_known"]) == (5, 3)
    assert 0 <= c03["relationship_index"] <= 100


def test_what_cannot_be_read_or_cannot_be_is_named_and_the_rest_stays(engine, rows):
    told = customers(
        engine,
        c00={"referred_by": "c01", "wallet": "plenty"},
        c01={"referred_by": "c00", "wallet": ""},
        c02={"能力评分": "4"},
    )
    made = found(engine, said=relations(told, engine=engine))
    table = rows(made.table)
    assert table["c00"]["referral_value"] is None and table["c02"]["capability_value"] == 4
    notes = {note["code"]: note["facts"] for note in made.card["notes"]}
    assert {"c00", "c01"} < {*notes["relationship.referrals_refused"]["customers"].split(" → ")} | {"→"}
    assert table["c00"]["potential_value"] is None
    assert notes["relationship.not_a_number"] == {"values": 1}


def test_where_nothing_is_said_of_anybody_there_is_nothing_to_read(engine):
    assert relations(customers(engine, c00=None, c01={"industry": "paper"}), engine=engine) is None
