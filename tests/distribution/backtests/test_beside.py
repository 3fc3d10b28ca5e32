"""A forecast is shown with the back-test of the very model that made it, on all the days that allow one."""

from datetime import timedelta

from guanxi.distribution.backtests.beside import back_test, last_quarter
from tests.distribution.backtests.firms import AS_OF, bg_nbd_firm


def test_the_model_that_made_the_forecast_is_tried_on_several_days(engine, simulated):
    lines = bg_nbd_firm(250, seed=5)
    found = back_test(simulated(lines), as_of=AS_OF, model="bg-nbd", engine=engine)
    assert (found.models, len(found.origins)) == (("bg-nbd",), 4)
    tenths = last_quarter(found)
    assert {row["origin"] for row in tenths} == {AS_OF - timedelta(days=91)}
    assert [row["decile"] for row in tenths] == list(range(1, 11))


def test_a_regularity_is_found_anew_on_each_day(engine, simulated):
    lines = bg_nbd_firm(250, seed=5, days=200)
    found = back_test(simulated(lines), as_of=AS_OF, model="mbg-cnbd-2", engine=engine)
    assert found.models == ("mbg-cnbd-k",)


def test_without_enough_history_there_is_none(engine, simulated):
    lines = bg_nbd_firm(250, seed=5, days=100)
    found = back_test(simulated(lines), as_of=AS_OF, model="bg-nbd", engine=engine)
    assert found is None
    assert last_quarter(found) == []
