"""A back-test tells what a forecast would have been worth: on firms whose truth is known."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

from guanxi.distribution.backtests import backtest
from guanxi.distribution.backtests.known import DayBook
from guanxi.distribution.backtests.models import interval
from guanxi.distribution.backtests.origins import HistoryTooShort
from guanxi.distribution.backtests.run import TooFewCustomers
from guanxi.knowledge.history import history
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.buying import UnknownModel
from guanxi.knowledge.lifetime.counts import purchase_counts, quantile
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.refusals import NothingYet
from guanxi.sentences import say
from tests.distribution.backtests.firms import AS_OF, bg_nbd_firm, clockwork_firm

SOME = ("bg-nbd", "mbg-nbd", "pareto-nbd")


@pytest.fixture(scope="module")
def bg_nbd_lines():
    return bg_nbd_firm()


@pytest.fixture
def tested(engine, simulated):
    """A back-test of lines as plain data."""

    def run(lines, **asked) -> dict:
        asked = {"models": ("bg-nbd",)} | asked
        return backtest(simulated(lines), as_of=AS_OF, engine=engine, **asked).as_dict()

    return run


def scored(found, model, horizon=None):
    return [
        row for row in found["scores"] if row["model"] == model and horizon in (None, row["horizon_days"])
    ]


# -- where the truth is BG/NBD ------------------------------------------------------------------------


def test_where_customers_follow_bg_nbd_it_is_within_noise_of_the_best_and_keeps_its_ranges(
    tested, bg_nbd_lines
):
    found = tested(bg_nbd_lines, models=SOME)
    chosen = found["chosen"]
    assert chosen["model"] == "bg-nbd"
    assert chosen["code"] == "backtest.beats_naive"
    standing = {row["model"]: row for row in chosen["standing"]}
    assert standing["bg-nbd"]["tied"]
    for row in scored(found, "bg-nbd"):
        inside = row["interval"]
        # Whole days make ranges wider than they need be: they hold what they promise, which is over 90 %.
        noise = 4 * (inside["promised"] * (1 - inside["promised"]) / row["customers"]) ** 0.5
        assert inside["coverage"] == pytest.approx(inside["promised"], abs=noise)
        assert inside["promised"] >= 0.9
        assert abs(row["purchases"]["error_share"]) < 0.15


def test_the_shape_is_plain_json_and_every_code_has_its_sentence(tested, bg_nbd_lines):
    found = tested(bg_nbd_lines, origins=2)
    assert json.loads(json.dumps(found)) == found
    assert found["origins"] == ["2025-07-02", "2024-12-31"]
    assert found["horizons_days"] == [91, 182, 365]
    wanted = {"origin", "horizon_days", "model", "kind", "customers", "spend_customers"}
    assert all(wanted <= set(row) for row in found["scores"])
    for entry in (found["chosen"], *found["notes"], *found["refused"]):
        assert entry["code"] not in say(entry["code"], "en", **entry["facts"])


def test_deciles_add_up_to_the_whole(tested, bg_nbd_lines):
    found = tested(bg_nbd_lines, origins=1, horizons=(91,))
    (row,) = scored(found, "bg-nbd")
    tenths = [entry for entry in found["deciles"] if entry["model"] == "bg-nbd"]
    assert [entry["decile"] for entry in tenths] == list(range(1, 11))
    for name in ("purchases", "spend"):
        for side in ("predicted", "happened"):
            total = sum(entry[f"{side}_{name}"] for entry in tenths)
            assert total == pytest.approx(row[name][side], rel=1e-4)
    expected = [entry["predicted_purchases"] for entry in tenths]
    assert expected == sorted(expected)


# -- no fact from later ---------------------------------------------------------------------------------


def test_no_fact_after_an_origin_changes_a_forecast_made_at_it(tested):
    lines = bg_nbd_firm(300, seed=4)
    cut = AS_OF - timedelta(days=91)
    more = [(who, AS_OF - timedelta(days=n), 900.0) for who, *_ in lines[:400:4] for n in range(0, 80, 20)]
    before, after = (tested(each, origins=1, horizons=(91,)) for each in (lines, [*lines, *more]))
    assert before["origins"] == after["origins"] == [cut.isoformat()]
    for one, other in zip(before["scores"], after["scores"], strict=True):
        assert one["purchases"]["predicted"] == other["purchases"]["predicted"]
        assert (one["spend"] or {}).get("predicted") == (other["spend"] or {}).get("predicted")
        assert one["purchases"]["happened"] < other["purchases"]["happened"]


def test_nothing_after_as_of_is_looked_at(tested):
    lines = bg_nbd_firm(300, seed=4)
    later = [(who, AS_OF + timedelta(days=5), 50.0) for who, *_ in lines[:200]]
    assert tested([*lines, *later], origins=1) == tested(lines, origins=1)


def test_an_order_taken_back_later_had_been_bought_on_the_day(engine, simulated):
    """What is known today of a line must not reach an earlier day."""
    day, back, origin = date(2025, 3, 1), date(2025, 11, 1), date(2025, 10, 1)
    lines = [("a", day, 100.0), ("a", back, -100.0), ("b", day, 40.0)]
    more = {
        "order_id": ["1", "2", "3"],
        "reverses_order_id": [None, "1", None],
        "product_id": ["p", "p", "p"],
        "is_reversed": [True, True, False],
    }
    book = DayBook(simulated(lines, **more), as_of=AS_OF, engine=engine)
    then = book.known(origin, back=(365,), ahead=(91,), unit="day")
    assert then.purchase_days.tolist() == [1, 1]
    assert then.mean_spend.tolist() == [100.0, 40.0]
    assert then.came[91].spend.tolist() == [-100.0, 0.0]
    assert then.came[91].purchases.tolist() == [0.0, 0.0]


def test_a_day_is_counted_as_the_profile_counts_it(engine, simulated):
    lines = [*bg_nbd_firm(80, seed=2), ("back", AS_OF - timedelta(days=300), -5.0)]
    lines += [(who, day, -3.0) for who, day, _ in lines[:30]]
    origin = AS_OF - timedelta(days=91)
    purchases = simulated(lines)
    known = DayBook(purchases, as_of=AS_OF, engine=engine).known(origin, back=(365,), ahead=(91,), unit="day")
    table = history(purchases, as_of=origin, engine=engine).table.order_by("customer_id")
    profile = engine.collect(table).to_pydict()
    assert known.purchase_days.tolist() == profile["purchase_days"]
    assert known.mean_spend == pytest.approx(np.array(profile["mean_spend"]))
    assert known.before[365].purchases.tolist() == profile["purchase_days_365d"]
    assert known.before[365].spend == pytest.approx(np.array(profile["spend_365d"]), abs=1e-3)
    seen = known.histories
    assert (seen.repeats[known.history] + 1).tolist() == profile["purchase_days"]
    assert seen.age_days[known.history].tolist() == profile["tenure_days"]


# -- where no model is worth it --------------------------------------------------------------------------


def test_where_nothing_beats_last_year_it_is_said(tested):
    """Everybody buys nearly by the clock: the last quarter tells the next better than chance does."""
    found = tested(clockwork_firm(), horizons=(91,))
    assert not found["chosen"]["beats_naive"]
    assert found["chosen"]["code"] == "backtest.worse_than_naive"
    assert "No model beats the naive rule" in say(found["chosen"]["code"], "en", **found["chosen"]["facts"])


def test_a_model_by_which_nobody_ever_stops_is_caught_and_not_used(tested):
    found = tested(bg_nbd_firm(400, seed=7, purchases=(1.0, 20.0, 0.001, 90.0)))
    assert {entry["code"] for entry in found["refused"]} == {"lifetime.nobody_stops"}
    assert found["chosen"]["model"] is None
    assert not scored(found, "bg-nbd")
    assert scored(found, "same-as-last-year")


def test_where_nobody_comes_back_all_models_are_refused(tested):
    lines = [(f"c{n}", AS_OF - timedelta(days=n % 700), 20.0 + n) for n in range(1000)]
    found = tested([*lines, ("c0", AS_OF - timedelta(days=730), 5.0)], models=SOME)
    assert {entry["code"] for entry in found["refused"]} & {
        "lifetime.nobody_bought_twice",
        "lifetime.too_few_repeaters",
    }
    assert found["chosen"]["model"] is None


def test_where_money_tells_nobody_apart_purchase_days_are_judged(tested):
    days = {(who, day) for who, day, _ in bg_nbd_firm(400, seed=3)}
    lines = [(who, day, 10.0) for who, day in sorted(days)]
    found = tested(lines, origins=1, horizons=(91,))
    assert found["chosen"]["judged_on"] == "purchases"
    assert {"backtest.spend_not_judged"} <= {note["code"] for note in found["notes"]}
    assert [entry["model"] for entry in found["refused"]] == ["gamma-gamma"]
    assert scored(found, "bg-nbd")[0]["spend"] is None
    assert found["chosen"]["model"] == "bg-nbd"


# -- intervals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [BgNbd(0.4, 5.0, 0.8, 2.5), ParetoNbd(0.6, 10.0, 0.6, 12.0)])
def test_the_range_of_a_customer_is_that_of_the_whole_distribution(model):
    repeats, last, age = np.array([0, 1, 7, 60]), np.array([0.0, 2, 30, 38]), np.array([5.0, 39, 39, 39])
    low, high, promised = interval(model, 26.0, repeats, last, age)
    for n in range(4):
        counts = purchase_counts(model, 26.0, repeats[n], last[n], age[n])
        assert (low[n], high[n]) == (quantile(counts, 0.05), quantile(counts, 0.95))
        assert promised[n] == pytest.approx(counts[low[n] : high[n] + 1].sum(), abs=1e-5)


# -- bad input --------------------------------------------------------------------------------------------


def test_too_short_a_history_is_refused(tested):
    with pytest.raises(HistoryTooShort):
        tested([(f"c{n}", AS_OF - timedelta(days=n), 5.0) for n in range(150)])


def test_one_customer_is_refused(tested):
    with pytest.raises(TooFewCustomers) as refused:
        tested([("only", AS_OF - timedelta(days=n), 5.0) for n in range(0, 500, 20)])
    assert refused.value.facts["customers"] == 1


def test_nobody_having_bought_is_refused(tested):
    with pytest.raises(NothingYet):
        tested([("a", AS_OF - timedelta(days=n), -5.0) for n in range(0, 500, 20)])


def test_an_unknown_model_is_refused_with_those_there_are(tested):
    with pytest.raises(UnknownModel) as refused:
        tested([("a", AS_OF, 5.0)], models=("bg-nbd", "crystal-ball"))
    assert "bg-nbd" in str(refused.value)


def test_of_very_many_customers_some_are_drawn_for_the_scores_and_it_is_said(tested, bg_nbd_lines):
    found = tested(bg_nbd_lines, origins=1, horizons=(91,), at_most=600)
    (note,) = (note for note in found["notes"] if note["code"] == "backtest.customers_drawn")
    (row,) = scored(found, "bg-nbd")
    assert row["customers"] == note["facts"]["drawn"] < 600
    assert note["facts"]["of"] > 1000


def test_where_everybody_took_all_back_purchase_days_are_judged(tested):
    days = sorted({(who, day) for who, day, _ in bg_nbd_firm(200, seed=3)})
    lines = [line for who, day in days for line in ((who, day, 10.0), (who, day, -10.0))]
    found = tested(lines, origins=1, horizons=(91,))
    assert found["chosen"]["judged_on"] == "purchases"
    assert {row["spend_customers"] for row in found["scores"]} == {0}
    assert {row["spend"] for row in found["scores"]} == {None}
