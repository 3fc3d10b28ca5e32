"""Work that is killed at any moment leaves each table before or after, and is finished when done again.

10 seeded moments in `make test`, 100 in `make soak`; the same for a disk that is full.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.doing import WORKS
from tests.faults.stores import begin, ledger, seen

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
MOMENTS = 20 if SOAK else 2  # of each of the five works
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture(scope="module")
def beginning(tmp_path_factory):
    return begin(tmp_path_factory.mktemp("beginning"))


@pytest.fixture
def another(beginning, tmp_path):
    """another() is a copy of the store, and of the files beside it."""

    def copy() -> Path:
        folder = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(beginning.parent, folder)
        return folder / "store"

    return copy


def at_work(work: str, root: Path, *, largest_file: int | str = "") -> subprocess.Popen:
    """The work, about to begin."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.doing",
        work,
        str(root),
        *([str(largest_file)] * bool(largest_file)),
    ]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


def through(process: subprocess.Popen) -> str:
    """Let it work to its end; its last words."""
    said, _ = process.communicate("go\n")
    return said.strip()


def uninterrupted(work: str, root: Path) -> tuple[dict, float]:
    """How a store looks when the work is through, and how long that took."""
    process, started = at_work(work, root), time.monotonic()
    assert through(process) == "done"
    return seen(root), time.monotonic() - started


def refuse_halves(found: dict, before: dict, after: dict) -> str:
    """Each table is as it was or as it should become; says which they are together."""
    tables = before.keys() | after.keys() | found.keys()
    for table in tables:
        here = found.get(table, [])
        assert here in (before.get(table, []), after.get(table, [])), f"{table} is neither before nor after"
    return "before" if found == before else "after" if found == after else "some tables after"


@pytest.mark.parametrize("work", WORKS)
def test_killed_at_any_moment_it_is_before_or_after_and_finishes_when_done_again(
    work, another, beginning, capsys
):
    before = seen(beginning)
    after, seconds = uninterrupted(work, another())
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
        assert through(at_work(work, root)) == "done"
        assert seen(root) == after
        assert set(ledger(root).values()) <= {"done", "undone"}
        shutil.rmtree(root.parent)
    with capsys.disabled():
        print(f"\n{work} ({seconds:.1f} s) killed {MOMENTS} times: {dict(came)}")


@pytest.mark.parametrize("work", WORKS)
def test_a_full_disk_leaves_it_before_and_it_finishes_when_there_is_room(work, another, beginning, capsys):
    before = seen(beginning)
    after, _ = uninterrupted(work, another())
    chance, came = random.Random(work), Counter()
    for _ in range(MOMENTS):
        root = another()
        said = through(at_work(work, root, largest_file=int(10 ** chance.uniform(2, 5))))
        state = refuse_halves(seen(root), before, after)
        came[f"{said.split(' ')[0]}, {state}"] += 1
        assert (said == "done") <= (state == "after"), "it said that it was done"
        assert through(at_work(work, root)) == "done"
        assert seen(root) == after
        shutil.rmtree(root.parent)
    with capsys.disabled():
        print(f"\n{work} on a full disk {MOMENTS} times: {dict(came)}")
