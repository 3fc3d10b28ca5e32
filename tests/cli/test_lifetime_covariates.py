"""`guanxi lifetime --covariate`: how groups differ, in words and figures; refusals that say what to do."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

from guanxi.knowledge.lifetime.bg_nbd import BgNbd

FIRST, AS_OF = date(2023, 1, 2), date(2024, 6, 30)


def orders(count: int = 1500) -> list[str]:
    """Half come by the shop, half by the web and buy twice as often; every tenth channel is not said."""
    rng = np.random.default_rng(11)
    lines = []
    for who in range(count):
        channel = ("shop", "web")[who % 2]
        rate = rng.gamma(0.9, (2.0 if channel == "web" else 1.0) / 40)
        coin, day = rng.beta(0.9, 3.0), int(rng.integers(0, 120))
        said = "" if who % 10 == 0 else channel
        while FIRST + timedelta(days=day) <= AS_OF:
            lines.append(f"C{who},{FIRST + timedelta(days=day)},{5 + who % 9},{said},{who % 3},{who},north")
            day += 1 + int(rng.exponential(1 / rate))
            if rng.random() < coin:
                break
    return lines


@pytest.fixture(scope="module")
def order_list(tmp_path_factory):
    path = tmp_path_factory.mktemp("covariates") / "orders.csv"
    path.write_text("\n".join(["customer,date,amount,channel,region,badge,country", *orders()]), "utf-8")
    return path


@pytest.fixture
def lifetime(guanxi, order_list):
    def run(*options):
        return guanxi("lifetime", order_list, "--customer", "customer", "--amount", "amount", *options)

    return run


@pytest.mark.parametrize("model", ["bg-nbd", "mbg-cnbd-k"])
def test_effects_come_with_interval_customers_and_sentence(lifetime, model):
    answer = lifetime("--covariate", "channel", "--model", model, "--as-of", AS_OF, "--json", "--lang", "en")
    found = json.loads(answer.said)
    assert next(iter(found["covariates"]["channel"])) in ("shop", "web")
    assert sum(found["covariates"]["channel"].values()) == found["customers"] == 1500
    buying = {effect["level"]: effect for effect in found["effects"] if effect["on"] == "buying"}
    base = next(iter(found["covariates"]["channel"]))
    other = buying["web" if base == "shop" else "shop"]
    truth = 2.0 if base == "shop" else 0.5
    assert other["factor_low"] < other["factor"] < other["factor_high"]
    # Three times the reach of a 90 % interval: five standard errors.
    assert abs(other["value"] - np.log(truth)) < 5 * other["standard_error"]
    assert str(other["customers"]) in other["sentence"] and "times as often" in other["sentence"]
    assert found["p_value"] < 0.001
    unknown = next(note for note in found["notes"] if note["code"] == "lifetime.covariate_unknown")
    assert unknown["facts"] == {"covariate": "channel", "customers": 150}


def test_every_group_has_its_parameters_and_its_forecast(lifetime):
    answer = lifetime("--covariate", "channel", "--as-of", AS_OF, "--history", "2,20,40", "--json")
    groups = {group["levels"]["channel"]: group for group in json.loads(answer.said)["groups"]}
    assert set(groups) == {"shop", "web", "?"}
    assert groups["web"]["parameters"]["alpha"] < groups["shop"]["parameters"]["alpha"]
    for group in groups.values():
        model = BgNbd(**group["parameters"])
        assert group["p_alive"] == pytest.approx(model.p_alive(2, 20, 40))
        assert group["expected_purchases"] == pytest.approx(model.expected_purchases(39, 2, 20, 40))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("What makes groups differ, against channel = ", "times as often", "they differ", "unknown ("),
        ),
        ("zh", ("不同群体差在哪", "购买频率", "各组确有差别", "未知")),
    ],
)
def test_the_terminal_says_it_in_words(lifetime, language, words):
    said = lifetime(
        "--covariate", "channel", "--as-of", AS_OF, "--history", "2,20,40", "--lang", language
    ).said
    assert [word for word in words if word not in said] == []


def test_a_column_that_means_nothing_shows_no_difference(lifetime):
    said = lifetime("--covariate", "region", "--as-of", AS_OF, "--lang", "en").said
    assert "these data show no difference between them" in said


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--covariate", "chanel"), 2, "no column called chanel to tell groups apart. There are: channel,"),
        (("--covariate", "country"), 2, "the same country (north)"),
        (("--covariate", "badge"), 2, "badge has 1500 different values"),
        (("--covariate", "channel", "--as-of", "2023-01-20"), 2, "Each needs 10"),
        (("--covariate", "channel", "--model", "gamma-gamma"), 2, "gamma-gamma takes no covariates"),
        (("--covariate", "channel", "--model", "sbg"), 2, "sbg takes no covariates"),
    ],
)
def test_what_cannot_be_a_covariate_is_refused_with_what_to_do(lifetime, options, code, said):
    answer = lifetime(*options, "--lang", "en")
    assert answer.code == code
    assert said in answer.complaint and "Traceback" not in answer.complaint


def test_a_customer_with_two_words_keeps_the_first_and_it_is_said(guanxi, tmp_path):
    lines = [
        line.replace(",shop,", f",{'kiosk' if i % 10 == 0 else 'shop'},") for i, line in enumerate(orders())
    ]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(["customer,date,amount,channel,region,badge,country", *lines]), "utf-8")
    answer = guanxi("lifetime", path, "--covariate", "channel", "--as-of", AS_OF, "--lang", "en")
    assert "customers stand with more than one channel" in answer.said + answer.complaint
