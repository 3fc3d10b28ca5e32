"""By whichever rule the firm goes, the same customers are late; who of them is to be called differs."""

import pytest

from guanxi.knowledge.history import history
from guanxi.knowledge.lateness import lateness
from guanxi.knowledge.lifetime import lifetime
from guanxi.knowledge.settings import ProfileSettings
from guanxi.sources import firm
from tests.knowledge.tables import AS_OF, buys, purchases

RULES = ("own_rhythm", "p_alive")


def ready(engine, lines, as_of):
    """What a profile knows when it asks for the rule."""
    read = history(engine.table(lines), as_of=as_of, engine=engine)
    fitted = lifetime(read.table, as_of=as_of, engine=engine)

    def applied(**settings):
        found = lateness(read, fitted, as_of=as_of, engine=engine, settings=ProfileSettings(**settings))
        return found, {
            row["customer_id"]: row
            for row in engine.collect(found.add_to(fitted.add_to(read.table))).to_pylist()
        }

    return applied, {row["customer_id"]: row for row in engine.collect(fitted.table).to_pylist()}


@pytest.fixture(scope="module")
def trader(engine):
    """Some of the synthetic trader's companies; of fewer no model of buying has an honest answer."""
    return ready(engine, firm.simulate(companies=400).purchases, firm.LAST_DAY)


def test_the_best_rule_that_nobody_settled_is_the_classic_one(trader):
    applied, _ = trader
    found, rows = applied()
    assert found.as_dict() == {"rule": "classic", "cut": None, "act_multiple": 1.0}
    assert rows == applied(warning_rule="classic")[1]


@pytest.mark.parametrize("rule", RULES)
def test_another_rule_changes_who_is_called_and_nothing_else(trader, rule):
    applied, forecast = trader
    _, classic = applied(warning_rule="classic")
    found, rows = applied(warning_rule=rule, warning_cut=0.02 if rule == "own_rhythm" else 0.9)
    assert found.as_dict()["rule"] == rule
    late = {who for who, row in classic.items() if row["warning"] != "none"}
    acts = {who for who, row in rows.items() if row["warning"] == "act"}
    assert {who for who, row in rows.items() if row["warning"] != "none"} == late > acts
    assert acts != {who for who, row in classic.items() if row["warning"] == "act"}
    if rule == "p_alive":
        assert acts == {who for who in late if forecast[who]["p_alive"] <= 0.9}
    assert [row | {"warning": None} for row in rows.values()] == [
        classic[who] | {"warning": None} for who in rows
    ]


def test_the_card_tells_the_model_of_the_own_rhythm_and_the_usual_cut(trader):
    told = trader[0](warning_rule="own_rhythm")[0].as_dict()
    assert told["cut"] == 0.01
    assert told["own_rhythm"]["model"]["parameters"]["k"] > 1.5  # the trader's gaps are regular


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_without_a_model_gives_way_to_the_classic_one_and_says_so(engine, rule):
    applied, _ = ready(engine, purchases(*buys("A", 100, 80, 60), *buys("B", 30)), AS_OF)
    found, rows = applied(warning_rule=rule)
    assert found.rule == "classic"
    assert [note.code for note in found.notes] == [f"rhythm.no_model_{rule}"]
    assert len(rows) == 2
