"""Where a relation stands in its life."""

import pytest

from guanxi.facts.words import word
from guanxi.knowledge.refusals import ColumnMissing, RulesIncomplete
from guanxi.knowledge.stages import RULES, Condition, Rule, stages


@pytest.mark.parametrize(
    ("stage", "since", "days", "cycle", "tenure"),
    [
        ("lost", 365, 40, None, 900),
        ("decline", 60, 12, 30 - 1, 900),
        ("development", 300, 2, 183, 300),
        ("development", 0, 1, 365, 0),
        ("growth", 10, 3, 122, 60),
        ("growth", 10, 11, 33, 729),
        ("maturity", 10, 11, 33, 730),
        ("maturity", 10, 12, 30, 200),
        ("prospect", 10, 0, None, 0),
    ],
)
def test_the_first_rule_that_holds_gives_the_stage(measures, rows, stage, since, days, cycle, tenure):
    table = measures(
        days_since_last=[since],
        purchase_days=[days],
        cycle_days=[cycle],
        days_overdue=[None if cycle is None else since - cycle],
        tenure_days=[tenure],
    )
    assert rows(stages(table))["c1"]["stage"] == stage


def test_every_rule_says_why_in_both_languages_and_names_a_stage_of_the_words():
    assert all(rule.en and rule.zh for rule in RULES)
    assert {rule.stage for rule in RULES} == set(word("stage").values)


def test_rules_are_data_that_may_be_edited(measures, rows):
    big = Rule(
        stage="big", en="spends", zh="消费高", conditions=(Condition(column="spend", test=">=", number=9),)
    )
    rules = (big, Rule(stage="small", en="else", zh="其余"))
    rules = tuple(Rule.model_validate_json(rule.model_dump_json()) for rule in rules)
    found = rows(stages(measures(spend=[9.0, 8.0, None]), rules=rules))
    assert [found[c]["stage"] for c in ("c1", "c2", "c3")] == ["big", "small", "small"]


def test_rules_that_may_leave_somebody_out_or_ask_for_what_is_not_there_are_refused(measures):
    with pytest.raises(RulesIncomplete):
        stages(measures(spend=[1.0]), rules=())
    with pytest.raises(RulesIncomplete):
        stages(measures(purchase_days=[1]), rules=RULES[:1])
    with pytest.raises(ColumnMissing):
        stages(measures(spend=[1.0]))
