"""One row per customer: everything known of each, and how it came about."""

import json
import random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.engines import engine as new_engine
from guanxi.facts.words import words
from guanxi.knowledge.history import history
from guanxi.knowledge.profile import COLUMNS, profile
from guanxi.knowledge.refusals import NothingYet
from guanxi.knowledge.settings import ProfileSettings
from guanxi.sentences import sentences
from tests.knowledge.experience.responses import answers
from tests.knowledge.tables import AS_OF, buys, day, grocer_lines, purchases
from tests.tries import tries


def found(engine, *lines, settings=None, as_of=AS_OF):
    return profile(engine.table(purchases(*lines)), as_of=as_of, engine=engine, settings=settings)


@pytest.fixture(scope="module")
def grocer(engine):
    return profile(engine.table(grocer_lines()), as_of=day(-0).replace(year=2017), engine=engine)


def test_every_column_is_a_word_of_its_type(grocer, engine):
    table = engine.collect(grocer.table)
    assert tuple(table.column_names) == COLUMNS
    kinds = {"str": pa.types.is_string, "int": pa.types.is_integer, "float": pa.types.is_floating}
    for field in table.schema:
        kind = words()[field.name].type
        fits = kinds.get(kind, pa.types.is_date)(field.type)
        assert fits, f"{field.name} should be {kind}, not {field.type}"


def test_the_grocers_households_are_all_there_once_and_complete(grocer, engine):
    table = engine.collect(grocer.table).to_pandas()
    lines = grocer_lines().to_pandas()
    bought = lines[(lines.amount > 0) & (lines.purchased_on <= day(0).replace(year=2017))]
    assert set(table.customer_id) == set(bought.customer_id) and table.customer_id.is_unique
    never_null = ["warning", "tier", "stage", "rfm_segment", "rfm_class", "quadrant", "price_sensitivity"]
    assert table[[*never_null, "loyalty_index", "value_index"]].notna().all().all()
    for name in ("rfm_segment", "rfm_class", "tier", "stage", "quadrant", "warning", "relation_type"):
        assert set(table[name]) <= set(words()[name].values)


def test_the_card_is_plain_json_and_says_what_was_cut_fitted_and_noticed(grocer, engine):
    card = json.loads(json.dumps(grocer.card))
    table = engine.collect(grocer.table).to_pandas()
    assert card["as_of"] == "2017-12-31"
    assert card["totals"]["customers"] == len(table) == sum(card["classes"]["tier"].values())
    assert card["totals"]["equity"] == pytest.approx(table.lifetime_value.sum())
    assert [model["model"] for model in card["models"]] == ["bg-nbd", "gamma-gamma"]
    assert set(card["cuts"]) == {
        "tier",
        "rfm",
        "rfm_cells",
        "rfm_class",
        "price_sensitivity",
        "relation_type",
        "value_index",
        "quadrant",
        "warning",
        "margin",
        "relationship",
        "voice",
    }
    assert "knowledge.no_costs" in {note["code"] for note in card["notes"]}
    assert all(note["code"] in sentences() for note in card["notes"])
    assert ProfileSettings.model_validate(card["settings"]) == ProfileSettings()


def test_what_customers_said_is_in_their_profile_and_half_of_their_loyalty(engine):
    lines = [line for who in ("a", "b", "c") for line in buys(who, 3, 40, 80)]
    said = answers(
        {"customer_id": "a", "question_kind": "premium", "score": 10.0},
        {"customer_id": "a", "question_kind": "experience", "dimension": "price", "score": 4.0},
        {"customer_id": "a", "question_kind": "expectation", "dimension": "price", "score": 7.0},
        {"customer_id": "b", "question_kind": "experience", "dimension": "parking", "score": 4.0},
        {"customer_id": "stranger", "question_kind": "premium", "score": 1.0},
        {"customer_id": "c", "question_kind": "premium", "score": 1.0, "answered_on": day(900)},
        answered_on=AS_OF,
    )
    found = profile(engine.table(purchases(*lines)), as_of=AS_OF, engine=engine, answers=engine.table(said))
    rows = {row["customer_id"]: row for row in engine.collect(found.table).to_pylist()}
    assert {who: row["transactional_loyalty"] for who, row in rows.items()} == dict.fromkeys("abc", 50)
    assert {who: row["loyalty_index"] for who, row in rows.items()} == {"a": 75, "b": 50, "c": 50}
    assert rows["a"]["satisfaction_price"] == -3 and rows["b"]["satisfaction_price"] is None
    assert rows["b"]["last_answered_on"] == AS_OF and rows["c"]["last_answered_on"] is None
    codes = {note["code"]: note["facts"] for note in found.card["notes"]}
    assert codes["voice.own_dimensions"] == {"n": 1, "dimensions": "parking"}
    assert codes["experience.answers_of_strangers"] == {"n": 1}
    assert found.card["cuts"]["voice"]["customers"] == 2


def test_value_at_risk_is_the_spend_of_the_warned(grocer, engine):
    table = engine.collect(grocer.table).to_pandas()
    warned = table.warning != "none"
    assert (table.value_at_risk[warned] == table.spend_365d[warned]).all()
    assert (table.value_at_risk[~warned] == 0).all()
    assert 0 < warned.sum() < len(table)


def test_a_customer_of_one_purchase_has_a_profile(engine):
    table = engine.collect(found(engine, *buys("a", 3)).table).to_pylist()
    (row,) = table
    assert (row["purchase_days"], row["stage"], row["tier"]) == (1, "development", "platinum")
    assert row["loyalty_index"] == row["value_index"] == 50
    assert row["lifetime_value"] is None


def test_settings_change_what_they_name(engine):
    lines = [line for n in range(30) for line in buys(f"c{n}", *range(n + 1, 300, n + 1), amount=5.0 + n)]
    three = ProfileSettings(rfm_parts=3, rfm_nested=True, tier_by="revenue", quadrant_rule="mean")
    result = found(engine, *lines, settings=three)
    rows = engine.collect(result.table).to_pylist()
    assert {row["r_score"] for row in rows} == {1, 2, 3}
    assert result.card["settings"]["tier_by"] == "revenue"
    assert result.card["cuts"]["quadrant"]["rule"] == "mean"


def test_where_nobody_bought_yet_that_is_said(engine):
    with pytest.raises(NothingYet):
        found(engine, *buys("a", 1), as_of=day(2))


LINES = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.integers(0, 500), st.integers(-20, 90), st.sampled_from([None, "x", "y"])
    ),
    min_size=1,
    max_size=30,
)


@tries(5)  # ten whole profiles; the history alone is tried more often
@given(before=LINES, after=LINES)
def test_nothing_after_as_of_changes_the_result(before, after):
    engine = new_engine("duckdb")
    earlier = [line(*row) for row in before] + buys("a", 7)
    later = [line(c, -1 - ago, amount, category) for c, ago, amount, category in after]
    random.Random(1).shuffle(both := [*map(dict, earlier), *later])
    one, other = found(engine, *map(dict, earlier)), found(engine, *both)
    rows = [engine.collect(p.table.order_by("customer_id")).to_pylist() for p in (one, other)]
    assert rows[0] == rows[1]
    assert one.card == other.card
    engine.close()


@tries(25)
@given(before=LINES, after=LINES)
def test_no_line_after_as_of_reaches_the_history(engine, before, after):
    earlier = [line(*row) for row in before] + buys("a", 7)
    later = [line(c, -1 - ago, amount, category) for c, ago, amount, category in after]
    tables = [engine.table(purchases(*map(dict, lines))) for lines in (earlier, [*later, *earlier])]
    found = [history(table, as_of=AS_OF, engine=engine) for table in tables]
    one, other = (engine.collect(h.table.order_by("customer_id")).to_pylist() for h in found)
    assert one == other
    assert found[0].look == found[1].look


def line(customer, ago, amount, category):
    return {"customer_id": customer, "ago": ago, "amount": float(amount), "category": category}
