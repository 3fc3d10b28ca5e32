"""Means of answers with their n and interval, against the same reckoned by hand."""

import math
from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.knowledge.experience.scores import scores
from guanxi.knowledge.experience.seven_steps import steps
from guanxi.knowledge.refusals import OutOfRange
from tests.knowledge.experience.responses import AS_OF, answers, said, survey


@pytest.fixture
def scored(engine):
    def scored(rows, **asked):
        return scores(engine.table(answers(*rows)), **{"as_of": AS_OF, "engine": engine} | asked)

    return scored


def notes(found):
    return {note.code: note.facts for note in found.notes}


def test_a_mean_has_its_n_and_interval(scored):
    (row,) = scored(said(7, 8, 9, 6, 10)).rows
    assert (row.mean, row.n, row.answers) == (8, 5, 5)
    assert row.sd == pytest.approx(np.std([7, 8, 9, 6, 10], ddof=1))
    assert row.interval.low < 8 < row.interval.high <= 10
    assert (row.respondent, row.subject, row.kind, row.key) == (
        "customers",
        "",
        "experience",
        {"dimension": "price", "touchpoint": None},
    )


def test_fewer_than_five_are_not_averaged_and_it_says_why(scored):
    (row,) = scored(said(7, 8, 9, 6)).rows
    assert (row.mean, row.interval, row.sd, row.n) == (None, None, None, 4)
    assert row.reason.facts == {"n": 4, "minimum": 5}
    (one,) = scored(said(7)).rows
    assert (one.mean, one.n) == (None, 1)
    assert scored(said(7, 8, 9, 6), minimum_n=4).rows[0].mean == 7.5
    with pytest.raises(OutOfRange):
        scored(said(7), minimum_n=1)


def test_codes_for_missing_and_scores_off_their_scale_are_counted_not_averaged(scored):
    given = said(1, 2, 3, 4, 5, -99, 0, 8, None, scale_low=1.0, scale_high=5.0)
    found = scored(given)
    (row,) = found.rows
    assert (row.mean, row.n, row.missing, row.set_aside) == (5, 5, 3, 1)
    assert found.missing == {"-99": 1, "0": 1, "blank": 1}
    assert found.set_aside == {"off_scale": 1}
    assert notes(found)["experience.answers_set_aside"] == {"n": 1}


def test_a_dimension_that_was_asked_and_never_answered_is_unknown(scored):
    found = scored(said(-99, -99))
    (row,) = found.rows
    assert (row.mean, row.n, row.missing, row.reason.code) == (None, 0, 2, "experience.none_answered")
    assert "experience.nothing_answered" in notes(found)


def test_no_answers_at_all_are_no_rows_and_are_said(scored):
    found = scored([])
    assert found.rows == () and "experience.nothing_answered" in notes(found)


def test_equal_answers_say_that_they_do_not_make_certain(scored):
    (row,) = scored(said(9, 9, 9, 9, 9)).rows
    assert (row.mean, row.sd, row.interval.method) == (9, 0, "exact")
    assert row.interval.low < 8
    assert [note.code for note in row.notes] == ["experience.all_equal"]


def test_scores_without_a_scale_are_read_as_of_ten_and_counted(scored):
    found = scored(said(5, 6, 7, 8, 9, scale_low=None, scale_high=None))
    assert found.rows[0].mean == 7
    assert notes(found)["experience.scale_assumed"] == {"n": 5}


def test_respondents_subjects_and_kinds_are_kept_apart_and_empty_is_the_usual(scored):
    usual = said(5, 5, 6, 6, 7, respondent="customers", subject="", question_kind="experience")
    empty = [row | {"response_id": "x" + row["response_id"]} for row in said(5, 5, 6, 6, 7)]
    boss = said(9, 9, 9, 9, 8, respondent="management")
    rival = said(3, 3, 3, 3, 2, subject="rival")
    hoped = said(8, 8, 8, 8, 7, question_kind="expectation")
    found = scored([*usual, *empty, *boss, *rival, *hoped])
    told = {(row.respondent, row.subject, row.kind): (row.mean, row.n) for row in found.rows}
    assert told == {
        ("customers", "", "experience"): (5.8, 10),
        ("management", "", "experience"): (8.8, 5),
        ("customers", "rival", "experience"): (2.8, 5),
        ("customers", "", "expectation"): (7.8, 5),
    }
    (step,) = steps(found.as_scores(respondent="customers"))
    assert step.satisfaction == -2


def test_words_and_choices_are_no_scores(scored):
    assert scored(said(None, None, question_kind="text") + said(1, 2, question_kind="choice")).rows == ()


def test_words_and_choices_stay_out_where_several_questions_are_counted_by_person(scored):
    rows = [*said(5, 6, 7, 8, 9, question="a"), *said(5, 6, 7, 8, 9, question="b")]
    told = said(0, 0, 0, question="a", question_kind="choice")
    told = [row | {"response_id": f"x{n}"} for n, row in enumerate(told)]
    found = scored([*rows, *told], grain=("dimension",)).rows
    assert found == scored(rows, grain=("dimension",)).rows
    assert (found[0].mean, found[0].n, found[0].answers) == (7, 5, 10)


def test_only_answers_of_the_time_count(scored):
    old = said(1, 1, 1, 1, 1, answered_on=AS_OF - timedelta(days=100))
    late = said(2, 2, 2, 2, 2, answered_on=AS_OF + timedelta(days=1))
    now = said(5, 6, 7, 8, 9)
    assert scored([*now, *old, *late], since=AS_OF - timedelta(days=99)).rows[0].mean == 7


def by_hand(rows, keep):
    """Mean and its error with persons as clusters, straight from the definition."""
    of = defaultdict(list)
    for row in rows:
        if keep(row) and row["score"] is not None:
            of[row["response_id"]].append((row["score"] - 1) / 4 * 10)
    n = sum(map(len, of.values()))
    mean = sum(map(sum, of.values())) / n
    spread = sum((sum(v) - len(v) * mean) ** 2 for v in of.values())
    return mean, math.sqrt(spread * len(of) / (len(of) - 1)) / n, len(of), n


def test_one_person_who_is_written_in_two_spellings_is_one_person(scored):
    once = said(7, 8, 9, 6, 10, question="q1", touchpoint="", question_kind="experience")
    again = said(5, 8, 7, 6, 9, question="q2", touchpoint=None, question_kind=None)
    (row,) = scored(once + again).rows
    assert (row.n, row.answers, row.mean) == (5, 10, 7.5)
    (alike,) = scored(
        once + [each | {"touchpoint": "", "question_kind": "experience"} for each in again]
    ).rows
    assert row.interval == alike.interval


def test_questions_of_one_person_are_not_taken_for_several_persons(scored):
    rows = survey()
    (found,) = scored(rows, grain=("dimension",)).of(dimension="service", kind="experience")
    mean, error, persons, n = by_hand(
        rows, lambda r: r["dimension"] == "service" and r["question_kind"] == "experience"
    )
    assert (found.mean, found.n, found.answers) == (pytest.approx(mean), persons, n)
    assert found.sums.error == pytest.approx(error)
    # Three questions of one mood say hardly more than one: 160 answers, about 70 independent ones.
    assert found.effective_n < 0.6 * n


def test_each_touchpoint_has_its_own_mean(scored):
    rows = survey()
    found = scored(rows)
    for touchpoint in ("shop", "phone", None):
        mean, error, persons, _ = by_hand(
            rows,
            lambda r, at=touchpoint: (
                r["dimension"] == "service" and r["question_kind"] == "experience" and r["touchpoint"] == at
            ),
        )
        (row,) = found.of(dimension="service", touchpoint=touchpoint, kind="experience")
        assert (row.mean, row.n) == (pytest.approx(mean), persons)
        assert row.sums.error == pytest.approx(error)


def test_weights_move_the_mean_and_widen_the_interval(engine, scored):
    rows = said(*[9.0, 8.0] * 20, *[3.0, 5.0] * 20)
    weight = [1.0] * 40 + [3.0] * 38 + [None, None]
    table = engine.table(
        pa.table({"response_id": [f"r{n:04}" for n in range(80)], "weight": pa.array(weight, pa.float64())})
    )
    found = scored(rows, weights=table)
    (row,) = found.rows
    values, w = np.array([9.0, 8.0] * 20 + [3.0, 5.0] * 19), np.array(weight[:78])
    mean = np.average(values, weights=w)
    error = math.sqrt(78 / 77 * np.sum((w * (values - mean)) ** 2)) / w.sum()
    assert (row.mean, row.n) == (pytest.approx(mean), 78)
    assert row.sums.error == pytest.approx(error)
    assert row.sums.effective_persons == pytest.approx(w.sum() ** 2 / np.sum(w**2))
    assert notes(found)["experience.without_weight"] == {"n": 2}


def test_equal_weights_change_nothing(engine, scored):
    rows = survey()
    ids = sorted({row["response_id"] for row in rows})
    table = engine.table(pa.table({"response_id": ids, "weight": [2.5] * len(ids)}))
    for grain in (("dimension",), ("dimension", "touchpoint")):
        plain, weighted = scored(rows, grain=grain), scored(rows, grain=grain, weights=table)
        for one, other in zip(plain.rows, weighted.rows, strict=True):
            assert (one.mean, one.n, one.missing) == (other.mean, other.n, other.missing)
            assert one.interval.low == pytest.approx(other.interval.low)


def test_answers_are_cut_by_any_column_joined_before(engine):
    table = engine.table(answers(*said(9, 8, 9, 8, 9), *said(2, 3, 2, 3, 2, dimension="product")))
    cut = table.mutate(tier=(table.score > 5).ifelse("gold", "lead"))
    found = scores(cut, as_of=AS_OF, engine=engine, by=("tier",), grain=())
    assert [(row.key, row.mean) for row in found.rows] == [({"tier": "gold"}, 8.6), ({"tier": "lead"}, 2.4)]


def test_a_row_is_written_out(scored):
    told = scored(said(7, 8, 9, 6)).rows[0].as_dict()
    assert told["dimension"] == "price" and told["mean"] is None
    assert told["reason"]["code"] == "experience.fewer_than_minimum"


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from("ab")), min_size=1, max_size=30), st.randoms())
def test_neither_the_order_of_answers_nor_what_came_later_matters(engine, given_scores, dice):
    rows = [
        {
            "score": float(score),
            "dimension": name,
            "scale_low": 1.0,
            "scale_high": 5.0,
            "response_id": f"r{n}",
        }
        for n, (score, name) in enumerate(given_scores)
    ]
    later = [row | {"response_id": f"z{n}", "answered_on": date(2025, 1, 1)} for n, row in enumerate(rows)]
    mixed = [*rows, *later]
    dice.shuffle(mixed)
    asked = {"as_of": AS_OF, "engine": engine}
    assert scores(engine.table(answers(*rows)), **asked) == scores(engine.table(answers(*mixed)), **asked)
