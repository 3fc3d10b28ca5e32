"""The trader of the turns' tests, after two turns a quarter apart."""

from __future__ import annotations

import pytest

from guanxi.web.turns.models import TurnJob
from guanxi.web.turns.running import run_turns
from tests.web.put_back import put_back
from tests.web.turns.conftest import BEFORE, LAST, new_trader, store, trader, worked_out  # noqa: F401  (fixtures)


@pytest.fixture
def two_turns(trader, store) -> list[TurnJob]:  # noqa: F811
    def turn_twice() -> None:
        trader()
        jobs = list(run_turns([BEFORE, LAST]))
        assert not any(job.error_code for job in jobs), [job.error_facts for job in jobs]

    put_back("two turns", store.root, turn_twice)
    return list(TurnJob.objects.order_by("pk"))
