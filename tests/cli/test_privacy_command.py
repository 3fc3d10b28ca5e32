"""`guanxi privacy`: one person is given out and erased, and old rows go, from the terminal."""

from __future__ import annotations

import json
import zipfile

import pytest

from guanxi.facts.store import Store
from tests.facts.privacy.stores import PEOPLE, TELLING, WHO, found_in, import_text, people, revenue

ORDERS = f"Order,Customer,Date,Amount,Product\nO1,{WHO},2020-01-05,10.0,p1\nO2,CUST-0001,2025-05-05,20.0,p1\n"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    import_text(store, "people", people(*PEOPLE), table="customers")
    import_text(store, "orders", ORDERS, table="purchases")
    return store


def test_everything_about_one_person_is_written_as_a_zip(guanxi, store, tmp_path):
    answer = guanxi("privacy", "export", WHO, "--out", tmp_path / "one.zip", "--store", store.root)
    assert answer.code == 0, answer.complaint
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert {"README.txt", "person.json", "customers.csv", "purchases.csv"} <= set(packed.namelist())
        assert "Name / 名称 (name)" in packed.read("customers.csv").decode("utf-8-sig")
        assert "购买记录" in packed.read("README.txt").decode()
        assert json.loads(packed.read("person.json"))["ids"] == [WHO]


def test_a_dry_run_says_what_would_go_and_what_stays(guanxi, store):
    answer = guanxi("privacy", "erase", WHO, "--dry-run", "--store", store.root)
    assert (
        "customers: 1 rows are deleted" in answer.said and "purchases: 1 rows stay, nameless" in answer.said
    )
    assert found_in(store.root, (WHO,))


def test_a_person_is_erased_and_may_be_let_in_again(guanxi, store):
    answer = guanxi("privacy", "erase", WHO, "--yes", "--store", store.root)
    assert answer.code == 0 and "Erased (1 ids" in answer.said
    assert not found_in(store.root, (WHO, TELLING[4])) and revenue(store) == 30.0
    assert guanxi("privacy", "allow", WHO, "--store", store.root).code == 0
    again = guanxi("privacy", "allow", WHO, "--store", store.root)
    assert again.code == 2 and WHO in again.complaint


def test_whom_nobody_knows_is_said_in_a_sentence(guanxi, store):
    answer = guanxi("privacy", "erase", "NOBODY", "--yes", "--store", store.root)
    assert answer.code == 2 and "NOBODY" in answer.complaint


def test_old_rows_go_by_the_rules(guanxi, store):
    assert "no retention rules" in guanxi("privacy", "retain", "--dry-run", "--store", store.root).said
    tried = guanxi("privacy", "retain", "--dry-run", "--set", "purchases=365", "--store", store.root)
    assert "rows from before" in tried.said and "Nothing was changed" in tried.said
    assert revenue(store) == 30.0
    named = guanxi("privacy", "retain", "--set", "purchases=365:nameless", "--store", store.root)
    assert named.code == 0 and revenue(store) == 30.0
    assert guanxi("privacy", "retain", "--set", "purchases=few", "--store", store.root).code == 2
