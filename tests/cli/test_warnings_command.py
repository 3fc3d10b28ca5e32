"""`guanxi warnings`: a table of the rules and a verdict, or one sentence that says what is missing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from guanxi.distribution.warnings_kept import FOLDER
from guanxi.facts.store import Store
from guanxi.sources import firm


@pytest.fixture(scope="module")
def orders(tmp_path_factory) -> Path:
    """150 customers who buy about monthly for two years; a third leave on some day."""
    chance, rows = np.random.default_rng(4), []
    for n in range(150):
        at, leaves = chance.uniform(0, 30), chance.uniform(250, 700) if n % 3 == 0 else 730
        while at < leaves:
            rows.append(f"C{n},{date(2023, 1, 1) + timedelta(days=int(at))},10\n")
            at += 1 + chance.gamma(4.0, 7.0)
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    path.write_text("customer,day,paid\n" + "".join(rows))
    return path


def test_the_table_has_every_rule_and_the_verdict_says_why(guanxi, orders):
    answer = guanxi("warnings", orders, "--date", "day", "--amount", "paid")
    assert answer.code == 0
    for rule in ("Classic rule (365 / n)", "Each customer's own rhythm", "Probability still a customer"):
        assert rule in answer.said
    assert answer.said.count(" *") == 1
    assert "were right" in answer.said
    assert "customer was taken as the customer" in answer.said


def test_the_same_as_json_and_in_chinese(guanxi, orders):
    found = json.loads(guanxi("warnings", orders, "--a-week", "1", "--json").said)
    assert [rule["rule"] for rule in found["rules"]] == ["classic", "own_rhythm", "p_alive"]
    assert found["settings"]["a_week"] == 1
    assert found["said"][0]
    said = guanxi("warnings", orders, "--a-week", "1", "--lang", "zh-hans").said
    assert "经典规则" in said and "提前天数" in said


def test_on_the_firms_store_it_is_kept_and_other_numbers_are_only_tried(guanxi, tmp_path):
    Store(tmp_path).append("purchases", firm.simulate(companies=60).purchases)
    assert guanxi("warnings", "--store", tmp_path, "--cycles", "0.5").code == 0
    assert not (tmp_path / FOLDER).exists()
    assert guanxi("warnings", "--store", tmp_path, "--as-of", "2025-12-31").code == 0
    assert (tmp_path / FOLDER / "2025-12-31.json").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--a-week", "-1"), "--a-week cannot be -1.0"),
        (("--store", "nowhere"), "There is no store at nowhere"),
        (("--as-of", "soon"), "--as-of"),
    ],
)
def test_what_cannot_be_is_one_sentence(guanxi, orders, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    file = () if "--store" in arguments else (orders,)
    answer = guanxi("warnings", *file, *arguments)
    assert answer.code == 2
    assert said in answer.complaint
    assert len(answer.complaint.strip().splitlines()) == 1


def test_a_short_list_is_told_how_long_it_must_be(guanxi, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("customer,date,amount\nA,2024-01-01,5\nA,2024-03-02,6\n")
    answer = guanxi("warnings", path)
    assert answer.code == 2
    assert "at least 211" in answer.complaint
