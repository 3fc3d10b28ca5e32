"""The comparison of rules is kept beside the facts, and a turn warns by the rule that was best."""

import pytest

from guanxi import loop
from guanxi.distribution.episodes import EpisodeSettings
from guanxi.distribution.turn_settings import TurnSettings, write_turn_settings
from guanxi.distribution.warnings_evidence import VERSION, Evidence
from guanxi.distribution.warnings_kept import (
    FOLDER,
    NothingToCompare,
    UnreadableEvidence,
    firm_comparison,
    keep_evidence,
    latest_evidence,
    with_best_rule,
)
from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.sources import firm

DAY = firm.LAST_DAY


def evidence(winner: str, *, as_of=DAY, cut: float = 0.9, multiple: float = 1.0) -> Evidence:
    rules = [{"rule": rule, "cut": cut} for rule in ("classic", "own_rhythm", "p_alive")]
    found = {"version": VERSION, "as_of": as_of.isoformat(), "rules": rules, "winner": winner}
    return Evidence(found | {"settings": {"act_multiple": multiple}})


def of_profile(**profile) -> TurnSettings:
    return TurnSettings.model_validate({"profile": profile})


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def settled(store, **profile):
    found = with_best_rule(of_profile(**profile), store, as_of=DAY).profile
    return found.warning_rule, found.warning_cut


def test_the_best_rule_is_that_of_the_latest_comparison_with_its_cut(store):
    keep_evidence(store, evidence("own_rhythm", as_of=firm.FIRST_DAY))
    keep_evidence(store, evidence("p_alive", cut=0.8))
    assert settled(store) == ("p_alive", 0.8)


def test_without_a_comparison_the_classic_rule_stays(store):
    assert settled(store) == ("classic", None)
    assert settled(store, warning_rule="own_rhythm") == ("own_rhythm", None)


def test_a_rule_chosen_by_hand_stays_and_takes_the_cut_unless_that_is_chosen_too(store):
    keep_evidence(store, evidence("p_alive", cut=0.03))
    assert settled(store, warning_rule="own_rhythm") == ("own_rhythm", 0.03)
    assert settled(store, warning_rule="own_rhythm", warning_cut=0.2) == ("own_rhythm", 0.2)
    assert settled(store, warning_rule="classic") == ("classic", None)


def test_a_comparison_for_another_multiple_says_nothing_about_this_one(store):
    keep_evidence(store, evidence("p_alive", multiple=2.0))
    assert settled(store) == ("classic", None)
    assert settled(store, act_multiple=2.0) == ("p_alive", 0.9)


def test_a_turn_that_looks_back_knows_no_comparison_of_later(store):
    keep_evidence(store, evidence("p_alive"))
    found = with_best_rule(TurnSettings(), store, as_of=firm.TURNS[0])
    assert found.profile.warning_rule == "classic"
    assert latest_evidence(store, as_of=firm.TURNS[0]) is None


def test_a_comparison_by_methods_of_before_is_none_and_a_broken_one_is_refused(store):
    old = evidence("p_alive").as_dict() | {"version": 0}
    keep_evidence(store, Evidence(old))
    assert latest_evidence(store) is None
    (store.root / FOLDER / f"{DAY}.json").write_text("{")
    with pytest.raises(UnreadableEvidence):
        latest_evidence(store)


def test_without_purchases_there_is_nothing_to_compare(store):
    session = new_engine("duckdb")
    try:
        with pytest.raises(NothingToCompare):
            firm_comparison(store, engine=session)
    finally:
        session.close()


def test_a_turn_warns_by_the_rule_that_was_best_on_the_firms_own_past(store):
    """From the facts to the episodes: compared, kept, and gone by."""
    store.append("purchases", firm.simulate(companies=250).purchases)
    write_turn_settings(
        store, TurnSettings(episodes=EpisodeSettings(watched_tiers=("platinum", "gold", "iron")))
    )
    session = new_engine("duckdb")
    try:
        found = firm_comparison(store, engine=session, as_of=DAY)
        assert latest_evidence(store).as_dict() == found.as_dict()
        best = Evidence(found.as_dict() | {"winner": "p_alive"})  # whichever won among so few
        keep_evidence(store, best)
        result = loop.turn(store, as_of=DAY)
        rows = session.collect(result.snapshot.read(session)).to_pylist()
    finally:
        session.close()
    card = result.snapshot.card
    cut = best.rules["p_alive"]["cut"]
    assert card["cuts"]["warning"] == {"rule": "p_alive", "cut": cut, "act_multiple": 1.0}
    act = [row for row in rows if row["warning"] == "act"]
    assert act and all(row["p_alive"] <= cut and row["days_overdue"] > 0 for row in act)
    assert result.opened == sum(row["tier"] != "lead" for row in act)
