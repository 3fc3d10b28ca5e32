"""Who mostly buys on promotion, and when that may be said."""

import pytest
from scipy.stats import binomtest

from guanxi.knowledge.price_sensitivity import price_sensitivity
from guanxi.knowledge.refusals import OutOfRange


def test_the_interval_decides_against_the_firms_share(measures, engine, rows):
    table = measures(lines_365d=[100, 100, 100, 9, 0], promoted_lines_365d=[60, 30, 5, 9, 0])
    found = price_sensitivity(table, engine=engine)
    said = rows(found.table)
    assert found.firm_share == pytest.approx(104 / 309)
    words = [said[f"c{i}"]["price_sensitivity"] for i in range(1, 6)]
    assert words == ["high", "usual", "low", "unknown", "unknown"]


def test_the_interval_is_wilsons(measures, engine, rows):
    """By scipy: a customer is high exactly where the lower end is above the firm's share."""
    n, promoted = [10, 10, 20, 40, 80, 400], [9, 5, 13, 24, 45, 190]
    table = measures(lines_365d=[*n, 1000], promoted_lines_365d=[*promoted, 400])
    found = price_sensitivity(table, engine=engine)
    said = rows(found.table)
    for i, (lines, hits) in enumerate(zip(n, promoted, strict=True), 1):
        low, high = binomtest(hits, lines).proportion_ci(0.95, method="wilson")
        expected = "high" if low > found.firm_share else "low" if high < found.firm_share else "usual"
        assert said[f"c{i}"]["price_sensitivity"] == expected


def test_without_any_discount_recorded_nothing_is_said(measures, engine, rows):
    table = measures(lines_365d=[None, None], promoted_lines_365d=[None, None])
    found = price_sensitivity(table, engine=engine)
    assert found.firm_share is None
    assert {row["price_sensitivity"] for row in rows(found.table).values()} == {"unknown"}


def test_no_evidence_at_all_is_not_asked_for(measures, engine):
    with pytest.raises(OutOfRange):
        price_sensitivity(measures(lines_365d=[1], promoted_lines_365d=[1]), engine=engine, least_lines=0)
