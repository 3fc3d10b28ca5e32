"""Rounds for programs: the figures of their pages, and who may read them."""

from __future__ import annotations

import pytest

from guanxi.web.experience.models import Decision, Requirement, Stage
from tests.web.experience.test_rounds import analyst, opened, store  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def test_the_convenience_store_comes_whole_with_the_worst_first(program, store):  # noqa: F811
    manager = program("manager")
    (listed,) = manager.get(f"{V1}/rounds").json()
    found = manager.get(f"{V1}/rounds/{listed['number']}").json()
    assert {name: found[name] for name in listed} == listed
    assert (found["name"], found["is_open"], found["of"], found["sources"]) == (
        "2026 Q4",
        True,
        "customers",
        ["customers"],
    )
    first, second = found["dimensions"][:2]
    assert (first["key"], first["key_experience"]["value"], first["gap"]["value"]) == ("convenience", -18, -5)
    assert (second["key"], second["satisfaction"]["value"]) == ("product", -1)
    by_key = {each["key"]: each for each in found["dimensions"]}
    assert by_key["service"]["satisfaction"] == {"value": None, "n": None, "low": None, "high": None}
    assert by_key["service"]["notes"] and by_key["convenience"]["ideal"] == 10
    chinese = manager.get(f"{V1}/rounds/{store.pk}", headers={"Accept-Language": "zh-hans"}).json()
    assert chinese["dimensions"][0]["name"] == "便利性"


def test_a_roll_out_comes_with_what_the_gate_says(program, store):  # noqa: F811
    wanted = Requirement.objects.create(
        round=store, position=1, text="Open at six", decision=Decision.ACCEPTED, measure="sales"
    )
    Requirement.objects.create(round=store, position=2, text="taken out", is_there=False)
    for n, (scale, result) in enumerate([(1, 100.0), (2, 200.0), (4, 380.0), (8, None)]):
        Stage.objects.create(
            requirement=wanted, position=n, name=f"{scale} shops", scale=scale, result=result
        )
    (found,) = program("manager").get(f"{V1}/rounds/{store.pk}").json()["requirements"]
    assert (found["text"], found["decision"], found["verdict"]) == ("Open at six", "accepted", "stop")
    assert [each["passes"] for each in found["stages"]] == [None, True, False, None]
    assert [each["result_ratio"] for each in found["stages"]] == [None, 2.0, 3.8, None]


def test_only_who_sees_rounds_reads_them(program, store):  # noqa: F811
    rep = program("rep")
    assert rep.get(f"{V1}/rounds").status_code == rep.get(f"{V1}/rounds/{store.pk}").status_code == 403
    manager = program("manager")
    assert manager.get(f"{V1}/rounds/{store.pk + 999}").status_code == 404
    assert manager.get(f"{V1}/rounds/{store.pk}?of=everybody").status_code == 422
    store.is_there = False
    store.save()
    assert manager.get(f"{V1}/rounds").json() == []
    assert manager.get(f"{V1}/rounds/{store.pk}").status_code == 404
