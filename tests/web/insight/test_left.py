"""What is left and what the relation is worth: every cost once, every unknown with its reason."""

from __future__ import annotations

import pytest

from guanxi.web.insight import left
from guanxi.web.insight.models import Profile, Snapshot

KNOWN = {
    "spend_365d": 1000.0,
    "goods_cost_365d": 600.0,
    "service_cost_365d": 150.0,
    "retention_cost_365d": 50.0,
    "net_profit_365d": 200.0,
    "running_share": 0.2,
    "lifetime_value": 500.0,
    "net_lifetime_value": 100.0,
    "net_lifetime_value_low": 40.0,
    "net_lifetime_value_high": 180.0,
    "parts_known": 2,
}
MARGIN = {
    "firm_share": 0.22,
    "goods_share": None,
    "parts": {"customers": 9, "goods": 9, "service": 9, "acquisition": 0, "retention": 9},
}
POTENTIAL = {"share": 0.3, "margin": 0.2, "years": 3, "discount": 0.1}
RELATION = {"monetary": "net_profit_365d", "said": {}, "potential": POTENTIAL}


def card(*, notes=(), **said):
    return {"cuts": {"margin": MARGIN, "relationship": RELATION | said}, "notes": list(notes)}


def shown(known=KNOWN, card=None, language="en"):
    told = {"cuts": {"margin": MARGIN, "relationship": RELATION}} if card is None else card
    return left.of(Profile(**known), Snapshot(card=told), language)


def test_every_cost_begins_where_the_one_before_ended():
    steps = {step.label: (float(step.start), float(step.width)) for step in shown().steps}
    assert steps["revenue"] == (0, 100)
    assert steps["goods"] == (40, 60)
    assert steps["serving"] == (25, 15)
    assert steps["keeping"] == (20, 5)
    assert steps["net profit"] == (0, 20)


def test_who_costs_more_than_they_pay_is_drawn_left_of_nothing():
    loss = KNOWN | {"service_cost_365d": 1150.0, "net_profit_365d": -800.0}
    found = shown(loss)
    *_costs, net = found.steps
    assert net.kind == "loss" and (float(net.start), float(net.width)) == (0, pytest.approx(44.44))
    assert "costs more than they pay" in found.said


def test_what_is_not_recorded_is_named_and_has_its_reason():
    found = shown()
    assert "20%" in found.said and "winning" in found.said
    (winning,) = (step for step in found.steps if step.label == "winning")
    assert winning.measure.value is None and winning.why == "The firm records no costs of this kind."
    assert [bool(part.why) for part in found.parts] == [False, False, True, True, True]
    assert found.index.value is None and found.why_no_index


def test_without_any_cost_one_sentence_says_so():
    found = shown({"spend_365d": 1000.0, "lifetime_value": 500.0, "parts_known": 2})
    assert found.steps == [] and "not known" in found.said
    assert found.parts[1].measure.name == "lifetime_value"


def test_the_reasons_follow_what_the_firm_says():
    scored = shown(card=card(said={"capability_score": 3, "wallet_365d": 2, "cultivation_cost": 2}))
    assert "this customer" in scored.parts[3].why and "not recorded of them" in scored.parts[4].why
    ring = {"code": "relationship.referrals_refused", "facts": {"customers": "C1 → C2 → C1"}}
    assert "C1 → C2 → C1" in shown(card=card(notes=[ring])).parts[2].why


def test_a_snapshot_from_before_these_measures_says_so():
    found = shown({"spend_365d": 10.0}, card={"cuts": {}})
    assert "the next turn knows it" in found.said
    assert all("next turn" in part.why for part in found.parts[2:])


def test_how_a_number_was_set_is_said_from_the_card():
    told = card(weights={"referral_value": 1.0}, known={"referral_value": 4})
    assert left.how("net_profit_365d", told, "en") == ["Not recorded, so not taken off: winning."]
    assert "22" in left.how("running_share", told, "en")[0]
    assert "3 years" in left.how("potential_value", told, "en")[0]
    assert "4" in left.how("relationship_index", told, "en")[0]
    assert left.how("spend", told, "en") == []


def test_both_cards_are_on_the_page_and_their_numbers_open(firm, signed_in):
    firm(3)
    client = signed_in("manager")
    page = client.get("/customer/K-001/").content.decode()
    assert "What the relation is worth" in page and "What is left" in page
    assert "/explain/capability_value/?customer=K-001" in page
    opened = client.get("/explain/capability_value/?customer=K-001").content.decode()
    assert "next turn knows it" in opened


def test_a_part_that_somebody_typed_in_says_what_was_typed():
    said = {"Wallet 365d": "1,900", "培育成本": 20, "industry": "paper"}
    assert left.told("potential_value", said) == [
        "The file of customers says Wallet 365d: 1,900; 培育成本: 20."
    ]
    assert left.told("capability_value", said) == left.told("spend", said) == []
