"""Rules in the browser: read, changed in a draft, tried, kept, applied, and gone back to."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from guanxi.facts.store import Store
from guanxi.sources.imports import ImportSettings, run_import
from guanxi.sources.imports.origin import from_places
from guanxi.sources.rules import read_rules, shipped
from guanxi.sources.rules.versions import kept_rules
from guanxi.web.imports import actions, jobs, queries
from guanxi.web.imports.models import ImportJob, State

pytestmark = pytest.mark.django_db
ORDERS = """Order,Customer,Date,Amount,Product
A1,ann,2025-01-03,10.00,tea
A2,bob,2025-01-04,5.00,POST
C3,ann,2025-02-05,-10.00,tea
"""
NEW = {
    "do": "put",
    "name_en": "Postage",
    "name_zh": "",
    "kind": "charge",
    "group-0": "all",
    "where-0": "product_id",
    "test-0": "is_one_of",
    "value-0": "POST\nDOT",
}


@pytest.fixture
def store(tmp_path, settings):
    settings.GUANXI_STORE = tmp_path / "store"
    return Store(settings.GUANXI_STORE)


@pytest.fixture
def held(store, tmp_path):
    """A store that holds three lines."""
    (tmp_path / "orders.csv").write_text(ORDERS)
    origin = from_places(str(tmp_path / "orders.csv"))
    run_import(store, origin, ImportSettings(), change_id="first", by="ann", at=timezone.now())
    return store


@pytest.fixture
def analyst(signed_in, store):
    return signed_in("analyst")


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def keys(client) -> list[str]:
    return [rule.key for rule in queries.rules_of(client.user).rules]


def step(client, do: str, key: str):
    answer = client.post("/data/rules/step/", {"do": do, "key": key})
    assert answer.status_code == 302, answer.content.decode()


def test_before_anybody_kept_rules_the_general_ones_are_shown_in_words(analyst):
    page = text_of(analyst.get("/data/rules/"))
    assert "Nobody has kept rules yet" in page
    assert "Order that was never paid" in page
    assert "Never paid: in no revenue" in page


def test_a_draft_is_moved_switched_emptied_and_taken_back_step_by_step(analyst, store):
    first, second = keys(analyst)[:2]
    step(analyst, "down", first)
    assert keys(analyst)[:2] == [second, first]
    step(analyst, "switch", second)
    assert queries.rules_of(analyst.user).rules[0].is_off
    step(analyst, "delete", second)
    assert second not in keys(analyst)
    for _each in range(3):
        analyst.post("/data/rules/undo/")
    assert keys(analyst)[:2] == [first, second]
    assert queries.rules_draft(analyst.user) is None
    assert not kept_rules(store), "a draft counts for nobody"


def test_the_list_comes_back_alone_where_the_page_asked_for_the_list(analyst):
    answer = analyst.post(
        "/data/rules/step/", {"do": "down", "key": keys(analyst)[0]}, headers={"HX-Request": "true"}
    )
    page = text_of(answer)
    assert page.startswith('<div id="im-rules">')
    assert "Asked later" in page


def test_a_rule_is_written_and_asked_first(analyst):
    answer = analyst.post("/data/rules/rule/", NEW)
    assert answer.status_code == 302
    rule = queries.rules_of(analyst.user).rules[0]
    assert (rule.key, rule.name_zh, rule.kind) == ("postage_2", "Postage", "charge")
    assert rule.all[0].is_one_of == ("POST", "DOT")


def test_a_rule_is_opened_as_it_is_and_changed(analyst):
    analyst.post("/data/rules/rule/", NEW)
    assert "POST\nDOT" in text_of(analyst.get("/data/rules/rule/?key=postage_2"))
    changed = NEW | {"group-1": "any", "where-1": "amount", "test-1": "below", "value-1": "1,000.5"}
    analyst.post("/data/rules/rule/?key=postage_2", changed)
    assert queries.rules_of(analyst.user).rules[0].any[0].below == 1000.5
    assert len(keys(analyst)) == len(shipped("general").rules) + 1


def test_a_condition_is_added_taken_out_and_asks_what_its_field_can_be_asked(analyst):
    looking = {**NEW, "do": "", "where-0": "amount"}
    page = text_of(analyst.post("/data/rules/rule/", looking, headers={"HX-Request": "true"}))
    assert 'value="below"' in page
    assert 'value="starts_with"' not in page
    page = text_of(analyst.post("/data/rules/rule/", {**NEW, "do": "add"}))
    assert 'name="where-1"' in page
    page = text_of(analyst.post("/data/rules/rule/", {**NEW, "do": "", "drop": "0"}))
    assert 'name="where-0"' not in page
    assert queries.rules_draft(analyst.user) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name_en": ""}, "A rule needs a name"),
        ({"value-0": " "}, "A condition on Product does not say"),
        ({"where-0": "amount", "test-0": "below", "value-0": "much"}, "much is no number"),
        ({"where-0": "column", "column-0": ""}, "A condition on a column of the file does not say"),
        ({"test-0": "matches", "value-0": "("}, "is no regular expression that guanxi can use"),
        ({"kind": "magic"}, "which is no kind of line"),
        ({"drop": "0"}, "has no condition"),
    ],
)
def test_what_cannot_be_a_rule_is_said_and_nothing_typed_is_lost(analyst, wrong, said):
    answer = analyst.post("/data/rules/rule/", NEW | wrong)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "Postage" in page or wrong == {"name_en": ""}
    assert queries.rules_draft(analyst.user) is None


def test_trying_says_what_would_change_and_writes_nothing(analyst, held):
    analyst.post("/data/rules/rule/", NEW)
    page = text_of(analyst.get("/data/rules/try/"))
    assert "Tried on all 3 lines held. 1 of them would become something else." in page
    assert "Postage or charge" in page
    assert "+1" in page, "one line more than the kept rules decide"
    assert "4 Jan 2025 · A2 · bob · POST · 5.00" in page
    assert len(queries.all_changes()) == 1


def test_kept_rules_have_versions_that_can_be_gone_back_to(analyst, store):
    analyst.post("/data/rules/rule/", NEW)
    analyst.post("/data/rules/keep/")
    assert read_rules(store).rules[0].key == "postage_2"
    assert queries.rules_draft(analyst.user) is None
    analyst.post("/data/rules/begin/", {"set": "tmall"})
    analyst.post("/data/rules/keep/")
    newest, oldest = kept_rules(store)
    assert (newest.by, newest.rules.key) == ("analyst", "tmall")
    page = text_of(analyst.get("/data/rules/"))
    assert "Go back to it" in page
    analyst.post("/data/rules/begin/", {"version": oldest.name})
    analyst.post("/data/rules/keep/")
    assert read_rules(store) == oldest.rules


def test_applying_is_one_change_with_its_report_and_the_same_again_changes_nothing(analyst, held):
    analyst.post("/data/rules/begin/", {"set": "online_retail"})
    analyst.post("/data/rules/keep/")
    changed = []
    for _each in range(2):
        answer = analyst.post("/data/rules/apply/")
        job = jobs.carry_out(ImportJob.objects.latest("pk"))
        assert job.state == State.DONE, (job.error_code, job.error_facts)
        assert answer.url == f"/data/imports/{job.pk}/"
        changed.append(text_of(analyst.get(f"/data/imports/{job.pk}/", follow=True)))
    assert "<strong>3</strong> lines are something else now" in changed[0]
    assert "Cancelled invoice (C...)" in changed[0]
    assert "UCI Online Retail" in changed[0]
    assert "It changed nothing: every line was that already." in changed[1]
    first = next(c for c in reversed(queries.all_changes()) if c.kind == "rules")
    analyst.post(f"/data/changes/{first.change_id}/undo/")
    assert queries.change(first.change_id).state == "undone"


def test_rules_whose_worker_was_lost_are_gone_on_with(analyst, held):
    analyst.post("/data/rules/apply/")
    job = ImportJob.objects.latest("pk")
    actions.note_progress(job, "read", 0.1)
    actions.give_up_lost_jobs(job.beat_at + actions.SILENCE * 2)
    assert "Go on with it" in text_of(analyst.get(f"/data/imports/{job.pk}/"))
    analyst.post(f"/data/rules/apply/{job.pk}/")
    job.refresh_from_db()
    assert jobs.carry_out(job).state == State.DONE


def test_without_purchases_applying_says_why_not(analyst):
    analyst.post("/data/rules/apply/")
    job = jobs.carry_out(ImportJob.objects.latest("pk"))
    assert job.state == State.FAILED
    assert "No purchases are held yet" in text_of(analyst.get(f"/data/imports/{job.pk}/"))


def test_rules_leave_as_a_file_and_come_back(analyst):
    told = analyst.get("/data/rules/rules.json")
    assert json.loads(told.content) == shipped("general").as_dict()
    assert "attachment" in told["Content-Disposition"]
    analyst.post("/data/rules/begin/", {"set": "tmall"})
    analyst.post("/data/rules/bring/", {"file": SimpleUploadedFile("r.json", told.content)})
    assert queries.rules_of(analyst.user) == shipped("general")


NUL = json.dumps(shipped("general").as_dict() | {"name_en": "a\x00b"}).encode()


@pytest.mark.parametrize("content", [b"{", b'{"key": 1}', b"\xff\xfe", b"[" * 100_000, NUL])
def test_a_file_that_holds_no_rules_is_refused_in_words(analyst, content):
    answer = analyst.post("/data/rules/bring/", {"file": SimpleUploadedFile("r.json", content)})
    assert answer.status_code == 422
    assert "The rules cannot be read" in answer.content.decode()


def test_rules_that_somebody_else_kept_meanwhile_are_not_replaced_unseen(analyst, signed_in, store):
    step(analyst, "down", keys(analyst)[0])
    other = signed_in("manager")
    other.post("/data/rules/begin/", {"set": "tmall"})
    other.post("/data/rules/keep/")
    assert "Since you began, other rules were kept" in text_of(analyst.get("/data/rules/"))


def test_who_may_not_change_rules_sees_no_way_to(signed_in, store):
    rep = signed_in("rep")
    assert rep.get("/data/rules/").status_code == 403
    for address in ("step", "begin", "undo", "drop", "rule", "keep", "apply", "bring"):
        assert rep.post(f"/data/rules/{address}/").status_code == 403
