"""What names a person is hidden in free text, and what does not is left."""

from __future__ import annotations

import pytest

from guanxi.facts.privacy.masking import masked


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("write to an.li+x@shop.example.cn please", "write to *** please"),
        ("电话13812345678，找我", "电话***，找我"),
        ("call +86 138 1234 5678 now", "call *** now"),
        ("call (020) 8123-4567 now", "call *** now"),
        ("身份证11010519491231002X", "身份证***"),
        ("card 6222 0212 3456 7890 123", "card ***"),
        ("微信号：zhang_san88", "微信***"),
    ],
)
def test_addresses_and_numbers_of_a_person_are_hidden(text, left):
    assert masked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "arrived 2026-11-25, 3 days late",
        "order 20481 cost 1,299.00",
        "5 stars out of 10",
        "第3次来，等了45分钟",
    ],
)
def test_days_amounts_and_short_numbers_stay(text):
    assert masked(text) == text


def test_names_that_are_known_are_hidden_the_longest_first_and_not_inside_words():
    assert masked("Ann Lee from Lee Ltd wrote; Leeds did not", ["Lee", "Ann Lee"]) == (
        "*** from *** Ltd wrote; Leeds did not"
    )
    assert masked("张伟说张伟明没来", ["张伟", "张伟明"]) == "***说***没来"
    assert masked("A good shop", ["A"]) == "A good shop"
