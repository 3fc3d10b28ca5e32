"""A real server that answered 202 or 200 and is killed at once has what it answered, after it is back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from guanxi.distribution.snapshot import Snapshots
from guanxi.facts import journal
from guanxi.facts.store import Store
from guanxi.sources.webhooks.presets import preset
from tests.faults.doing import carry_out
from tests.faults.served import ROOT, environment, server

pytestmark = pytest.mark.xdist_group("faults")
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
KILLS = 20 if SOAK else 1  # of a server that took a batch, and of one that took a delivery
SECRET = "what-the-shop-knows"
BEGIN = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from guanxi.sources.webhooks.presets import preset
from guanxi.web.accounts.actions import ensure_account, make_token
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.live.actions import make_hook
who = ensure_account(SYSTEM, "ann", password="a-long-enough-password", role="analyst")
known = preset("shopify")
given = dict(scheme=known.scheme.model_dump(), mapping=known.mapping.as_dict(), secret={SECRET!r})
print(make_token(who, "test").secret, make_hook(SYSTEM, "shop", preset="shopify", **given).public_id)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The folder of an installation; the token and the hook that may send to it."""
    folder = tmp_path_factory.mktemp("live") / "home"
    done = subprocess.run(
        [sys.executable, "-c", BEGIN],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return folder, *done.stdout.split()


def _post(address: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict]:
    request = urllib.request.Request(
        address, body, {"Content-Type": "application/json", "Connection": "close"} | headers
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, json.loads(answer.read())


def test_what_a_server_answered_is_there_after_it_was_killed_at_once(home):
    folder, token, hook = home
    known, store, answered = preset("shopify"), Store(folder / "store"), set()
    for n in range(KILLS):
        rows = [{"order_id": f"api-{n}", "customer_id": "K", "purchased_on": "2026-11-22", "amount": 1.0}]
        order = json.dumps(known.sample | {"id": n}).encode()
        named = {"X-Shopify-Topic": "orders/create", "X-Shopify-Webhook-Id": f"d{n}"}
        to_api = ("/api/v1/facts/purchases", json.dumps({"rows": rows}).encode())
        by_token = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"k{n}"}
        for sent in ("api", "shop"):
            signed = named | known.scheme.sign(order, SECRET, at=datetime.now(UTC))
            with server(folder) as (address, kill):
                if sent == "api":
                    status, said = _post(address + to_api[0], to_api[1], by_token)
                    assert status == 202
                else:
                    status, said = _post(f"{address}/hooks/{hook}/", order, signed)
                    assert status == 200 and said["state"] == "accepted"
                kill()
            answered.add(said["batch"])
            assert set(journal.waiting(store, "purchases")) == answered
    with server(folder) as (address, _):
        again = _post(f"{address}/hooks/{hook}/", order, signed)[1]
        assert again["state"] == "known" and again["batch"] in answered
        assert _post(address + to_api[0], to_api[1], by_token)[1]["was_known"]
    (change,) = journal.drain(store)
    assert set(change.source["batches"]) == answered and change.inserted == KILLS * 4


def test_the_next_turn_sees_what_was_accepted(another):
    root = another()
    row = {"order_id": "new", "customer_id": "nobody-yet", "purchased_on": "2025-03-30", "amount": 12.5}
    journal.append(Store(root), "purchases", [row], by="shop", at=datetime(2025, 3, 31, tzinfo=UTC))
    carry_out("turn", root)
    profile = pq.read_table(Snapshots(root).latest().folder / "profile", columns=["customer_id"])
    assert "nobody-yet" in profile["customer_id"].to_pylist()
    assert journal.waiting(Store(root), "purchases") == []
