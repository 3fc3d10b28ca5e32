"""A survey read as a whole: planted drivers are found, and what was not asked is said part by part."""

from datetime import date

import ibis
import pytest

from guanxi.knowledge.experience.study import PARTS, NoAnswers, NoneInPeriod, study
from guanxi.sources import firm
from guanxi.sources.questionnaires.shipped import template
from guanxi.sources.questionnaires.wide import read_wide
from tests.knowledge.experience.responses import answers
from tests.knowledge.experience.shared_data import MOBI, needs_mobi

ONE_TO_FIVE = {"scale_low": 1.0, "scale_high": 5.0}


@pytest.fixture(scope="module")
def trader(engine):
    made = firm.simulate()
    return study(
        engine.table(made.answers),
        as_of=firm.LAST_DAY,
        engine=engine,
        purchases=engine.table(made.purchases),
        resamples=200,
    )


def test_every_part_is_found_or_refused(trader):
    assert {*trader.found, *trader.refused} == set(PARTS)
    assert {each.code for each in trader.refused.values()} == {"study.not_asked"}
    assert set(trader.refused) == {"kano", "delivered", "relative"}


def test_the_planted_drivers_come_in_their_order_and_price_is_found_to_be_basic(trader):
    assert [each.name for each in trader.found["drivers"].drivers][:2] == ["service", "product"]
    price = trader.found["drivers"]["price"]
    assert price.stated_rank == 1 and price.disagrees == "less"
    kinds = {each.name: each.kind for each in trader.found["penalty_reward"].dimensions}
    assert kinds == {
        "price": "basic",
        "product": "performance",
        "service": "performance",
        "convenience": "performance",
    }


def test_importance_and_satisfaction_are_means_of_these_answers(trader):
    rows = firm.simulate().answers.select(["question_kind", "dimension", "score"]).to_pylist()

    def mean(kind, dimension):
        found = [
            row["score"] for row in rows if (row["question_kind"], row["dimension"]) == (kind, dimension)
        ]
        return sum(found) / len(found)

    steps = {each.dimension: each for each in trader.found["matrix"]}
    assert set(steps) == {"price", "product", "service", "convenience"}
    for dimension, step in steps.items():
        satisfied = mean("experience", dimension) - mean("expectation", dimension)
        assert step.satisfaction == pytest.approx(satisfied, abs=1e-6)
        assert step.importance == pytest.approx(mean("importance", dimension))
        assert step.satisfaction_low < satisfied < step.satisfaction_high


def test_the_tree_adds_up_to_what_all_drivers_explain(trader):
    tree, drivers = trader.found["tree"], trader.found["drivers"]
    at = {each.key: each for each in tree.branches}
    assert at["outcome"].importance == pytest.approx(drivers.r_squared)
    assert at["outcome"].low == pytest.approx(drivers.r_squared_low)
    assert at["service"].importance == at["service > delivery"].importance == drivers["service"].importance
    assert (at["price"].stated, at["price > quotation"].stated) == (drivers["price"].stated, None)


def test_the_curves_are_of_what_is_meant_and_of_what_was_done(trader):
    (meant,), (done,) = trader.found["intention"], trader.found["behaviour"]
    assert (meant.of, done.of) == ("mean", "share")
    assert meant.n == trader.responses
    first = firm.simulate().answers.filter(firm.simulate().answers["survey_version"].to_numpy() == 1)
    assert done.n == len(set(first["response_id"].to_pylist())), "of the second round it is too early to say"


def test_a_period_studies_its_answers_alone_and_still_sees_who_bought_later(engine):
    made = firm.simulate()
    first = date(2025, 3, 10), date(2025, 6, 30)
    whole = engine.table(made.answers)
    common = {"as_of": firm.LAST_DAY, "engine": engine, "purchases": engine.table(made.purchases)}
    within = study(whole, since=first[0], until=first[1], resamples=0, **common)
    alone = study(whole.filter(whole.survey_version == 1), resamples=0, **common)
    assert within.period == first and alone.period == (None, None)
    told, same = within.as_dict(), alone.as_dict()
    assert {**told, "period": None} == {**same, "period": None}
    assert within.found["behaviour"][0].n == within.responses
    assert study(whole, since=date(2025, 9, 1), resamples=0, **common).refused["behaviour"].code == (
        "study.too_early"
    )
    with pytest.raises(NoneInPeriod) as refusal:
        study(whole, until=date(2024, 1, 1), survey="synthetic-yearly", **common)
    assert refusal.value.facts == {"survey": "synthetic-yearly", "since": "…", "until": "2024-01-01"}
    with pytest.raises(NoAnswers) as refusal:
        study(whole, until=date(2024, 1, 1), survey="another", **common)
    assert refusal.value.code == "study.no_answers"


def test_groups_have_curves_of_their_own(engine):
    rows = [
        {"customer_id": f"c{n}", "response_id": f"r{n}", "question_kind": kind, "score": float(n % 11)}
        for n in range(60)
        for kind in ("satisfaction", "intention")
    ]
    of = ibis.memtable({"customer_id": [f"c{n}" for n in range(60)], "group": ["gold", "lead"] * 30})
    found = study(
        engine.table(answers(*rows)), as_of=date(2024, 12, 31), engine=engine, groups=of, resamples=0
    )
    assert [curve.group for curve in found.found["intention"]] == ["", "gold", "lead"]
    assert found.refused["drivers"].facts["kinds_en"] == "experience"
    assert found.refused["behaviour"].code == "study.no_purchases"


def test_delivered_value_is_ours_against_the_competitors(engine):
    rows = []
    for n in range(12):
        common = {"response_id": f"r{n}", "customer_id": f"c{n}"}
        for subject, worth in ((None, 8.0), ("rival", 6.0)):
            rows.append(
                common
                | {"question_kind": "value", "dimension": "product", "score": worth, "subject": subject}
            )
            rows.append(
                common | {"question_kind": "cost", "dimension": "time", "score": 3.0, "subject": subject}
            )
        rows.append(common | {"question_kind": "value_weight", "dimension": "product", "score": 5.0})
    found = study(engine.table(answers(*rows)), as_of=date(2024, 12, 31), engine=engine)
    assert found.found["delivered"].delivered == pytest.approx(5 * 8 - 3)
    assert found.found["relative"].lead == pytest.approx(5 * (8 - 6))


def test_pairs_of_kano_are_read_by_attribute(engine):
    rows = [
        {"response_id": f"r{n}", "question_kind": kind, "dimension": "returns", "score": score} | ONE_TO_FIVE
        for n in range(20)
        for kind, score in (("kano_with", 2.0), ("kano_without", 5.0))
    ]
    (found,) = study(engine.table(answers(*rows)), as_of=date(2024, 12, 31), engine=engine).found["kano"]
    assert (found.name, found.category, found.n) == ("returns", "must_be", 20)


def test_a_survey_that_nobody_answered_is_refused(engine):
    with pytest.raises(NoAnswers):
        study(engine.table(answers()), as_of=date(2024, 12, 31), engine=engine, survey="empty")


@needs_mobi
def test_the_european_index_is_studied_as_it_was_imported(engine):
    read = read_wide(MOBI, template("ecsi"), survey_id="mobi", answered_on=date(2005, 1, 1))
    found = study(engine.table(read.answers), as_of=date(2005, 1, 1), engine=engine, resamples=200)
    assert found.responses == 250 and found.outcome == "satisfaction"
    assert {"drivers", "intention", "penalty_reward"} <= set(found.found)
    assert found.refused["behaviour"].code == "study.no_purchases"
