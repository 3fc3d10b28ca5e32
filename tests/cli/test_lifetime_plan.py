"""`guanxi lifetime --model ltv`: the acceptance case to the unit, strategies side by side, slips refused."""

from __future__ import annotations

import json

import pytest

TABLE = """year,customers,orders,order size,cost,marketing,discount factor
1,"100,000",1.8,90,70%,55,1
2,"60,000",2.5,95,65%,20,1.16
3,"42,000",3,100,65%,20,1.35
"""
PLAN = {
    "customers": [100_000, 60_000, 42_000],
    "orders": [1.8, 2.5, 3],
    "order_size": [90, 95, 100],
    "cost_share": [0.70, 0.65, 0.65],
    "marketing": [55, 20, 20],
    "discount_factor": [1, 1.16, 1.35],
}
ACQUISITION = {"name": "acquisition", "more_customers": 0.2, "acquisition_cost": 10}
RETENTION = {"name": "retention", "more_retention": 0.1, "retention_cost": 5}


@pytest.fixture
def ltv(guanxi, tmp_path):
    """Save a table or a plan, run `guanxi lifetime --model ltv` on it; the JSON, or the complaint."""

    def run(given: str | dict, *options, name: str | None = None):
        path = tmp_path / (name or ("plan.csv" if isinstance(given, str) else "plan.json"))
        path.write_text(given if isinstance(given, str) else json.dumps(given), "utf-8")
        answer = guanxi("lifetime", path, "--model", "ltv", *options, "--json")
        return json.loads(answer.said) if answer.code == 0 else answer.complaint

    return run


@pytest.mark.parametrize("given", [TABLE, PLAN], ids=["table", "json"])
def test_the_acceptance_case_comes_out_to_the_unit(ltv, given):
    table = ltv(given)["table"]
    assert [round(row["profit"]) for row in table["rows"]] == [-640_000, 3_787_500, 3_570_000]
    assert [round(row["ltv"]) for row in table["rows"]] == [-6, 26, 53]
    assert table["break_even_year"] == 2


def test_strategies_stand_side_by_side_and_all_together(ltv):
    by_file = ltv(PLAN | {"strategies": [ACQUISITION, RETENTION]})
    typed = (
        "--strategy", "acquisition: more_customers=20% acquisition_cost=10",
        "--strategy", "retention: more_retention=0.1, retention_cost=5",
    )  # fmt: skip
    gains = {one["name"]: round(one["gain"]) for one in by_file["strategies"]}
    assert gains == {"acquisition": -146_094, "retention": 916_531, "acquisition + retention": 953_743}
    assert gains == {one["name"]: round(one["gain"]) for one in ltv(TABLE, *typed)["strategies"]}
    assert all(one["table"]["break_even_year"] == 2 for one in by_file["strategies"])


def test_the_tornado_has_the_widest_bar_first(ltv):
    bars = ltv(TABLE)["tornado"]
    assert (bars[0]["name"], round(bars[0]["lower"], 1), round(bars[0]["higher"], 1)) == (
        "cost_share",
        78.1,
        27.3,
    )
    assert [bar["width"] for bar in bars] == sorted((bar["width"] for bar in bars), reverse=True)


def test_a_plan_may_be_toml_with_retention_and_interest(ltv):
    toml = """
    customers = 100000
    interest = 0.16
    [[years]]
    retention = 1
    orders = 1.8
    order_size = 90
    cost_share = 0.7
    marketing = 55
    [[years]]
    retention = 0.6
    orders = 2.5
    order_size = 95
    cost_share = 0.65
    marketing = 20
    """
    found = ltv(toml, name="plan.toml")
    assert [round(row["profit"]) for row in found["table"]["rows"]] == [-640_000, 3_787_500]
    assert found["table"]["rows"][1]["discount_factor"] == pytest.approx(1.16)
    assert found["notes"][0]["code"] == "lifetime.discount_factors_from"


def test_the_headers_may_be_chinese(ltv):
    found = ltv("年份,客户数,订单数,客单价,成本率,每客营销费,折现系数\n" + TABLE.split("\n", 1)[1])
    assert round(found["table"]["ltv"]) == 53


def test_money_that_never_comes_back_is_said(guanxi, tmp_path):
    (tmp_path / "plan.csv").write_text(TABLE.replace(",55,", ",550,"))
    answer = guanxi("lifetime", tmp_path / "plan.csv", "--model", "ltv")
    assert "does not come back" in answer.said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("60,000", "160,000"), "Year 2, customers"),
        (("60,000", "-5"), "Year 2, customers"),
        (("70%", "70"), "Year 1, cost_share"),
        (("1.16", "0.9"), "Year 2, discount_factor"),
        (("1.16", "nan"), "row 2: a number is needed"),
        (("95", ""), "row 2: a number is needed"),
        (("95", "-95"), "Year 2, order_size"),
        (("100,000", "0"), "Year 1, customers"),
        (("order size", "colour"), "order size"),
    ],
)
def test_a_slip_in_the_table_is_refused_by_year_and_column(ltv, change, said):
    assert said in ltv(TABLE.replace(*change))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (PLAN | {"orders": [1.8, 2.5]}, "orders: 2 given, 3 needed"),
        (PLAN | {"colour": 3}, "colour, which means nothing here"),
        (PLAN | {"orders": ["1.8", 2.5, 3]}, "cannot be read as orders"),
        (PLAN | {"orders": [float("nan"), 2.5, 3]}, "Year 1, orders: nan"),
        (PLAN | {"customers": [True, 1, 1]}, "cannot be read as customers"),
        (PLAN | {"strategies": [{"name": "x", "more_joy": 1}]}, "more_retention"),
        (PLAN | {"strategies": [{"name": "x", "more_retention": 0.5}]}, "Year 2, retention"),
        (PLAN | {"strategies": {"name": "x"}}, "cannot be read as strategies"),
        ({"customers": 5}, "orders: 0 given, 1 needed"),
        ({}, "years: 0 given"),
    ],
)
def test_a_slip_in_a_plan_is_refused(ltv, plan, said):
    assert said in ltv(plan)


def test_a_file_that_is_not_what_its_name_says_is_refused(ltv):
    assert "cannot be read as JSON" in ltv("{", name="plan.json")
    assert "cannot be read as JSON" in ltv("[1, 2]", name="list.json")
    assert "cannot be read as TOML" in ltv("a = ", name="plan.toml")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--strategy", "retention", "is not a strategy"),
        ("--strategy", "retention: more_retention", "is not a strategy"),
        ("--strategy", "retention: more_retention=lots", "is not a strategy"),
        ("--strategy", "retention: retain=0.1", "more_retention"),
        ("--strategy", "retention: more_retention=nan", "Year 2, retention"),
        ("--swing", "0", "swing is 0"),
        ("--swing", "nan", "swing is nan"),
    ],
)
def test_a_wrong_option_is_answered_with_what_is_allowed(ltv, option, value, said):
    assert said in ltv(TABLE, option, value)
