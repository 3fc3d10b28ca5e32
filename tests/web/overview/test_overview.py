"""A manager's Monday: what the customers are worth, why that moved, and whether the predictions came true."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from guanxi.distribution.snapshot import Snapshots
from guanxi.distribution.warnings_evidence import VERSION, Evidence
from guanxi.distribution.warnings_kept import FOLDER, keep_evidence
from guanxi.engines import engine
from guanxi.web.insight.models import Profile
from guanxi.web.overview import jobs
from guanxi.web.overview.models import Summary
from guanxi.web.turns import queries as turns
from guanxi.web.turns.models import TurnJob
from guanxi.web.turns.running import run_turns
from tests.web.put_back import put_back
from tests.web.turns.conftest import LAST

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


@pytest.fixture
def one_turn(trader, store):
    def turn() -> None:
        trader()
        list(run_turns([LAST]))

    put_back("one turn", store.root, turn)
    return TurnJob.objects.get()


def kept_evidence(store, *, as_of=LAST, winner="p_alive") -> None:
    """A comparison as `compare_rules` gives it, with figures that are easy to find on a page."""
    rules = [
        {
            "rule": rule,
            "cut": 1.0 if rule == "classic" else 0.9,
            "warnings": 173,
            "a_week": 4.4,
            "right": right,
            "precision": right / 173,
            "precision_low": right / 173 - 0.05,
            "precision_high": right / 173 + 0.05,
            "losses": 75,
            "losses_warned": 40,
            "recall": 40 / 75,
            "recall_low": 0.4,
            "recall_high": 0.6,
            "lead_days": 88.0,
            "better": None,
        }
        for rule, right in (("classic", 55), ("own_rhythm", 64), ("p_alive", 78))
    ]
    facts = {"precision": 78 / 173, "classic": 55 / 173, "low": 9.0, "high": 18.0}
    found = {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "first_on": "2025-01-01",
        "last_on": "2025-10-01",
        "customers": 1000,
        "settings": {"act_multiple": 1.0},
        "rules": rules,
        "winner": winner,
        "verdict": {"code": "warnings.p_alive_wins", "facts": facts},
        "notes": [{"code": "warnings.young", "facts": {"days": 91}}],
    }
    keep_evidence(store, Evidence(found))


def test_outcomes_show_which_rule_of_warning_works_here_and_which_is_in_use(one_turn, signed_in):
    kept_evidence(turns.store())
    page = signed_in("manager").get("/outcomes/").content.decode()
    assert "45% of its warnings were right, 32% of the classic rule's" in page.replace("&#x27;", "'")
    assert "9.0 to 18.0 percentage points" in page
    assert "The newest turn warned by another rule: Classic rule (365 / n)." in page
    assert page.count("recommended") == page.count("in use") == 1
    assert "91 days of history behind it" in page
    assert "/data/settings/#set-warning_rule" in page


def test_before_a_comparison_outcomes_say_when_there_will_be_one(one_turn, signed_in):
    page = signed_in("viewer").get("/outcomes/").content.decode()
    assert "The rules have not been compared yet" in page
    assert "set-warning_rule" not in page


def test_a_comparison_that_cannot_be_read_is_said_and_the_page_stands(one_turn, signed_in):
    folder = turns.store().root / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / f"{LAST}.json").write_text("{")
    page = signed_in("manager").get("/outcomes/")
    assert page.status_code == 200
    assert "cannot be read" in page.content.decode()


def test_a_turn_asks_for_a_comparison_where_one_is_due_and_only_there(one_turn):
    def asked() -> int:
        return DBTaskResult.objects.filter(task_path__endswith="run_comparison").count()

    assert asked() == 1
    kept_evidence(turns.store())
    jobs.compare_warnings(one_turn.snapshot_id)
    assert asked() == 1
    kept_evidence(turns.store(), as_of=LAST - timedelta(days=40))
    (turns.store().root / FOLDER / f"{LAST}.json").unlink()
    jobs.compare_warnings(one_turn.snapshot_id)
    assert asked() == 2


def test_the_comparison_behind_a_turn_is_kept_and_one_that_is_refused_stops_nobody(one_turn):
    jobs.run_comparison.call(LAST.isoformat())
    assert (turns.store().root / FOLDER / f"{LAST}.json").exists()
    jobs.run_comparison.call("1999-01-01")
