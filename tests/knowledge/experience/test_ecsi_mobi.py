"""A real survey, 250 customers of a mobile phone provider: what docs/methods/ecsi-mobi.md prints of it.

And beside the published paths of the model of Tenenhaus et al. (2005) on it, in direction and order.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from guanxi.engines import engine as new_engine
from guanxi.knowledge.experience.columns import by_response
from guanxi.knowledge.experience.drivers import driver_importance
from guanxi.knowledge.experience.loyalty_curve import intention_curve
from guanxi.knowledge.experience.ratings import ratings
from guanxi.sources.questionnaires.shipped import template
from guanxi.sources.questionnaires.wide import read_wide
from tests.knowledge.experience.partial_least_squares import paths_of
from tests.knowledge.experience.shared_data import ITEMS, MOBI, mobi, mobi_items, needs_mobi

pytestmark = needs_mobi
TO_SATISFACTION = ("image", "expectation", "quality", "value")
TO_LOYALTY = ("image", "satisfaction", "complaints")
# The model of 2005 on these answers as SmartPLS 2.0 published it: R package semPLS 1.0,
# tests/SmartPLS/results/ecsi/pathWeighting/pathCoefficients.txt
PUBLISHED = {
    ("image", "expectation"): 0.50491393,
    ("image", "satisfaction"): 0.17873950,
    ("expectation", "satisfaction"): 0.06252287,
    ("quality", "satisfaction"): 0.51202394,
    ("value", "satisfaction"): 0.19476510,
    ("image", "loyalty"): 0.19575534,
    ("expectation", "quality"): 0.55674896,
    ("expectation", "value"): 0.04998839,
    ("quality", "value"): 0.55830438,
    ("satisfaction", "complaints"): 0.52806625,
    ("satisfaction", "loyalty"): 0.48547762,
    ("complaints", "loyalty"): 0.06692607,
}


def importance(outcome: str, drivers: tuple[str, ...], **more):
    found = mobi()
    return driver_importance(
        ratings((outcome, found[outcome]), {name: found[name] for name in drivers}), **more
    )


def percent(found) -> list[tuple[str, float, float, float]]:
    return [
        (each.name, *(round(100 * share, 1) for share in (each.share, each.share_low, each.share_high)))
        for each in found.drivers
    ]


def test_quality_drives_satisfaction_most_and_expectation_least():
    found = importance("satisfaction", TO_SATISFACTION)
    assert percent(found) == [
        ("quality", 44.1, 36.4, 51.9),
        ("image", 24.6, 19.1, 30.6),
        ("value", 19.8, 11.7, 28.3),
        ("expectation", 11.5, 6.8, 18.2),
    ]
    assert round(found.r_squared, 3) == 0.669
    assert found["quality"].shown_above == ("image", "expectation", "value")
    assert [note.code for note in found.notes] == ["drivers.stated_not_asked"]
    weights = importance("satisfaction", TO_SATISFACTION, method="relative_weights")
    assert [round(100 * each.share, 1) for each in weights.drivers] == [42.0, 24.7, 21.0, 12.2]


def test_satisfaction_drives_loyalty_before_image_before_complaint_handling():
    found = importance("loyalty", TO_LOYALTY)
    assert percent(found) == [
        ("satisfaction", 51.8, 37.6, 65.7),
        ("image", 32.6, 20.0, 46.8),
        ("complaints", 15.6, 7.4, 26.8),
    ]


def test_direction_and_order_are_those_of_the_published_paths():
    assert min(PUBLISHED.values()) > 0
    for outcome, drivers in (("satisfaction", TO_SATISFACTION), ("loyalty", TO_LOYALTY)):
        found = importance(outcome, drivers, resamples=0).drivers
        derived = [each.name for each in found]
        published = sorted(drivers, key=lambda name, outcome=outcome: -PUBLISHED[name, outcome])
        assert (derived[0], derived[-1]) == (published[0], published[-1])
        assert all(each.correlation > 0 for each in found)


def test_the_published_paths_are_of_these_answers():
    items = mobi_items()
    smaller = {name: ITEMS[name] for name in ("image", "expectation", "value", "satisfaction")}
    drivers = [(name, "satisfaction") for name in ("image", "expectation", "value")]
    # seminr, tests/fixtures/V_3_6_0/boot_report_paths.csv
    assert list(paths_of(items, smaller, drivers).values()) == [0.447, 0.172, 0.316]
    found = paths_of(items, ITEMS, list(PUBLISHED))
    assert found == pytest.approx(PUBLISHED, abs=0.0006)


def test_loyalty_rises_with_satisfaction_and_is_flat_nowhere():
    found = mobi()
    (curve,) = intention_curve(found["satisfaction"], found["loyalty"], scale=(1, 10))
    assert [(band.n, round(band.loyalty, 2)) for band in curve.bands] == [(40, 4.94), (178, 6.84), (32, 8.11)]
    assert [rise.kind for rise in curve.rises] == ["rises", "rises"] and curve.trap == ()


def test_loyalty_rises_with_the_handling_of_complaints():
    found = mobi()
    (curve,) = intention_curve(found["complaints"], found["loyalty"], scale=(1, 10))
    assert [(band.n, round(band.loyalty, 2)) for band in curve.bands] == [(27, 5.16), (175, 6.71), (48, 7.55)]


def test_what_was_expected_more_is_not_shown_to_matter_more():
    items = mobi_items()
    pairs = {"overall": ("PERQ1", "CUEX1"), "product": ("PERQ2", "CUEX2"), "reliability": ("PERQ6", "CUEX3")}
    found = driver_importance(
        ratings(
            ("satisfaction", mobi()["satisfaction"]), {name: items[q] for name, (q, _e) in pairs.items()}
        ),
        stated={name: float(items[e].mean()) for name, (_q, e) in pairs.items()},
    )
    assert [(each.name, each.stated_rank, each.disagrees) for each in found.drivers] == [
        ("overall", 1, None),
        ("reliability", 3, None),
        ("product", 2, None),
    ]


def test_the_imported_answers_give_the_same_as_the_columns_of_the_file():
    read = read_wide(MOBI, template("ecsi"), survey_id="mobi", answered_on=date(2005, 1, 1))
    engine = new_engine("duckdb")
    try:
        measures = {name: [item.lower() for item in items] for name, items in ITEMS.items()}
        ids, columns = by_response(engine.table(read.answers), measures, engine=engine)
    finally:
        engine.close()
    assert len(ids) == 250
    for name, values in mobi().items():
        assert np.array(columns[name]) == pytest.approx((values - 1) / 9 * 10)
