"""`guanxi identity` and `guanxi merge`: proposed with evidence, merged as one change, taken back."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.merges import keep_apart, stands_for
from guanxi.facts.store import Store

PEOPLE = pa.table(
    {
        "customer_id": ["c1", "c2", "c3", "c4"],
        "name": ["张伟", "張偉", "Zhang Wei", "=SUM(A1)"],
        "phone": ["13800138000", "138 0013 8000", "13800138000", "13911112222"],
        "city": ["上海", "上海", "上海", "北京"],
    }
)


@pytest.fixture
def shop(tmp_path) -> Store:
    held = Store(tmp_path / "store")
    held.replace("customers", PEOPLE)
    held.replace(
        "purchases",
        pa.table(
            {
                "order_id": ["o1", "o2"],
                "line": [1, 1],
                "customer_id": ["c2", "c1"],
                "purchased_on": [date(2024, 1, 5), date(2024, 2, 1)],
                "amount": [10.0, 5.0],
            }
        ),
    )
    return held


@pytest.fixture
def told(guanxi, shop):
    """told("merge", "c1", "c2"): what the command says as JSON."""

    def ask(*arguments):
        answer = guanxi(*arguments, "--store", shop.root, "--json")
        assert answer.code == 0, answer.complaint
        return json.loads(answer.said)

    return ask


def merged(held: Store) -> dict[str, str]:
    session = new_engine("duckdb")
    try:
        return stands_for(held, session)
    finally:
        session.close()


def test_pairs_are_proposed_in_words_and_nothing_is_merged(guanxi, shop, tmp_path):
    answer = guanxi("identity", "--threshold", "0.5", "--store", shop.root, "--out", tmp_path / "pairs.csv")
    assert answer.code == 0, answer.complaint
    assert "4 customers compared; 3 pairs" in answer.said and "Name: sounds the same" in answer.said
    with (tmp_path / "pairs.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert {(row["left_id"], row["right_id"]) for row in rows} == {("c1", "c2"), ("c1", "c3"), ("c2", "c3")}
    assert merged(shop) == {}


def test_all_above_a_probability_are_one_change_that_undo_takes_back(told, guanxi, shop):
    keep_apart(shop, "c1", "c3", by="li", at=datetime(2024, 6, 1, tzinfo=UTC))
    done = told("identity", "--threshold", "0.5", "--accept-above", "0.5")
    assert done["merged"] == 1 and len(done["left_out"]) == 1
    assert len(merged(shop)) == 1
    assert guanxi("undo", done["change"], "--store", shop.root).code == 0
    assert merged(shop) == {}


def test_nothing_that_sure_is_said_and_nothing_is_written(guanxi, shop):
    answer = guanxi("identity", "--accept-above", "0.999999999", "--store", shop.root)
    assert answer.code == 0 and "nothing was changed" in answer.said and merged(shop) == {}


def test_two_ids_are_merged_and_the_customer_known_longest_stays(told, guanxi, shop):
    done = told("merge", "c1", "c2")
    assert (done["stays"], done["merged"]) == ("c2", ["c1"])
    again = guanxi("merge", "c1", "c2", "--store", shop.root)
    assert again.code == 2 and "one customer already" in again.complaint


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "c1", "c9"), "c9"),
        (("merge", "c1", "c1"), "twice"),
        (("identity", "--threshold", "95"), "no probability"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(guanxi, shop, arguments, said):
    answer = guanxi(*arguments, "--store", shop.root)
    assert answer.code == 2 and said in answer.complaint and merged(shop) == {}


def test_without_customers_there_is_nothing_to_compare(guanxi, tmp_path):
    answer = guanxi("identity", "--store", tmp_path / "empty")
    assert answer.code == 2 and "Import a table of customers" in answer.complaint
