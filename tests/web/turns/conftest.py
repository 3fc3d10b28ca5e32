"""A small trader's store: thirty regular customers, three of whom fall silent in spring, and a crowd who buy
when they like and leave when they like, so that there is something for the models to learn."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest

from guanxi import loop
from guanxi.facts.store import Store
from tests.made_once import made_once

FIRST, LAST = date(2023, 1, 2), date(2024, 6, 28)
BEFORE = LAST - timedelta(days=91)
SILENT_FROM = date(2024, 4, 1)
SILENT = {"K-00", "K-01", "K-02"}


def crowd(until: date) -> list[dict]:
    """A hundred and fifty customers as BG/NBD assumes them: own rates, leaving by chance."""
    draw = Random(7)
    rows = []
    for n in range(150):
        rate, leaves = draw.gammavariate(0.8, 1 / 40), draw.betavariate(1.2, 6)
        day, money = FIRST + timedelta(days=draw.randrange(300)), draw.gammavariate(6, 10)
        while day <= until:
            rows.append(line(f"C-{n:03}", day, money * draw.uniform(0.7, 1.3), f"c{draw.randrange(4)}"))
            if draw.random() < leaves:
                break
            day += timedelta(days=1 + round(draw.expovariate(rate)))
    return rows


def line(customer_id: str, day: date, amount: float, category: str) -> dict:
    return {
        "order_id": f"{customer_id}-{day}",
        "line": 1,
        "customer_id": customer_id,
        "purchased_on": day,
        "amount": round(amount, 2),
        "category": category,
    }


def purchases(until: date = LAST) -> pa.Table:
    """Regular customer n buys every 10 + n % 7 days; the silent ones stop."""
    rows = crowd(until)
    for n in range(30):
        customer_id, day = f"K-{n:02}", FIRST + timedelta(days=n)
        while day <= until and not (customer_id in SILENT and day >= SILENT_FROM):
            rows.append(line(customer_id, day, 50.0 + 10 * n, f"c{n % 4}"))
            day += timedelta(days=10 + n % 7)
    # The business date is the last day anybody bought.
    rows.append(line("K-29", until, 20.0, "c0") | {"order_id": "last"})
    return pa.Table.from_pylist(rows)


def customers(owner: str = "rep") -> pa.Table:
    rows = [
        {"customer_id": f"K-{n:02}", "name": f"Firm {n:02}", "owner": owner if n % 2 else None}
        for n in range(30)
    ]
    return pa.Table.from_pylist(rows)


@pytest.fixture
def store(tmp_path, settings) -> Store:
    """An application that stands on an empty store of its own."""
    settings.GUANXI_STORE = tmp_path / "store"
    return Store(settings.GUANXI_STORE)


@pytest.fixture(scope="session")
def worked_out(tmp_path_factory) -> Path:
    """The trader's facts with the snapshots of two days, worked out once for all tests."""
    return made_once("trader", work_out, tmp_path_factory)


def work_out(folder: Path) -> None:
    made = Store(folder)
    made.replace("customers", customers())
    made.replace("purchases", purchases())
    for as_of in (BEFORE, LAST):
        loop.turn(made, as_of=as_of)
    for table in ("predictions", "episodes", "measurements"):  # these are for each test to make
        shutil.rmtree(made.path(table), ignore_errors=True)


@pytest.fixture
def trader(store, person, worked_out) -> Callable[[], Store]:
    """trader(): the store filled, its snapshots known, and the rep's account there."""

    def fill() -> Store:
        person("rep")
        shutil.copytree(worked_out, store.root)
        return store

    return fill


@pytest.fixture
def new_trader(store, person) -> Callable[[], Store]:
    """new_trader(): the facts alone, nothing worked out yet."""

    def fill() -> Store:
        person("rep")
        store.replace("customers", customers())
        store.replace("purchases", purchases())
        return store

    return fill
