"""Rules are said in words, in both languages, and every keeping of them can be gone back to."""

from datetime import timedelta

import pytest

from guanxi.errors import NotFound
from guanxi.facts.store import Store
from guanxi.sources.rules import SHIPPED, read_rules, shipped
from guanxi.sources.rules.versions import keep_rules, kept_rules, kept_version
from guanxi.sources.rules.wording import outcome_said, said
from tests.sources.imports.conftest import START


def spoken(key: str, rule: str, language: str) -> str:
    return next(said(each, language) for each in shipped(key) if each.key == rule)


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        ("bad_debt", "Order begins with A; or Product is B", "订单号以 A 开头，或商品编号是 B"),
        ("postage", "Product is one of POST, DOT, C2", "商品编号是以下之一：POST、DOT、C2"),
        ("stock_found", "Unit price is 0 or less; and Customer is empty", "单价不大于 0，且客户编号为空"),
    ],
)
def test_a_rule_is_said_as_a_person_would(rule, en, zh):
    assert spoken("online_retail", rule, "en") == en
    assert spoken("online_retail", rule, "zh-hans") == zh


def test_places_tested_by_the_same_are_said_once():
    assert spoken("general", "test_order", "en").startswith(
        "Order or Customer or Description or Product fits the pattern ^(test|dummy)"
    )


def test_a_column_of_the_file_is_named_as_one():
    assert "the file’s column “订单付款时间” is empty" in spoken("tmall", "unpaid", "en")


@pytest.mark.parametrize("key", SHIPPED)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_shipped_rule_has_words_and_an_outcome(key, language):
    for rule in shipped(key):
        told = f"{said(rule, language)} {outcome_said(rule.kind, language)}"
        assert "rules.words" not in told and "{" not in told.replace("{1", "")


def test_every_keeping_is_kept_with_who_and_when(tmp_path):
    store = Store(tmp_path)
    assert keep_rules(store, shipped("general"), by="ann", at=START)
    assert keep_rules(store, shipped("tmall"), by="bob", at=START + timedelta(days=1))
    assert not keep_rules(store, shipped("tmall"), by="cid", at=START + timedelta(days=2))
    newest, oldest = kept_rules(store)
    assert (newest.by, newest.rules.key, oldest.by, oldest.at) == ("bob", "tmall", "ann", START)
    assert read_rules(store).key == "tmall"
    assert kept_version(store, oldest.name).rules == shipped("general")


def test_a_version_that_never_was_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        kept_version(Store(tmp_path), "../../etc/passwd")
