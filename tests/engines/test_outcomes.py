"""The same facts give the same outcomes on every engine."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pytest

from guanxi.facts.table import fact_table
from guanxi.outcomes.assignment import arms
from guanxi.outcomes.calibration import measure, reliability
from guanxi.outcomes.hits import hits
from guanxi.outcomes.lift import lift
from guanxi.sources import firm
from tests.engines.test_knowledge import assert_same

DAYS = (date(2024, 12, 31), date(2025, 6, 30))
AS_OF = date(2025, 12, 31)
COMPANIES = 200


@cache
def facts() -> dict[str, pa.Table]:
    """A small trader, two snapshots of simple predictions, an episode for every fourth company."""
    trader = firm.simulate(companies=COMPANIES)
    companies = trader.truth.to_pylist()
    predicted = [_prediction(n, row, day) for day in DAYS for n, row in enumerate(companies)]
    names = [f"{row['customer_id']}@x" for row in companies[::4]]
    opened = [
        {
            "episode_id": name,
            "customer_id": name[:-2],
            "opened_on": DAYS[1] + timedelta(days=n % 9),
            "arm": arm,
        }
        for n, (name, arm) in enumerate(zip(names, arms(names, left_alone_share=0.5), strict=True))
    ]
    return {
        "predictions": pa.Table.from_pylist(predicted, schema=fact_table("predictions").schema),
        "episodes": pa.Table.from_pylist(opened, schema=fact_table("episodes").schema),
        "purchases": trader.purchases.select(["customer_id", "purchased_on", "amount"]),
    }


def _prediction(n: int, row: dict, day: date) -> dict:
    a_year = 365 / row["cycle_days"]
    return {
        "snapshot_id": f"{day}",
        "as_of": day,
        "customer_id": row["customer_id"],
        "p_alive": None if n % 17 == 0 else (n % 10) / 10,
        "warning": (None, "none", "watch", "act")[n % 4],
        "expected_purchases_91d": None if n % 13 == 0 else a_year / 4,
        "expected_spend_91d": None if n % 7 == 0 else a_year * 100,
        "expected_purchases_365d": a_year,
        "expected_spend_365d": a_year * 400,
    }


MEASURES = {
    "measure": lambda t: measure(t["predictions"], t["purchases"], as_of=AS_OF),
    "reliability": lambda t: reliability(t["predictions"], t["purchases"], as_of=AS_OF, horizon_days=91),
    "hits": lambda t: hits(t["predictions"], t["purchases"], as_of=AS_OF),
}


def rows_on(engine, measured: str) -> list[dict]:
    tables = {name: engine.table(rows) for name, rows in facts().items()}
    rows = engine.collect(MEASURES[measured](tables)).to_pylist()
    return sorted(rows, key=lambda row: (row["snapshot_id"], row["due_on"], row.get("decile")))


@pytest.mark.parametrize("measured", MEASURES)
def test_what_is_measured_is_the_same(engine, duckdb, measured):
    rows, on_duckdb = rows_on(engine, measured), rows_on(duckdb, measured)
    assert len(rows) == len(on_duckdb) >= 2
    for row, expected in zip(rows, on_duckdb, strict=True):
        assert_same(row, expected)


def test_the_measurements_fit_their_fact_table(engine):
    tables = {name: engine.table(rows) for name, rows in facts().items()}
    found = engine.collect(MEASURES["measure"](tables))
    assert found.column_names == list(fact_table("measurements").columns)
    assert {row["horizon_days"] for row in found.to_pylist()} == {91, 365}


def contacts_of(episodes: pa.Table) -> pa.Table:
    """Every third late customer was called twice on the day of the warning."""
    called = episodes.select(["customer_id", "opened_on"]).to_pylist()[::3] * 2
    rows = [{"customer_id": row["customer_id"], "contacted_on": row["opened_on"]} for row in called]
    return pa.Table.from_pylist(rows)


def test_the_lift_is_the_same(engine, duckdb):
    def lifted(on):
        tables = {name: on.table(facts()[name]) for name in ("episodes", "purchases")}
        contacts = on.table(contacts_of(facts()["episodes"]))
        return lift(tables["episodes"], tables["purchases"], contacts=contacts, as_of=AS_OF, engine=on)

    one, other = lifted(engine), lifted(duckdb)
    assert one.is_enough
    assert 0 < one.followed_up.contacted < one.followed_up.episodes
    assert (one.followed_up.contacted, one.left_alone.contacted) == (
        other.followed_up.contacted,
        other.left_alone.contacted,
    )
    assert (one.followed_up.episodes, one.followed_up.came_back) == (
        other.followed_up.episodes,
        other.followed_up.came_back,
    )
    assert (one.spend.low, one.spend.high) == pytest.approx((other.spend.low, other.spend.high))
