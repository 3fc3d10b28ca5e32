"""What was accepted is kept, said once, and never half."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from guanxi.errors import NotFound
from guanxi.facts import journal, live_files
from guanxi.facts.changes import changes
from guanxi.facts.full_disk import DiskFull
from guanxi.facts.refused_batches import (
    LiveTable,
    discard,
    live_tables,
    refused_batch,
    refused_batches,
    send_again,
)
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
        {"quantity": 10**400},
        {"place": "half a \ud83d"},
        {"description": "a\0b"},
        {"line": 2**63},
    ],
    ids=lambda wrong: "{}={!r:.12}".format(*next(iter(wrong.items()))),
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
    (refused,) = refused_batches(store)
    assert refused.code == "store.missing_value" and refused.said == [
        {"order_id": "w9", "customer_id": "ann", "line": 1}
    ]


def refuse_one(store):
    done = send(store, {"order_id": "w9", "customer_id": "ann"}, key="nine")
    journal.drain(store)
    return done


def test_a_refused_batch_that_is_sent_again_is_said_once_it_can_be(store, engine):
    done = refuse_one(store)
    send(store, ROW | {"order_id": "w9", "customer_id": "bob"}, hours=1)  # now the line exists
    journal.drain(store)
    assert send_again(store, "purchases", done.batch).batch == done.batch
    assert refused_batches(store) == [] and journal.waiting(store, "purchases") == [done.batch]
    journal.drain(store)
    assert [row["customer_id"] for row in content(store, engine)] == ["ann"]
    assert live_tables(store) == [LiveTable("purchases", 0, None, 0)]


def test_a_refused_batch_keeps_its_key_until_it_is_discarded(store):
    done = refuse_one(store)
    mended = ROW | {"order_id": "w9"}
    with pytest.raises(journal.KeyReused):
        send(store, mended, key="nine")
    discard(store, "purchases", done.batch)
    assert refused_batches(store) == []
    assert not send(store, mended, key="nine", hours=1).was_known
    with pytest.raises(NotFound):
        refused_batch(store, "purchases", done.batch)


def test_no_room_on_the_disk_is_not_the_batchs_fault(store, monkeypatch):
    done = send(store, ROW)

    def full(*given, **named):
        raise DiskFull(folder="store", free_mb=0)

    monkeypatch.setattr(type(store), "change", full)
    with pytest.raises(DiskFull):
        journal.drain(store)
    assert journal.waiting(store, "purchases") == [done.batch] and refused_batches(store) == []


def test_what_takes_an_order_back_is_the_customers_whose_order_it_was(store, engine):
    back = {"line": 1, "purchased_on": "2025-01-05", "amount": -5.0}
    send(store, ROW)
    journal.drain(store)
    send(store, ROW | {"order_id": "w2", "customer_id": "bob"}, hours=1)
    for n, order in enumerate(("w1", "w2", "elsewhere")):
        send(store, back | {"order_id": f"R{n}", "reverses_order_id": order}, hours=2 + n)
    journal.drain(store)
    whose = {row["order_id"]: row.get("customer_id") for row in content(store, engine)}
    assert whose == {"w1": "ann", "w2": "bob", "R0": "ann", "R1": "bob", "R2": None}


def test_a_kill_between_the_commit_and_the_clearing_says_nothing_twice(store, engine, monkeypatch):
    send(store, ROW)
    kept = {path: path.read_text() for path in (store.root / "live/purchases/waiting").glob("*.json")}
    journal.drain(store)
    for path, text in kept.items():
        path.write_text(text)
    send(store, ROW | {"order_id": "w2"}, hours=1)
    assert [change.inserted for change in journal.drain(store)] == [1]
    assert len(content(store, engine)) == 2 and len(changes(store)) == 2


class Killed(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize("step", range(1, 3))
def test_a_kill_while_accepting_leaves_it_accepted_or_never_sent(store, engine, monkeypatch, step):
    """Before each of its two files is written; then it is sent again."""
    put, written = live_files.put, []

    def killed(*given, **named):
        written.append(given[0])
        if len(written) == step:
            raise Killed
        put(*given, **named)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(live_files, "put", killed)
        send(store, ROW, key="k")
    journal.drain(store)
    assert not store.has("purchases")
    assert not send(store, ROW, key="k", hours=1).was_known
    journal.drain(store)
    assert len(content(store, engine)) == 1


def test_a_kill_before_the_answer_and_a_drain_before_the_repeat_say_it_once(store):
    """Accepted, never answered, said meanwhile: the repeat must not put old words over newer ones."""
    first = send(store, ROW, key="k")
    journal.drain(store)
    send(store, ROW | {"amount": 99.0}, hours=1)
    journal.drain(store)
    again = send(store, ROW, key="k", hours=2)
    assert again.was_known and again.batch == first.batch
    assert journal.drain(store) == []


def test_two_senders_at_once_with_one_key_are_one_batch(store):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: send(store, ROW, key="k", hours=n), range(8)))
    assert [answer.was_known for answer in answers].count(False) == 1
    assert {answer.batch for answer in answers} == {*journal.waiting(store, "purchases")}


def test_senders_and_turns_at_once_lose_nothing_and_say_nothing_twice(store, engine):
    with ThreadPoolExecutor(3) as pool:
        turns = pool.submit(lambda: [len(journal.drain(store)) for _ in range(6)])
        senders = [
            pool.submit(
                lambda who: [send(store, ROW | {"order_id": f"{who}-{n}"}, key=f"{n}") for n in range(12)],
                "a",
            )
            for _ in range(2)
        ]
        turns.result()
        answers = [answer for sender in senders for answer in sender.result()]
    journal.drain(store)
    assert len(content(store, engine)) == 12
    assert len({answer.batch for answer in answers if not answer.was_known}) == 12
    said = [batch for change in changes(store) for batch in change.source["batches"]]
    assert len(said) == len(set(said)) == 12


def test_keys_are_known_for_months_and_not_for_ever(store):
    send(store, ROW, key="k")
    journal.drain(store)
    assert send(store, ROW, key="k", hours=24 * 85).was_known
    assert not send(store, ROW, key="k", hours=24 * 150).was_known
    assert len(list((store.root / "live/purchases/known").iterdir())) == 1


def test_very_many_rows_are_said_in_several_changes(store, engine, monkeypatch):
    monkeypatch.setattr(journal, "MOST_AT_ONCE", 3)
    for n in range(4):
        send(store, *[ROW | {"order_id": f"{n}"}] * 2, hours=n)
    assert [change.inserted for change in journal.drain(store)] == [2, 2, 2, 2]
    assert len(content(store, engine)) == 8


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
