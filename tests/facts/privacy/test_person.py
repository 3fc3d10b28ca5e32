from __future__ import annotations

import pytest

from guanxi.facts.privacy.person import Person, scrubbed

LI = Person(("12", "c-77"), ("An", "王伟", "Li Ming", "+86 138 0013 8000", "li@mail.example"))


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "c-77",
        "王伟",
        "请联系王伟先生",
        "call Li Ming today",
        "+8613800138000",
        "a;12;b",
        "'+86 138 0013 8000",
        "to li@mail.example!",
        "An",
    ],
)
def test_a_person_is_told_by_ids_names_and_numbers_however_written(text):
    assert LI.is_told_by(text)


@pytest.mark.parametrize("text", ["120", "an order", "room 12 of 30", "Li Mingyuan", "王小伟", "c-777", ""])
def test_what_only_looks_alike_tells_nobody(text):
    assert not LI.is_told_by(text)


def test_json_is_scrubbed_at_any_depth():
    said = {"n": 3, "best": "c-77", "by": [{"c-77": 1, "other": "call Li Ming"}]}
    assert scrubbed(said, LI) == {"n": 3, "best": "erased", "by": [{"other": "erased"}]}
