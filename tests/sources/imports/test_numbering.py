"""Running numbers are those that counting one by one gives, however the rows are cut into chunks."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanxi.sources.imports import numbering as numbering_module
from guanxi.sources.imports.numbering import Numbering

CHUNKS = st.lists(st.lists(st.integers(0, 6) | st.integers(2**63, 2**64 - 1), max_size=12), max_size=12)


@pytest.fixture(params=[False, True], autouse=True)
def many(request, monkeypatch):
    """Numberings as of many groups: with the table of first bits, a small one, and runs soon merged."""
    if request.param:
        monkeypatch.setattr(numbering_module, "MANY", 3)
        monkeypatch.setattr(numbering_module, "BITS", 4)
        monkeypatch.setattr(numbering_module, "SHIFT", np.uint64(60))
        monkeypatch.setattr(numbering_module, "RUNS", 2)


def series(chunk):
    return pl.Series("group", chunk, dtype=pl.UInt64)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHUNKS)
def test_places_are_counted_over_all_chunks(chunks):
    numbering, met = Numbering(), Counter()
    for chunk in chunks:
        expected = []
        for group in chunk:
            met[group] += 1
            expected.append(met[group])
        assert numbering.places(series(chunk)).to_list() == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHUNKS)
def test_what_was_met_before_is_told_and_what_is_new_is_not(chunks):
    numbering, met = Numbering(), set()
    for chunk in chunks:
        expected = []
        for group in chunk:
            expected.append(group in met)
            met.add(group)
        found = numbering.met_before(series(chunk))
        assert (found.to_list() if found is not None else [False] * len(chunk)) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHUNKS)
def test_what_is_remembered_counts_as_what_was_met(chunks):
    first, second = Numbering(), Numbering()
    for chunk in chunks:
        first.places(series(chunk))
        second.remember(first.last)
    probe = series([0, 3, 3, 6])
    assert first.places(probe).to_list() == second.places(probe).to_list()
