"""Who was asked, who answered, and whom an answer speaks for."""

import pytest
from scipy import stats

from guanxi.knowledge.experience.response import responses
from guanxi.knowledge.experience.scores import scores
from guanxi.knowledge.experience.weighting import weighting
from guanxi.knowledge.refusals import OutOfRange
from tests.knowledge.experience.responses import AS_OF, answers, facts


def invited(cell, share, **states):
    """So many invitations of a cell in each state; who answered has a response."""
    return [
        {
            "invitation_id": f"{cell}-{state}-{n}",
            "invited_on": AS_OF,
            "survey_id": "s1",
            "sampling_cell": cell,
            "selection_share": share,
            "invitation_state": state,
            "response_id": f"{cell}-{n}" if state == "answered" else None,
            "responded_on": AS_OF if state == "answered" else None,
        }
        for state, times in states.items()
        for n in range(times)
    ]


@pytest.fixture
def weigh(engine):
    def weigh(*rows, **asked):
        table = engine.table(facts("invitations", [row for group in rows for row in group]))
        return weighting(table, **{"as_of": AS_OF, "engine": engine} | asked)

    return weigh


def codes(found):
    return [note.code for note in found.notes]


def test_a_cell_asked_less_and_answering_less_counts_as_many_as_it_has(weigh, engine):
    """Gold: 100 of 100 asked, 50 answer. Lead: 100 of 900 asked, 20 answer."""
    found = weigh(invited("gold", 1.0, answered=50, sent=50), invited("lead", 1 / 9, answered=20, expired=80))
    gold, lead = found.cells
    assert (gold.stands_for, lead.stands_for) == (100, pytest.approx(900))
    assert lead.weight / gold.weight == pytest.approx((900 / 20) / (100 / 50))
    assert 50 * gold.weight + 20 * lead.weight == pytest.approx(70)
    w = [gold.weight] * 50 + [lead.weight] * 20
    assert found.effective_n == pytest.approx(sum(w) ** 2 / sum(x * x for x in w))
    assert found.design_effect == pytest.approx(70 / found.effective_n)
    assert codes(found) == ["experience.heavy_weights"]
    table = {row["response_id"]: row["weight"] for row in engine.collect(found.table).to_pylist()}
    assert len(table) == 70 and table["lead-3"] == lead.weight


def test_the_weighted_mean_is_that_of_the_customers_and_known_less_well(weigh, engine):
    found = weigh(invited("gold", 1.0, answered=50, sent=50), invited("lead", 1 / 9, answered=20, expired=80))
    rows = [{"response_id": f"gold-{n}", "score": 9.0 + n % 2, "dimension": "price"} for n in range(50)]
    rows += [{"response_id": f"lead-{n}", "score": 4.0 + n % 2, "dimension": "price"} for n in range(20)]
    table, asked = engine.table(answers(*rows)), {"as_of": AS_OF, "engine": engine}
    (plain,), (weighted,) = scores(table, **asked).rows, scores(table, weights=found.table, **asked).rows
    assert plain.mean == pytest.approx((9.5 * 50 + 4.5 * 20) / 70)
    assert weighted.mean == pytest.approx(0.1 * 9.5 + 0.9 * 4.5)
    assert weighted.sums.effective_persons == pytest.approx(found.effective_n) and found.effective_n < 70


def test_known_customers_by_cell_take_the_place_of_the_estimate(weigh):
    found = weigh(
        invited("gold", 0.5, answered=10),
        invited("lead", 0.5, answered=10),
        population={"gold": 100, "lead": 300},
    )
    assert [cell.weight for cell in found.cells] == pytest.approx([0.5, 1.5])


def test_cells_that_are_alike_weigh_one(weigh):
    found = weigh(invited("a", 0.2, answered=8, sent=2), invited("b", 0.2, answered=16, sent=4))
    assert [cell.weight for cell in found.cells] == pytest.approx([1, 1])
    assert found.effective_n == pytest.approx(24) and codes(found) == []


def test_a_cell_in_which_nobody_answered_is_said_and_nobody_speaks_for_it(weigh):
    found = weigh(
        invited("a", 1.0, answered=9, sent=1), invited("b", 1.0, sent=30), invited("c", 1.0, answered=3)
    )
    assert found.cells[1].weight is None
    assert found.unheard == pytest.approx(30 / 43)
    assert codes(found) == ["experience.cells_unheard", "experience.cells_of_few"]


def test_what_is_not_known_of_the_drawing_is_said(weigh):
    anonymous = [row | {"response_id": None} for row in invited("a", None, answered=6, sent=6)]
    found = weigh(anonymous)
    assert codes(found) == ["experience.selection_unknown", "experience.answers_of_nobody"]
    assert weigh().n == 0 and weigh().effective_n == 0


@pytest.mark.parametrize("share", [0.0, -0.5, 1.5])
def test_a_share_that_is_none_is_refused(weigh, share):
    with pytest.raises(OutOfRange):
        weigh(invited("a", share, answered=5))


@pytest.fixture
def rates(engine):
    def rates(*rows, **asked):
        table = engine.table(facts("invitations", [row for group in rows for row in group]))
        return responses(table, **{"as_of": AS_OF, "engine": engine} | asked)

    return rates


def test_rates_are_of_those_who_were_reached_and_the_silent_come_first(rates):
    found = rates(
        invited("gold", 1.0, answered=30, sent=20, bounced=10, opted_out=2),
        invited("lead", 1.0, answered=10, expired=90),
    )
    lead, gold = found.rows
    assert (lead.key, lead.rate) == ({"sampling_cell": "lead"}, 0.1)
    assert (gold.invited, gold.reached, gold.waiting, gold.opted_out, gold.bounced) == (62, 52, 20, 2, 10)
    assert gold.rate == pytest.approx(30 / 52)
    wanted = stats.binomtest(30, 52).proportion_ci(method="wilson")
    assert gold.interval.low == pytest.approx(wanted.low)
    assert found.p_same == pytest.approx(
        stats.chi2_contingency([[30, 22], [10, 90]], correction=False).pvalue
    )
    assert codes(found) == ["experience.unlike_response"]


def test_few_invitations_have_an_exact_interval_and_no_comparison(rates):
    found = rates(invited("a", 1.0, answered=3, sent=9), invited("b", 1.0, answered=0, sent=4))
    assert [row.interval.method for row in found.rows] == ["clopper_pearson"] * 2
    assert found.p_same is None


def test_nobody_reached_and_nobody_invited_are_no_rate(rates):
    (row,) = rates(invited("a", 1.0, bounced=3)).rows
    assert (row.rate, row.interval) == (None, None)
    assert codes(rates()) == ["experience.nobody_invited"]


def test_an_answer_that_came_later_is_not_seen_yet(rates):
    from datetime import timedelta

    late = [row | {"responded_on": AS_OF + timedelta(days=1)} for row in invited("a", 1.0, answered=3)]
    (row,) = rates(late).rows
    assert (row.answered, row.waiting) == (0, 3)
