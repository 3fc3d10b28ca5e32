"""A manager's Monday: what the customers are worth, why that moved, and whether the predictions came true."""

import pytest

from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine
from guanxi.web.insight.models import Profile
from guanxi.web.overview import jobs
from guanxi.web.overview.models import Summary
from guanxi.web.turns import queries as turns
from guanxi.web.turns.running import run_turns

pytestmark = pytest.mark.django_db(transaction=True)


def rows_of(snapshot_id: str) -> list[dict]:
    """A snapshot's profile, read independently of the summary."""
    session = engine("duckdb")
    try:
        return session.collect(Snapshots(turns.store().root).get(snapshot_id).read(session)).to_pylist()
    finally:
        session.close()


def test_the_summary_counts_what_the_profiles_say(two_turns):
    before, now = (rows_of(job.snapshot_id) for job in two_turns)
    figures = Summary.objects.get().figures
    counted = figures["now"]
    assert counted["customers"] == len(now) == Profile.objects.count()
    assert counted["customer_equity"] == pytest.approx(sum(row["lifetime_value"] or 0 for row in now))
    assert counted["value_at_risk"] == pytest.approx(sum(row["value_at_risk"] or 0 for row in now))
    assert counted["customers_late"] == sum(row["warning"] in ("watch", "act") for row in now)
    assert counted["customers_lost"] == sum(row["stage"] == "lost" for row in now)
    assert counted["customers_active"] == sum(row["purchase_days_365d"] > 0 for row in now)
    assert figures["was"]["customer_equity"] == pytest.approx(
        sum(row["lifetime_value"] or 0 for row in before)
    )


def test_the_parts_of_the_equity_change_add_up(two_turns):
    equity = Summary.objects.get().figures["equity"]
    parts = sum(equity[name] for name in ("new", "grown", "shrunk", "lost"))
    assert equity["before"] + parts == pytest.approx(equity["after"])


def test_the_top_tiers_of_the_turn_before_are_all_accounted_for(two_turns):
    before = rows_of(two_turns[0].snapshot_id)
    top = Summary.objects.get().figures["top"]
    assert top["customers"] == sum(row["tier"] in ("platinum", "gold") for row in before)
    assert top["on_time"] + top["late"] + top["lost"] == top["customers"]


def test_the_page_answers_with_figures_and_leads_to_the_customers(two_turns, signed_in):
    page = signed_in("manager").get("/overview/").content.decode()
    assert "Are we keeping the customers who matter?" in page
    assert "still buy in their rhythm" in page
    assert "warning=watch&amp;warning=act" in page
    assert "purchase days until" in page


def test_outcomes_show_the_check_of_the_turn_before_and_say_where_there_is_too_little(two_turns, signed_in):
    page = signed_in("analyst").get("/outcomes/").content.decode()
    assert page.count("data-chart-picture") == 2
    assert "Too few to compare" in page
    assert "Nobody is left alone at present" in page


def test_outcomes_say_when_nobody_was_called_and_when_some_were(two_turns, signed_in):
    summary = Summary.objects.get()
    assert summary.figures["lift"]["followed_up"]["contacted"] == 0
    analyst = signed_in("analyst")

    def said(contacted: int, spared: int = 0) -> str:
        summary.figures["lift"]["followed_up"] |= {"episodes": 170, "contacted": contacted}
        summary.figures["lift"]["left_alone"] |= {"contacted": spared}
        summary.save()
        return analyst.get("/outcomes/").content.decode()

    assert "None of the 170 late customers given to somebody was contacted" in said(0)
    assert "40 of the 170 late customers given to somebody were contacted within 91 days" in said(40)
    assert "3 of those to be left alone were contacted all the same" in said(170, spared=3)
    assert "no difference" not in said(170).split("lift")[-1]


def test_a_share_to_leave_alone_is_a_click_away_for_those_who_study_the_data(two_turns, signed_in):
    assert "/data/settings/#set-left_alone" in signed_in("analyst").get("/outcomes/").content.decode()
    assert "/data/settings/" not in signed_in("viewer").get("/outcomes/").content.decode()


def test_a_turn_that_cannot_be_compared_says_so(new_trader, signed_in):
    new_trader()
    list(run_turns([None]))
    manager = signed_in("manager")
    assert "There is one turn so far" in manager.get("/overview/").content.decode()
    assert "too early to say" in manager.get("/outcomes/").content.decode()


def test_a_summary_that_is_missing_is_made_when_the_page_asks(two_turns, signed_in):
    Summary.objects.all().delete()
    assert signed_in("manager").get("/overview/").status_code == 200
    assert Summary.objects.count() == 1


def test_summing_up_again_checks_no_warning_twice(two_turns):
    first = Summary.objects.get().figures["hits"]
    again = jobs.summarise(two_turns[1].snapshot_id).figures["hits"]
    assert first == again != []


@pytest.mark.parametrize("address", ["/overview/", "/outcomes/"])
def test_before_the_first_turn_the_page_says_what_it_will_show(db, signed_in, address):
    assert "Nobody knows yet" in signed_in("manager").get(address).content.decode()


@pytest.mark.parametrize("role", ["rep", "agent"])
@pytest.mark.parametrize("address", ["/overview/", "/outcomes/"])
def test_the_firms_totals_are_not_for_reps(db, signed_in, role, address):
    assert signed_in(role).get(address).status_code == 403


def test_the_pages_speak_chinese_and_cost_few_queries(two_turns, signed_in, django_assert_max_num_queries):
    manager = signed_in("manager")
    type(manager.user).objects.update(language="zh-hans")
    for address, question in (("/overview/", "重要客户留住了吗？"), ("/outcomes/", "有效果吗？")):
        with django_assert_max_num_queries(15):
            assert question in manager.get(address).content.decode()
