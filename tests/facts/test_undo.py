"""An import can be taken back, whatever came after it; what came after is not lost on the way."""

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from guanxi.engines import engine as new_engine
from guanxi.facts import changes
from guanxi.facts.store import Store
from guanxi.facts.undo import AlreadyUndone, UnknownDecision, plan_undo, undo
from tests.facts.conftest import content, day, order_lines

JANUARY = order_lines(("o1", 1, "ann", day(3), 10.0), ("o2", 1, "bob", day(9), 5.0))
FEBRUARY = order_lines(("o2", 1, "bob", day(9), 6.0), ("o3", 1, "cid", day(40), 7.0))
MARCH = order_lines(("o2", 1, "bob", day(70), 8.0), ("o4", 1, "dan", day(71), 9.0))


def amounts(store, engine):
    return {row["order_id"]: row["amount"] for row in content(store, engine)}


def test_inserts_go_and_updates_go_back(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    before = content(store, engine)
    store.change("purchases", FEBRUARY, note=saying("b"))
    plan = plan_undo(store, saying("b").change_id, engine)
    assert (plan.rows_to_delete, plan.rows_to_restore, plan.conflicts.num_rows) == (1, 1, 0)
    done = undo(store, saying("b").change_id, note=saying("u", "undo"))
    assert (done.deleted, done.updated, done.conflicts) == (1, 1, 0)
    assert content(store, engine) == before


def test_an_undone_undo_brings_everything_back(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", FEBRUARY, note=saying("b"))
    full = content(store, engine)
    undo(store, saying("b").change_id, note=saying("u", "undo"))
    undo(store, saying("u").change_id, note=saying("r", "undo"))
    assert content(store, engine) == full
    states = {change.change_id: change.state for change in changes.changes(store)}
    assert states[saying("b").change_id] == "done" and states[saying("u").change_id] == "undone"
    undo(store, saying("b").change_id, note=saying("v", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0}


def test_later_imports_of_other_rows_are_not_touched(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", order_lines(("o9", 1, "zoe", day(50), 1.0)), note=saying("b"))
    undo(store, saying("a").change_id, note=saying("u", "undo"))
    assert amounts(store, engine) == {"o9": 1.0}


def test_a_row_that_a_later_import_said_too_is_shown_and_kept(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", FEBRUARY, note=saying("b"))
    store.change("purchases", MARCH, note=saying("c"))
    plan = plan_undo(store, saying("b").change_id, engine)
    (row,) = plan.conflicts.to_pylist()
    assert (row["order_id"], row["theirs"], row["amount"], row["before_amount"]) == (
        "o2", saying("c").change_id, 8.0, 5.0,
    )  # fmt: skip
    assert undo(store, saying("b").change_id, note=saying("u", "undo")).conflicts == 1
    assert amounts(store, engine) == {"o1": 10.0, "o2": 8.0, "o4": 9.0}


def test_what_was_kept_goes_past_the_undone_import_when_it_is_taken_back_in_its_turn(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", FEBRUARY, note=saying("b"))
    store.change("purchases", MARCH, note=saying("c"))
    undo(store, saying("b").change_id, note=saying("u", "undo"))
    undo(store, saying("c").change_id, note=saying("v", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0}


@pytest.mark.parametrize("how", ["by name", "by default"])
def test_a_person_may_put_the_row_back_all_the_same(store, engine, saying, how):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", FEBRUARY, note=saying("b"))
    store.change("purchases", MARCH, note=saying("c"))
    asked = {"decisions": {("o2", 1): "back"}} if how == "by name" else {"default": "back"}
    undo(store, saying("b").change_id, note=saying("u", "undo"), **asked)
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0, "o4": 9.0}


def test_the_first_import_of_all_can_be_taken_back(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    undo(store, saying("a").change_id, note=saying("u", "undo"))
    assert content(store, engine) == []
    undo(store, saying("u").change_id, note=saying("r", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0}


def test_rows_that_were_there_without_a_ledger_come_back_too(store, engine, saying):
    store.append("purchases", JANUARY)
    store.change("purchases", FEBRUARY, note=saying("b"))
    undo(store, saying("b").change_id, note=saying("u", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0}
    undo(store, saying("u").change_id, note=saying("r", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 6.0, "o3": 7.0}


def test_a_removal_can_be_taken_back(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.delete("purchases", pa.table({"order_id": ["o1"], "line": [1]}), note=saying("d"))
    undo(store, saying("d").change_id, note=saying("u", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0}


def test_a_change_is_taken_back_once(store, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    first = undo(store, saying("a").change_id, note=saying("u", "undo"))
    assert undo(store, saying("a").change_id, note=saying("u", "undo")) == first
    with pytest.raises(AlreadyUndone):
        undo(store, saying("a").change_id, note=saying("v", "undo"))


def test_an_unknown_decision_is_refused(store, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    with pytest.raises(UnknownDecision):
        undo(store, saying("a").change_id, note=saying("u", "undo"), default="perhaps")


def test_a_row_that_a_later_import_said_again_stays_until_that_one_goes_too(store, engine, saying):
    store.change("purchases", JANUARY, note=saying("a"))
    store.change("purchases", FEBRUARY, note=saying("b"))
    store.change("purchases", FEBRUARY, note=saying("c"))
    plan = plan_undo(store, saying("b").change_id, engine)
    assert plan.conflicts["theirs"].to_pylist() == [saying("c").change_id] * 2
    undo(store, saying("b").change_id, note=saying("u", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 6.0, "o3": 7.0}
    undo(store, saying("c").change_id, note=saying("v", "undo"))
    assert amounts(store, engine) == {"o1": 10.0, "o2": 5.0}


files = st.lists(
    st.dictionaries(st.integers(0, 3), st.integers(1, 2), min_size=1, max_size=3), min_size=2, max_size=4
)


# A run takes a second; what is found is small already.
@settings(
    deadline=None,
    max_examples=8,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(files=[{0: 1}, {0: 1}], taken=0)
@example(files=[{0: 1}, {0: 1}, {0: 1}], taken=0)
@example(files=[{0: 1}, {0: 2}, {0: 2}, {0: 1}], taken=1)
@given(files=files, taken=st.integers(0, 3))
def test_taking_back_one_of_several_imports_leaves_what_the_others_alone_say(
    tmp_path_factory, saying, files, taken
):
    """With later words kept, the store says what it would say had the import never been."""
    taken %= len(files)
    with_it, without_it = Store(tmp_path_factory.mktemp("with")), Store(tmp_path_factory.mktemp("without"))
    for n, rows in enumerate(files):
        lines = order_lines(*((f"o{k}", 1, "ann", day(20 * k), float(v)) for k, v in rows.items()))
        with_it.change("purchases", lines, note=saying(f"f{n}"))
        if n != taken:
            without_it.change("purchases", lines, note=saying(f"f{n}"))
    engine = new_engine("duckdb")
    undo(with_it, saying(f"f{taken}").change_id, note=saying("u", "undo"))
    assert content(with_it, engine) == content(without_it, engine)
    engine.close()
