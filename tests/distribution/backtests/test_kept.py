"""The firm's back-tests are kept beside its store, one per day, and the latest is found again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from guanxi.distribution.backtests import firm_backtest, keep_backtest, latest_backtest
from guanxi.distribution.backtests.kept import NothingToTest, UnreadableBacktest
from guanxi.facts.store import Store
from guanxi.facts.table import fact_table
from tests.distribution.backtests.firms import AS_OF, bg_nbd_firm, table


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def stocked(store):
    lines = table(bg_nbd_firm(200, seed=6))
    spec = fact_table("purchases").schema
    numbers = [str(n) for n in range(lines.num_rows)]
    given = {name: lines[name] for name in lines.column_names} | {
        "order_id": numbers,
        "line": [1] * lines.num_rows,
    }
    import pyarrow as pa

    columns = [
        pa.array(given[field.name], field.type)
        if isinstance(given.get(field.name), list)
        else given[field.name].cast(field.type).combine_chunks()
        if field.name in given
        else pa.nulls(lines.num_rows, field.type)
        for field in spec
    ]
    store.append("purchases", pa.Table.from_arrays(columns, schema=spec), note={})
    return store


def test_the_firms_back_test_is_kept_and_found_again(stocked, engine):
    asked = {"engine": engine, "models": ("bg-nbd",), "origins": 1, "horizons": (91,)}
    made = firm_backtest(stocked, **asked)
    assert made["as_of"] == max(day for _, day, _ in bg_nbd_firm(200, seed=6)).isoformat()
    assert latest_backtest(stocked) == made
    assert made["facts"] == stocked.fingerprint("purchases", as_of=date.fromisoformat(made["as_of"]))
    assert firm_backtest(stocked, **asked) == made  # the same facts, the same bytes
    assert len(list((stocked.root / "backtests").iterdir())) == 1


def test_a_store_without_purchases_is_refused(store, engine):
    with pytest.raises(NothingToTest):
        firm_backtest(store, engine=engine)


def test_the_latest_day_up_to_the_day_asked_for_counts(store):
    assert latest_backtest(store) is None
    days = [AS_OF - timedelta(days=n) for n in (0, 91, 182)]
    for day in days:
        keep_backtest(store, {"as_of": day.isoformat(), "chosen": {}})
    assert latest_backtest(store)["as_of"] == days[0].isoformat()
    assert latest_backtest(store, as_of=AS_OF - timedelta(days=1))["as_of"] == days[1].isoformat()
    assert latest_backtest(store, as_of=date(2020, 1, 1)) is None


def test_what_cannot_be_read_is_said_and_not_taken_for_none(store):
    keep_backtest(store, {"as_of": AS_OF.isoformat(), "chosen": {}})
    (store.root / "backtests" / f"{AS_OF}.json").write_text("{half")
    with pytest.raises(UnreadableBacktest):
        latest_backtest(store)
