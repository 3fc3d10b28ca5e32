"""`guanxi texts`: themes and sentiment of a file, and of the answers in the store."""

import json
from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.store import Store

LINES = ["delivery late parcel damaged,1", "staff friendly advice good,5", "客服态度热情 质量好,5"] * 20


@pytest.fixture
def reviews(tmp_path):
    file = tmp_path / "reviews.csv"
    file.write_text("review,stars\n" + "\n".join([*LINES, "delivery late,9"]) + "\n", "utf-8")
    return file


def test_a_files_themes_and_moods_are_counted_and_scores_off_the_scale_named(guanxi, reviews):
    said = guanxi("texts", reviews, "--scale", "1-5", "--json")
    found = json.loads(said.said)
    assert (said.code, found["texts"], found["off_scale"]) == (0, 61, 1)
    assert found["moods"]["dissatisfied"] == 20 and found["moods"]["satisfied"] == 40
    assert found["themes"] and found["too_few_scored"]["dissatisfied"] == 20


def test_no_telephone_number_is_printed_in_a_quote(guanxi, tmp_path):
    file = tmp_path / "reviews.csv"
    file.write_text("review,day\n" + "call 13812345678 delivery late,2026-01-01\n" * 40, "utf-8")
    said = guanxi("texts", file)
    assert said.code == 0 and "call ***" in said.said and "13812345678" not in said.said


def test_the_store_gives_texts_with_the_score_of_their_questionnaire(guanxi, tmp_path):
    common = {"response_id": "r", "answered_on": date(2026, 1, 1), "customer_id": None}
    rows = [
        common | {"question": "overall", "dimension": "overall", "score": 5.0, "scale_low": 1.0},
        common | {"question": "why", "question_kind": "text", "comment": "all is well"},
    ]
    rows[0]["scale_high"] = 5.0
    names = dict.fromkeys(name for row in rows for name in row)
    Store(tmp_path / "store").replace(
        "answers", pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows])
    )
    found = json.loads(guanxi("texts", "--store", tmp_path / "store", "--json").said)
    assert (found["texts"], found["moods"]["satisfied"]) == (1, 1)


@pytest.mark.parametrize("scale", ["5-1", "five", "1-1"])
def test_a_scale_that_is_none_is_refused_with_an_example(guanxi, reviews, scale):
    said = guanxi("texts", reviews, "--scale", scale)
    assert said.code == 2 and "such as 1-5" in said.complaint


def test_an_empty_store_says_what_to_do(guanxi, tmp_path):
    said = guanxi("texts", "--store", tmp_path / "nothing")
    assert said.code == 2 and "Import answers with comments" in said.complaint
