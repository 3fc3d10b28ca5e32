"""Scores in equal parts, nested and independent, and the names of the cells."""

from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanxi.knowledge.history import history
from guanxi.knowledge.refusals import (
    CellsNamedTwice,
    CellsUnknown,
    CellsWithoutName,
    NothingToShare,
    OutOfRange,
    TooFewParts,
)
from guanxi.knowledge.rfm import cells, empty_parts, nested_rfm, rfm, top_share
from guanxi.knowledge.rfm_cells import CLASSES, CellMap, rfm_class, segment
from tests.knowledge.tables import grocer_lines
from tests.tries import tries

DAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def scores(rows, table, name):
    found = rows(table)
    return [found[f"c{i}"][name] for i in range(1, len(found) + 1)]


def test_ten_customers_fall_into_five_fifths_best_highest(measures, engine, rows):
    table = measures(days_since_last=DAYS, purchase_days=DAYS, spend=[float(d) for d in DAYS])
    scored = rfm(table, engine=engine).table
    assert scores(rows, scored, "r_score") == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert scores(rows, scored, "f_score") == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert scores(rows, scored, "m_score") == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_equal_values_score_equally_and_the_empty_parts_are_named(measures, engine, rows):
    table = measures(days_since_last=DAYS, purchase_days=[1] * 7 + [2, 3, 4], spend=[1.5] * 10)
    scored = rfm(table, engine=engine).table
    assert scores(rows, scored, "f_score") == [1] * 7 + [4, 5, 5]
    assert scores(rows, scored, "m_score") == [1] * 10
    assert empty_parts(cells(scored, engine=engine), n=5) == {"f_score": [2, 3], "m_score": [2, 3, 4, 5]}


def test_a_score_can_be_audited_from_its_cut_points(measures, engine):
    table = measures(days_since_last=DAYS, purchase_days=DAYS, spend=[d / 10 for d in DAYS])
    recency, _, money = rfm(table, engine=engine).cuts
    assert recency.as_dict()["cuts"] == [9, 7, 5, 3]
    assert money.as_dict()["cuts"] == [0.2, 0.4, 0.6, 0.8]


@pytest.mark.parametrize("n", [2, 3, 10])
def test_any_number_of_parts_and_any_measure(measures, engine, rows, n):
    posts = list(range(1, 31))
    table = measures(days_since_last=posts, posts=posts, profit=[float(p - 15) for p in posts])
    scored = rfm(table, engine=engine, n=n, frequency="posts", money="profit").table
    expected = [1 + i * n // 30 for i in range(30)]
    assert scores(rows, scored, "f_score") == expected
    assert scores(rows, scored, "m_score") == expected
    assert scores(rows, scored, "r_score") == expected[::-1]


def test_an_unknown_measure_has_no_score_and_no_name(measures, engine, rows):
    table = measures(days_since_last=DAYS, purchase_days=DAYS, spend=[None, *map(float, DAYS[1:])])
    for score in (rfm, nested_rfm):
        named = segment(score(table, engine=engine).table, CellMap.customary(), engine=engine)
        found = rows(named)["c1"]
        assert found["m_score"] is None and found["rfm_segment"] is None


def test_nested_scores_are_quintiles_within_quintiles(engine, rows):
    """Hughes: 125 cells of one size, where no two customers are alike."""
    rng = np.random.default_rng(3)
    n = 1250
    table = pa.table(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "days_since_last": rng.permutation(n),
            "purchase_days": rng.permutation(n),
            "spend": rng.permutation(n) + 0.25,
        }
    )
    found = engine.collect(nested_rfm(engine.table(table), engine=engine).table).to_pandas()
    cells = found.groupby(["r_score", "f_score", "m_score"])
    assert set(cells.size()) == {10} and len(cells) == 125
    # Independently: rank within the group, cut in fifths.
    found["r"] = fifth(-found.days_since_last)
    found["f"] = found.groupby("r").purchase_days.transform(fifth)
    found["m"] = found.groupby(["r", "f"]).spend.transform(fifth)
    assert (found[["r", "f", "m"]].to_numpy() == found[["r_score", "f_score", "m_score"]].to_numpy()).all()


def fifth(values: pd.Series) -> pd.Series:
    return ((values.rank(method="first") - 1) * 5 // len(values)).astype(int) + 1


def test_the_grocers_scores_agree_with_pandas(engine):
    as_of = pd.Timestamp("2017-12-31").date()
    table = history(engine.table(grocer_lines()), as_of=as_of, engine=engine).table
    found = engine.collect(rfm(table, engine=engine).table).to_pandas()
    for score, values in (
        ("r_score", -found.days_since_last),
        ("f_score", found.purchase_days),
        ("m_score", found.spend),
    ):
        ordered = np.sort(values)
        cuts = [ordered[-(-i * len(ordered) // 5) - 1] for i in range(1, 5)]
        assert (found[score] == 1 + sum((values > cut).astype(int) for cut in cuts)).all()


@given(st.integers(2, 7))
def test_every_cell_has_exactly_one_name(n):
    names = CellMap.customary(n).names
    assert set(names) == set(product(range(1, n + 1), repeat=3))


def test_the_customary_names_are_the_words_of_the_segment():
    from guanxi.facts.words import word

    assert set(CellMap.customary().names.values()) == set(word("rfm_segment").values)
    assert CellMap.customary().names[5, 5, 1] == "champions"
    assert CellMap.customary().names[1, 1, 5] == "lost"


def test_a_map_may_be_edited_and_read_back():
    names = CellMap.customary().as_dict()
    names["big spenders"] = [cell for cell in names["champions"] if cell[2] == 5]
    names["champions"] = [cell for cell in names["champions"] if cell[2] < 5]
    edited = CellMap.of(names, n=5)
    assert edited.names[5, 5, 5] == "big spenders"
    assert edited.as_dict() == CellMap.of(edited.as_dict(), n=5).as_dict()


def test_a_name_may_depend_on_money(measures, engine, rows):
    names = {"rich": [], "others": []}
    for cell in product((1, 2), repeat=3):
        names["rich" if cell[2] == 2 else "others"].append(cell)
    table = measures(r_score=[1, 1, 2], f_score=[2, 1, 1], m_score=[2, 1, 2])
    assert scores(rows, segment(table, CellMap.of(names, n=2), engine=engine), "rfm_segment") == [
        "rich",
        "others",
        "rich",
    ]


def test_a_map_with_a_hole_an_overlap_or_a_cell_that_is_not_there_is_refused():
    names = CellMap.customary(2).as_dict()
    name, some = next(iter(names.items()))
    with pytest.raises(CellsWithoutName) as error:
        CellMap.of({**names, name: some[1:]}, n=2)
    assert " ".join(map(str, some[0])) in str(error.value)
    with pytest.raises(CellsNamedTwice):
        CellMap.of({**names, "again": some[:1]}, n=2)
    with pytest.raises(CellsUnknown):
        CellMap.of({**names, "beyond": [(3, 1, 1)]}, n=2)


def test_one_part_is_no_score(measures, engine):
    table = measures(days_since_last=[1], purchase_days=[1], spend=[1.0])
    for score in (rfm, nested_rfm):
        with pytest.raises(TooFewParts):
            score(table, engine=engine, n=1)


def test_the_eight_classes_compare_with_the_mean_on_each_side(measures, engine, rows):
    # Means: 10 days, 5 purchase days, 50. One customer for each of the eight triples.
    highs = list(CLASSES)
    table = measures(
        days_since_last=[5 if r else 15 for r, _, _ in highs],
        purchase_days=[8 if f else 2 for _, f, _ in highs],
        spend=[80.0 if m else 20.0 for _, _, m in highs],
    )
    assert scores(rows, rfm_class(table, engine=engine).table, "rfm_class") == list(CLASSES.values())


def test_the_classes_carry_their_customary_chinese_names():
    from guanxi.facts.words import word

    said = {triple: word("rfm_class").say(key, "zh") for triple, key in CLASSES.items()}
    assert said[True, True, True] == "重要价值"
    assert said[True, False, True] == "重要发展"
    assert said[False, True, True] == "重要保持"
    assert said[False, False, True] == "重要挽留"
    assert said[False, False, False] == "一般挽留"


def test_customers_who_are_all_alike_are_all_as_good_as_the_mean(measures, engine, rows):
    table = measures(days_since_last=[3] * 3, purchase_days=[2] * 3, spend=[0.1 + 0.2] * 3)
    assert set(scores(rows, rfm_class(table, engine=engine).table, "rfm_class")) == {"important_value"}


def test_the_fewest_customers_who_bring_a_share_are_found(measures, engine):
    table = measures(spend_365d=[50.0, 20.0, 10.0, 10.0, 10.0])
    found = top_share(table, engine=engine, share=0.8)
    assert (found.customers, found.share_of_customers, found.share) == (3, 0.6, 0.8)
    assert top_share(table, engine=engine, share=0.5).customers == 1
    assert top_share(table, engine=engine, share=1).customers == 5


@tries(25)
@given(st.lists(st.integers(-20, 200), min_size=1, max_size=40), st.sampled_from([0.2, 0.5, 0.8, 1.0]))
def test_no_smaller_number_of_customers_brings_the_share(values, share):
    from guanxi.engines import engine as new_engine

    engine = new_engine("duckdb")
    money = [v / 4 for v in values]
    table = engine.table(pa.table({"customer_id": [str(i) for i in range(len(money))], "spend_365d": money}))
    if sum(money) <= 0:
        with pytest.raises(NothingToShare):
            top_share(table, engine=engine, share=share)
    else:
        found = top_share(table, engine=engine, share=share)
        best = sorted(money, reverse=True)
        wanted = share * sum(money) - 1e-9
        assert sum(best[: found.customers]) >= wanted
        assert all(sum(best[:k]) < wanted for k in range(1, found.customers))
    engine.close()


def test_a_share_of_nothing_or_beyond_everything_is_refused(measures, engine):
    with pytest.raises(NothingToShare):
        top_share(measures(spend_365d=[0.0, 0.0]), engine=engine)
    for share in (0, 1.2):
        with pytest.raises(OutOfRange):
            top_share(measures(spend_365d=[1.0]), engine=engine, share=share)
