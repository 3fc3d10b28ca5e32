"""`guanxi drivers`: what the answers of a store say as a whole, in words and as JSON."""

import json

import pytest

from guanxi.facts.store import Store
from guanxi.sources import firm


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drivers")
    Store(folder).append("answers", firm.simulate().answers)
    return folder


def test_it_says_each_part_or_why_there_is_none(guanxi, store):
    said = guanxi("drivers", "--store", store).said
    assert "825 questionnaires from 2025-03-10 to 2025-09-19; outcome: satisfaction." in said
    assert "Price matters less than customers say" in said and "Taken for granted: Price" in said
    assert "The survey does not ask for this: value, cost." in said
    assert "there are no purchases beside these answers" in said


def test_it_speaks_chinese(guanxi, store):
    assert "价格没有客户自己说的那么重要" in guanxi("drivers", "--store", store, "--lang", "zh-hans").said


def test_as_json_it_has_the_numbers(guanxi, store):
    told = json.loads(guanxi("drivers", "--store", store, "--outcome", "intention", "--json").said)
    assert told["outcome"] == "intention" and told["responses"] == 825
    drivers = told["parts"]["drivers"]["drivers"]
    assert sum(each["share"] for each in drivers) == pytest.approx(1)
    assert told["refused"]["kano"]["code"] == "study.not_asked"


def test_a_period_is_of_its_answers_only(guanxi, store):
    told = json.loads(guanxi("drivers", "--store", store, "--since", "2025-09-01", "--json").said)
    assert (told["since"], told["until"]) == ("2025-09-08", "2025-09-19")
    assert told["period"] == ["2025-09-01", None] and told["responses"] == 412
    assert told["parts"]["drivers"]["n"] == 412
    said = guanxi("drivers", "--store", store, "--until", "2025-08-31", "--lang", "zh-hans").said
    assert "2025-03-10 至 2025-03-21 的 413 份问卷" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--since", "2026-01-01"), "Nobody answered"),
        (("--since", "tomorrow"), "--since"),
        (("--outcome", "weather"), "satisfaction, intention, recommend"),
        (("--survey", "another"), "There are no answers of customers to another"),
    ],
)
def test_what_cannot_be_studied_is_said(guanxi, store, arguments, words):
    answer = guanxi("drivers", "--store", store, *arguments)
    assert answer.code == 2 and words in answer.complaint


def test_a_store_without_answers_says_so(guanxi, tmp_path):
    answer = guanxi("drivers", "--store", tmp_path)
    assert answer.code == 2 and "There are no answers" in answer.complaint
