"""How values are written for people, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi import formats
from guanxi.units import Unit


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (12345, "12,345", "1.2 万"),
        (2469, "2,469", "2,469"),
        (12345.6, "12,346", "1.2 万"),
        (3.14159, "3.1", "3.1"),
        (1_200_000, "1.2 M", "120 万"),
        (340_000_000, "340 M", "3.4 亿"),
        (-1_200_000, "−1.2 M", "−120 万"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_a_count_is_shortened_as_each_language_does(value, english, chinese):
    assert formats.number(value, "en") == english
    assert formats.number(value, "zh-hans") == chinese


def test_an_exact_number_keeps_its_figures():
    assert formats.number(1_234_567, exact=True) == "1,234,567"
    assert formats.money(1_234_567.891, "USD", exact=True) == "$1,234,567.89"


@pytest.mark.parametrize(
    ("value", "currency", "english", "chinese"),
    [
        (18.4, "USD", "$18.40", "$18.40"),
        (1234.4, "CNY", "¥1,234", "¥1,234"),
        (12_000, "CNY", "¥12,000", "¥1.2 万"),
        (-52.5, "EUR", "−€52.50", "−€52.50"),
        (-0.001, "USD", "$0.00", "$0.00"),
        (0, "USD", "$0", "$0"),
        (250, "CHF", "CHF 250", "CHF 250"),
        (250, None, "250", "250"),
    ],
)
def test_money_always_has_its_currency(value, currency, english, chinese):
    assert formats.money(value, currency, "en") == english
    assert formats.money(value, currency, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0%"),
        (0.0004, "<0.1%"),
        (0.034, "3.4%"),
        (0.05, "5%"),
        (0.173, "17%"),
        (0.9995, ">99.9%"),
        (1, "100%"),
    ],
)
def test_a_percentage_has_one_decimal_at_most(value, said):
    assert formats.percent(value) == said


@pytest.mark.parametrize(
    ("probability", "english", "chinese"),
    [
        (0.17, "about 1 in 6", "约每 6 位中有 1 位"),
        (0.5, "about 1 in 2", "约每 2 位中有 1 位"),
        (0.62, "about 3 in 5", "约每 5 位中有 3 位"),
        (0.9, "about 9 in 10", "约每 10 位中有 9 位"),
        (0.001, "fewer than 1 in 200", "约每 200 位中不到 1 位"),
        (0.999, "almost certain", "几乎可以肯定"),
    ],
)
def test_a_probability_is_said_in_counts(probability, english, chinese):
    assert formats.odds(probability, "en") == english
    assert formats.odds(probability, "zh-hans") == chinese


@given(st.floats(0.005, 0.995))
def test_the_counts_are_never_far_from_the_probability(probability):
    _about, of, _in, among = formats.odds(probability).split()
    said = int(of) / int(among)
    # A handy fraction may be off by a tenth at most, and rare things by less than half of themselves.
    assert abs(said - probability) <= 0.1
    assert 0.6 < said / probability < 1.6


def test_a_date_is_written_out_in_both_languages():
    assert formats.day(date(2026, 11, 22), "en") == "22 Nov 2026"
    assert formats.day(date(2026, 11, 22), "zh-hans") == "2026年11月22日"


def test_one_day_is_singular_in_english_only():
    assert formats.days(1) == "1 day"
    assert formats.days(26) == "26 days"
    assert formats.days(26, "zh-hans") == "26 天"


def test_an_interval_takes_the_digits_it_deserves():
    said = formats.interval(2343.7, 1934.2, 2752.9, Unit.MONEY, currency="USD")
    assert said == ("$2,340", "± $410")


def test_a_lopsided_interval_says_both_ends():
    assert formats.interval(100, 90, 150, Unit.COUNT) == ("100", "90 – 150")


def test_a_value_without_its_interval_stands_alone():
    assert formats.interval(100, None, None, Unit.COUNT) == ("100", "")


@pytest.mark.parametrize(("delta", "said"), [(120, "+120"), (-3, "−3"), (0, "±0"), (None, "—")])
def test_a_change_always_has_its_sign(delta, said):
    assert formats.change(delta, Unit.COUNT) == said


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_unknown_is_never_written_as_nothing(unit, language):
    assert formats.by_unit(None, unit, language) == "—"


@given(st.floats(-1e12, 1e12), st.sampled_from([Unit.MONEY, Unit.COUNT, Unit.DAYS, Unit.INDEX]))
def test_no_value_is_written_as_minus_nothing(value, unit):
    text = formats.by_unit(value, unit)
    assert not (text.startswith("−") and not any(figure in text for figure in "123456789"))
