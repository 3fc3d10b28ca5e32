"""Sixty synthetic answers, half of them Chinese, in an empty store; and the texts read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pyarrow as pa
import pytest

from guanxi.web.customers.models import Customer
from guanxi.web.texts import jobs
from guanxi.web.texts.models import Reading
from tests.web.turns.conftest import store  # noqa: F401  (fixture)

LAST = date(2026, 6, 30)
LATE, KIND, SLOW_ZH, GOOD_ZH = (
    "The delivery was late again and the parcel arrived damaged",
    "Friendly staff and great advice in the shop",
    "物流太慢，包裹破损，等了很久",
    "质量很好，客服态度热情",
)
SAID = ((LATE, 1.0), (KIND, 9.0), (SLOW_ZH, 2.0), (GOOD_ZH, 10.0))


def answer(n: int, comment: str, *, score: float | None = None, by: str | None = None, **more) -> dict:
    return {
        "response_id": f"r{n:03}",
        "question": "why",
        "customer_id": by,
        "answered_on": LAST - timedelta(days=n),
        "survey_id": "after-delivery",
        "dimension": "overall",
        "score": score,
        "comment": comment,
    } | more


def sixty() -> list[dict]:
    """Each of four things is said fifteen times, by customers a and b in turn."""
    return [
        answer(n, f"{SAID[n % 4][0]} {'abcd'[n % 4] * 3}", score=SAID[n % 4][1], by="ab"[n % 2])
        for n in range(60)
    ]


@pytest.fixture
def wrote(db, store, person) -> Callable[..., Reading]:  # noqa: F811
    """wrote(*answers): these answers are facts, and were read. Customer a is the rep's, b another's."""
    Customer.objects.create(customer_id="a", name="王小明", owner=person("rep"))
    Customer.objects.create(customer_id="b", name="Jane Roe", owner=person("rep", "second"))

    def read(*answers: dict) -> Reading:
        store.replace("answers", pa.Table.from_pylist(list(answers or sixty())))
        return jobs.carry_out(jobs.read_soon())

    return read
