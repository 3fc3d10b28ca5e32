"""What the customers will bring: the page says what the profiles say, summed up, and what came of it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db.models import Sum

from guanxi.web.forecast import jobs, queries
from guanxi.web.forecast.models import Outlook
from guanxi.web.insight.models import Profile
from guanxi.web.kit.models import AuditEntry
from tests.web.turns.conftest import BEFORE, LAST, purchases

pytestmark = pytest.mark.django_db
SEGMENTS = ("tier", "quadrant", "stage")


def row(outlook: Outlook, column: str = "", key: str = "") -> dict:
    return next(r for r in outlook.figures["segments"] if (r["column"], r["key"]) == (column, key))


def at(rows: list[dict], days: int) -> dict:
    return next(each for each in rows if each["days"] == days)


def test_the_forecast_is_the_sum_of_what_the_profiles_expect(forecast):
    now = queries.outlook(forecast)
    for column in ("", *SEGMENTS):
        for segment in (r for r in now.figures["segments"] if r["column"] == column):
            of = {column: segment["key"] or None} if column else {}
            sums = Profile.objects.filter(**of).aggregate(
                quarter=Sum("expected_spend_91d"),
                year=Sum("expected_spend_365d"),
                days=Sum("expected_purchases_365d"),
                equity=Sum("lifetime_value"),
            )
            assert segment["customers"] == Profile.objects.filter(**of).count()
            assert segment["equity"] == pytest.approx(sums["equity"])
            ahead = segment["ahead"]
            assert at(ahead, 91)["spend"]["expected"] == pytest.approx(sums["quarter"], rel=1e-6)
            assert at(ahead, 365)["spend"]["expected"] == pytest.approx(sums["year"], rel=1e-6)
            assert at(ahead, 365)["purchases"]["expected"] == pytest.approx(sums["days"], rel=1e-6)


def test_what_came_is_what_those_customers_bought_and_nobody_else(forecast):
    before = Outlook.objects.get(as_of=BEFORE)
    known = {line["customer_id"] for line in purchases().to_pylist() if line["purchased_on"] <= BEFORE}
    lines = [
        line
        for line in purchases().to_pylist()
        if line["customer_id"] in known and BEFORE < line["purchased_on"] <= LAST
    ]
    came = [r for r in before.happened if not r["column"]]
    assert [r["days"] for r in came] == [30, 61, 91] and before.happened_until == LAST
    assert at(came, 91)["spend"] == pytest.approx(sum(line["amount"] for line in lines))
    days = {(line["customer_id"], line["purchased_on"]) for line in lines}
    assert at(came, 91)["purchases"] == len(days)
    month = BEFORE + timedelta(days=30)
    assert at(came, 30)["purchases"] == sum(day <= month for _, day in days)
    for column in SEGMENTS:
        parts = [r for r in before.happened if r["column"] == column and r["days"] == 91]
        assert sum(r["spend"] for r in parts) == pytest.approx(at(came, 91)["spend"])


def test_a_forecast_is_reckoned_once(forecast):
    kept = list(Outlook.objects.order_by("pk").values())
    jobs.after_a_turn(forecast)
    assert list(Outlook.objects.order_by("pk").values()) == kept
    assert AuditEntry.objects.filter(action="forecast.keep_outlook").count() == 2


@pytest.mark.django_db(transaction=True)
def test_after_turns_the_page_says_the_range_draws_the_fan_and_what_came(two_turns, signed_in):
    page = signed_in("manager").get("/forecast/")
    text = page.content.decode()
    assert "will probably bring about" in text and "In 9 of 10 cases it is between" in text
    assert page.context["fan"]["kind"] == "forecast" and len(page.context["fan"]["data"]["forecast"]) == 5
    assert len(page.context["equity"]["data"]["history"]) == 2
    assert [picture["kind"] for picture in page.context["calibrations"]] == ["calibration"] * 2
    listed = {line.segment.key for line in page.context["lines"]}
    assert listed >= set(Profile.objects.values_list("tier", flat=True).distinct())
    assert text.count("As a table") == text.count("data-chart-picture") == 4


def test_a_segment_an_earlier_turn_and_its_check_can_be_asked_for(forecast, signed_in):
    client = signed_in("viewer")
    page = client.get(f"/forecast/?of=tier.lead&by=stage&made={BEFORE}")
    before = Outlook.objects.get(as_of=BEFORE)
    assert page.context["made"].pk == before.pk and page.context["asked"].by == "stage"
    drawn = page.context["fan"]["data"]
    assert drawn["actual"][0][1] == 0 and len(drawn["actual"]) == 4
    (check,) = page.context["checks"]
    expected = at(row(before, "tier", "lead")["ahead"], 91)["spend"]
    assert (check.expected, check.low) == (expected["expected"], expected["low90"])
    assert check.is_inside == (check.low <= check.happened <= check.high)
    assert "On 29 Mar 2024 we expected about" in page.content.decode()
    for nonsense in ("of=tier.nobody", "of=shoe.42", "by=shoe", "made=yesterday", "made=1999-01-01"):
        page = client.get(f"/forecast/?{nonsense}")
        assert page.context["is_newest"] and not page.context["asked"].of.column


def test_the_file_has_every_segment_and_horizon_in_full_digits(forecast, signed_in):
    text = signed_in("manager").get("/forecast/export.csv").content.decode().lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    now = queries.outlook(forecast)
    assert len(rows) == sum(len(r["ahead"]) for r in now.figures["segments"])
    year = next(r for r in rows if not r["segment"] and r["days"] == "365")
    assert float(year["spend_low90"]) == at(row(now)["ahead"], 365)["spend"]["low90"]


@pytest.mark.parametrize("address", ["/forecast/", "/forecast/model/", "/forecast/export.csv"])
def test_who_does_not_see_the_overview_does_not_see_the_forecast(address, person, signed_in):
    for role in ("rep", "agent"):
        assert signed_in(role).get(address).status_code == 403


def test_before_the_first_turn_the_pages_say_what_will_be_there(store, signed_in):
    client = signed_in("manager")
    for address in ("/forecast/", "/forecast/model/"):
        assert "Nothing can be forecast yet" in client.get(address).content.decode()
    assert client.get("/forecast/export.csv").status_code == 404
