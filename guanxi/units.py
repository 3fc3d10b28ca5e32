"""What a number is measured in: the units a word may carry, so that a bare float never travels alone."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """The units of `facts.words`; the doors format by them."""

    NONE = ""  # names, keys, classes
    DATE = "date"
    DAYS = "days"
    COUNT = "count"
    MONEY = "money"  # in the reporting currency of the store
    SHARE = "share"  # 0..1, shown as percent
    PROBABILITY = "probability"  # 0..1, said as "about 1 in 6"
    SCORE = "score"  # 1..n, n best
    INDEX = "index"  # 0..100
