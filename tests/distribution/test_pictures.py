"""A picture's title is the finding, its data add up, and its table says the same."""

import pytest

from guanxi.distribution.pictures import (
    Voice,
    calibration,
    equity_change,
    late_by_tier,
    moved,
    pyramid,
    revenue,
    rfm_map,
    value_map,
    whale_curve,
)
from guanxi.knowledge.movement import EquityMovement
from guanxi.sources.rules import classify, reconcile, shipped
from tests.sources.rules.lines import wholesaler

EN, ZH = Voice("en", "USD"), Voice("zh-hans", "CNY")
CUTS = {"loyalty_index": 50.0, "value_index": 50.0}


@pytest.fixture
def nobody(shop):
    return shop.filter(lambda t: t.customer_id == "nobody")


def test_the_whale_curve_answers_the_20_percent_question(shop, engine):
    picture = whale_curve(shop, engine=engine, voice=EN)
    assert picture["title"] == "10% of customers bring 80% of the money"
    assert picture["data"]["points"][0] == [0, 0]
    assert picture["data"]["points"][-1] == [1, 1]


def test_the_pyramid_counts_everybody_once_top_first(shop, engine):
    picture = pyramid(shop, engine=engine, voice=ZH)
    layers = picture["data"]["layers"]
    assert [layer["name"] for layer in layers] == ["白金", "黄金", "铁", "铅"]
    assert sum(layer["customers"] for layer in layers) == 10
    assert sum(layer["money"] for layer in layers) == pytest.approx(1000)
    assert "80%" in picture["title"]


def test_few_customers_are_points_with_their_names(shop, engine):
    picture = value_map(shop, cuts=CUTS, engine=engine, voice=EN, names={"c0": "Zero & Sons"})
    assert [90.0, 95.0, "A", "c0", "Zero & Sons"] in picture["data"]["points"]
    assert {part["key"]: part["customers"] for part in picture["data"]["quadrants"]} == {
        "A": 1,
        "B": 1,
        "C": 3,
        "D": 5,
    }


def test_many_customers_are_cells_and_nobody_falls_off_the_edge(shop, engine):
    bins = value_map(shop, cuts=CUTS, engine=engine, voice=EN, most_points=9)["data"]["bins"]
    assert sum(cell["n"] for cell in bins) == 10
    assert max(cell["x1"] for cell in bins) == 100


def test_the_rfm_map_names_the_segment_that_brings_most(shop, engine):
    picture = rfm_map(shop, engine=engine, voice=EN)
    assert picture["title"] == "Champions: 5 customers bring 96% of the money"
    assert sum(cell["customers"] for cell in picture["data"]["cells"]) == 10


def test_lateness_is_said_with_what_it_puts_at_risk(shop, engine):
    picture = late_by_tier(shop, engine=engine, voice=EN)
    assert picture["title"] == "2 customers worth $900 a year are late"
    assert [item["key"] for item in picture["data"]["items"]] == ["platinum.act", "gold.watch"]


def test_where_there_is_nothing_honest_to_draw_nothing_is_drawn(nobody, engine):
    assert whale_curve(nobody, engine=engine, voice=EN) is None
    assert pyramid(nobody, engine=engine, voice=EN) is None
    assert value_map(nobody, cuts=CUTS, engine=engine, voice=EN) is None
    assert rfm_map(nobody, engine=engine, voice=EN) is None
    assert late_by_tier(nobody, engine=engine, voice=EN) is None
    assert moved([], column="tier", left="a", right="b", voice=EN) is None
    assert calibration([], voice=EN) is None


def test_more_than_eight_flows_are_summed_and_still_everybody(shop):
    pairs = [{"moved_from": "gold", "moved_to": f"t{n}", "customers": n + 1} for n in range(12)]
    flows = moved(pairs, column="tier", left="March", right="June", voice=EN)["data"]["flows"]
    assert len(flows) == 8
    assert sum(flow["customers"] for flow in flows) == sum(range(1, 13))


def test_the_equity_waterfall_arrives_where_it_says():
    change = EquityMovement("lifetime_value", 100.0, 90.0, 10.0, 5.0, -20.0, -5.0, 1, 2, 3, 4)
    picture = equity_change(change, left="March", right="June", voice=EN)
    data = picture["data"]
    assert data["start"]["value"] + sum(s["value"] for s in data["steps"]) == data["end"]["value"]
    assert picture["title"] == "Customer equity fell by $10.00; the largest part: shrunk"


def test_customers_of_whom_nothing_was_predicted_are_not_drawn_as_predictions():
    row = {"horizon_days": 91, "customers": 4, "happened_purchases": 3}
    rows = [
        row | {"decile": 0, "predicted_purchases": None},
        row | {"decile": 1, "predicted_purchases": 2.5},
    ]
    picture = calibration(rows, voice=EN)
    assert [each["decile"] for each in picture["data"]["deciles"]] == [1]
    assert picture["title"] == "91 days ago we expected 2.5 purchase days; 3 came"


@pytest.mark.parametrize("voice", [EN, ZH], ids=["en", "zh-hans"])
def test_every_picture_has_a_table_as_wide_as_its_heading(shop, engine, voice):
    drawn = [draw(shop, engine=engine, voice=voice) for draw in (whale_curve, pyramid, rfm_map, late_by_tier)]
    drawn.append(value_map(shop, cuts=CUTS, engine=engine, voice=voice))
    for picture in drawn:
        columns, rows = picture["table"]["columns"], picture["table"]["rows"]
        assert rows
        assert all(len(row) == len(columns) for row in rows)


def test_revenue_goes_from_gross_to_net_and_the_table_keeps_every_decimal():
    lines = wholesaler().drop("line_kind")
    found = reconcile(lines.hstack(classify(lines, shipped("online_retail"))))
    picture = revenue(found, voice=ZH)
    data = picture["data"]
    steps = sum(step["value"] for step in data["steps"])
    assert data["start"]["value"] + steps == pytest.approx(data["end"]["value"])
    rows = picture["table"]["rows"]
    assert rows[0] == ["毛收入", "10", "88,437.313"]
    assert ["净收入", "19", "−13,434.277"] in rows
    assert rows[-1] == ["测试订单（不计入收入）", "1", "18.00"]
