"""A round as a PDF, in both languages: what was typed stands on it as it was typed, never as markup."""

from __future__ import annotations

import json

import pytest
import typst
from django.utils import translation

from guanxi.web.experience import on_paper, queries
from guanxi.web.experience.models import Round
from tests.web.experience.test_rounds import ADDRESS, analyst, opened, store  # noqa: F401

pytestmark = pytest.mark.django_db


def headings(told: dict) -> list[str]:
    """What typst set as headings, read back from the finished layout."""
    text = json.dumps(told | {"fonts": [on_paper.LATIN]}, ensure_ascii=False)
    found = json.loads(typst.query(str(on_paper.TEMPLATE), "heading", sys_inputs={"round": text}))
    return [each["body"]["text"] for each in found]


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", "Requirements"), ("zh-hans", "需求")], ids=["english", "chinese"]
)
def test_it_is_set_in_the_readers_language(store, language, wanted):  # noqa: F811
    with translation.override(language):
        told = on_paper.document(queries.board(store))
        assert on_paper.pdf(told).startswith(b"%PDF-")
    assert wanted in headings(told) and "2026 Q4" in headings(told)
    named = {"en": "Convenience", "zh-hans": "便利性"}[language]
    (steps,) = [each for each in told["sections"] if len(each["head"]) > 8 and len(each["rows"]) == 6]
    row = next(row for row in steps["rows"] if row[0] == named)
    assert row[1:8] == ["5", "7", "−2", "9", "−18", "10", "−5"]
    assert {each["name"]: each["ideal"] for each in told["tracks"]}[named] == 10


def test_what_people_typed_is_no_markup(analyst, opened):  # noqa: F811
    nasty = '#read("/etc/passwd") $x$ *bold* \\ "quoted" <b>'
    Round.objects.filter(pk=opened.pk).update(brand_meant=nasty, name=nasty)
    opened.refresh_from_db()
    told = on_paper.document(queries.board(opened))
    assert any(nasty in row for section in told["sections"] for row in section["rows"])
    assert on_paper.pdf(told).startswith(b"%PDF-")


def test_the_page_leads_to_it_and_it_is_a_file(analyst, store):  # noqa: F811
    assert (
        f"{ADDRESS}rounds/{store.pk}/export.pdf"
        in analyst.get(f"{ADDRESS}rounds/{store.pk}/").content.decode()
    )
    answer = analyst.get(f"{ADDRESS}rounds/{store.pk}/export.pdf")
    assert answer["Content-Type"] == "application/pdf" and "2026 Q4.pdf" in answer["Content-Disposition"]


def test_without_a_chinese_font_it_is_said_and_english_is_set_all_the_same(store, monkeypatch):  # noqa: F811
    monkeypatch.setattr(on_paper, "_chinese_font", lambda: None)
    with translation.override("zh-hans"), pytest.raises(on_paper.NoChineseFont):
        on_paper.pdf(on_paper.document(queries.board(store)))
    with translation.override("en"):
        assert on_paper.pdf(on_paper.document(queries.board(store))).startswith(b"%PDF-")
