"""Responses that may not be meant are flagged, counted, and left out only by choice."""

from datetime import timedelta

import pytest

from guanxi.knowledge.experience.flags import flags
from guanxi.knowledge.experience.scores import scores
from guanxi.knowledge.refusals import OutOfRange, UnknownChoice
from tests.knowledge.experience.responses import AS_OF, answers


def response(name, scores, seconds=None, **more):
    return [
        {
            "response_id": name,
            "question": f"q{n}",
            "score": float(score),
            "dimension": "price",
            "survey_id": "s1",
            "seconds_taken": seconds,
            **more,
        }
        for n, score in enumerate(scores)
    ]


@pytest.fixture
def flag(engine):
    def flag(*responses, **asked):
        table = engine.table(answers(*(row for rows in responses for row in rows)))
        found = flags(table, **{"as_of": AS_OF, "engine": engine} | asked)
        rows = {row["response_id"]: row for row in engine.collect(found.table).to_pylist()}
        return found, rows, table

    return flag


def test_one_score_all_through_is_flagged_also_across_scales(flag):
    fours = response("mixed", [5, 5, 5, 5, 5]) + [
        row | {"question": "x", "score": 3.0, "scale_low": 1.0, "scale_high": 5.0}
        for row in response("mixed", [3])
    ]
    found, rows, _ = flag(fours, response("meant", [5, 5, 5, 5, 6]), response("short", [5, 5, 5, 5]))
    assert {name: row["straight_lined"] for name, row in rows.items()} == {
        "mixed": True,
        "meant": False,
        "short": None,
    }
    assert found.counts["straight_lined"] == 1 and found.counts["responses"] == 3


def test_who_is_much_faster_than_the_survey_s_median_is_flagged(flag):
    usual = [response(f"r{n}", [n % 7, 3], seconds=100.0 + n) for n in range(21)]
    found, rows, _ = flag(*usual, response("fast", [1, 2], seconds=30.0), response("untimed", [1, 2]))
    assert (rows["fast"]["speeding"], rows["r3"]["speeding"], rows["untimed"]["speeding"]) == (
        True,
        False,
        None,
    )
    assert found.medians == {"s1": pytest.approx(109.5)}
    assert found.counts["speeding"] == 1


def test_of_a_few_times_nobody_is_fast_and_that_is_said(flag):
    found, rows, _ = flag(response("a", [1, 2], seconds=3.0), response("b", [1, 2], seconds=300.0))
    assert rows["a"]["speeding"] is None
    assert [note.code for note in found.notes] == ["experience.speed_unknown"]


def test_an_earlier_response_of_the_same_customer_to_the_same_survey_is_flagged(flag):
    before = AS_OF - timedelta(days=3)
    _, rows, _ = flag(
        response("first", [1, 2], customer_id="c1", answered_on=before),
        response("last", [3, 4], customer_id="c1"),
        response("other", [3, 4], customer_id="c1", survey_id="s2"),
        response("anonymous", [3, 4]),
    )
    assert {name: row["repeated"] for name, row in rows.items()} == {
        "first": True,
        "last": False,
        "other": False,
        "anonymous": None,
    }


def test_the_same_scores_in_the_same_places_are_a_copy_and_in_other_places_not(flag):
    _, rows, _ = flag(
        response("a", [1, 2, 3, 4, 5, 6, 7, 8]),
        response("b", [1, 2, 3, 4, 5, 6, 7, 8]),
        response("c", [8, 7, 6, 5, 4, 3, 2, 1]),
        response("line1", [5] * 8),
        response("line2", [5] * 8),
    )
    assert {name for name, row in rows.items() if row["copied"]} == {"b"}


def test_nothing_is_left_out_unless_chosen(flag, engine):
    found, _, table = flag(
        *(response(f"r{n}", [1, 2, 3, 4, 6 + n % 2]) for n in range(6)), response("x", [9] * 5)
    )
    asked = {"as_of": AS_OF, "engine": engine, "grain": ("dimension",)}
    assert scores(found.without(table, []), **asked).rows[0].n == 7
    assert scores(found.without(table, ["straight_lined"]), **asked).rows[0].n == 6
    assert scores(found.without(table, ["speeding"]), **asked).rows[0].n == 7
    with pytest.raises(UnknownChoice):
        found.without(table, ["ugly"])


def test_no_answers_are_no_flags_and_a_senseless_share_is_refused(flag):
    found, rows, _ = flag()
    assert rows == {} and found.counts["responses"] == 0
    with pytest.raises(OutOfRange):
        flag(speeder_share=1.0)
