"""The trader of the turns' tests, whose till forgets the member number: 40 % of orders are nobody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyarrow as pa
import pytest

from guanxi.facts.store import Store
from guanxi.web.turns.running import run_turns
from tests.web.put_back import put_back
from tests.web.turns.conftest import LAST, customers, line, purchases, store  # noqa: F401  (fixtures)


def nobodys(named: int) -> pa.Table:
    """As many orders without a customer as make 40 % of all; ten each day, the last day among them."""
    count = named * 2 // 3
    rows = [
        line(f"nobody-{n}", LAST - timedelta(days=n // 10), 40.0, "c1") | {"customer_id": None}
        for n in range(count)
    ]
    return pa.Table.from_pylist(rows)


@pytest.fixture
def forgetful(store, person) -> Callable[[], Store]:  # noqa: F811
    """forgetful(): the facts, and one turn made of them."""

    def fill() -> Store:
        put_back("forgetful", store.root, turn)
        return store

    def turn() -> None:
        person("rep")
        named = purchases()
        store.replace("customers", customers())
        store.replace(
            "purchases", pa.concat_tables([named, nobodys(named.num_rows)], promote_options="default")
        )
        jobs = list(run_turns([LAST]))
        assert not any(job.error_code for job in jobs), [job.error_facts for job in jobs]

    return fill
