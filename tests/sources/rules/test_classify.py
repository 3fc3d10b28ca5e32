"""Every line gets its kind from the first rule that holds, whatever the other rules say."""

import polars as pl
import pytest

from guanxi.sources.rules import classify, rule_set, shipped
from tests.sources.rules.lines import row, table, wholesaler


def rules(*given: tuple[str, list[dict]], how: str = "all"):
    found = [
        {"key": f"{kind}{n}", "name_en": kind, "name_zh": "规则", "kind": kind, how: conditions}
        for n, (kind, conditions) in enumerate(given)
    ]
    return rule_set({"key": "mine", "name_en": "Mine", "name_zh": "我的", "rules": found})


def caught(lines: pl.DataFrame, condition: dict, own: pl.DataFrame | None = None) -> list[str]:
    """The orders for which one condition holds."""
    found = classify(lines, rules(("gift", [condition])), own)
    return lines["order_id"].filter(found["line_kind"] == "gift").to_list()


def test_the_wholesalers_quirks_are_each_what_they_are():
    lines = wholesaler().drop("line_kind")
    found = lines.hstack(classify(lines, shipped("online_retail")))
    kinds = {(o, p): k for o, p, k in found.select("order_id", "product_id", "line_kind").iter_rows()}
    assert kinds == {
        ("536365", "85123A"): "sale",
        ("536366", "POST"): "charge",
        ("536367", "DOT"): "charge",
        ("541431", "23166"): "sale",
        ("C541433", "23166"): "cancellation",
        ("C536379", "D"): "discount",
        ("C536391", "85123A"): "cancellation",
        ("536392", "M"): "adjustment",
        ("536393", "m"): "adjustment",
        ("C537600", "AMAZONFEE"): "charge",
        ("537601", "BANK CHARGES"): "charge",
        ("C537602", "S"): "gift",
        ("A563185", "B"): "adjustment",
        ("A563186", "B"): "adjustment",
        ("537603", "22423"): "write_off",
        ("537604", "22423"): "write_off",
        ("537605", "22423"): "gift",
        ("537606", "gift_0001_20"): "sale",
        ("537607", "TEST001"): "test",
    }


def test_without_a_rule_the_sign_of_the_amount_decides_and_nothing_paid_is_not_known():
    lines = table(row("1", "a", "p", 1, 5), row("2", "a", "p", -1, 5), row("3", "a", "p", 1, 0))
    found = classify(lines, rules())
    assert found["line_kind"].to_list() == ["sale", "return", None]
    assert found["line_rule"].to_list() == [None, None, None]


def test_the_first_rule_that_holds_decides_and_the_others_are_remembered():
    lines = table(row("C1", "a", "POST", -1, 5), row("C2", "a", "p", -1, 5), row("3", "a", "p", 1, 5))
    postage = {"field": "product_id", "is_one_of": ["POST"]}
    cancelled = {"field": "order_id", "starts_with": ["C"]}
    found = classify(lines, rules(("charge", [postage]), ("cancellation", [cancelled])))
    assert found["line_rule"].to_list() == ["charge0", "cancellation1", None]
    assert found["rules_held"].to_list() == [0b11, 0b10, 0]


def test_all_needs_every_condition_and_any_needs_one():
    lines = table(row("C1", "a", "x", -1, 5), row("C2", "a", "y", 1, 5), row("3", "a", "x", 1, 5))
    both = [{"field": "order_id", "starts_with": ["C"]}, {"field": "amount", "below": 0}]
    assert classify(lines, rules(("gift", both)))["line_rule"].to_list() == ["gift0", None, None]
    assert classify(lines, rules(("gift", both), how="any"))["line_rule"].to_list() == [
        "gift0",
        "gift0",
        None,
    ]


TEXTS = table(
    row("1", "a", "p", 1, 1, description="  Ｄｏｔｃｏｍ Postage "),
    row("2", "a", "p", 1, 1, description="postage stamp"),
    row("3", "a", "p", 1, 1, description="运费"),
    row("4", "a", "p", 1, 1, description=" "),
    row("5", "a", "p", 1, 1),
)


@pytest.mark.parametrize("copies", [1, 40])
@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"starts_with": ["DOTCOM"]}, ["1"]),
        ({"ends_with": ["postage", "费"]}, ["1", "3"]),
        ({"contains": ["Postage"]}, ["1", "2"]),
        ({"is_one_of": ["Dotcom postage", "运费"]}, ["1", "3"]),
        ({"matches": r"^POSTAGE\b"}, ["2"]),
        ({"is_missing": True}, ["4", "5"]),
        ({"is_missing": False}, ["1", "2", "3"]),
    ],
)
def test_texts_are_compared_without_case_width_and_blanks(test, expected, copies):
    """Few different texts among many lines are read another way than many; both say the same."""
    lines = pl.concat([TEXTS] * copies)
    assert caught(lines, {"field": "description", **test}) == expected * copies


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"below": 2}, ["1"]),
        ({"above": 2}, ["3"]),
        ({"at_most": 2}, ["1", "2"]),
        ({"at_least": 2}, ["2", "3"]),
        ({"equals": 2}, ["2"]),
        ({"is_missing": True}, ["4"]),
    ],
)
def test_a_missing_number_holds_no_comparison(test, expected):
    lines = table(*(row(str(n), "a", "p", n, 1) for n in (1, 2, 3)), row("4", "a", "p", 0, 1))
    lines = lines.with_columns(quantity=pl.when(pl.col("order_id") != "4").then("quantity"))
    assert caught(lines, {"field": "quantity", **test}) == expected


def test_the_price_is_the_amount_of_one_where_the_file_has_none():
    lines = table(row("1", "a", "p", 4, 2.5), row("2", "a", "p", -4, 2.5), row("3", "a", "p", 0, 2.5))
    assert caught(lines, {"field": "price", "equals": 2.5}) == ["1", "2"]
    told = lines.with_columns(price=pl.lit(9.0))
    assert caught(told, {"field": "price", "equals": 9}) == ["1", "2", "3"]


def test_a_column_that_is_not_there_says_nothing_of_any_line():
    lines = table(row("1", "a", "p", 1, 1)).drop("order_status")
    assert caught(lines, {"field": "order_status", "is_missing": True}) == []
    assert caught(lines, {"column": "退款金额", "is_missing": True}) == []


def test_an_order_report_of_a_tmall_shop_says_what_was_unpaid_and_refunded():
    own = pl.DataFrame(
        {
            "订单编号": ["1", "2", "3", "4"],
            "总金额": ["178.8", "21.0", "64.8", "¥1,327.7"],
            "买家实际支付金额": ["0.0", "21.0", "0.0", "¥1,148.9"],
            "订单付款时间 ": [None, "2020-02-21 00:00:02", "2020-02-20 23:57:11", "2020-02-20 23:56:53"],
            "退款金额": ["0.0", "0.0", "64.8", "178.8"],
        }
    )
    lines = pl.DataFrame({"order_id": own["订单编号"], "amount": [0.0, 21.0, 0.0, 1148.9]})
    found = classify(lines, shipped("tmall"), own)
    assert found["line_rule"].to_list() == ["unpaid", None, "refunded_whole", "refunded_part"]
    assert found["line_kind"].to_list() == ["unpaid", "sale", "void", "sale"]


@pytest.mark.parametrize(
    ("more", "price", "kind"),
    [
        ({"order_status": "交易关闭"}, 5, "void"),
        ({"order_status": "Cancelled "}, -5, "cancellation"),
        ({"order_status": "等待买家付款"}, 5, "unpaid"),
        ({"order_status": "refunded"}, 5, "void"),
        ({"order_status": "退款成功"}, -5, "return"),
        ({"order_status": "交易成功"}, 5, "sale"),
        ({"description": "运费"}, 5, "charge"),
        ({"description": "顺丰运费"}, 5, "charge"),
        ({"description": "Shipping fee"}, 5, "charge"),
        ({"description": "Shipping crate, oak"}, 5, "sale"),
        ({"description": "手续费"}, 5, "charge"),
        ({"description": "Bank charges"}, -5, "charge"),
        ({"description": "满减优惠"}, -5, "discount"),
        ({"description": "Discount"}, -5, "discount"),
        ({"description": "优惠装洗发水"}, 5, "sale"),
        ({"description": "测试订单"}, 5, "test"),
        ({"description": "测试仪"}, 5, "sale"),
        ({"description": "Test order 3"}, 5, "test"),
        ({"description": "Latest contest ticket"}, 5, "sale"),
        ({"description": "赠品"}, 0, "gift"),
        ({"description": "damaged"}, 0, "write_off"),
        ({"description": "坏账"}, -5, "adjustment"),
        ({"description": "Sofa, returned"}, -5, "return"),
    ],
)
def test_the_general_rules_know_the_usual_words_and_no_more(more, price, kind):
    lines = table(row("1", "a", "p", 1, price, **more))
    assert classify(lines, shipped("general"))["line_kind"].to_list() == [kind]


def test_lines_read_lazily_get_the_same_kinds():
    lines, book = wholesaler(), shipped("online_retail")
    lazily = classify(lines.drop("line_kind").lazy(), book).collect()
    assert lazily.select("line_kind", "line_rule", "rules_held").equals(classify(lines, book))


def test_no_lines_have_no_kinds():
    assert classify(table(), shipped("general")).height == 0
