"""A store says whose facts it holds, and keeps to that firm."""

from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.firm import FILE, Firm, OtherFirm, UnreadableFirm, business_date, read_firm, write_firm
from guanxi.facts.store import Store

OURS = Firm("ours", "Our shop", "我们的店", "EUR", time_zone="Europe/Paris", stands_on=date(2025, 3, 31))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_a_firm_is_read_as_it_was_written(store):
    write_firm(store, OURS)
    assert read_firm(store) == OURS


def test_a_store_of_nobody_has_no_firm_and_no_business_date(store):
    assert read_firm(store) is None
    assert business_date(store) is None


def test_a_firm_may_change_its_name_but_not_become_another(store):
    write_firm(store, OURS)
    renamed = Firm("ours", "Our shops", "我们的连锁店", "EUR")
    write_firm(store, renamed)
    with pytest.raises(OtherFirm):
        write_firm(store, Firm("theirs", "Their shop", "他们的店", "EUR"))
    assert read_firm(store) == renamed


def test_the_business_date_is_the_last_purchase_unless_the_firm_says_another(store):
    line = {"order_id": "o", "line": 1, "customer_id": "c", "purchased_on": date(2025, 3, 28), "amount": 1.0}
    store.append("purchases", pa.Table.from_pylist([line]))
    assert business_date(store) == date(2025, 3, 28)
    write_firm(store, OURS)
    assert business_date(store) == date(2025, 3, 31)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": "a", "no_such_field": 1}'])
def test_a_damaged_file_is_named_and_not_guessed_at(store, text):
    store.root.mkdir()
    (store.root / FILE).write_text(text, "utf-8")
    with pytest.raises(UnreadableFirm) as refused:
        read_firm(store)
    assert FILE in str(refused.value)


def test_both_languages_have_their_name():
    assert (OURS.name("en"), OURS.name("zh-hans")) == ("Our shop", "我们的店")
