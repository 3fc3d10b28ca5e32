"""Rules applied to what is held: said in one change, that can be taken back, and only where it is new."""

from datetime import timedelta

import pytest

from guanxi.facts.changes import ChangeNote, changes
from guanxi.facts.undo import undo
from guanxi.sources.imports import rules_again
from guanxi.sources.imports.refusals import Cancelled, NothingHeld
from guanxi.sources.imports.rules_again import apply_rules
from guanxi.sources.imports.run import recalled
from guanxi.sources.rules import RuleSet, rule_set, shipped
from guanxi.sources.rules.trial import try_rules
from tests.sources.imports.conftest import START

ORDERS = """Order,Customer,Date,Amount,Product,Quantity,Description
A1,ann,2025-01-03,10.00,tea,2,Tea
A2,bob,2025-01-04,5.00,post,1,Postage
C3,ann,2025-02-05,-10.00,tea,-2,Tea
T4,cid,2025-02-06,99.00,zz01,1,Sundry
"""
SAID = ("order_id", "line_kind", "reverses_order_id", "is_reversed")


def rules(*given: dict) -> RuleSet:
    named = [{"name_en": each["key"], "name_zh": each["key"], **each} for each in given]
    return rule_set({"key": "own", "name_en": "Own", "name_zh": "自己的", "rules": named})


CANCELLED = {"key": "c", "kind": "cancellation", "all": [{"field": "order_id", "starts_with": ["C"]}]}
TEST = {"key": "t", "kind": "test", "all": [{"field": "product_id", "starts_with": ["zz"]}]}
POSTAGE = {"key": "p", "kind": "charge", "all": [{"field": "description", "is_one_of": ["postage"]}]}


@pytest.fixture
def again(store):
    """again(rules) applies them, each an hour after the one before."""
    made = []

    def run(given: RuleSet, **how):
        made.append(given)
        at = START + timedelta(days=1, hours=len(made))
        return apply_rules(store, given, change_id=f"{len(made):03}-rules", by="ann", at=at, **how)

    return run


def test_lines_become_what_the_rules_say_and_are_linked(file, importing, held, again):
    importing(file(ORDERS))
    result = again(rules(TEST, POSTAGE, CANCELLED))
    assert (result.change.kind, result.change.updated) == ("rules", 4)
    assert held("purchases", *SAID) == [
        ("A1", "sale", None, True),
        ("A2", "charge", None, None),
        ("C3", "cancellation", "A1", True),
        ("T4", "test", None, None),
    ]
    assert result.report["revenue"]["net"] == "5.00"
    assert result.links["in_full"] == 1


def test_the_same_rules_again_change_nothing(file, importing, store, again):
    importing(file(ORDERS))
    again(rules(TEST, CANCELLED))
    version = store.version("purchases")
    second = again(rules(TEST, CANCELLED))
    assert second.change.is_empty
    assert store.version("purchases") == version
    assert second.report["revenue"]["lines"] == 4


def test_rules_that_an_import_used_already_change_nothing(file, importing, again):
    importing(file(ORDERS), rules="general")
    assert again(shipped("general")).change.is_empty


def test_a_rule_that_goes_lets_its_lines_go_and_what_was_taken_back_stands_again(
    file, importing, held, again
):
    importing(file(ORDERS))
    again(rules(TEST, CANCELLED))
    again(rules({**CANCELLED, "kind": "void"}))
    assert held("purchases", *SAID) == [
        ("A1", "sale", None, None),
        ("A2", None, None, None),
        ("C3", "void", "A1", None),
        ("T4", "sale", None, None),
    ]


def test_applied_rules_can_be_taken_back(file, importing, held, store, again):
    importing(file(ORDERS))
    before = held("purchases", *SAID)
    done = again(rules(TEST, POSTAGE, CANCELLED))
    undo(store, done.change.change_id, note=ChangeNote("u", "undo", "ann", START + timedelta(days=2)))
    assert held("purchases", *SAID) == before


def test_a_rule_switched_off_catches_nothing_and_is_kept(file, importing, held, again):
    importing(file(ORDERS))
    given = rules({**TEST, "is_off": True}, POSTAGE)
    again(given)
    assert ("T4", None, None, None) in held("purchases", *SAID)
    assert [rule.key for rule in given] == ["p"]
    assert [rule["key"] for rule in given.as_dict()["rules"]] == ["t", "p"]


def test_what_a_column_of_the_file_decided_stays_for_the_column_is_not_kept(file, importing, held, again):
    paid = ORDERS.replace("Description\n", "Description,Paid on\n").replace("Tea\n", "Tea,2025-01-09\n")
    paid = paid.replace("Postage\n", "Postage,\n").replace("Sundry\n", "Sundry,2025-02-07\n")
    unpaid = {"key": "u", "kind": "unpaid", "all": [{"column": "Paid on", "is_missing": True}]}
    importing(file(paid))
    again(rules({**POSTAGE, "kind": "unpaid"}))
    result = again(rules(TEST, unpaid, POSTAGE))
    kinds = dict(held("purchases", "order_id", "line_kind"))
    assert (kinds["A2"], kinds["T4"], kinds["A1"]) == ("unpaid", "test", "sale")
    assert [note.code for note in result.notes] == ["rules.not_asked_again"]
    assert again(rules(TEST, POSTAGE)).change.updated == 1


def test_asked_again_with_the_same_id_the_first_answer_is_given(file, importing, store, again):
    importing(file(ORDERS))
    first = again(rules(TEST))
    same = apply_rules(store, rules(TEST), change_id="001-rules", by="bob", at=START)
    assert same.change.by == "ann"
    assert recalled(store, "001-rules").report == first.report


def test_cancelled_nothing_stays(file, importing, store, held, again):
    importing(file(ORDERS))
    before = held("purchases", *SAID)
    with pytest.raises(Cancelled):
        again(rules(TEST), cancelled=lambda: True)
    assert held("purchases", *SAID) == before
    assert not (store.root / "imports" / "001-rules").exists()


def test_without_purchases_there_is_nothing_to_apply_rules_to(again):
    with pytest.raises(NothingHeld):
        again(rules(TEST))


def test_a_trial_says_what_would_change_and_changes_nothing(file, importing, store):
    importing(file(ORDERS), rules="general")
    version = store.version("purchases")
    found = try_rules(store, rules(TEST, POSTAGE, CANCELLED), in_force=shipped("general"))
    assert {(m.was, m.becomes): m.lines for m in found.moved} == {
        ("return", "cancellation"): 1,
        ("sale", "test"): 1,
    }
    assert [caught.lines for caught in found.report.caught if caught.key] == [1, 1, 1]
    assert (str(found.before.net), str(found.report.revenue.net)) == ("104.00", "5.00")
    assert found.in_force.version == shipped("general").version
    assert store.version("purchases") == version


def test_many_lines_are_tried_by_a_sample_of_whole_orders(file, importing, store):
    rows = [f"B{n // 4},ann,2025-01-03,1.00,p{n}" for n in range(400)]
    importing(file("\n".join(["Order,Customer,Date,Amount,Product", *rows]) + "\n"))
    found = try_rules(store, rules(TEST), most_lines=100)
    assert (found.one_in, found.is_sample, found.held) == (4, True, 400)
    assert 0 < found.lines < 400 and found.lines % 4 == 0


@pytest.mark.parametrize("cut", ["relink", "finish"])
def test_cut_off_before_or_after_its_commit_it_is_gone_on_with_and_made_once(
    file, importing, store, held, again, monkeypatch, cut
):
    importing(file(ORDERS))
    with monkeypatch.context() as killed:
        killed.setattr(rules_again._Run, cut, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            again(rules(TEST, CANCELLED))
    at = START + timedelta(days=1)
    result = apply_rules(store, rules(TEST, CANCELLED), change_id="001-rules", by="ann", at=at)
    assert (result.change.updated, result.change.kind) == (3, "rules")
    assert ("T4", "test", None, None) in held("purchases", *SAID)
    assert [change.change_id for change in changes(store)] == ["001-rules", "001-import"]
    assert not (store.root / "imports" / "001-rules" / "staged").exists()
