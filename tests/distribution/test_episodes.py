"""A lateness is one episode: one follow-up comes of it, a purchase ends it, time ends it at last."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from guanxi.distribution.episodes import EpisodeSettings, begun, ended
from guanxi.facts.table import fact_table

TODAY = date(2025, 6, 30)
LAST = date(2025, 5, 1)


def late(engine, *customers, warning="act", tier="gold"):
    return engine.table(
        pa.table(
            {
                "customer_id": [name for name, _ in customers],
                "last_purchase_on": [LAST for _ in customers],
                "cycle_days": [17 for _ in customers],
                "days_overdue": [43 for _ in customers],
                "value_at_risk": [float(risk) for _, risk in customers],
                "warning": [warning for _ in customers],
                "tier": [tier for _ in customers],
            }
        )
    )


def known(engine, rows=None):
    schema = fact_table("episodes").schema
    return engine.table(pa.table(rows, schema=schema) if rows else schema.empty_table())


def opened(customer, opened_on=TODAY, closed_on=None):
    columns = {name: [None] for name in fact_table("episodes").columns}
    return columns | {
        "episode_id": [f"{customer}@{LAST}"],
        "customer_id": [customer],
        "last_purchase_on": [LAST],
        "opened_on": [opened_on],
        "arm": ["followed_up"],
        "closed_on": [closed_on],
    }


def purchases(engine, *rows):
    schema = fact_table("purchases").schema.remove_metadata()
    full = [{f.name: None for f in schema} | {"order_id": "o", "line": i} | row for i, row in enumerate(rows)]
    return engine.table(pa.Table.from_pylist(full, schema=schema))


def start(profile, before, engine, **settings):
    return begun(profile, before, as_of=TODAY, settings=EpisodeSettings(**settings), engine=engine)


def end(before, bought, engine, as_of=TODAY, **settings):
    return ended(before, bought, as_of=as_of, settings=EpisodeSettings(**settings), engine=engine)


def test_every_late_customer_gets_one_episode_most_value_first(engine):
    rows = start(late(engine, ("small", 10), ("big", 900)), known(engine), engine)
    assert rows["episode_id"].to_pylist() == ["big@2025-05-01", "small@2025-05-01"]
    assert set(rows["arm"].to_pylist()) == {"followed_up"}


def test_the_same_lateness_begins_only_once(engine):
    assert start(late(engine, ("big", 900)), known(engine, opened("big")), engine).num_rows == 0


def test_an_episode_that_was_closed_does_not_begin_again(engine):
    before = known(engine, opened("big", closed_on=TODAY))
    assert start(late(engine, ("big", 900)), before, engine).num_rows == 0


def test_a_watched_customer_and_an_unwatched_tier_get_no_task(engine):
    assert start(late(engine, ("big", 900), warning="watch"), known(engine), engine).num_rows == 0
    profile = late(engine, ("big", 900), tier="platinum")
    assert start(profile, known(engine), engine, watched_tiers=("gold", "iron")).num_rows == 0


def test_some_are_left_alone_for_comparison(engine):
    many = late(engine, *((f"c{i}", i) for i in range(400)))
    arms = start(many, known(engine), engine, left_alone_share=0.25)["arm"].to_pylist()
    assert 70 < arms.count("left_alone") < 130  # 100 expected, sd 8.7: more than three of them either way


def test_a_purchase_ends_the_episode_on_the_day_it_was_made(engine):
    back = LAST + timedelta(days=50)
    bought = purchases(
        engine,
        {"customer_id": "big", "purchased_on": LAST, "amount": 5.0},
        {"customer_id": "big", "purchased_on": back, "amount": 5.0},
        {"customer_id": "big", "purchased_on": back + timedelta(days=3), "amount": 5.0},
    )
    rows = end(known(engine, opened("big")), bought, engine).to_pylist()
    assert [(row["closed_on"], row["closed_by"]) for row in rows] == [(back, "purchase")]


def test_a_return_of_goods_is_no_purchase_and_ends_nothing(engine):
    bought = purchases(engine, {"customer_id": "big", "purchased_on": TODAY, "amount": -5.0})
    assert end(known(engine, opened("big")), bought, engine).num_rows == 0


def test_an_episode_lapses_after_the_set_time(engine):
    before = known(engine, opened("big", opened_on=TODAY - timedelta(days=90)))
    nothing = purchases(engine)
    assert end(before, nothing, engine, expire_after_days=91).num_rows == 0
    row = end(before, nothing, engine, expire_after_days=90).to_pylist()[0]
    assert (row["closed_on"], row["closed_by"]) == (TODAY, "expired")


def test_what_ended_is_not_ended_again(engine):
    before = known(engine, opened("big", closed_on=TODAY))
    bought = purchases(engine, {"customer_id": "big", "purchased_on": TODAY, "amount": 5.0})
    assert end(before, bought, engine).num_rows == 0


@pytest.mark.parametrize(
    "bad", [{"left_alone_share": 0.9}, {"watched_tiers": ("bronze",)}, {"expire_after_days": 0}]
)
def test_settings_that_make_no_sense_are_refused(bad):
    with pytest.raises(ValueError):
        EpisodeSettings(**bad)
