"""Work that is killed at any moment leaves each table before or after, and is finished when done again.

10 seeded moments in `make test`, 100 in `make soak`; likewise a disk that is full (5, and 50).
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from functools import cache

import pytest

from tests.faults.doing import WORKS, carry_out
from tests.faults.processes import at_work, through
from tests.faults.stores import ledger, seen

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
MOMENTS = 20 if SOAK else 2  # of each of the five works
FULL = 10 if SOAK else 1  # disks of a size that is too small
pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture(scope="module")
def uninterrupted(beginning, tmp_path_factory):
    """work -> how a store looks when it is through, and how many seconds that took."""

    @cache
    def carried_out(work: str) -> tuple[dict, float]:
        folder = tmp_path_factory.mktemp("through") / "copy"
        shutil.copytree(beginning.parent, folder)
        process, started = at_work(work, folder / "store"), time.monotonic()
        assert through(process) == "done"
        return seen(folder / "store"), time.monotonic() - started

    return carried_out


def refuse_halves(found: dict, before: dict, after: dict) -> str:
    """Each table is as it was or as it should become; says which they are together."""
    tables = before.keys() | after.keys() | found.keys()
    for table in tables:
        here = found.get(table, [])
        assert here in (before.get(table, []), after.get(table, [])), f"{table} is neither before nor after"
    return "before" if found == before else "after" if found == after else "some tables after"


@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_moment_it_is_before_or_after_and_finishes_when_done_again(
    work, another, beginning, uninterrupted, capsys
):
    before = seen(beginning)
    after, seconds = uninterrupted(work)
    chance, came = random.Random(work), Counter()
    for _ in range(MOMENTS):
        root = another()
        process = at_work(work, root)
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(chance.random() * seconds)
        process.kill()
        process.communicate()
        came[refuse_halves(seen(root), before, after)] += 1
        carry_out(work, root)
        assert seen(root) == after
        assert set(ledger(root).values()) <= {"done", "undone"}
        shutil.rmtree(root.parent)
    with capsys.disabled():
        print(f"\n{work} ({seconds:.1f} s) killed {MOMENTS} times: {dict(came)}")


@pytest.mark.parametrize("work", WORKS)
def test_a_full_disk_leaves_it_before_and_it_finishes_when_there_is_room(
    work, another, beginning, uninterrupted, capsys
):
    before = seen(beginning)
    after, _ = uninterrupted(work)
    chance, came = random.Random(work), Counter()
    for _ in range(FULL):
        root = another()
        said = through(at_work(work, root, largest_file=int(10 ** chance.uniform(2, 5))))
        came[refuse_halves(seen(root), before, after)] += 1
        assert said == "done" or said == "refused store.disk_full"
        assert (said == "refused store.disk_full") or seen(root) == after
        carry_out(work, root)
        assert seen(root) == after
        shutil.rmtree(root.parent)
    with capsys.disabled():
        print(f"\n{work} on a full disk {FULL} times: {dict(came)}")
