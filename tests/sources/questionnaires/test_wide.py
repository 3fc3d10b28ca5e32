"""A file of filled-in questionnaires becomes answers; what cannot be counted is counted as such."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guanxi.sources.questionnaires.shipped import template
from guanxi.sources.questionnaires.wide import NoQuestions, read_wide

MOBI = Path(__file__).resolve().parents[4] / "shared" / "data" / "ecsi_mobi" / "mobi.csv"
DAY = date(2005, 1, 1)


@pytest.mark.skipif(not MOBI.exists(), reason="the shared data are not beside this clone")
def test_the_mobile_phone_survey_imports_whole():
    read = read_wide(MOBI, template("ecsi"), survey_id="mobi", answered_on=DAY)
    assert (read.responses, read.answers.num_rows) == (250, 250 * 24)
    assert (read.refused, read.unknown, read.absent) == ({}, (), ())


def test_every_loss_is_named(tmp_path):
    file = tmp_path / "answers.csv"
    file.write_text("CUSA1,CUSA2,Colour,Day\n7,11,red,2005-01-02\n,5,blue,soon\n", "utf-8")
    read = read_wide(file, template("ecsi"), survey_id="s", day="Day")
    assert read.refused == {
        ("questionnaires.outside_scale", "cusa2"): 1,
        ("questionnaires.no_day", "Day"): 1,
    }
    assert (read.responses, read.answers.num_rows, read.unknown) == (1, 1, ("Colour",))
    assert all(note.say("en") != note.say("zh-hans") for note in read.notes())


def test_a_file_without_any_question_is_refused(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(NoQuestions):
        read_wide(file, template("ecsi"), survey_id="s", answered_on=DAY)
