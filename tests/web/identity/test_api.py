"""Programs see the pairs that people see, and decide under the same rights."""

from __future__ import annotations

import json

import pytest

from guanxi.facts.changes import changes
from guanxi.web.identity.models import Pair
from tests.web.identity.conftest import pair, stands_for

pytestmark = pytest.mark.django_db
PAIRS = "/api/v1/identity/pairs"


def decide(client, found: Pair, state: str):
    body = json.dumps({"state": state})
    return client.post(f"{PAIRS}/{found.pk}/decision", body, content_type="application/json")


def test_pairs_are_listed_surest_first_and_decided_once(searched, signed_in, shop):
    searched()
    analyst = signed_in("analyst")
    items = analyst.get(PAIRS).json()["items"]
    assert len(items) == 3 and [item["weight"] for item in items] == sorted(
        (item["weight"] for item in items), reverse=True
    )
    assert analyst.get(f"{PAIRS}?least=1").json() == {"items": [], "next": None}
    first = decide(analyst, pair("c1", "c2"), "accepted").json()
    assert decide(analyst, pair("c1", "c2"), "accepted").json() == first
    assert (first["state"], first["decided_by"]) == ("accepted", "analyst")
    assert stands_for() == {"c1": "c2"} and len(changes(shop, "identities")) == 1
    assert decide(analyst, pair("c1", "c2"), "rejected").status_code == 409
    assert analyst.get("/api/v1/customers/c1").json()["merged_into"] == "c2"


def test_the_pages_of_pairs_follow_each_other(searched, signed_in, monkeypatch):
    searched()
    monkeypatch.setattr("guanxi.web.api.identity.PAIRS_A_PAGE", 2)
    analyst = signed_in("analyst")
    first, second = analyst.get(PAIRS).json(), analyst.get(f"{PAIRS}?page=2").json()
    assert [len(first["items"]), first["next"], len(second["items"]), second["next"]] == [2, 2, 1, None]


def test_who_serves_customers_is_refused(searched, signed_in):
    searched()
    agent = signed_in("agent")
    assert agent.get(PAIRS).status_code == 403
    assert decide(agent, pair("c1", "c2"), "accepted").status_code == 403 and not stands_for()
