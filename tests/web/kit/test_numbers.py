"""A number on a page: its figures, its interval, its change, and the way to what it is."""

import pytest
from django.template import Context, Template
from django.utils import translation

from guanxi.facts.words import words
from guanxi.web.kit import badges

# Whether a number rests on poor facts is asked of the database.
pytestmark = pytest.mark.django_db


def drawn(template: str, **context) -> str:
    with translation.override(context.pop("language", "en")):
        return Template(template).render(Context(context))


def test_a_number_leads_to_its_explanation():
    html = drawn("{% number 26 'days_overdue' customer=17 %}")
    assert 'href="/explain/days_overdue/?customer=17"' in html
    assert "26 days</a>" in html and "data-explain" in html


def test_an_unknown_number_is_a_dash_that_still_opens():
    html = drawn("{% number value 'days_overdue' customer=17 %}", value=None)
    assert ">—</a>" in html and "unknown" in html and "href" in html


def test_an_interval_and_a_change_stand_beside_the_value():
    html = drawn("{% number 2340 'lifetime_value' low=1930 high=2750 delta=120 currency='USD' %}")
    assert "$2,340" in html and "± $410" in html
    assert "+$120" in html and "up since the last turn" in html


def test_a_bare_number_leaves_them_to_the_opened_sheet():
    html = drawn("{% number 2340 'lifetime_value' low=1930 high=2750 delta=120 bare=True %}")
    assert "±" not in html and "+120" not in html


def test_a_probability_is_said_in_counts_too():
    assert "about 1 in 6" in drawn("{% number 0.17 'p_alive' %}")
    assert "约每 6 位中有 1 位" in drawn("{% number 0.17 'p_alive' %}", language="zh-hans")


def test_a_class_is_said_in_the_readers_language():
    assert "On time" in drawn("{% badge 'warning' 'none' %}")
    assert "立即处理" in drawn("{% badge 'warning' 'act' %}", language="zh-hans")


def test_what_a_customer_is_called_cannot_become_markup():
    assert "<script>" not in drawn("{% number value 'name' %}", value="<script>alert(1)</script>")


@pytest.mark.parametrize("name", sorted(badges.SIGNS))
def test_every_class_with_a_colour_has_its_sign(name):
    assert set(words()[name].values) == set(badges.SIGNS[name])


def test_a_chart_carries_its_data_and_its_table():
    data = {
        "kind": "bars",
        "title": "One finding",
        "unit": "count",
        "data": {"items": [{"key": "a", "name": "</script><b>", "value": 1}]},
        "table": {"columns": ["Name", "n"], "rows": [["a", "1"]], "urls": ["/people/"]},
    }
    html = drawn("{% chart data %}", data=data)
    assert "One finding" in html and 'type="application/json"' in html
    assert "</script><b>" not in html
    assert '<a href="/people/">a</a>' in html and "<td>1</td>" in html
