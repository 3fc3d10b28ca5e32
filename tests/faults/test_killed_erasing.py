"""An erasure that is killed at any moment, or meets a full disk, goes on to its end when asked again."""

from __future__ import annotations

import os
import random
import shutil
import time

import pytest

from guanxi.facts.privacy.erasing import erasures
from guanxi.facts.store import Store
from tests.facts.privacy.stores import begin, found_in, revenue
from tests.faults.doing import carry_out
from tests.faults.processes import at_work, through

MOMENTS = 20 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 2
FULL = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1
pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return begin(tmp_path_factory.mktemp("whole") / "store").root


def come_to_its_end(root, revenue_before: float) -> None:
    carry_out("erase_one", root)
    (done,) = erasures(Store(root))
    assert done.is_done and done.rows["purchases"] == 9
    assert found_in(root) == {}
    assert revenue(Store(root)) == revenue_before


def test_killed_at_any_moment_it_goes_on_until_nothing_tells_the_person(whole, tmp_path):
    before, chance = revenue(Store(whole)), random.Random("erase")
    for n in range(MOMENTS):
        root = tmp_path / str(n) / "store"
        shutil.copytree(whole, root)
        process = at_work("erase_one", root)
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(chance.random() * 2.5)
        process.kill()
        process.communicate()
        assert revenue(Store(root)) == before
        come_to_its_end(root, before)


def test_a_full_disk_is_said_and_it_goes_on_when_there_is_room(whole, tmp_path):
    before, chance = revenue(Store(whole)), random.Random("full")
    for n in range(FULL):
        root = tmp_path / str(n) / "store"
        shutil.copytree(whole, root)
        said = through(at_work("erase_one", root, largest_file=int(10 ** chance.uniform(2, 4))))
        assert said in ("done", "refused store.disk_full")
        assert revenue(Store(root)) == before
        come_to_its_end(root, before)
