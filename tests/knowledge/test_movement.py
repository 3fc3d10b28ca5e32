"""Between two snapshots: who moved, and why the sum is another."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.engines import engine as new_engine
from guanxi.knowledge.movement import equity_movement, movement
from guanxi.knowledge.refusals import ColumnMissing
from tests.tries import tries

VALUES = st.dictionaries(st.sampled_from("abcdefgh"), st.none() | st.integers(-50, 500), min_size=1)


def profile(engine, column, kind, by_customer):
    columns = {
        "customer_id": pa.array(by_customer, pa.string()),
        column: pa.array(by_customer.values(), kind),
    }
    return engine.table(pa.table(columns))


def test_the_matrix_names_who_appeared_and_who_is_gone(engine):
    before = profile(engine, "tier", pa.string(), {"a": "gold", "b": "gold", "c": "lead", "d": None})
    after = profile(engine, "tier", pa.string(), {"a": "gold", "b": "lead", "d": "lead", "e": "iron"})
    found = engine.collect(movement(before, after, column="tier")).to_pylist()
    pairs = {(row["moved_from"], row["moved_to"]): row["customers"] for row in found}
    assert pairs == {
        ("gold", "gold"): 1,
        ("gold", "lead"): 1,
        ("lead", "disappeared"): 1,
        ("unknown", "lead"): 1,
        ("appeared", "iron"): 1,
    }


def test_the_parts_of_equity_are_new_grown_shrunk_and_lost(engine):
    before = profile(engine, "lifetime_value", pa.float64(), {"a": 10.0, "b": 20.0, "c": 30.0, "d": 5.0})
    after = profile(engine, "lifetime_value", pa.float64(), {"a": 15.0, "b": 12.0, "d": None, "e": 7.0})
    found = equity_movement(before, after, engine=engine)
    assert (found.before, found.after) == (65, 34)
    assert (found.new, found.grown, found.shrunk, found.lost) == (7, 5, -8, -35)
    assert (found.customers_new, found.customers_lost) == (1, 2)


@tries(25)
@given(VALUES, VALUES)
def test_the_parts_sum_to_the_difference_and_the_matrix_to_everybody(before, after):
    engine = new_engine("duckdb")
    tables = [profile(engine, "worth", pa.float64(), values) for values in (before, after)]
    found = equity_movement(*tables, engine=engine, column="worth")
    assert found.before + found.new + found.grown + found.shrunk + found.lost == found.after
    matrix = engine.collect(movement(*tables, column="worth")).to_pylist()
    assert sum(row["customers"] for row in matrix) == len({*before, *after})
    engine.close()


def test_a_class_that_one_of_them_does_not_have_is_refused(engine):
    one = profile(engine, "tier", pa.string(), {"a": "gold"})
    with pytest.raises(ColumnMissing):
        movement(one, one.rename(layer="tier"), column="tier")
