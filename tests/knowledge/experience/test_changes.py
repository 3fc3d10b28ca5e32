"""What changed since the last round, tested and corrected for how many were tested."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from guanxi.knowledge.experience.changes import changes, holm
from tests.knowledge.experience.responses import answers


def wave(values, dimension="price", first=0, **more):
    """One answer per customer; who is None did not answer."""
    return [
        {
            "customer_id": f"c{first + n}",
            "response_id": f"{dimension}{n}",
            "dimension": dimension,
            "score": float(v),
        }
        | more
        for n, v in enumerate(values)
        if v is not None
    ]


@pytest.fixture
def compare(engine):
    def compare(before, after, **asked):
        tables = (engine.table(answers(*rows)) for rows in (before, after))
        found = changes(*tables, engine=engine, **asked)
        return {row.key["dimension"]: row for row in found.rows}, [note.code for note in found.notes]

    return compare


@pytest.fixture
def moods():
    chance = np.random.default_rng(8)
    mood = chance.normal(0, 1.2, 60)
    return [np.clip(np.round(at + mood + chance.normal(0, 0.8, 60)), 0, 10) for at in (6.0, 6.6)]


def test_the_same_customers_are_compared_as_pairs(compare, moods):
    old, new = moods
    row = compare(wave(old), wave(new))[0]["price"]
    wanted = stats.ttest_rel(new, old)
    assert (row.p, row.test, row.n_both) == (pytest.approx(wanted.pvalue), "paired", 60)
    assert row.difference == pytest.approx(np.mean(new - old))
    assert row.interval.low == pytest.approx(wanted.confidence_interval().low, abs=5e-3)


def test_other_customers_are_compared_by_welch(compare, moods):
    old, new = moods
    row = compare(wave(old), wave(new[:40], first=100))[0]["price"]
    assert row.p == pytest.approx(stats.ttest_ind(new[:40], old, equal_var=False).pvalue)
    assert (row.test, row.n_both) == ("welch", 0)


def test_some_of_the_same_customers_are_worth_more_than_others_and_less_than_all(compare, moods):
    old, new = moods

    some = compare(wave(old), wave([*new[:30], *[None] * 30]) + wave(new[30:], first=100, dimension="price"))
    some = some[0]["price"]
    assert (some.test, some.n_both) == ("overlapping", 30)
    paired, apart = (
        compare(wave(old), wave(new))[0]["price"],
        compare(wave(old), wave(new, first=100))[0]["price"],
    )

    def width(row):
        return row.interval.high - row.interval.low

    assert width(paired) < width(some) < width(apart)


def test_few_pairs_are_turned_about_in_every_way(compare):
    old, new = [5, 6, 4, 7, 5, 6, 5], [7, 7, 6, 7, 8, 7, 4]
    row = compare(wave(old), wave(new))[0]["price"]
    wanted = stats.permutation_test(
        (new, old),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        n_resamples=np.inf,
    )
    assert (row.p, row.test) == (pytest.approx(wanted.pvalue), "exact_paired")


def test_few_others_are_dealt_in_every_way(compare):
    old, new = [5, 6, 4, 7, 5, 6, 5], [7, 9, 8, 7, 8, 7]
    row = compare(wave(old), wave(new, first=100))[0]["price"]
    wanted = stats.permutation_test(
        (new, old),
        lambda x, y, axis: np.abs(np.mean(x, axis=axis) - np.mean(y, axis=axis)),
        permutation_type="independent",
        alternative="greater",
        n_resamples=np.inf,
    )
    assert (row.p, row.test, row.verdict) == (pytest.approx(wanted.pvalue), "exact", "changed")


def test_many_dimensions_are_corrected_for_each_other_and_it_is_said(compare):
    chance = np.random.default_rng(2)
    before, after = [], []
    for n in range(7):
        base = chance.normal(6, 1.5, 50).round().clip(0, 10)
        before += wave(base, f"d{n}")
        after += wave((base + (2 if n == 0 else 0) + chance.normal(0, 1, 50)).round().clip(0, 10), f"d{n}")
    rows, notes = compare(before, after)
    assert notes == ["experience.several_tested"]
    assert [name for name, row in rows.items() if row.verdict == "changed"] == ["d0"]
    assert next(iter(rows)) == "d0"
    assert sorted(row.p_holm for row in rows.values()) == sorted(holm([row.p for row in rows.values()]))


def test_no_difference_is_not_shown_and_never_called_the_same(compare):
    row = compare(wave([5, 6, 7] * 10), wave([5, 6, 7] * 10))[0]["price"]
    assert (row.difference, row.p, row.verdict) == (0, 1, "not_shown")


def test_all_equal_in_both_rounds_has_an_interval_that_is_not_zero_wide(compare):
    row = compare(wave([5] * 30), wave([6] * 30))[0]["price"]
    assert row.interval.high > row.interval.low and row.interval.method == "exact"


def test_a_round_of_few_is_not_compared(compare):
    rows, notes = compare(wave([5, 6, 7, 8, 9]), wave([5, 6]))
    row = rows["price"]
    assert (row.verdict, row.p, row.before, row.after) == ("unknown", None, 7, None)
    assert row.reason.facts == {"n": 2, "minimum": 5} and notes == ["experience.nothing_to_compare"]
    assert compare([], []) == ({}, ["experience.nothing_to_compare"])


def test_only_the_kind_and_source_that_was_asked_for_is_compared(compare):
    before = (
        wave([5, 6, 7, 8, 9])
        + wave([1] * 5, respondent="management")
        + wave([2] * 5, question_kind="importance")
    )
    before = [row | {"response_id": f"r{n}"} for n, row in enumerate(before)]
    assert compare(before, wave([5, 6, 7, 8, 9]))[0]["price"].difference == 0
    assert compare(before, [], kind="importance")[0]["price"].before == 2


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_between_the_p_value_and_bonferroni_and_keeps_its_order(ps):
    found = holm(ps)
    assert all(p <= h <= min(1, p * len(ps)) + 1e-12 for p, h in zip(ps, found, strict=True))
    order = np.argsort(ps, kind="stable")
    assert (np.diff(np.array(found)[order]) >= 0).all()


def test_holm_gives_the_numbers_reckoned_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
