"""The model card: what was chosen and why, what its parameters mean, and whether it would have been right."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from guanxi.distribution.backtests import keep_backtest
from guanxi.sentences import LANGUAGES
from guanxi.web.forecast import actions, jobs
from guanxi.web.forecast.model_card import model_card
from guanxi.web.forecast.models import BacktestJob
from guanxi.web.insight.models import Snapshot
from guanxi.web.kit.actions import SYSTEM

pytestmark = pytest.mark.django_db

COIN = {"r": 1.0, "alpha": 4.0, "a": 1.0, "b": 4.0}
MODELS = [
    {"model": "bg-nbd", "unit": "week", "parameters": COIN},
    {"model": "mbg-cnbd-2", "unit": "week", "parameters": COIN, "regularity": 2},
    {"model": "pareto-nbd", "unit": "day", "parameters": {"r": 1.0, "alpha": 28.0, "s": 1.0, "beta": 50.0}},
]
SPEND = {"model": "gamma-gamma", "parameters": {"p": 4.0, "q": 3.0, "gamma": 20.0}}


def carded(model: dict, language: str = "en", **more):
    models = [each | {"customers": 100, "standard_errors": None} for each in (model, SPEND)]
    return model_card({"models": models, **more}, "EUR", language)


def test_parameters_are_said_in_words():
    coin, regular, pareto = (carded(each).parts[0].words for each in MODELS)
    assert coin[0] == "At the mean rate a customer buys every 28 days while they are one."
    assert coin[-1] == "After each repeat purchase about 1 in 5 stop."
    assert regular[0].startswith("At the mean rate a customer buys every 56 days")
    assert "k = 2" in regular[2] and "the first one included, about 1 in 5 stop" in regular[-1]
    assert pareto[0].startswith("At the mean rate a customer buys every 28 days")
    assert pareto[-1] == "Half of new customers have stopped after 50 days."
    spend = carded(MODELS[0]).parts[1].words
    assert spend == [
        "A purchase day of an average customer brings €40.00.",
        "What one customer spends on a day varies by 50% around their own mean.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["model"])
def test_every_model_says_what_it_stands_for_and_when_it_breaks(model, language):
    part = carded(model, language).parts[0]
    said = [*part.words, *part.breaks, part.known, *(each.meaning for each in part.parameters)]
    assert len(part.breaks) == 3 and len(part.parameters) == 4
    assert not [text for text in said if text.startswith("model_card") or "{" in text]


def effect(level: str, on: str, factor: float, low: float | None, high: float | None) -> dict:
    return {
        "covariate": "channel",
        "level": level,
        "on": on,
        "value": math.log(factor),
        "standard_error": None if low is None else 0.1,
        "customers": 60,
        "factor": factor,
        "factor_low": low,
        "factor_high": high,
    }


BY_CHANNEL = MODELS[0] | {
    "log_likelihood": -100.0,
    "covariates": {"channel": {"?": 20, "shop": 60, "web": 120}},  # a database keeps no order
    "effects": [
        effect("shop", "buying", 0.5, 0.4, 0.6),
        effect("?", "buying", 1.1, 0.8, 1.6),
        *(effect(level, on, 1.2, 1.0, 1.4) for on in ("a", "b") for level in ("shop", "?")),
        effect("shop", "stopping", 1.5, 1.2, 1.9),
        effect("?", "stopping", 1.0, None, None),
    ],
    "gain_over_no_covariates": 20.0,
    "p_value": 0.0001,
}


def test_kinds_say_how_much_faster_they_buy_and_leave():
    kinds = carded(BY_CHANNEL).parts[0].kinds
    assert kinds.base == "channel = web"
    assert [(row.level, row.customers) for row in kinds.rows] == [("web", 120), ("shop", 60), ("unknown", 20)]
    web, shop, unknown = kinds.rows
    assert web.buying is web.leaving is None
    assert (shop.buying.factor, shop.buying.range, shop.buying.words) == ("0.50", "0.40–0.60", "less often.")
    assert shop.leaving.words == "more likely after each purchase."
    assert unknown.buying.words == unknown.leaving.words == "no difference is shown."
    assert "they differ" in kinds.evidence
    by_chance = carded(BY_CHANNEL | {"p_value": 0.4}, "zh-hans").parts[0].kinds
    assert "看不出各组有差别" in by_chance.evidence and by_chance.rows[2].level == "未知"
    assert carded(MODELS[0]).parts[0].kinds is None


@pytest.mark.parametrize(
    ("language", "said"), [("en", "How kinds of customers differ"), ("zh-hans", "各类客户差在哪")]
)
def test_the_page_shows_kinds_where_the_model_tells_them_apart(forecast, signed_in, language, said):
    client = signed_in("manager")
    client.user.language = language
    client.user.save()
    assert said not in client.get("/forecast/model/").content.decode()
    shown = Snapshot.objects.get(pk=forecast)
    models = [BY_CHANNEL | {"customers": 200, "standard_errors": None}, shown.card["models"][1]]
    Snapshot.objects.filter(pk=forecast).update(card=shown.card | {"models": models})
    page = client.get("/forecast/model/").content.decode()
    assert said in page and "channel = shop" in page and "0.40–0.60" in page


def test_ranges_come_from_the_posterior_with_its_k_hat():
    drawn = {
        "method": "sampler",
        "k_hat": 0.91,
        "r_hat": 1.01,
        "intervals": {"r": [0.91, 1.12]},
        "draws": [[1.0, 4.0, 1.0, 4.0]] * 100,
    }
    part = carded(MODELS[0] | {"posterior": drawn}).parts[0]
    assert part.parameters[0].range == "0.91 – 1.12" and part.parameters[1].range == "—"
    assert "k-hat 0.91, above 0.7" in part.known and "1.01" in part.known
    assert "outside" not in part.known
    away = MODELS[0] | {"posterior": drawn | {"intervals": {"r": [0.91, 1.12], "a": [0.2, 0.7]}}}
    assert "The best fit of a lies outside its range" in carded(away).parts[0].known


def test_why_this_model_is_told_by_whoever_chose_it():
    verdict = {
        "forecasts": 4,
        "naive_en": "x",
        "naive_zh": "x",
        "on_en": "spend",
        "on_zh": "消费",
        "ratio": 80,
        "error": 1.0,
    }
    choice = {"code": "backtest.beats_naive", "facts": verdict | {"model": "BG/NBD"}}
    assert carded(MODELS[0], model_choice=choice).chosen.startswith("BG/NBD is chosen.")
    named = {"lifetime": {"model": "pareto-nbd"}}
    assert "the firm's settings name it" in carded(MODELS[2], settings=named).chosen
    assert "no back-test had chosen one" in carded(MODELS[0]).chosen


def test_without_a_back_test_the_page_says_so_and_offers_one_to_those_who_may(shown, signed_in):
    page = signed_in("analyst").get("/forecast/model/").content.decode()
    assert "No back-test has been made" in page and "Make a back-test" in page
    assert "BG/NBD" in page and "When it breaks" in page
    viewer = signed_in("viewer")
    assert "Make a back-test" not in viewer.get("/forecast/model/").content.decode()
    assert viewer.post("/forecast/model/backtest/").status_code == 403


def test_a_back_test_is_asked_for_watched_and_shown(shown, told, store, signed_in, monkeypatch):
    seen, note = [], actions.note_progress

    def back_test(_store, *, engine, progress):
        for origin, model in [(row["origin"], row["model"]) for row in told["fitted"]]:
            progress(date.fromisoformat(origin), model)
        keep_backtest(store, told)
        return told

    monkeypatch.setattr(jobs, "enqueue", lambda job: None)
    monkeypatch.setattr(jobs, "firm_backtest", back_test)
    monkeypatch.setattr(actions, "note_progress", lambda *a: (note(*a), seen.append((a[2], a[3]))))
    client = signed_in("analyst")
    for _ in range(2):  # sent twice, asked for once
        client.post("/forecast/model/backtest/", {"request_id": "one"})
    job = BacktestJob.objects.get()
    watched = client.get(f"/forecast/model/backtest/{job.pk}/")
    assert "waiting for the worker" in watched.content.decode() and "HX-Refresh" not in watched.headers
    jobs.run(job)
    assert [model for model, _ in seen] == ["", "bg-nbd", "pareto-nbd"]
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert client.get(f"/forecast/model/backtest/{job.pk}/").headers["HX-Refresh"] == "true"
    page = client.get("/forecast/model/")
    assert page.context["told"]["id"] == job.backtest_id == told["id"]
    assert {"BG/NBD", "The same as in the time just before"} <= {s.name for s in page.context["scores"]}
    assert escape(page.context["verdict"]) in page.content.decode()


def test_each_look_of_a_back_test_can_be_opened(back_tested, signed_in):
    client = signed_in("manager")
    for origin, days in client.get("/forecast/model/").context["looks"]:
        page = client.get(f"/forecast/model/?look={origin}.{days}&on=purchases")
        at = (origin.isoformat(), days)
        rows = [r for r in back_tested["scores"] if (r["origin"], r["horizon_days"]) == at]
        assert len(page.context["scores"]) == len(rows)
        happened = {score.happened for score in page.context["scores"]} - {None}
        assert happened == {r["purchases"]["happened"] for r in rows} - {None}
    assert client.get("/forecast/model/?look=nonsense&on=shoes").status_code == 200


def test_purchases_that_changed_since_make_a_back_test_old(back_tested, store, signed_in):
    client = signed_in("manager")
    assert not client.get("/forecast/model/").context["is_outdated"]
    keep_backtest(store, back_tested | {"facts": "others"})
    assert "changed since" in client.get("/forecast/model/").content.decode()


def test_a_second_back_test_waits_for_the_first(db, store):
    actions.start_backtest(SYSTEM)
    with pytest.raises(actions.BacktestUnderWay):
        actions.start_backtest(SYSTEM)
    lost = BacktestJob.objects.get()
    actions.note_progress(lost, None, "", 0.1)
    BacktestJob.objects.update(beat_at=timezone.now() - timedelta(minutes=6))
    assert actions.start_backtest(SYSTEM).pk != lost.pk
    lost.refresh_from_db()
    assert lost.error_code == "turns.worker_lost"


def test_a_back_test_that_stops_is_said_to_have_stopped(shown, signed_in, monkeypatch):
    monkeypatch.setattr(jobs, "firm_backtest", lambda *_a, **_k: 1 / 0)
    jobs.run(actions.start_backtest(SYSTEM))
    page = signed_in("manager").get("/forecast/model/").content.decode()
    assert "did not get through" in page and "nobody thought of" in page


def test_without_purchases_there_is_nothing_to_test_and_the_job_says_so(db, store):
    job = jobs.run(actions.start_backtest(SYSTEM))
    assert job.error_code == "backtest.no_purchases" and not job.is_unfinished


def test_a_back_test_that_cannot_be_read_is_said(back_tested, store, signed_in):
    for path in (store.root / "backtests").glob("*.json"):
        path.write_text("{")
    page = signed_in("manager").get("/forecast/model/")
    assert page.status_code == 200 and page.context["unreadable"] in page.content.decode()
