"""Answers are taken as they were given: on their scale, by their route, nothing made of what is missing."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.table import TABLES
from guanxi.sources.questionnaires.answering import Said, answered, shown_questions
from guanxi.sources.questionnaires.document import read_document

SAID = Said("r1", date(2026, 3, 1), "shop", 1, customer_id="c1")


def document(**changes):
    seven = {"low": 1, "high": 7, "missing": [-99, 0]}
    questions = [
        {
            "key": "service",
            "kind": "experience",
            "dimension": "service",
            "text": {"en": "How was the service?"},
        },
        {"key": "why", "kind": "text", "text": {"en": "What went wrong?"}},
        {"key": "again", "kind": "choice", "text": {"en": "Where else?"}, "many": True},
    ]
    questions[0]["scale"] = seven
    questions[0]["required"] = True
    questions[1]["show_if"] = [{"question": "service", "is": "below", "value": 4}]
    questions[2]["options"] = [
        {"key": "here", "text": {"en": "here"}},
        {"key": "there", "text": {"en": "there"}},
    ]
    whole = {"title": {"en": "Shop"}, "languages": ["en"], "pages": [{"questions": questions}]}
    return read_document(whole | changes)


def test_a_score_keeps_its_own_scale_and_what_was_said():
    (row,) = answered(document(), {"service": "6"}, SAID).rows
    assert (row["score"], row["scale_low"], row["scale_high"], row["answered_as"]) == (6, 1, 7, "6")
    assert (row["question_kind"], row["dimension"], row["customer_id"]) == ("experience", "service", "c1")


@pytest.mark.parametrize("code", ["-99", "0"])
def test_a_code_for_missing_is_kept_and_is_no_score(code):
    (row,) = answered(document(), {"service": code}, SAID).rows
    assert row["score"] is None and row["answered_as"] == code


@pytest.mark.parametrize("given", ["8", "-1", "six", "nan", "inf", "1e400"])
def test_a_score_outside_its_scale_is_refused_and_never_clipped(given):
    found = answered(document(), {"service": given}, SAID)
    assert not found.rows and found.refused[0].code == "questionnaires.outside_scale"
    assert found.refused[0].say("en") != found.refused[0].say("zh-hans")


def test_a_question_is_shown_only_where_its_condition_holds():
    assert list(shown_questions(document(), {"service": "3"})) == ["service", "why", "again"]
    assert list(shown_questions(document(), {"service": "4"})) == ["service", "again"]
    assert list(shown_questions(document(), {"service": "0"})) == ["service", "again"], (
        "not applicable is not low"
    )


def test_an_answer_to_what_was_not_shown_is_not_taken():
    found = answered(document(), {"service": "7", "why": "all was well", "nonsense": "1"}, SAID)
    assert [note.facts["question"] for note in found.refused] == ["why", "nonsense"]
    assert len(found.rows) == 1


def test_words_are_kept_without_control_characters_and_not_beyond_their_limit():
    said = {"service": "2", "why": "slow\x00 \u202eand <b>rude</b>"}
    assert answered(document(), said, SAID).rows[1]["comment"] == "slow and <b>rude</b>"
    refused = answered(document(), {"service": "2", "why": "x" * 5001}, SAID).refused
    assert refused[0].code == "questionnaires.too_long"


def test_several_choices_are_one_answer_in_the_order_of_the_options():
    assert (
        answered(document(), {"service": "7", "again": ["there", "here"]}, SAID).rows[1]["choice"]
        == "here|there"
    )
    assert answered(document(), {"service": "7", "again": "nowhere"}, SAID).refused


def test_what_is_required_and_lacks_is_named():
    assert answered(document(), {}, SAID).lacking == ["service"]


def test_answers_to_an_anonymous_survey_are_nobodys():
    assert answered(document(anonymous=True), {"service": "5"}, SAID).rows[0]["customer_id"] is None


def test_rows_fit_the_table_of_facts():
    rows = answered(document(), {"service": "2", "why": "slow", "again": ["here"]}, SAID).rows
    assert pa.Table.from_pylist(rows, schema=TABLES["answers"].schema).num_rows == 3


@pytest.mark.parametrize("value", [None, "four"])
def test_a_condition_whose_number_is_not_written_yet_holds_for_nobody(value):
    asked = document().as_json()
    asked["pages"][0]["questions"][1]["show_if"] = [{"question": "service", "is": "below", "value": value}]
    assert "why" not in shown_questions(read_document(asked), {"service": "1"})
