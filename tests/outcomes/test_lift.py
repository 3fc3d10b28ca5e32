"""What following up changed is the difference to those who were left alone, with its interval."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import ttest_ind

from guanxi.outcomes.lift import Arm, ImpossibleWindow, UnknownArm, compare, lift, newcombe, welch

OPENED = date(2025, 1, 1)
RIPE = date(2025, 4, 2)
EPISODE = "episode_id customer_id opened_on arm"
BOUGHT = "customer_id purchased_on amount"


def episodes_of(arm, names, opened=OPENED):
    return [(f"{name}@x", name, opened, arm) for name in names]


@pytest.mark.parametrize(
    ("a", "b", "printed"),
    [
        # Newcombe 1998, table II, method 10 (95 %), to the printed digits.
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
    ],
)
def test_the_interval_prints_newcombes_published_numbers(a, b, printed):
    arms = [Arm(n, came) for came, n in (a, b)]
    found = newcombe(*arms, confidence=0.95)
    assert (found.low, found.high) == pytest.approx(printed, abs=0.00005)


def test_the_spend_interval_is_welchs():
    random = np.random.default_rng(7)
    a, b = random.gamma(2, 50, 40), random.gamma(2, 30, 25)
    arms = [Arm(len(x), len(x), float(x.mean()), float(x.std(ddof=1))) for x in (a, b)]
    independent = ttest_ind(a, b, equal_var=False).confidence_interval(0.9)
    found = welch(*arms)
    assert (found.low, found.high) == pytest.approx((independent.low, independent.high), rel=1e-12)


def test_two_arms_worked_by_hand(facts, engine):
    episodes = facts(
        "episodes", episodes_of("followed_up", "ABCD") + episodes_of("left_alone", "WXYZ"), EPISODE
    )
    purchases = facts(
        "purchases",
        [
            ("A", OPENED, 9.0),  # the day it was opened is not after it
            ("A", date(2025, 1, 2), 10.0),
            ("A", date(2025, 1, 3), -4.0),  # a return lowers spend
            ("B", RIPE, 20.0),  # the 91st day counts
            ("C", RIPE + timedelta(days=1), 99.0),  # the 92nd does not
            ("D", date(2025, 2, 1), 6.0),
            ("W", date(2025, 2, 1), 8.0),
            ("X", date(2025, 2, 1), -8.0),  # a return alone is no coming back
        ],
        BOUGHT,
    )
    found = lift(episodes, purchases, as_of=RIPE, engine=engine, fewest=4)
    assert (found.followed_up.episodes, found.followed_up.came_back, found.followed_up.share) == (4, 3, 0.75)
    assert (found.left_alone.episodes, found.left_alone.came_back, found.left_alone.share) == (4, 1, 0.25)
    assert found.followed_up.mean_spend == (6 + 20 + 0 + 6) / 4
    assert found.left_alone.mean_spend == 0.0
    assert found.share.value == 0.5
    assert found.share.low < 0.5 < found.share.high
    assert found.spend.value == 8.0


def test_with_too_few_it_says_so_and_shows_no_difference(facts, engine):
    episodes = facts(
        "episodes",
        episodes_of("followed_up", [f"A{n}" for n in range(30)]) + episodes_of("left_alone", "WXYZ"),
        EPISODE,
    )
    purchases = facts("purchases", [("A1", date(2025, 1, 2), 1.0)], BOUGHT)
    found = lift(episodes, purchases, as_of=RIPE, engine=engine)
    assert not found.is_enough
    assert (found.share, found.spend) == (None, None)
    assert (found.followed_up.episodes, found.left_alone.episodes) == (30, 4)


def test_who_was_contacted_is_counted_by_arm_within_the_window(facts, engine):
    episodes = facts(
        "episodes", episodes_of("followed_up", "ABCD") + episodes_of("left_alone", "XY"), EPISODE
    )
    contacts = facts(
        "contacts",
        [
            ("A", OPENED),  # called on the day of the warning
            ("A", date(2025, 1, 9)),  # and again: still one episode
            ("B", RIPE),  # the 91st day counts
            ("C", RIPE + timedelta(days=1)),  # the 92nd does not
            ("D", OPENED - timedelta(days=1)),  # nor does a call before the warning
            ("X", date(2025, 2, 1)),  # left alone on paper only
            ("Z", date(2025, 2, 1)),  # never late
        ],
        "customer_id contacted_on",
    )
    purchases = facts("purchases", [("A", date(2025, 1, 9), 5.0), ("A", date(2025, 1, 10), 5.0)], BOUGHT)
    found = lift(episodes, purchases, contacts=contacts, as_of=RIPE, engine=engine)
    assert (found.followed_up.contacted, found.left_alone.contacted) == (2, 1)
    assert (found.followed_up.episodes, found.followed_up.came_back) == (4, 1)
    assert found.followed_up.mean_spend == 2.5


def test_a_list_that_nobody_works_is_known_from_one_nobody_asked_about(facts, engine):
    episodes = facts("episodes", episodes_of("followed_up", "AB"), EPISODE)
    purchases, nobody = facts("purchases", [], BOUGHT), facts("contacts", [], "customer_id contacted_on")
    worked = lift(episodes, purchases, contacts=nobody, as_of=RIPE, engine=engine)
    unasked = lift(episodes, purchases, as_of=RIPE, engine=engine)
    assert (worked.followed_up.contacted, unasked.followed_up.contacted) == (0, None)


def test_nobody_left_alone_is_no_comparison(facts, engine):
    episodes = facts("episodes", episodes_of("followed_up", "ABC"), EPISODE)
    found = lift(episodes, facts("purchases", [], BOUGHT), as_of=RIPE, engine=engine, fewest=1)
    assert found.left_alone == Arm()
    assert found.left_alone.share is None
    assert not found.is_enough


def test_an_episode_that_is_too_young_waits(facts, engine):
    episodes = facts("episodes", episodes_of("followed_up", "A"), EPISODE)
    purchases = facts("purchases", [], BOUGHT)
    young = lift(episodes, purchases, as_of=RIPE - timedelta(days=1), engine=engine)
    assert young.followed_up.episodes == 0


def test_one_customers_two_episodes_are_two(facts, engine):
    episodes = facts(
        "episodes",
        [("A@1", "A", OPENED, "followed_up"), ("A@2", "A", OPENED - timedelta(days=100), "followed_up")],
        EPISODE,
    )
    purchases = facts("purchases", [("A", date(2025, 2, 1), 5.0)], BOUGHT)
    found = lift(episodes, purchases, as_of=RIPE, engine=engine)
    assert (found.followed_up.episodes, found.followed_up.came_back) == (2, 1)


def test_a_known_difference_lies_in_its_interval_nine_times_in_ten():
    random = np.random.default_rng(11)
    truth, rounds, inside = 0.15, 2000, 0
    for _ in range(rounds):
        a, b = (Arm(200, int(random.binomial(200, share))) for share in (0.45, 0.30))
        found = newcombe(a, b)
        inside += found.low <= truth <= found.high
    # Four standard errors of a share of .9 in 2000 rounds, and the method's own slight over-coverage.
    assert 0.873 <= inside / rounds <= 0.94


def test_a_clear_difference_is_told_from_an_unclear_one():
    few, many = Arm(40, 18, 1.0, 1.0), Arm(40, 14, 1.0, 1.0)
    assert not compare(few, many, within_days=91).share.is_clear
    few, many = Arm(4000, 1800, 1.0, 1.0), Arm(4000, 1400, 1.0, 1.0)
    assert compare(few, many, within_days=91).share.is_clear


def test_an_arm_that_nobody_knows_is_refused(facts, engine):
    episodes = facts("episodes", episodes_of("both", "AB"), EPISODE)
    with pytest.raises(UnknownArm) as refused:
        lift(episodes, facts("purchases", [], BOUGHT), as_of=RIPE, engine=engine)
    assert refused.value.facts == {"rows": 2, "found": "both"}


def test_a_window_of_no_days_is_refused(facts, engine):
    with pytest.raises(ImpossibleWindow):
        lift(
            facts("episodes", [], EPISODE),
            facts("purchases", [], BOUGHT),
            as_of=RIPE,
            engine=engine,
            within_days=0,
        )
