"""A shop that knows Zhang Wei three times: in simplified and traditional characters, and in letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.changes import ChangeNote, new_change_id
from guanxi.facts.store import Store
from guanxi.knowledge.identity.pairs import Pairs, pairs
from guanxi.web.customers.actions import load_customers
from guanxi.web.customers.models import Customer
from guanxi.web.identity import actions, jobs, queries
from guanxi.web.identity.models import Job, Pair
from guanxi.web.kit.actions import SYSTEM
from tests.web.turns.conftest import store, trader, worked_out  # noqa: F401  (fixtures)

CUSTOMERS = [
    ("c1", "张伟", "138 0013 8000", "上海", None),
    ("c2", "張偉", "+86 13800138000", "上海", "rep"),
    ("c3", "Zhang Wei", "13800138000", "上海", None),
    ("c4", "李娜", "13911112222", "上海", "rep"),
    ("c5", "王芳", None, "北京", None),
]
PURCHASES = [("o1", "c2", date(2024, 1, 5)), ("o2", "c1", date(2024, 2, 1)), ("o3", "c4", date(2024, 3, 1))]


def people() -> pa.Table:
    names = ("customer_id", "name", "phone", "city", "owner")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in CUSTOMERS])


def lines() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {"order_id": order, "line": 1, "customer_id": key, "purchased_on": day, "amount": 10.0}
            for order, key, day in PURCHASES
        ]
    )


def note(store: Store, now) -> ChangeNote:  # noqa: F811
    return ChangeNote(new_change_id(now), "import", "test", now)


@pytest.fixture
def shop(store, person) -> Store:  # noqa: F811
    """The facts of the shop, and its customers in the application; rep looks after some of them."""
    person("rep")
    store.replace("customers", people())
    store.replace("purchases", lines())
    load_customers(SYSTEM, people().to_pylist())
    return store


@pytest.fixture(scope="session")
def compared() -> Pairs:
    """The pairs of the shop, worked out once for all tests."""
    return pairs(people(), threshold=0.5)


@pytest.fixture
def searched(shop, compared, monkeypatch) -> Callable[..., Job]:
    """searched(): all customers compared, by the worker."""

    def as_worked_out(_customers, *, threshold, rejected) -> Pairs:
        kept = [
            row["probability"] >= threshold and (row["left_id"], row["right_id"]) not in rejected
            for row in compared.table.to_pylist()
        ]
        return replace(compared, table=compared.table.filter(pa.array(kept)), looked_at=len(CUSTOMERS))

    monkeypatch.setattr(jobs, "pairs", as_worked_out)

    def search(least: float = 0.5) -> Job:
        job = jobs.carry_out(actions.ask_for_search(SYSTEM, least=least))
        assert not job.error_code, (job.error_code, job.error_facts)
        return job

    return search


def pair(left: str, right: str) -> Pair:
    return Pair.objects.get(left_id=left, right_id=right)


def stands_for() -> dict[str, str]:
    """Who stands for whom: by the facts, by this room and by the customers, which must agree."""
    by_facts = {key: said.stands_for for key, said in queries.as_the_facts_say().items()}
    assert by_facts == {key: said.stands_for for key, said in queries.as_pages_have_it().items()}
    merged = Customer.objects.exclude(merged_into=None)
    assert by_facts == dict(merged.values_list("pk", "merged_into_id"))
    return by_facts
