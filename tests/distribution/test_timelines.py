"""A customer's orders are found among everybody's, and are the ones the lines make."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.distribution import timelines
from guanxi.engines import engine as new_engine

AS_OF = date(2024, 6, 28)


def lines(rows: list[tuple[str | None, int, float]]) -> pa.Table:
    return pa.table(
        {
            "order_id": [f"o{at}" for at in range(len(rows))],
            "customer_id": pa.array([row[0] for row in rows], pa.string()),
            "purchased_on": [AS_OF - timedelta(days=row[1]) for row in rows],
            "amount": [row[2] for row in rows],
            "category": ["c"] * len(rows),
            "discount": [0.0] * len(rows),
            "coupon_discount": pa.nulls(len(rows), pa.float64()),
        }
    )


row = st.tuples(
    st.sampled_from(["a", "b", "b ", "张", None]), st.integers(-3, 90), st.sampled_from([9.0, -2.0])
)


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=40))
def test_a_timeline_holds_every_order_of_the_customer_up_to_the_day(rows, tmp_path_factory):
    engine = new_engine("duckdb")
    folder = tmp_path_factory.mktemp("t") / "snapshot"
    line = timelines.write(timelines.orders(engine.table(lines(rows)), as_of=AS_OF), folder, engine)
    for customer in ("a", "b", "b ", "张", "nobody"):
        mine = sorted((back for who, back, _ in rows if who == customer and back >= 0))
        found = line.of(customer).to_pylist()
        assert [(AS_OF - order["purchased_on"]).days for order in found] == mine
    engine.close()


def test_recent_days_are_purchase_days_before_the_date_nearest_first():
    engine = new_engine("duckdb")
    rows = [("a", 30, 9.0), ("a", 3, 9.0), ("a", 3, 9.0), ("a", 10, -2.0), ("b", 0, 9.0)]
    orders = timelines.orders(engine.table(lines(rows)), as_of=AS_OF)
    found = engine.collect(timelines.recent_days(orders, as_of=AS_OF)).to_pylist()
    assert {each["customer_id"]: each["recent_days"] for each in found} == {"a": "3,30", "b": "0"}


def test_a_timeline_that_is_there_is_not_written_again(tmp_path):
    engine = new_engine("duckdb")
    first = timelines.orders(engine.table(lines([("a", 1, 9.0)])), as_of=AS_OF)
    timelines.write(first, tmp_path / "s", engine)
    timelines.write(
        timelines.orders(engine.table(lines([("b", 1, 9.0)])), as_of=AS_OF), tmp_path / "s", engine
    )
    assert timelines.Timeline(tmp_path / "s").of("a").num_rows == 1


@pytest.mark.parametrize("customer", ["a", ""])
def test_an_empty_folder_knows_nobody(customer, tmp_path):
    assert timelines.Timeline(tmp_path / "none").of(customer).num_rows == 0
