"""`guanxi rules`: shown in words, tried without a trace, applied as one change, and kept."""

import json

import pytest

ORDERS = """Order,Customer,Date,Amount,Product
A1,ann,2025-01-03,10.00,tea
A2,bob,2025-01-04,5.00,POST
C3,ann,2025-02-05,-10.00,tea
"""


@pytest.fixture
def store(guanxi, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS)
    assert guanxi("import", tmp_path / "orders.csv", "--store", tmp_path / "store").code == 0
    return tmp_path / "store"


def test_rules_are_shown_in_words(guanxi, tmp_path):
    said = guanxi("rules", "show", "--set", "online_retail", "--store", tmp_path).said
    assert "Product is one of POST, DOT, C2" in said
    assert "Postage or charge: in revenue and in the customer’s spend, no purchase" in said
    assert "商品编号" in guanxi("rules", "show", "--set", "online_retail", "--lang", "zh").said


def test_a_trial_writes_nothing(guanxi, store):
    answer = guanxi("rules", "try", "--set", "online_retail", "--store", store)
    assert "Return -> Cancellation: 1 lines of 1 orders, -10.00." in answer.said
    assert "Net revenue is 5.00 as it is held, 5.00 with these rules." in answer.said
    assert guanxi("imports", "--store", store, "--json").said.count('"change_id"') == 1


def test_rules_from_a_file_are_applied_kept_and_applied_once(guanxi, store, tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(guanxi("rules", "show", "--set", "online_retail", "--json").said)
    first = guanxi("rules", "apply", "--set", file, "--store", store)
    assert "3 of 3 lines are something else now" in first.said
    assert "guanxi undo" in first.said
    again = json.loads(guanxi("rules", "apply", "--store", store, "--json").said)
    assert (again["lines"], again["changed"]) == (3, 0)
    assert json.loads(guanxi("rules", "show", "--store", store, "--json").said)["key"] == "online_retail"
    assert "Nothing changed: all 3 lines" in guanxi("rules", "apply", "--store", store).said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "nothing"), "There is no set of rules nothing"),
        (("--set", "nothing.json"), "nothing.json"),
        ((), "No purchases are held yet"),
    ],
)
def test_what_cannot_be_applied_is_said_in_words(guanxi, tmp_path, arguments, said):
    answer = guanxi("rules", "apply", "--store", tmp_path / "none", *arguments)
    assert answer.code == 2
    assert said in answer.complaint
    assert "Traceback" not in answer.complaint


def test_a_file_that_is_no_rules_says_where(guanxi, tmp_path):
    (tmp_path / "odd.json").write_text('{"key": "x", "name_en": "X", "name_zh": "X", "rules": [{"key": 1}]}')
    answer = guanxi("rules", "show", "--set", tmp_path / "odd.json")
    assert (answer.code, "rules.0" in answer.complaint) == (2, True)
