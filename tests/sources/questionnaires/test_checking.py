"""A survey that would go wrong is said to, before anybody is asked; the shipped ones would not."""

from __future__ import annotations

import pytest

from guanxi.facts.words import word
from guanxi.sources.questionnaires.checking import problems
from guanxi.sources.questionnaires.document import Kind, NotADocument, read_document
from guanxi.sources.questionnaires.shipped import shipped, template

SCALE = {"low": 0, "high": 10}


def asked(*questions, languages=("en",)):
    pages = [{"questions": list(questions)}]
    return read_document({"title": {"en": "A", "zh": "甲"}, "languages": list(languages), "pages": pages})


def question(key="q", kind="recommend", **more):
    return {"key": key, "kind": kind, "text": {"en": "?"}, "scale": SCALE} | more


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_survey_can_be_opened_and_says_the_same_when_read_again(name):
    document = template(name)
    assert problems(document) == []
    assert read_document(document.as_json()) == document


def test_every_kind_of_question_is_a_word_in_both_languages():
    assert set(word("question_kind").values) == set(Kind)


@pytest.mark.parametrize(
    ("code", "questions"),
    [
        ("no_questions", []),
        ("key_twice", [question(), question()]),
        ("no_dimension", [question(kind="experience")]),
        ("no_scale", [question(scale=None)]),
        ("bad_scale", [question(scale={"low": 5, "high": 5})]),
        ("words_only", [question(kind="text")]),
        ("too_few_options", [question(kind="choice", scale=None)]),
        ("condition_on_later", [question(show_if=[{"question": "z", "is": "answered"}]), question("z")]),
        ("condition_without_number", [question(), question("z", show_if=[{"question": "q", "is": "below"}])]),
        (
            "condition_without_option",
            [question(), question("z", show_if=[{"question": "q", "is": "chosen", "value": "x"}])],
        ),
    ],
)
def test_what_would_go_wrong_is_said_in_both_languages(code, questions):
    found = problems(asked(*questions))
    note = next(note for note in found if note.code == f"questionnaires.{code}")
    assert note.say("en") != note.say("zh-hans")


def test_a_language_that_is_not_written_yet_is_named():
    (note,) = problems(asked(question(), languages=("en", "zh")))
    assert note.facts == {"question": "q", "missing": "zh"}


@pytest.mark.parametrize(
    "given", ["{", "[]", '{"title": {}, "pages": [{"questions": [{"key": "A!"}]}]}', b"\xff"]
)
def test_what_is_no_survey_is_refused_with_the_place(given):
    with pytest.raises(NotADocument) as refusal:
        read_document(given)
    assert refusal.value.facts["place"]


def test_every_problem_can_be_said_in_both_languages():
    half = read_document(
        {
            "title": {"en": "Half"},
            "pages": [
                {},
                {
                    "questions": [
                        {"key": "a", "kind": "value", "text": {}, "scale": {"low": 3, "high": 3}},
                        {
                            "key": "a",
                            "kind": "text",
                            "text": {},
                            "scale": {},
                            "options": [],
                            "show_if": [{"question": "z", "is": "below"}],
                        },
                        {
                            "key": "c",
                            "kind": "choice",
                            "text": {},
                            "show_if": [{"question": "a", "is": "chosen", "value": "x"}],
                        },
                        {"key": "d", "kind": "intention", "text": {}},
                    ]
                },
            ],
        }
    )
    said = [(note.say("en"), note.say("zh-hans")) for note in problems(half)]
    assert len(said) > 8
    assert all(en != zh for en, zh in said)
