"""The API says what the pages say, to those who may see it, in the caller's language."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from guanxi.facts.words import words
from guanxi.web.api.api import api
from guanxi.web.experience.models import Round
from guanxi.web.followups import actions
from guanxi.web.followups.models import Call
from guanxi.web.identity.models import Pair
from guanxi.web.insight.columns import MEASURES
from guanxi.web.planning import ltv_sheet
from guanxi.web.planning.ltv_reading import typed_strategies, understood
from guanxi.web.planning.models import Plan

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
LINE = {"order_id": "w1", "customer_id": "K-2", "purchased_on": "2024-06-28", "amount": 1.0}


def documented() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema()["paths"]
    return sorted((method, path) for path, found in paths.items() for method in found)


@pytest.fixture
def addresses(person, follow_up, late_customer, settings, tmp_path):
    """Every documented address with the keys of another rep's customer filled in."""
    settings.GUANXI_STORE = tmp_path / "store"
    other = person("rep", "another")
    task = follow_up("K-2", owner=other)
    pair = Pair.objects.create(left_id="K-2", right_id="K-3", probability=0.99, weight=9.0)
    keys = {
        "pair": pair.pk,
        "plan": a_plan().pk,
        "round_number": a_round().pk,
        "customer_id": "K-2",
        "number": task.pk,
        "name": "p_alive",
        "snapshot_id": "2024-06-28-test",
        "table": "purchases",
    }

    def fill(path: str) -> str:
        for name, value in keys.items():
            path = path.replace(f"{{{name}}}", str(value))
        assert "{" not in path, path
        return path

    return [(method, path, fill(path)) for method, path in documented()]


def a_plan() -> Plan:
    """A saved LTV table."""
    now = timezone.now()
    sheet = ltv_sheet.example()
    typed = ltv_sheet.document(sheet, typed_strategies(sheet, understood(sheet)))
    return Plan.objects.create(kind="ltv", name="Plan", document=typed, made_at=now, changed_at=now)


def a_round() -> Round:
    day = date(2026, 10, 1)
    return Round.objects.create(name="2026 Q4", starts_on=day, ends_on=day, opened_at=timezone.now())


def ask(client: Client, method: str, address: str):
    if method == "get":
        return client.get(address)
    body = {"rows": [LINE]} if "/facts/" in address else {"reached": True, "state": "rejected"}
    return client.post(address, json.dumps(body), content_type="application/json")


def test_every_documented_address_answers_a_manager(program, addresses):
    manager = program("manager")
    status = {
        (method, path): ask(manager, method, address).status_code for method, path, address in addresses
    }
    made = {"/api/v1/facts/{table}": 202, "/api/v1/identity/pairs/{pair}/decision": 200}
    assert status == {
        (method, path): made.get(path, 201) if method == "post" else 200 for method, path, _ in addresses
    }
    assert len(status) >= 12


def test_no_address_answers_without_a_token(addresses):
    for method, path, address in addresses:
        response = ask(Client(), method, address)
        assert response.status_code == 401, path
        assert response.json()["code"] == "api.not_signed_in"


@pytest.mark.parametrize("token", ["", "gx_wrong", "gx_" + "x" * 43])
def test_a_token_that_opens_nothing_is_refused(today, token):
    client = Client(headers={"Authorization": f"Bearer {token}"})
    assert client.get(f"{V1}/customers").status_code == 401


def test_a_reps_token_sees_own_and_pool_on_every_address(program, addresses, follow_up):
    rep = program("rep")
    follow_up("K-1", owner=rep.user)
    follow_up("K-3")
    for method, path, address in addresses:
        response = ask(rep, method, address)
        assert b"K-2" not in response.content or response.status_code == 404, path
    for path in ("customers", "warnings", "follow-ups"):
        items = rep.get(f"{V1}/{path}").json()["items"]
        assert {item["customer_id"] for item in items} == {"K-1", "K-3"}, path
    assert not Call.objects.exists()


def test_the_firms_totals_are_not_for_reps(program, today):
    response = program("rep").get(f"{V1}/snapshots/2024-06-28-test")
    assert (response.status_code, response.json()["code"]) == (403, "guanxi.not_allowed")


def test_a_customer_comes_with_every_measure(program, late_customer):
    late_customer("K-1")
    (item,) = program("manager").get(f"{V1}/customers").json()["items"]
    assert set(MEASURES) <= set(item)
    assert (item["days_overdue"], item["lifetime_value_low"]) == (26, 2_000.0)
    assert item["p_alive"] is None


def test_the_list_takes_the_filters_and_sorts_of_the_page(program, late_customer):
    for n, money in enumerate((50.0, 900.0, 400.0)):
        late_customer(f"K-{n}", value_at_risk=money)
    address = f"{V1}/customers?value_at_risk.min=100&sort=value_at_risk"
    found = program("manager").get(address).json()
    assert [item["customer_id"] for item in found["items"]] == ["K-2", "K-1"]
    assert (found["rows"], found["more"], found["next"]) == (2, False, None)


def test_the_pages_of_a_list_follow_each_other_without_gap_or_repeat(program, late_customer):
    for n in range(120):
        late_customer(f"K-{n:03}", value_at_risk=float(n // 3))
    manager, seen, at = program("manager"), [], ""
    while at is not None:
        found = manager.get(f"{V1}/warnings", {"at": at} if at else {}).json()
        seen += [item["customer_id"] for item in found["items"]]
        at = found["next"]
    assert len(seen) == len(set(seen)) == 120
    assert seen[0] in {"K-117", "K-118", "K-119"}


def test_follow_ups_are_paged_and_narrowed(program, follow_up, monkeypatch):
    monkeypatch.setattr("guanxi.web.api.api.FOLLOW_UPS_A_PAGE", 2)
    for n in range(3):
        follow_up(f"K-{n}")
    manager = program("manager")
    first = manager.get(f"{V1}/follow-ups").json()
    second = manager.get(f"{V1}/follow-ups", {"after": first["next"]}).json()
    assert [len(first["items"]), len(second["items"]), second["next"]] == [2, 1, None]
    assert len(manager.get(f"{V1}/follow-ups?customer_id=K-1").json()["items"]) == 1
    assert manager.get(f"{V1}/follow-ups?state=closed").json()["items"] == []


def test_a_filter_that_cannot_be_read_is_refused_by_name(program, today):
    response = program("manager").get(f"{V1}/customers?value_at_risk.min=much")
    assert response.status_code == 422
    assert response.json()["code"] == "api.unreadable_filter"
    assert "value_at_risk" in response.json()["message"]


CALL = {"reached": True, "cause": "price", "proposal": "visit", "next_on": "2024-07-05"}


def log(client: Client, task, body: dict, key: str | None = None):
    headers = {"Idempotency-Key": key} if key else {}
    address = f"{V1}/follow-ups/{task.pk}/calls"
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def test_a_call_sent_twice_with_one_key_is_logged_once(program, follow_up):
    rep = program("rep")
    task = follow_up("K-1", owner=rep.user)
    first, second = (log(rep, task, CALL, "key-1") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Call.objects.get().cause.key == "price"
    found = rep.get(f"{V1}/follow-ups/{task.pk}").json()
    assert (found["state"], found["due_on"]) == ("waiting", "2024-07-05")
    assert [call["proposal"] for call in found["calls"]] == ["visit"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cause": "weather"}, "followups.unknown_cause"),
        ({"next_on": "2024-06-28"}, "followups.next_in_past"),
        ({"next_on": "soon"}, "api.invalid"),
        ({"reached": None}, "api.invalid"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused_with_a_code(program, follow_up, change, code):
    manager = program("manager")
    response = log(manager, follow_up("K-1"), CALL | change)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert not Call.objects.exists()


def test_a_closed_follow_up_is_a_conflict(program, follow_up):
    manager = program("manager")
    task = follow_up("K-1")
    actions.close(manager.user, task)
    assert log(manager, task, CALL).status_code == 409


def test_an_analysts_token_reads_and_does_not_write(program, follow_up):
    analyst, task = program("analyst"), follow_up("K-1")
    assert analyst.get(f"{V1}/customers").status_code == 200
    assert log(analyst, task, CALL).status_code == 403


def test_a_browsers_session_may_read_but_writes_only_with_the_pages_token(person, follow_up):
    manager, task = person("manager"), follow_up("K-1")
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"{V1}/customers").status_code == 200
    response = log(client, task, CALL)
    assert (response.status_code, response.json()["code"]) == (403, "api.csrf")


@pytest.mark.parametrize(("language", "said"), [("en", "There is no"), ("zh-hans", "没有名为")])
def test_a_refusal_speaks_the_callers_language(program, today, language, said):
    response = program("manager").get(f"{V1}/customers/nobody", headers={"Accept-Language": language})
    assert response.status_code == 404
    assert said in response.json()["message"]
    assert response.json()["facts"] == {"what": "customer", "name": "nobody"}


def test_a_person_who_asks_too_often_is_told_to_wait(program, today, monkeypatch):
    (throttle,) = api.throttle
    monkeypatch.setattr(throttle, "num_requests", 2)
    manager = program("manager")
    assert [manager.get(f"{V1}/words/tier").status_code for _ in range(3)] == [200, 200, 429]
    assert program("analyst").get(f"{V1}/words/tier").status_code == 200


def test_the_words_are_the_registry(program, today):
    found = program("rep").get(f"{V1}/words").json()
    assert [word["name"] for word in found] == list(words())


def test_every_measure_is_documented_from_its_word():
    fields = api.get_openapi_schema()["components"]["schemas"]["Measured"]["properties"]
    for name in MEASURES:
        assert words()[name].meaning_en in fields[name]["description"]


@pytest.mark.parametrize("rows", [1, 40])
def test_a_list_costs_the_same_few_queries_for_any_number_of_rows(
    program, late_customer, rows, django_assert_max_num_queries
):
    manager = program("manager")
    for n in range(rows):
        late_customer(f"K-{n}", owner=manager.user)
    manager.get(f"{V1}/words/tier")  # the day's use of the token is noted once
    with django_assert_max_num_queries(15):
        manager.get(f"{V1}/customers")


# --- the documentation ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "question"), [("en", "What can a program ask?"), ("zh-hans", "程序可以怎么调用？")]
)
def test_the_documentation_shows_every_address_in_both_languages(signed_in, language, question):
    client = signed_in("rep")
    type(client.user).objects.update(language=language)
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert question in page
    for _method, path in documented():
        assert f"<code>{path}</code>" in page
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", page) == [], "all is served from here"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_the_documentation_asks_a_stranger_to_sign_in(db):
    assert Client().get("/api/docs/")["Location"].startswith("/account/login/")


def test_the_openapi_file_is_what_is_documented(program, today):
    served = program("rep").get("/api/v1/openapi.json").json()
    assert set(served["paths"]) == {path for _method, path in documented()}
