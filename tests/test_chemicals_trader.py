"""The chemicals trader of the method book (section 11), from its raw order list to the tasks of its reps.

1,000 customers, sales of 40 million a year: 10 top, 40 high, 150 middle, 800 low. The warning is run on the
190 high and middle ones. Three of them are overdue: two by more than a whole cycle of 17 days, one only late.
"""

import csv
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from guanxi.distribution.episodes import EpisodeSettings
from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.loop import TurnSettings, turn
from guanxi.sources.purchases import read_purchases

TODAY = date(2025, 6, 30)
TOMORROW = TODAY + timedelta(days=1)
LAYERS = {"platinum": (10, 1_200_000), "gold": (40, 250_000), "iron": (150, 80_000), "lead": (800, 7_500)}

# customer -> purchase days in the last 12 months, days since the last
FIRST, SECOND, THIRD = "gold-07", "iron-031", "iron-099"
OVERDUE = {
    FIRST: (21, 43),  # cycle 365 / 21 = 17.4, so 17 days; overdue by 26
    SECOND: (22, 39),  # cycle 365 / 22 = 16.6, so 17 days; overdue by 22
    THIRD: (12, 40),  # cycle 365 / 12 = 30.4, so 30 days; overdue by 10: less than a cycle
    # Overdue as well, but not watched: the top ten have a director each, the low ones nobody.
    "platinum-3": (24, 60),
    "lead-200": (6, 150),
    "lead-201": (6, 150),
}


def order_list(random: np.random.Generator) -> list[dict]:
    """The raw lines, in no order: two or three to an order, some days with two orders, some returns."""
    rows = []
    for layer, (customers, sales) in LAYERS.items():
        for n in range(customers):
            name = f"{layer}-{n:0{len(str(customers - 1))}d}"
            rows += orders_of(name, sales, *OVERDUE.get(name, on_time(random)), random)
    return [rows[i] for i in random.permutation(len(rows))]


def on_time(random: np.random.Generator) -> tuple[int, int]:
    """Purchase days, and days since the last: two days or more before the next is due."""
    days = int(random.integers(4, 40))
    return days, int(random.integers(0, 365 // days - 1))


def orders_of(customer: str, sales: float, days: int, since: int, random: np.random.Generator) -> list[dict]:
    ago = np.unique(np.linspace(since, 364, days).round().astype(int))
    assert len(ago) == days
    rows = []
    for visit, back in enumerate(ago):
        day = TODAY - timedelta(days=int(back))
        orders = 2 if visit % 7 == 3 else 1  # two orders on a day are one purchase day
        lines = int(random.integers(2, 4))
        for order in range(orders):
            for line in range(lines):
                rows.append(raw(customer, f"{visit}{'ab'[order]}", day, sales / days / orders / lines, line))
    # What was returned does not make a purchase day, on whichever day it came back, and is bought once more.
    rows.append(raw(customer, "back", TODAY - timedelta(days=int(ago[-1]) - 1), -sales / 100, 0))
    rows.append(raw(customer, "0a", TODAY - timedelta(days=int(ago[0])), sales / 100, 9))
    # The year before counts for history and not for the cycle.
    rows.append(
        raw(customer, "old", TODAY - timedelta(days=365 + int(random.integers(0, 90))), sales / days, 0)
    )
    return rows


def raw(customer: str, order: str, day: date, amount: float, line: int) -> dict:
    return {
        "客户": customer,
        "订单号": f"{customer}/{order}",
        "日期": f"{day:%Y-%m-%d}",
        "金额": f"{amount:.4f}",
        "品类": f"品类{line}",
    }


def episodes(store: Store) -> dict[str, dict]:
    engine = new_engine("duckdb")
    rows = engine.collect(store.read("episodes", engine)).to_pylist()
    engine.close()
    assert len({row["episode_id"] for row in rows}) == len(rows)
    return {row["customer_id"]: row for row in rows}


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The store through its days: today, today again, tomorrow, and tomorrow after one of them bought."""
    folder = tmp_path_factory.mktemp("trader")
    rows = order_list(np.random.default_rng(11))
    with (folder / "orders.csv").open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    read = read_purchases(folder / "orders.csv", today=TOMORROW)
    assert read.set_aside.height == 0
    store = Store(folder / "store")
    store.append("purchases", read.purchases)
    settings = TurnSettings(episodes=EpisodeSettings(watched_tiers=("gold", "iron")))

    found = {"store": store, "sales": sales_of_the_year(rows)}
    for name, day in (("today", TODAY), ("again", TODAY), ("tomorrow", TOMORROW)):
        found[name] = turn(store, as_of=day, settings=settings), episodes(store)
    store.append("purchases", bought(FIRST, TOMORROW))
    found["bought"] = turn(store, as_of=TOMORROW, settings=settings), episodes(store)
    return found


def sales_of_the_year(rows: list[dict]) -> float:
    since = f"{TODAY - timedelta(days=365):%Y-%m-%d}"
    return sum(float(row["金额"]) for row in rows if row["日期"] > since)


def bought(customer: str, day: date) -> pa.Table:
    order = {"order_id": f"{customer}/new", "line": 1, "customer_id": customer}
    return pa.Table.from_pylist([order | {"purchased_on": day, "amount": 9_000.0}])


@pytest.fixture(scope="module")
def profile(story):
    """Today's profile by customer."""
    engine = new_engine("duckdb")
    rows = engine.collect(story["today"][0].snapshot.read(engine)).to_pylist()
    engine.close()
    return {row["customer_id"]: row for row in rows}


def test_a_thousand_customers_bring_forty_million(story, profile):
    assert len(profile) == 1000
    assert story["sales"] == pytest.approx(40e6, rel=1e-4)
    assert sum(row["spend_365d"] for row in profile.values()) == pytest.approx(story["sales"], rel=1e-6)


def test_the_pyramid_has_ten_forty_a_hundred_and_fifty_and_eight_hundred(profile):
    for layer, (customers, _) in LAYERS.items():
        inside = {name for name, row in profile.items() if row["tier"] == layer}
        assert inside == {name for name in profile if name.startswith(layer)}
        assert len(inside) == customers


@pytest.mark.parametrize(
    ("customer", "days", "since", "cycle", "overdue", "warning"),
    [(FIRST, 21, 43, 17, 26, "act"), (SECOND, 22, 39, 17, 22, "act"), (THIRD, 12, 40, 30, 10, "watch")],
)
def test_the_three_are_late_as_the_book_has_it(profile, customer, days, since, cycle, overdue, warning):
    row = profile[customer]
    assert row["purchase_days_365d"] == days
    assert row["days_since_last"] == since
    assert row["cycle_days"] == cycle
    assert row["days_overdue"] == overdue
    assert row["warning"] == warning


def test_of_the_190_watched_nobody_else_is_late(profile):
    watched = {name: row for name, row in profile.items() if row["tier"] in ("gold", "iron")}
    assert len(watched) == 190
    assert {name for name, row in watched.items() if row["days_overdue"] > 0} == {FIRST, SECOND, THIRD}
    assert {name for name, row in watched.items() if row["warning"] != "none"} == {FIRST, SECOND, THIRD}


def test_the_two_who_are_a_cycle_late_become_one_task_each(story):
    result, tasks = story["today"]
    assert result.opened == 2
    assert set(tasks) == {FIRST, SECOND}
    assert (tasks[FIRST]["cycle_days"], tasks[FIRST]["days_overdue"]) == (17, 26)
    assert (tasks[SECOND]["cycle_days"], tasks[SECOND]["days_overdue"]) == (17, 22)
    for task in tasks.values():
        assert (task["opened_on"], task["closed_on"], task["arm"]) == (TODAY, None, "followed_up")
    assert tasks[FIRST]["value_at_risk"] == pytest.approx(250_000, rel=1e-6)


def test_the_customer_who_is_only_late_is_no_task(story):
    for name in ("today", "again", "tomorrow", "bought"):
        assert THIRD not in story[name][1]


def test_those_whom_nobody_watches_are_no_task_however_late(story, profile):
    for customer in ("platinum-3", "lead-200", "lead-201"):
        assert profile[customer]["days_overdue"] > profile[customer]["cycle_days"]
        assert customer not in story["tomorrow"][1]


def test_the_second_run_is_the_same_snapshot_and_no_second_task(story):
    first, again = story["today"][0], story["again"][0]
    assert again.snapshot.id == first.snapshot.id
    assert (again.published, again.opened, again.closed) == (False, 0, 0)
    assert story["again"][1] == story["today"][1]


def test_the_next_day_there_is_no_second_task_for_the_same_lateness(story):
    result, tasks = story["tomorrow"]
    assert (result.opened, result.closed) == (0, 0)
    assert tasks == story["today"][1]


def test_a_purchase_closes_the_task_and_leaves_the_other_open(story):
    result, tasks = story["bought"]
    assert (result.opened, result.closed) == (0, 1)
    assert (tasks[FIRST]["closed_on"], tasks[FIRST]["closed_by"]) == (TOMORROW, "purchase")
    assert tasks[SECOND] == story["today"][1][SECOND]
