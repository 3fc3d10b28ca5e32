"""`guanxi lifetime`: published figures from the published file, and one sentence when there is no answer."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from guanxi.cli import main


@pytest.fixture(scope="module")
def cdnow_file() -> Path:
    found = find_spec("lifetimes")
    assert found, "the test data need the `lifetimes` package, installed without its dependencies"
    return Path(found.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt"


@pytest.fixture
def cdnow_csv(cdnow_file, tmp_path) -> Path:
    rows = [line.split() for line in cdnow_file.read_text().splitlines() if line.strip()]
    path = tmp_path / "cdnow.csv"
    path.write_text("customer,day,dollars\n" + "".join(f"{r[0]},{r[2]},{r[4]}\n" for r in rows))
    return path


def printed(capsys, *arguments) -> dict:
    assert main(["lifetime", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_cdnow_prints_model_parameters_log_likelihood_and_customers(capsys, cdnow_csv):
    named = ("--customer", "customer", "--date", "day", "--amount", "dollars")
    found = printed(capsys, cdnow_csv, *named, "--model", "bg-nbd", "--unit", "week", "--as-of", "1997-09-30")
    assert found["model"] == "bg-nbd"
    assert found["parameters"] == pytest.approx(
        {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, abs=0.0005
    )
    assert found["log_likelihood"] == pytest.approx(-9582.4, abs=0.05)
    assert found["customers"] == 2357
    assert found["spend"]["parameters"] == pytest.approx({"p": 6.25, "q": 3.74, "gamma": 15.44}, abs=0.005)


def test_the_published_file_is_read_as_it_is_without_a_header(capsys, cdnow_file):
    found = printed(
        capsys, cdnow_file, "--customer", "column 2", "--as-of", "1997-09-30", "--history", "2,30.43,38.86"
    )
    assert found["customers"] == 2357
    assert found["forecast"]["expected_purchases"] == pytest.approx(1.226, abs=0.0005)


def test_mbg_nbd_prints_the_published_parameters_and_a_forecast(capsys, cdnow_csv):
    asked = ("--as-of", "1997-09-30", "--model", "mbg-nbd", "--history", "2,30.43,38.86")
    found = printed(capsys, cdnow_csv, "--amount", "dollars", *asked)
    assert (found["model"], found["regularity"], found["customers"]) == ("mbg-nbd", 1, 2357)
    printed_there = {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}
    assert found["parameters"] == pytest.approx(printed_there, abs=0.0005)
    assert 0 < found["forecast"]["p_alive"] < 1


def test_pareto_nbd_prints_the_published_parameters_and_a_forecast(capsys, cdnow_csv):
    asked = ("--as-of", "1997-09-30", "--model", "pareto-nbd", "--history", "2,30.43,38.86")
    found = printed(capsys, cdnow_csv, "--amount", "dollars", *asked)
    printed_there = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}
    assert found["parameters"] == pytest.approx(printed_there, abs=0.0005)
    assert found["log_likelihood"] == pytest.approx(-9595.0, abs=0.05)
    assert 0 < found["forecast"]["p_alive"] < 1


@pytest.mark.parametrize("coin", ["mbg", "bg"])
def test_the_regularity_asked_for_as_k_is_chosen_and_said(capsys, cdnow_csv, coin):
    named = (cdnow_csv, "--amount", "dollars", "--as-of", "1997-09-30", "--model")
    chosen = printed(capsys, *named, f"{coin}-cnbd-k")
    # CDNOW's customers buy at random: no regularity above 1 makes their gaps more likely.
    assert chosen["regularity"] == 1
    assert chosen["model"] == f"{coin}-nbd"
    assert printed(capsys, *named, f"{coin}-cnbd-2")["regularity"] == 2


@pytest.mark.parametrize("model", ["bg-nbd", "mbg-cnbd-2"])
def test_parameters_and_forecasts_come_with_their_ranges(capsys, cdnow_csv, model):
    named = (cdnow_csv, "--amount", "dollars", "--as-of", "1997-09-30", "--model", model)
    found = printed(capsys, *named, "--history", "2,30.43,38.86")
    for name, (low, high) in found["posterior"]["intervals"].items():
        assert low < found["parameters"][name] < high
    assert found["posterior"]["k_hat"] < 0.7 and found["posterior"]["level"] == 0.9
    for name in ("p_alive", "expected_purchases"):
        low, value, high = (found["forecast"][name + end] for end in ("_low", "", "_high"))
        assert low < value < high
    chances = found["forecast"]["chances"]
    assert sum(chances) == pytest.approx(1) and chances[0] > 1 - found["forecast"]["p_alive"]


def test_the_spend_model_can_be_asked_for_alone(capsys, cdnow_csv):
    found = printed(
        capsys, cdnow_csv, "--amount", "dollars", "--model", "gamma-gamma", "--as-of", "1997-09-30"
    )
    assert (found["model"], found["customers"], found["counted"]) == ("gamma-gamma", 946, "repeats")


def test_too_little_data_is_one_sentence_and_no_traceback(capsys, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("customer,date,amount\nA,2024-01-01,5\nB,2024-01-02,6\n")
    assert main(["lifetime", str(path), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "None of the 2 customers bought on a second day" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--model", "weibull", "bg-nbd, mbg-nbd, pareto-nbd"),
        ("--unit", "month", "day, week"),
        ("--history", "2,50,30", "repeats,last,age"),
        ("--spend", "some", "repeats, all"),
    ],
)
def test_a_wrong_choice_is_answered_with_the_right_ones(capsys, cdnow_file, option, value, said):
    assert main(["lifetime", str(cdnow_file), option, value, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
