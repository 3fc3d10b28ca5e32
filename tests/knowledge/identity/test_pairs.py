"""Records of one person are proposed as a pair, with the evidence; records of two people are not."""

import json
import random

import pyarrow as pa
import pytest

from guanxi.knowledge.identity.pairs import pairs
from guanxi.knowledge.identity.people import UnknownKind
from tests.knowledge.identity import febrl


@pytest.mark.parametrize("n", [1, 2, 3])
def test_febrl_is_found_with_precision_and_recall(n):
    rows = febrl.records(n)
    found = pairs(rows.to_arrow(), kinds=febrl.KINDS, key="rec_id").table
    proposed = list(zip(found["left_id"].to_pylist(), found["right_id"].to_pylist(), strict=True))
    precision, recall = febrl.precision_and_recall(rows, proposed)
    assert precision >= 0.98 and recall >= 0.95


PEOPLE = pa.table(
    {
        "customer_id": ["1", "2", "3", "4", "5"],
        "name": ["张伟", "張偉", "Zhang Wei", "李娜", "王芳"],
        "phone": ["138 0013 8000", "+86 13800138000", "13800138000", "139", None],
        "city": ["上海", "上海", "上海", "上海", "北京"],
    }
)


def test_traditional_and_simplified_and_pinyin_are_one_name():
    found = pairs(PEOPLE, threshold=0.5)
    proposed = {(row["left_id"], row["right_id"]) for row in found.table.to_pylist()}
    assert proposed == {("1", "2"), ("1", "3"), ("2", "3")}
    assert [note.code for note in found.notes] == ["identity.too_few"]


def test_the_evidence_says_how_near_each_column_is():
    first = pairs(PEOPLE, threshold=0.5).table.to_pylist()[0]
    evidence = json.loads(first["evidence"])
    assert set(evidence) == {"name", "phone", "city"} and evidence["phone"]["level"] > 0


def test_a_pair_that_was_refused_is_not_proposed_again():
    found = pairs(PEOPLE, threshold=0.5, rejected=[("2", "1")]).table.to_pylist()
    assert ("1", "2") not in {(row["left_id"], row["right_id"]) for row in found}


def test_the_same_records_give_the_same_pairs():
    assert pairs(PEOPLE, threshold=0.5).table.equals(pairs(PEOPLE, threshold=0.5).table)


def test_nothing_to_compare_proposes_nothing():
    assert pairs(pa.table({"customer_id": ["1", "2"]})).table.num_rows == 0


def many(n: int = 300) -> pa.Table:
    """Customers of whom no two are one: each with a phone and an address of its own."""
    draw = random.Random(5)
    names = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(n)]
    return pa.table(
        {
            "customer_id": [f"K{i:03}" for i in range(n)],
            "name": names,
            "phone": [f"13{draw.randrange(10**9):09}" for _ in range(n)],
            "email": [f"{name}@example.com" for name in names],
            "city": [f"City {i % 7}" for i in range(n)],
        }
    )


def test_addresses_that_no_two_customers_share_stop_nothing():
    known = many()
    twin = known.slice(0, 1).set_column(0, "customer_id", pa.array(["twin"]))
    twin = twin.set_column(3, "email", pa.array(["another@example.com"]))
    found = pairs(pa.concat_tables([known, twin])).table.to_pylist()
    assert [(row["left_id"], row["right_id"]) for row in found] == [("K000", "twin")]


def test_customers_who_share_nothing_are_no_pairs():
    assert pairs(many().drop_columns("city")).table.num_rows == 0


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKind):
        pairs(PEOPLE, kinds={"name": "colour"})
