"""The surveys that come with guanxi can be asked as they stand, in both languages."""

import json
import re

import pytest

from guanxi.sources.questionnaires import shipped
from guanxi.sources.questionnaires.checking import problems
from guanxi.sources.questionnaires.document import Kind

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", shipped.shipped())
def test_a_shipped_survey_can_be_asked_as_it_stands(name):
    document = shipped.template(name)
    assert document.languages == ("en", "zh")
    assert not problems(document)


@pytest.mark.parametrize("name", shipped.shipped())
def test_its_english_is_english_and_its_chinese_chinese(name):
    document = shipped.template(name)
    said = [document.title, document.intro, document.thanks, *(page.title for page in document.pages)]
    for question in document.questions():
        said += [question.text, *(option.text for option in question.options)]
    for text in said:
        assert text.en and not CHINESE.search(text.en)
        assert CHINESE.search(text.zh)


def test_every_shipped_survey_says_what_it_answers():
    assert set(shipped.about()) == set(shipped.shipped())


def test_every_kind_of_question_but_the_plainest_is_in_some_shipped_survey():
    asked = {question.kind for name in shipped.shipped() for question in shipped.template(name).questions()}
    assert asked == set(Kind)


def test_the_dimensions_of_satisfaction_are_asked_from_all_three_sides():
    document = shipped.template("satisfaction")
    by_kind = {
        kind: {q.dimension for q in document.questions() if q.kind == kind}
        for kind in (Kind.EXPERIENCE, Kind.EXPECTATION, Kind.IMPORTANCE)
    }
    assert by_kind["experience"] == by_kind["expectation"] == by_kind["importance"] | {"overall"}


@pytest.mark.parametrize("name", shipped.shipped())
def test_a_document_is_the_same_after_it_was_written_and_read(name):
    document = shipped.template(name)
    assert shipped.read_document(json.dumps(document.as_json())) == document


def test_how_long_it_takes_grows_with_its_questions():
    assert shipped.template("after_delivery").seconds < 60 < shipped.template("seven_steps").seconds < 400
