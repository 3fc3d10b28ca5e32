"""What was accepted is kept, said once, and never half."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from guanxi.facts import journal
from guanxi.facts.changes import changes
from tests.facts.conftest import START, content

ROW = {"order_id": "w1", "customer_id": "ann", "purchased_on": "2025-01-03", "amount": 12.5}


def send(store, *rows, table="purchases", key=None, hours=0):
    return journal.append(store, table, list(rows), by="shop", at=START + timedelta(hours=hours), key=key)


def test_what_was_accepted_is_said_at_the_next_turn(store, engine):
    done = send(store, ROW, ROW | {"amount": 2.0})
    assert (done.rows, done.was_known) == (2, False)
    assert not store.has("purchases") and journal.waiting(store, "purchases") == [done.batch]
    (change,) = journal.drain(store)
    assert (change.kind, change.inserted) == ("live", 2)
    assert [(row["line"], row["amount"]) for row in content(store, engine)] == [(1, 12.5), (2, 2.0)]
    assert journal.waiting(store, "purchases") == [] and journal.drain(store) == []


@pytest.mark.parametrize("key", [None, "order-17"])
def test_the_same_batch_again_gets_the_same_answer_and_changes_nothing(store, key):
    first = send(store, ROW, key=key)
    again = send(store, ROW, key=key, hours=1)
    assert again.was_known and again.batch == first.batch
    journal.drain(store)
    assert send(store, ROW, key=key, hours=2).was_known
    assert journal.waiting(store, "purchases") == []


def test_a_key_names_one_batch(store):
    send(store, ROW, key="k")
    with pytest.raises(journal.KeyReused):
        send(store, ROW | {"amount": 1.0}, key="k")


def test_the_later_word_on_a_row_stands_and_columns_not_sent_are_kept(store, engine):
    send(store, {"customer_id": "ann", "name": "Ann", "phone": "1"}, table="customers")
    send(store, {"customer_id": "ann", "phone": "2"}, table="customers", hours=1)
    journal.drain(store)
    assert content(store, engine, "customers") == [{"customer_id": "ann", "name": "Ann", "phone": "2"}]


@pytest.mark.parametrize(
    "wrong",
    [
        {"order_id": None},
        {"amount": "12.5"},
        {"amount": float("nan")},
        {"purchased_on": "03/01/2025"},
        {"customer": "ann"},
        {"customer_id": "x" * 5000},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_one_wrong_row_refuses_the_batch_and_names_itself(store, wrong):
    with pytest.raises(journal.RowsRefused) as refusal:
        send(store, ROW, ROW | wrong)
    assert refusal.value.facts["faults"].startswith("2: ")
    assert journal.waiting(store, "purchases") == []


def test_tables_that_the_loop_writes_cannot_be_sent(store):
    with pytest.raises(journal.NotSent):
        send(store, {"snapshot_id": "x", "customer_id": "ann"}, table="predictions")


def test_a_batch_that_cannot_be_said_does_not_keep_the_others(store, engine):
    send(store, {"order_id": "w9", "customer_id": "ann"})  # an update of a line that does not exist
    send(store, ROW, hours=1)
    journal.drain(store)
    assert [row["order_id"] for row in content(store, engine)] == ["w1"]
    assert journal.waiting(store, "purchases") == []
    (refused,) = (store.root / "live/purchases/refused").glob("*.json")
    assert "store.missing_value" in refused.read_text()


def test_a_kill_between_the_commit_and_the_clearing_says_nothing_twice(store, engine, monkeypatch):
    send(store, ROW)
    kept = {path: path.read_text() for path in (store.root / "live/purchases/waiting").glob("*.json")}
    journal.drain(store)
    for path, text in kept.items():
        path.write_text(text)
    send(store, ROW | {"order_id": "w2"}, hours=1)
    assert [change.inserted for change in journal.drain(store)] == [1]
    assert len(content(store, engine)) == 2 and len(changes(store)) == 2


SENDER = """
import sys
from datetime import UTC, datetime
from guanxi.facts import journal
from guanxi.facts.store import Store
store = Store(sys.argv[1])
for n in range(10_000):
    row = {"order_id": f"k{n}", "customer_id": "ann", "purchased_on": "2025-01-03", "amount": 1.0}
    at = datetime(2025, 6, 1, 0, 0, n // 1000, n % 1000, tzinfo=UTC)
    journal.append(store, "purchases", [row], by="shop", at=at)
    print(n, flush=True)
"""


def test_what_was_answered_survives_a_kill_at_once(store, engine):
    sender = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(store.root)], stdout=subprocess.PIPE, text=True
    )
    answered = [int(sender.stdout.readline()) for _ in range(25)]
    os.kill(sender.pid, signal.SIGKILL)
    answered += [int(line) for line in sender.stdout.read().split()]
    sender.wait()
    journal.drain(store)
    said = {row["order_id"] for row in content(store, engine)}
    assert {f"k{n}" for n in answered} <= said and len(said) <= len(answered) + 1
