"""One name, however it is written, has one sound; two names do not."""

import pytest

from guanxi.knowledge.identity.names import phone_digits, sounds, spellings


def test_a_chinese_name_has_its_forms():
    found = spellings("張偉")
    assert (found.simplified, found.pinyin, found.initials, found.latin) == (
        "张伟",
        "zhang wei",
        "zw",
        "zhangwei",
    )


@pytest.mark.parametrize("name", ["张伟", "張偉", "Zhang Wei", "wei zhang", " ZHANG  Wei "])
def test_the_ways_to_write_a_name_sound_alike(name):
    assert sounds(name) == "weizhang" == sounds("张伟")


def test_accents_order_and_the_companys_form_do_not_matter():
    assert sounds("Café Müller GmbH") == sounds("muller cafe")
    assert spellings("上海化工有限公司").simplified == "上海化工"


def test_different_names_sound_different():
    assert sounds("张伟") != sounds("章蓉")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("021 5555 1234", "02155551234"),
        ("139", ""),
    ],
)
def test_a_phone_number_is_its_digits(text, digits):
    assert phone_digits(text) == digits
