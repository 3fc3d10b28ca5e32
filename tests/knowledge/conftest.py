"""What the tests of the measures share: an engine, and rows by customer."""

import pytest

from guanxi.engines import engine as new_engine
from guanxi.knowledge.history import history
from tests.knowledge.tables import AS_OF, purchases


@pytest.fixture(scope="session")
def engine():
    engine = new_engine("duckdb")
    yield engine
    engine.close()


@pytest.fixture
def rows(engine):
    """The rows of a result by customer."""
    return lambda table: {row["customer_id"]: row for row in engine.collect(table).to_pylist()}


@pytest.fixture
def read(engine):
    """The history of lines typed by hand."""

    def read(*lines, as_of=AS_OF, **defaults):
        return history(engine.table(purchases(*lines, **defaults)), as_of=as_of, engine=engine)

    return read


@pytest.fixture
def measures(engine):
    """One row per customer from columns of equal length; customers are c1, c2, ..."""
    import pyarrow as pa

    def measures(**columns):
        n = len(next(iter(columns.values())))
        unknown = [name for name, values in columns.items() if set(values) == {None}]
        columns |= {name: pa.nulls(n, pa.int64()) for name in unknown}
        return engine.table(pa.table({"customer_id": [f"c{i}" for i in range(1, n + 1)], **columns}))

    return measures
