from __future__ import annotations

from datetime import date

import pytest

from guanxi.facts import changes
from guanxi.facts.privacy.retention import (
    CannotBeNameless,
    NotDated,
    Rule,
    UnreadableRules,
    WrongDays,
    carry_out,
    plan,
    read_rules,
    write_rules,
)
from guanxi.facts.store import Store
from tests.facts.privacy.stores import found_in, import_text, note, revenue, rows

TODAY = date(2025, 6, 1)
ORDERS = "Order,Customer,Date,Amount,Product\nO1,OLDIE-1,2024-01-05,10.0,p1\nO2,NEWER-2,2025-05-05,20.0,p1\n"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    import_text(store, "orders", ORDERS, table="purchases")
    import_text(store, "dearer", ORDERS.replace("10.0", "11.0"), table="purchases")
    return store


def test_without_rules_everything_is_kept(store):
    assert read_rules(store) == [] and plan(store, [], today=TODAY) == []


def test_a_dry_run_says_how_many_rows_of_which_days_and_what_it_does_to_revenue(store):
    (told,) = plan(store, [Rule("purchases", 365)], today=TODAY)
    assert (told.rows, told.first_on, told.last_on) == (1, date(2024, 1, 5), date(2024, 1, 5))
    assert told.revenue_lost == 11.0 and revenue(store) == 31.0
    (nameless,) = plan(store, [Rule("purchases", 365, "nameless")], today=TODAY)
    assert nameless.rows == 1 and nameless.revenue_lost == 0.0


def test_old_rows_are_deleted_from_older_versions_and_the_ledger_too(store):
    (done,) = carry_out(store, [Rule("purchases", 365)], note=note("kept", "retain"), today=TODAY)
    assert done.deleted == 1 and done.kind == "retain" and revenue(store) == 20.0
    assert not found_in(store.root / "facts", ("OLDIE-1",))
    assert not found_in(store.root / "changes", ("OLDIE-1",))
    assert "retain" in {each.kind for each in changes.changes(store)}


def test_nameless_rows_keep_their_amounts_and_are_not_made_so_twice(store):
    rule = Rule("purchases", 365, "nameless")
    (done,) = carry_out(store, [rule], note=note("kept", "retain"), today=TODAY)
    assert done.updated == 1 and revenue(store) == 31.0
    assert sorted(str(row["customer_id"]) for row in rows(store, "purchases")) == ["NEWER-2", "None"]
    assert plan(store, [rule], today=TODAY)[0].rows == 0
    assert carry_out(store, [rule], note=note("again", "retain"), today=TODAY) == []


def test_rules_are_kept_one_for_a_table_and_senseless_ones_refused(store):
    write_rules(store, [Rule("contacts", 100), Rule("contacts", 200), Rule("purchases", 400, "nameless")])
    assert read_rules(store) == [Rule("purchases", 400, "nameless"), Rule("contacts", 200)]
    for wrong, error in (
        (Rule("customers", 100), NotDated),
        (Rule("points", 100, "nameless"), CannotBeNameless),
        (Rule("points", 3), WrongDays),
    ):
        with pytest.raises(error):
            write_rules(store, [wrong])
    (store.root / "retention.json").write_text("[{")
    with pytest.raises(UnreadableRules):
        read_rules(store)
