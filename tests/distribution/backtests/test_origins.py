"""Origins and horizons follow the length of the history; what cannot be checked is refused in words."""

from datetime import date, timedelta

import pytest

from guanxi.distribution.backtests.origins import (
    BadHorizon,
    BadOrigins,
    HistoryTooShort,
    HorizonTooLong,
    plan,
)

AS_OF = date(2025, 12, 31)


def first(days):
    """The first day of so many, of which the last is AS_OF."""
    return AS_OF - timedelta(days=days - 1)


def looked(days, **asked):
    """Days back -> horizons."""
    found = plan(first(days), AS_OF, **asked)
    return {(AS_OF - origin).days: ahead for origin, ahead in found.looks.items()}


def test_two_years_allow_a_year_ahead():
    assert looked(730) == {91: (91,), 182: (91, 182), 273: (91, 182), 365: (91, 182, 365)}


def test_one_year_allows_half_a_year_ahead():
    assert looked(365) == {91: (91,), 182: (91, 182), 273: (91,)}
    assert plan(first(365), AS_OF).impossible == (365,)


@pytest.mark.parametrize("days", [182, 200, 373, 730, 1500])
@pytest.mark.parametrize("origins", [1, 2, 3, 4, 12])
def test_every_forecast_has_come_due_and_learns_from_as_long_a_time(days, origins):
    found = looked(days, origins=origins)
    assert 1 <= len(found) <= origins
    for back, ahead in found.items():
        assert ahead
        assert all(horizon <= back and days - back >= max(horizon, 91) for horizon in ahead)


def test_one_origin_looks_as_far_as_the_history_allows():
    assert looked(730, origins=1) == {365: (91, 182, 365)}


def test_horizons_may_be_given():
    assert looked(400, horizons=(30, 60), origins=2) == {60: (30, 60), 30: (30,)}


@pytest.mark.parametrize("days", [1, 2, 181])
def test_less_than_half_a_year_is_too_short(days):
    with pytest.raises(HistoryTooShort) as refused:
        looked(days)
    assert refused.value.facts["needed"] == 182
    assert "182" in str(refused.value)


def test_a_horizon_longer_than_half_the_history_is_refused():
    with pytest.raises(HorizonTooLong) as refused:
        looked(400, horizons=(91, 300))
    assert refused.value.facts == {"asked": 300, "days": 400, "needed": 600}


@pytest.mark.parametrize("horizon", [0, -91, 5000])
def test_a_horizon_of_nothing_or_beyond_reason_is_refused(horizon):
    with pytest.raises(BadHorizon):
        looked(400, horizons=(91, horizon))


@pytest.mark.parametrize("origins", [0, -1, 1000])
def test_a_number_of_origins_beyond_reason_is_refused(origins):
    with pytest.raises(BadOrigins):
        looked(400, origins=origins)
