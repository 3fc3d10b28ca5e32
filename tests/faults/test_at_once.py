"""Work on a store while other work is going on: neither loses anything, and a reader meets no half state."""

from __future__ import annotations

import time

import pytest

from guanxi.distribution.snapshot import Snapshots
from guanxi.facts.store import Store
from tests.faults.doing import carry_out
from tests.faults.processes import at_work
from tests.faults.stores import ledger, seen

pytestmark = pytest.mark.xdist_group("faults")


def one_after_the_other(another, *works: str) -> dict:
    root = another()
    for work in works:
        carry_out(work, root)
    return seen(root)


def at_once(root, *works: str) -> None:
    """Every work begins before one has ended, and all end well."""
    processes = [at_work(work, root) for work in works]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        said, _ = process.communicate()
        assert said.strip() == "done"


def test_two_imports_at_once_are_both_there_as_if_one_had_waited(another):
    expected = one_after_the_other(another, "import", "update")
    root = another()
    at_once(root, "import", "update")
    assert seen(root) == expected
    assert set(ledger(root).values()) == {"done"}


def test_an_import_during_a_turn_waits_for_the_next_one_or_is_whole_in_it(another):
    """The turn stands on the purchases before the import, or on all of them; both come through."""
    before = one_after_the_other(another, "turn")
    after = one_after_the_other(another, "import", "turn")
    root = another()
    at_once(root, "turn", "import")
    here = seen(root)
    assert here["purchases"] == after["purchases"]
    assert here["snapshots"] in (before["snapshots"], after["snapshots"])
    assert Snapshots(root).latest().card["totals"]


def test_a_reader_reads_on_while_old_versions_are_removed(another):
    root = another()
    carry_out("update", root)
    expected = seen(root)
    reader = at_work("read_on", root)
    reader.stdin.write("go\n")
    reader.stdin.flush()
    while not (root.parent / "reading").exists():
        time.sleep(0.01)
    assert Store(root).vacuum("purchases", keep_hours=0) > 0
    time.sleep(0.5)
    (root.parent / "stop").touch()
    said, _ = reader.communicate(timeout=60)
    assert said.strip() == "done"
    assert seen(root) == expected
