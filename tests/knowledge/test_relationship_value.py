"""Relationship value: five parts side by side, unknown never zero, an index of what is known."""

from __future__ import annotations

import polars as pl
import pytest

from guanxi.knowledge.lifetime.referrals import ReferralCycle
from guanxi.knowledge.refusals import ColumnMissing, OutOfRange
from guanxi.knowledge.relationship_value import PARTS, Potential, relationship_value


@pytest.fixture
def four(measures):
    return measures(
        net_profit_365d=[10.0, 20.0, None, 40.0],
        lifetime_value=[100.0, 200.0, 300.0, None],
        spend_365d=[50.0, 50.0, 50.0, 50.0],
        p_alive=[1.0, 0.5, 1.0, None],
    )


def value(four, engine, **more):
    return relationship_value(four, engine=engine, monetary="net_profit_365d", **more)


def frame(engine, **columns):
    return engine.table(pl.DataFrame(columns).to_arrow())


def test_a_part_that_is_not_kept_is_unknown_of_everybody_and_said(four, engine, rows):
    found = value(four, engine)
    c1 = rows(found.table)["c1"]
    assert [c1[part] for part in PARTS] == [10, 100, None, None, None] and c1["parts_known"] == 2
    assert found.known == dict(zip(PARTS, (3, 3, 0, 0, 0), strict=True))
    assert [note.facts["part_en"] for note in found.notes] == [
        "Referral value",
        "Capability value",
        "Potential value",
    ]


def test_referrals_are_halved_by_step_and_who_brought_nobody_has_a_known_zero(four, engine, rows):
    found = value(four, engine, referrals=[("c1", "c2"), ("c2", "c3")])
    got = {who: row["referral_value"] for who, row in rows(found.table).items()}
    assert got == {"c1": 200 + 0.5 * 300, "c2": 300, "c3": 0, "c4": 0}


def test_a_referral_of_somebody_without_a_value_is_said(four, engine, rows):
    found = value(four, engine, referrals=[("c1", "c4"), ("c2", "stranger"), ("stranger", "c1")])
    assert [note.facts for note in found.notes if note.code == "relationship.referrals_incomplete"] == [
        {"customers": 3}
    ]
    assert set(rows(found.table)) == {"c1", "c2", "c3", "c4"}


def test_what_we_learn_is_the_mean_of_its_scores(four, engine, rows):
    scores = frame(engine, customer_id=["c1", "c1", "c3"], capability_score=[4.0, 8.0, 9.0])
    found = rows(value(four, engine, capability=scores).table)
    assert [found[who]["capability_value"] for who in ("c1", "c2", "c3")] == [6, None, 9]


def test_potential_is_what_they_spend_elsewhere_less_what_winning_it_costs(four, engine, rows):
    wallet = frame(
        engine,
        customer_id=["c1", "c2", "c3", "c4"],
        wallet_365d=[150.0, 150.0, 20.0, 150.0],
        cultivation_cost=[5.0, 5.0, 5.0, 5.0],
    )
    rule = Potential(share=0.5, margin=0.4, years=2, discount=0.25)
    found = rows(value(four, engine, wallet=wallet, potential=rule).table)
    a_year = 100 * 0.5 * 0.4 * (1 / 1.25 + 1 / 1.25**2)
    assert found["c1"]["potential_value"] == pytest.approx(a_year - 5, abs=1e-4)
    assert found["c2"]["potential_value"] == pytest.approx(0.5 * a_year - 5, abs=1e-4)
    assert found["c3"]["potential_value"] == -5  # nothing is spent elsewhere, the cost remains
    assert found["c4"]["potential_value"] is None  # nobody knows whether they are there


def test_a_wallet_without_its_cost_is_unknown(four, engine, rows):
    wallet = frame(engine, customer_id=["c1", "c2"], wallet_365d=[150.0, None], cultivation_cost=[None, 3.0])
    found = rows(value(four, engine, wallet=wallet).table)
    assert {row["potential_value"] for row in found.values()} == {None}


def test_the_index_is_the_mean_rank_of_the_parts_that_are_known(four, engine, rows):
    found = rows(value(four, engine).table)
    thirds = [100 / 6, 50, 500 / 6]
    ranks = {
        "c1": (thirds[0], thirds[0]),
        "c2": (thirds[1], thirds[1]),
        "c3": (None, thirds[2]),
        "c4": (thirds[2], None),
    }
    for who, parts in ranks.items():
        known = [rank for rank in parts if rank is not None]
        assert found[who]["relationship_index"] == pytest.approx(sum(known) / len(known))


def test_weights_say_what_counts(four, engine, rows):
    found = rows(value(four, engine, weights={"lifetime_value": 1}).table)
    assert found["c3"]["relationship_index"] == pytest.approx(500 / 6)
    assert found["c4"]["relationship_index"] is None


def test_a_customer_has_one_row_however_often_they_stand_elsewhere(four, engine, rows):
    twice = frame(engine, customer_id=["c1", "c1"], wallet_365d=[90.0, 80.0], cultivation_cost=[1.0, 1.0])
    found = engine.collect(value(four, engine, wallet=twice, referrals=[("c1", "c2"), ("c1", "c2")]).table)
    assert found.num_rows == 4


def test_what_cannot_be_is_refused(four, engine):
    with pytest.raises(ReferralCycle):
        value(four, engine, referrals=[("c1", "c2"), ("c2", "c1")])
    with pytest.raises(ColumnMissing):
        relationship_value(four, engine=engine, monetary="profit")
    with pytest.raises(ColumnMissing):
        value(four, engine, wallet=frame(engine, customer_id=["c1"], wallet_365d=[5.0]))
    for weights in ({"charm": 1}, {"lifetime_value": 0}):
        with pytest.raises(OutOfRange):
            value(four, engine, weights=weights)


@pytest.mark.parametrize(
    "wrong",
    [{"share": 1.1}, {"share": float("nan")}, {"margin": 0}, {"years": 0}, {"years": 1000}, {"discount": -1}],
)
def test_an_absurd_potential_is_refused(wrong):
    with pytest.raises(OutOfRange):
        Potential(**wrong)
