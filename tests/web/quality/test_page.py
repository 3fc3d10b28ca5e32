"""The page Data quality: what is amiss first, every table, and looking again."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pyarrow as pa
import pytest

from guanxi.facts.firm import Firm, write_firm
from guanxi.knowledge.quality.found import Imported
from guanxi.web.kit import facts_changed
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.quality import actions, jobs, queries
from guanxi.web.quality.models import Look, State
from guanxi.web.turns.models import TurnJob
from guanxi.web.turns.running import run_turns
from tests.web.turns.conftest import LAST, line

pytestmark = pytest.mark.django_db
PAGE = "/data/quality/"


@pytest.fixture
def looked(store):
    """looked(*lines): a store of these lines, looked through."""

    def look(*lines: dict) -> Look:
        write_firm(store, Firm("shop", "Shop", "店", "EUR"))
        store.replace("purchases", pa.Table.from_pylist(list(lines)))
        return jobs.look_now()

    return look


def weeks(n: int = 20) -> list[dict]:
    """Ten orders on every day but Sundays, each in euro."""
    days = [LAST - timedelta(days=ago) for ago in range(7 * n)]
    return [
        line(f"c{m}", day, 10.0, "c0") | {"currency": "EUR"}
        for day in days
        if day.weekday() != 6
        for m in range(10)
    ]


@pytest.mark.parametrize(("language", "said"), [("en", "No facts yet"), ("zh-hans", "还没有事实数据")])
def test_before_the_first_facts_the_page_says_what_it_will_show(store, signed_in, language, said):
    manager = signed_in("manager")
    manager.post("/settings/language/", {"language": language, "next": "/health/"})
    assert said in manager.get(PAGE).content.decode()


def test_facts_nobody_has_looked_through_offer_the_look(store, signed_in):
    store.replace("purchases", pa.Table.from_pylist(weeks(2)))
    page = signed_in("analyst").get(PAGE).content.decode()
    assert "Nobody has looked through the facts yet" in page and "Look again" in page


@pytest.mark.parametrize("role", ["rep", "agent", "viewer"])
def test_it_is_no_page_for_those_who_do_not_study(signed_in, role):
    client = signed_in(role)
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}findings.csv").status_code == 403
    assert client.post(f"{PAGE}look/").status_code == 403
    assert PAGE not in client.get("/settings/").content.decode()


def test_the_worst_come_first_with_what_to_do(forgetful, signed_in):
    forgetful()
    page = signed_in("manager").get(PAGE).content.decode()
    first = page.index("What to look at first")
    assert first < page.index("40% of orders have no customer") < page.index("How full each column is")
    assert "Have the till or shop ask for a member number" in page
    assert "Lifetime value" in page or "more measures" in page


def test_every_number_of_a_table_opens(looked, signed_in):
    looked(*weeks())
    page = signed_in("manager").get(PAGE).content.decode()
    for word in (
        "rows_held",
        "filled_share",
        "rows_missing",
        "share_of_orders_without_customer",
        "silent_days",
    ):
        assert f'href="/explain/{word}/"' in page
        assert signed_in("analyst").get(f"/explain/{word}/").status_code == 200
    assert "<caption>How full each column is</caption>" in page


def test_a_silent_day_is_drawn_and_stands_in_the_table(looked, signed_in):
    gone = LAST - timedelta(days=9)
    looked(*(row for row in weeks() if row["purchased_on"] != gone))
    page = signed_in("manager").get(PAGE).content.decode()
    assert page.count('<g class="ql-silent"><title>') == 1
    assert "The unusual days as a table" in page and "19 Jun 2024" in page


def test_a_store_of_nothing_but_good_facts_says_so(looked, signed_in):
    good = {"cost": 5.0, "product_id": "p"}
    rows = [row | good for row in weeks()]
    looked(*rows)
    queries_today = queries.found(queries.last_look())
    page = signed_in("manager").get(PAGE).content.decode()
    # These facts end in 2024, and a look says so: that is the one thing worth a look.
    assert queries_today.purchases.lines == len(rows)
    assert "No number is too poor to use." in page and "<strong>1</strong> is worth a look." in page


def test_what_changed_since_the_look_is_said(looked, store, signed_in):
    looked(*weeks(3))
    manager = signed_in("manager")
    assert "Changed since this look" not in manager.get(PAGE).content.decode()
    store.append("purchases", pa.Table.from_pylist([line("new", LAST, 5.0, "c")]))
    assert "Changed since this look: Purchases." in manager.get(PAGE).content.decode()


def test_looking_again_is_a_job_and_asking_twice_is_one(looked, signed_in, monkeypatch):
    looked(*weeks(3))
    given = []
    monkeypatch.setattr(jobs, "look", SimpleNamespace(enqueue=given.append))
    manager = signed_in("manager")
    for _ in range(2):
        assert manager.post(f"{PAGE}look/").status_code == 302
    assert len(set(given)) == 1 and Look.objects.filter(state=State.WAITING).count() == 1
    waiting = queries.waiting()
    assert f"{PAGE}look/{waiting.pk}/" in manager.get(PAGE).content.decode()
    assert "HX-Refresh" not in manager.get(f"{PAGE}look/{waiting.pk}/")
    for _ in range(2):  # the queue may give it twice
        jobs.carry_out(Look.objects.get(pk=waiting.pk))
    assert manager.get(f"{PAGE}look/{waiting.pk}/")["HX-Refresh"] == "true"
    assert Look.objects.get(pk=waiting.pk).state == State.DONE


def test_a_look_whose_worker_is_gone_blocks_nobody(looked, person):
    looked(*weeks(3))
    lost = actions.ask_for_look(SYSTEM)
    Look.objects.filter(pk=lost.pk).update(asked_at=lost.asked_at - 2 * actions.LOST_AFTER)
    again = actions.ask_for_look(person("analyst"))
    assert again.pk != lost.pk
    assert Look.objects.get(pk=lost.pk).error_code == "quality.look_lost"


def test_a_look_that_goes_wrong_fails_no_turn_and_is_said(store, person, signed_in, monkeypatch):
    person("rep")
    store.replace("purchases", pa.Table.from_pylist(weeks()))

    def broken(*_args, **_how):
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "quality", broken)
    [job] = run_turns([LAST])
    assert (job.error_code, TurnJob.objects.get().state) == ("", "done")
    page = signed_in("manager").get(PAGE).content.decode()
    assert "The facts could not be looked through" in page


def test_a_slip_of_the_pen_does_not_become_the_day_all_is_compared_with(looked):
    look = looked(*weeks(), line("slip", date(2107, 1, 1), 1.0, "c0"))
    found = queries.found(look)
    assert found.as_of < date(2107, 1, 1)
    assert found.by_name["purchases"].future_rows == 1


def test_the_findings_are_a_file(forgetful, signed_in):
    forgetful()
    answer = signed_in("manager").get(f"{PAGE}findings.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    first = rows[0]
    assert first["How it stands"] == "Poor"
    assert any(row["What was found"].startswith("40% of orders have no customer") for row in rows)
    assert "attachment" in answer["Content-Disposition"]


def test_a_file_s_name_that_would_run_as_a_formula_is_text(looked, signed_in):
    look = looked(*weeks(3))
    found = queries.found(look)
    hostile = Imported(
        change_id="x",
        table="purchases",
        at=datetime(2024, 6, 28, tzinfo=UTC),
        by="analyst",
        file="=HYPERLINK(1)",
        inserted=1,
        updated=0,
        rows_read=10,
        set_aside=5,
    )
    actions.keep(SYSTEM, look, found.model_copy(update={"imports": (hostile,)}), 0.1)
    manager = signed_in("manager")
    rows = csv.reader(StringIO(manager.get(f"{PAGE}findings.csv").content.decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert "=HYPERLINK(1)" in manager.get(PAGE).content.decode()


def test_old_looks_go(looked):
    looked(*weeks(2))
    for _ in range(3):
        actions.KEPT, before = 2, actions.KEPT
        try:
            jobs.look_now()
        finally:
            actions.KEPT = before
    assert Look.objects.count() == 2


def test_changed_facts_are_looked_through_once_for_many_changes(looked, monkeypatch):
    looked(*weeks(2))
    given = []
    monkeypatch.setattr(jobs, "look", SimpleNamespace(enqueue=given.append))
    for _ in range(3):
        facts_changed.tell()
    assert given == [queries.waiting().pk]
