"""Rules are data: read, refused, kept, and named by what is in them."""

import json
from types import SimpleNamespace

import pytest

from guanxi.errors import SettingError
from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.sentences import say
from guanxi.sources.rules import SHIPPED, read_rules, rule_set, shipped, write_rules
from guanxi.sources.rules.refusals import (
    BadPattern,
    NoCondition,
    NoNumber,
    NoText,
    OnePlace,
    OneTest,
    RuleTwice,
    TooManyRules,
    UnknownField,
    UnknownKind,
    UnknownRules,
    UnreadableRules,
)


def one_rule(*conditions: dict, **more) -> dict:
    rule = {"key": "r", "name_en": "R", "name_zh": "规则", "kind": "sale", "all": list(conditions)} | more
    return {"key": "mine", "name_en": "Mine", "name_zh": "我的", "rules": [rule]}


FINE = {"field": "product_id", "starts_with": ["C"]}


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_set_is_read_and_written_the_same(key):
    rules = shipped(key)
    assert rule_set(rules.as_json()) == rules
    assert rule_set(rules.as_dict()).version == rules.version
    assert {rule.kind for rule in rules} <= set(LINE_KINDS)


def test_only_sets_that_are_shipped_can_be_asked_for():
    with pytest.raises(UnknownRules):
        shipped("../general")


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        (one_rule({"field": "colour", "equals": 1}), UnknownField),
        (one_rule(FINE, kind="theft"), UnknownKind),
        (one_rule({"field": "description", "matches": "("}), BadPattern),
        (one_rule({"field": "description", "matches": "a(?=b)"}), BadPattern),
        (one_rule({"field": "description", "matches": r"(\w{1,999}){1,999}"}), BadPattern),
        (one_rule(), NoCondition),
        (one_rule({"field": "amount"}), OneTest),
        (one_rule({"field": "amount", "above": 1, "below": 3}), OneTest),
        (one_rule({"above": 1}), OnePlace),
        (one_rule({"field": "amount", "column": "金额", "above": 1}), OnePlace),
        (one_rule({"field": "description", "above": 1}), NoNumber),
        (one_rule({"field": "amount", "contains": ["1"]}), NoText),
        (one_rule({"field": "description", "contains": [""]}), UnreadableRules),
        (one_rule({"field": "description", "contains": []}), UnreadableRules),
        (one_rule({"field": "amount", "above": float("nan")}), UnreadableRules),
        (one_rule({"field": "description", "start_with": ["a"]}), UnreadableRules),
        (one_rule(FINE, name_zh=""), UnreadableRules),
        ("{", UnreadableRules),
        ("[1, 2]", UnreadableRules),
        (b"\xff\xfe\x00", UnreadableRules),
        ("[" * 100_000, UnreadableRules),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(rules, refusal):
    with pytest.raises(refusal) as refused:
        rule_set(rules)
    assert isinstance(refused.value, SettingError)
    # Both sentences find their facts: `say` would show a missing one with its braces.
    for language in ("en", "zh-hans"):
        assert "{" + next(iter(refused.value.facts)) not in say(
            refused.value.code, language, **refused.value.facts
        )


def test_two_rules_of_one_key_and_too_many_rules_are_refused():
    rules = one_rule(FINE)
    with pytest.raises(RuleTwice):
        rule_set(rules | {"rules": rules["rules"] * 2})
    many = [rules["rules"][0] | {"key": f"r{n}"} for n in range(65)]
    with pytest.raises(TooManyRules):
        rule_set(rules | {"rules": many})


def test_the_version_is_the_content():
    rules = one_rule(FINE)
    assert rule_set(rules).version == rule_set(json.dumps(rules)).version
    assert rule_set(rules).version != rule_set(one_rule(FINE, kind="gift")).version


def test_a_store_keeps_its_own_rules_and_has_the_general_ones_before(tmp_path):
    store = SimpleNamespace(root=tmp_path / "shop")
    assert read_rules(store) == shipped("general")
    write_rules(store, rule_set(one_rule(FINE)))
    assert read_rules(store).key == "mine"
    (store.root / "rules.json").write_text("{]", "utf-8")
    with pytest.raises(UnreadableRules):
        read_rules(store)
