"""`guanxi survey`: looked at, started from, and answers taken in and taken back."""

import json
from pathlib import Path

import pytest

MOBI = Path(__file__).resolve().parents[3] / "shared" / "data" / "ecsi_mobi" / "mobi.csv"
ANSWERS = "who,when,intention,premium,recommend,colour\nann,2026-01-02,9,7,8,red\nbob,2026-01-03,2,-5,,blue\n"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def answers(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS, "utf-8")
    return file


@pytest.fixture
def take_in(guanxi, store):
    def run(file, *options, survey="loyalty"):
        said = guanxi(
            "survey", "import", file, "--survey", survey, "--id", "s", "--store", store, "--json", *options
        )
        return json.loads(said.said) if not said.code else said

    return run


def test_every_shipped_survey_is_listed_with_what_it_answers(guanxi):
    said = guanxi("survey", "template")
    assert said.code == 0
    assert "after_delivery   Did the delivery keep its promise" in said.said
    assert "送货兑现承诺了吗" in guanxi("survey", "template", "--lang", "zh").said


def test_a_shipped_survey_passes_its_own_check(guanxi, tmp_path):
    file = tmp_path / "mine.json"
    file.write_text(guanxi("survey", "template", "kano").said, "utf-8")
    said = guanxi("survey", "check", file)
    assert said.code == 0 and "10 questions on 5 pages" in said.said


def test_what_would_go_wrong_is_said_and_ends_with_a_complaint(guanxi, tmp_path):
    file = tmp_path / "bad.json"
    file.write_text(json.dumps({"title": {"en": "Empty"}}), "utf-8")
    said = guanxi("survey", "check", file)
    assert said.code == 2
    assert "Add a question" in said.said and "cannot be asked as it stands" in said.complaint


@pytest.mark.parametrize("content", ["{", "[]", '{"title": 1}', '{"title": {"en": "x"}, "script": "y"}'])
def test_what_is_no_survey_is_refused_with_the_place(guanxi, tmp_path, content):
    file = tmp_path / "bad.json"
    file.write_text(content, "utf-8")
    said = guanxi("survey", "check", file)
    assert said.code == 2 and "This is no survey" in said.complaint


def test_a_survey_that_is_not_there_is_named(guanxi):
    assert "nowhere" in guanxi("survey", "check", "nowhere").complaint


def test_answers_are_taken_in_with_their_customers_and_days(take_in, answers):
    done = take_in(answers, "--customer", "who", "--day", "when")
    assert (done["responses"], done["answers"], done["inserted"]) == (2, 4, 4)
    said = " ".join(note["said"] for note in done["notes"])
    assert "1 answers to premium were not counted" in said and "colour" in said


def test_the_same_file_again_does_nothing(take_in, answers):
    first = take_in(answers, "--day", "when")
    again = take_in(answers, "--day", "when")
    assert (again["was_known"], again["change"]) == (True, first["change"])


def test_another_file_adds_answers_and_takes_none_away(take_in, answers, tmp_path):
    take_in(answers, "--day", "when")
    other = tmp_path / "more.csv"
    other.write_text(ANSWERS.replace("9,7,8", "1,1,1"), "utf-8")
    done = take_in(other, "--day", "when")
    assert (done["inserted"], done["updated"]) == (4, 0)


def test_what_was_taken_in_is_taken_back(take_in, guanxi, answers, store):
    done = take_in(answers, "--on", "2026-01-05")
    said = guanxi("undo", done["change"], "--store", store, "--json")
    assert json.loads(said.said)["deleted"] == 4
    assert take_in(answers, "--on", "2026-01-05")["inserted"] == 4


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "Nothing says on which day"),
        (("--on", "soon"), "soon"),
        (("--on", "2026-01-05", "--customer", "name"), "no column “name”"),
        (("--on", "2026-01-05", "--version", "0"), "cannot be the id or version"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_nothing_is_written(take_in, answers, store, options, why):
    said = take_in(answers, *options)
    assert said.code == 2 and why in said.complaint
    assert not store.exists()


@pytest.mark.skipif(not MOBI.exists(), reason="the shared data are not beside this clone")
def test_the_mobile_phone_survey_is_taken_in_and_back(take_in, guanxi, store):
    done = take_in(MOBI, "--on", "2004-06-30", survey="ecsi")
    assert (done["responses"], done["inserted"], done["notes"]) == (250, 6000, [])
    undone = guanxi("undo", done["change"], "--store", store, "--json")
    assert json.loads(undone.said)["deleted"] == 6000
