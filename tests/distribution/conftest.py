"""A small shop whose answers can be worked out by hand."""

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine


@pytest.fixture
def engine():
    session = new_engine("duckdb")
    yield session
    session.close()


@pytest.fixture(scope="module")
def session():
    """One engine for a whole file, where what is worked out is shared."""
    engine = new_engine("duckdb")
    yield engine
    engine.close()


@pytest.fixture
def shop(engine):
    """Ten customers: one brings 800 of 1,000, two of them are late."""
    spend = [800.0, 100.0, 20.0, 20.0, 20.0, 20.0, 10.0, 10.0, 0.0, 0.0]
    ids = [f"c{n}" for n in range(10)]
    return engine.table(
        pa.table(
            {
                "customer_id": ids,
                "spend_365d": spend,
                "tier": ["platinum"] + ["gold"] * 2 + ["iron"] * 3 + ["lead"] * 4,
                "quadrant": ["A", "B"] + ["C"] * 3 + ["D"] * 5,
                "loyalty_index": [90.0, 20.0, 80.0, 80.0, 80.0, 10.0, 10.0, 10.0, 10.0, 100.0],
                "value_index": [95.0, 90.0, 30.0, 30.0, 30.0, 10.0, 10.0, 10.0, 10.0, 100.0],
                "r_score": [5] * 5 + [1] * 5,
                "f_score": [5] * 5 + [1] * 5,
                "rfm_segment": ["champions"] * 5 + ["lost"] * 5,
                "warning": ["act", "watch"] + ["none"] * 8,
                "value_at_risk": [800.0, 100.0] + [0.0] * 8,
                "cycle_days": [17] * 10,
                "days_overdue": [26, 3] + [-5] * 8,
            }
        )
    )
