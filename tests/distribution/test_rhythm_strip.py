"""The rhythm strip: what is drawn is what happened, and its title says it in words."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from guanxi.distribution.rhythm_strip import WIDTH, rhythm_strip

TODAY = date(2017, 12, 31)
DAYS = st.lists(st.integers(0, 900).map(lambda back: TODAY - timedelta(days=back)), max_size=60)


def parts(strip: str, css: str) -> list[dict[str, str]]:
    return [each.attrib for each in ElementTree.fromstring(strip) if each.get("class") == css]


def test_every_purchase_day_of_the_year_is_one_tick():
    days = [date(2017, 12, 1), date(2017, 12, 1), date(2017, 3, 1), date(2015, 1, 1), date(2018, 2, 1)]
    assert len(parts(rhythm_strip(days, as_of=TODAY), "gx-rhythm-tick")) == 2


def test_a_late_customer_shows_how_late():
    strip = rhythm_strip([TODAY - timedelta(days=43)], as_of=TODAY, cycle_days=17, warning="act")
    ruler = float(parts(strip, "gx-rhythm-ruler")[0]["width"])
    late = float(parts(strip, "gx-rhythm-late-act")[0]["width"])
    # 26 days late after a ruler of 17 days; coordinates are rounded to a tenth.
    assert abs(late / ruler - 26 / 17) < 0.02
    assert "26 days overdue" in strip


def test_a_customer_in_time_shows_no_lateness():
    strip = rhythm_strip([TODAY - timedelta(days=3)], as_of=TODAY, cycle_days=17)
    assert "gx-rhythm-late" not in strip
    assert "next one usual by 14 Jan 2018" in strip


def test_without_a_cycle_there_is_no_ruler():
    assert "gx-rhythm-ruler" not in rhythm_strip([TODAY], as_of=TODAY)


def test_nobody_bought_is_said_and_drawn_empty():
    strip = rhythm_strip([], as_of=TODAY, cycle_days=17)
    assert "No purchases" in strip and not parts(strip, "gx-rhythm-tick")


def test_it_speaks_chinese():
    strip = rhythm_strip([TODAY - timedelta(days=43)], as_of=TODAY, cycle_days=17, language="zh-hans")
    assert "已逾期 26 天" in strip


@given(DAYS, st.none() | st.integers(1, 400))
def test_whatever_is_drawn_stays_inside_and_needs_no_style(days, cycle_days):
    strip = rhythm_strip(days, as_of=TODAY, cycle_days=cycle_days)
    assert "style" not in strip
    assert all(0 <= float(x) <= WIDTH for x in re.findall(r'x1?="([\d.-]+)"', strip))
    assert all(float(width) >= 0 for width in re.findall(r' width="([\d.-]+)"', strip))
