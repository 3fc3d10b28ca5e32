"""Files broken in every way files are broken are read, set aside or refused; nothing crashes or is lost.

60 of them in `make test`, at least one of each way; 1,000 in `make soak`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.sources.mutations.mutator import MUTATIONS, mutant
from tests.sources.mutations.pool import read_mutants

COUNT = 1_000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 60


@pytest.mark.xdist_group("mutants")
def test_a_broken_file_is_read_set_aside_or_refused_with_a_sentence(tmp_path, capsys):
    tally = read_mutants(COUNT, tmp_path)
    with capsys.disabled():
        print(
            f"\n{COUNT} mutants in {tally.seconds:.0f} s: {dict(tally.outcomes.most_common())}; "
            f"{tally.kept} rows kept, {tally.aside} set aside from {tally.with_aside} files; "
            f"as purchases {dict(tally.purchases.most_common())}; at most {tally.peak >> 20} MB"
        )
    assert tally.faults == []
    assert tally.outcomes.total() == COUNT
    # The mutants are worth their time only while some of them are read, set aside and refused.
    assert tally.outcomes["read"] and tally.with_aside and len(tally.outcomes) > 3


def test_a_number_gives_the_same_mutant_and_every_way_of_breaking_is_tried():
    assert len(MUTATIONS) <= 60
    for number, how in enumerate(MUTATIONS[:8]):
        assert mutant(number) == mutant(number)
        assert mutant(number).how == how.__name__


def test_a_line_of_nothing_but_commas_takes_little_memory(tmp_path):
    """The fast reader would take 8 GB for these 18 MB."""
    path = tmp_path / "commas.csv"
    path.write_bytes(b"order,customer,date,amount\n1,c1,2020-01-02,3.5\n" + b"," * (18 << 20) + b"\n")
    command = [sys.executable, "-m", "tests.sources.mutations.reader"]
    told = subprocess.run(command, input=json.dumps(str(path)) + "\n", capture_output=True, text=True)
    found = json.loads(told.stdout.splitlines()[-1])
    assert (found["outcome"], found["fault"]) == ("read", "")
    assert found["peak"] < 1 << 30
