"""Themes are found in the texts, in Chinese and English alike, and no text is forced into one."""

from __future__ import annotations

import numpy as np
import pytest

from guanxi.knowledge.texts.themes import LEAST_TEXTS, themes
from guanxi.knowledge.texts.words import words

ABOUT = {
    "delivery": [
        "parcel late courier",
        "courier lost parcel",
        "parcel arrived late",
        "late courier again parcel",
    ],
    "staff": [
        "staff rude counter",
        "rude staff shouting",
        "counter staff rude manager",
        "manager rude staff",
    ],
    "送货": ["送货太慢", "快递送货慢", "快递员送货延误", "送货慢快递差"],
    "价格": ["价格贵", "价格上涨太贵", "商品价格偏贵", "商品贵价格高"],
}


@pytest.fixture(scope="module")
def texts():
    draw = np.random.default_rng(5)
    return [str(draw.choice(said)) for said in ABOUT.values() for _ in range(40)]


def test_chinese_is_cut_into_words_and_empty_words_say_nothing():
    assert words("这家店的送货太慢了，但是服务员态度很好") == ["店", "送货", "太慢", "服务员", "态度"]
    assert words("The courier was late, and XXXX did not call") == ["courier", "late", "call"]
    assert words("ＡＢＣ　送货") == ["abc", "送货"], "full-width letters are letters"


def test_planted_themes_are_found_in_both_languages(texts):
    found = themes(texts, most=4)
    assert len(found.themes) == 4
    for theme in found.themes:
        planted = {position // 40 for position in theme.texts}
        assert len(planted) == 1, theme.words


def test_the_same_texts_have_the_same_themes(texts):
    assert themes(texts).as_dict() == themes(texts).as_dict()


def test_every_text_is_accounted_for(texts):
    found = themes([*texts, "", "...", "quetzalcoatl"])
    spoken = {i for theme in found.themes for i in theme.texts}
    everybody = spoken | set(found.without_theme) | set(found.without_words)
    assert everybody == set(range(len(texts) + 3))
    assert set(found.without_words) == {len(texts), len(texts) + 1}
    assert len(texts) + 2 in found.without_theme


def test_few_texts_have_no_themes_and_it_is_said():
    found = themes(["late parcel"] * (LEAST_TEXTS - 1))
    assert not found.themes and len(found.without_theme) == LEAST_TEXTS - 1
    assert found.notes[0].say("en") != found.notes[0].say("zh-hans")


def test_texts_that_are_all_the_same_or_all_different_break_nothing():
    assert themes(["late parcel"] * 60).themes
    letters = [chr(97 + i % 26) * (3 + i // 26) + "q" for i in range(60)]
    assert themes(letters) is not None


def test_the_same_texts_give_the_same_themes_whatever_chance_did_before():
    draw = np.random.default_rng(3)
    vocabulary = ["".join(chr(97 + n) for n in draw.integers(0, 26, 5)) for _ in range(400)]
    texts = [" ".join(draw.choice(vocabulary, 6)) for _ in range(400)]
    found = []
    for seed in (1, 2):
        np.random.seed(seed)
        found.append(themes(texts))
    assert found[0] == found[1]


def test_a_text_that_uses_no_word_of_a_theme_does_not_speak_of_it():
    spoken = [f"{one}{other}q" for one in "abcdefgh" for other in "abcdefgh"]
    texts = [" ".join(spoken[(n + step) % 64] for step in range(6)) for n in range(192)]
    linked = ["aaq yacht", "aaq yacht"]  # by which zebra and yacht stand near a theme
    found = themes([*texts, *linked, "zebra yacht", "zebra yacht"], most=2)
    stray = {len(texts) + len(linked), len(texts) + len(linked) + 1}
    assert found.themes and stray <= set(found.without_theme)
