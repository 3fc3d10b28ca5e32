"""What following up changed: warned customers who were followed up against those who were left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot, sqrt
from typing import TYPE_CHECKING

import ibis
from scipy.stats import binomtest, t

from guanxi.errors import BadInput, SettingError
from guanxi.outcomes.assignment import FOLLOWED_UP, LEFT_ALONE

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

CONFIDENCE = 0.9
FEWEST = 20  # episodes in each arm; with fewer a difference is not shown


class ImpossibleWindow(SettingError):
    code = "outcomes.impossible_window"


class UnknownArm(BadInput):
    code = "outcomes.unknown_arm"


@dataclass(frozen=True)
class Arm:
    """One group: its episodes, how many came back, what they spent on the mean, and how that varied.

    contacted   episodes whose customer was called, visited or written to; None where contacts were not given
    """

    episodes: int = 0
    came_back: int = 0
    mean_spend: float | None = None
    spend_sd: float | None = None
    contacted: int | None = None

    @property
    def share(self) -> float | None:
        return self.came_back / self.episodes if self.episodes else None


@dataclass(frozen=True)
class Difference:
    """Followed up minus left alone, with its interval."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out no difference at all."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Lift:
    """What following up changed within a number of days of the warning.

    share, spend    None where an arm has fewer than `fewest` episodes: too few to say
    """

    within_days: int
    fewest: int
    followed_up: Arm
    left_alone: Arm
    share: Difference | None = None
    spend: Difference | None = None

    @property
    def is_enough(self) -> bool:
        return min(self.followed_up.episodes, self.left_alone.episodes) >= self.fewest


def lift(
    episodes: Table,
    purchases: Table,
    *,
    as_of: date,
    engine: Engine,
    contacts: Table | None = None,
    within_days: int = 91,
    fewest: int = FEWEST,
) -> Lift:
    """Compare the two arms over the episodes opened at least `within_days` ago.

    In      episodes, purchases, contacts   rows of the fact tables
    Out     both arms, and the differences of the share who bought within the days and of their spend
            (Newcombe's and Welch's interval, 90 %)
    Rule    the arms are compared as they were drawn, whoever was called: who can be reached differs from who
            cannot. How many were contacted is told beside it, because a list nobody works changes nothing
    Assumes the arm was drawn at random when the episode was opened (`assignment.arms`)
    Source  Newcombe 1998, Statistics in Medicine 17, 873-890, method 10
    Errors  ImpossibleWindow, UnknownArm
    """
    if within_days < 1:
        raise ImpossibleWindow(asked=within_days)
    known = followed(episodes, purchases, as_of=as_of, within_days=within_days, contacts=contacts)
    rows = engine.collect(known).to_pylist()
    arms = {row["arm"]: _arm(row) for row in rows}
    if odd := sorted(set(map(str, arms)) - {FOLLOWED_UP, LEFT_ALONE}):
        count = sum(row["episodes"] for row in rows if str(row["arm"]) in odd)
        raise UnknownArm(rows=count, found=", ".join(odd))
    return compare(
        arms.get(FOLLOWED_UP, Arm()), arms.get(LEFT_ALONE, Arm()), within_days=within_days, fewest=fewest
    )


def followed(
    episodes: Table, purchases: Table, *, as_of: date, within_days: int, contacts: Table | None = None
) -> Table:
    """One row per arm: episodes, came_back, mean and standard deviation of the spend that followed, and how
    many were contacted from the day of the warning on (null without contacts)."""
    ripe = episodes.filter(lambda e: e.opened_on <= as_of - timedelta(days=within_days)).select(
        "episode_id", "customer_id", "opened_on", "arm"
    )
    lines = purchases.select("customer_id", "purchased_on", "amount")
    spent = (
        ripe.join(lines, "customer_id")
        .mutate(days=lambda e: e.purchased_on.delta(e.opened_on, unit="day"))
        .filter(lambda e: (e.days > 0) & (e.days <= within_days))
        .group_by("episode_id")
        .agg(spend=lambda e: e.amount.sum(), bought=lambda e: (e.amount > 0).cast("int64").max())
    )
    each = ripe.left_join(spent, "episode_id").mutate(
        spend=lambda e: e.spend.fill_null(0.0), bought=lambda e: e.bought.fill_null(0)
    )
    each = _with_contacts(each.select("episode_id", "arm", "spend", "bought"), ripe, contacts, within_days)
    return each.group_by("arm").agg(
        episodes=lambda e: e.count(),
        came_back=lambda e: e.bought.sum(),
        mean_spend=lambda e: e.spend.mean(),
        spend_sd=lambda e: e.spend.std(how="sample"),
        contacted=lambda e: e.contacted.sum(),
    )


def _with_contacts(each: Table, ripe: Table, contacts: Table | None, within_days: int) -> Table:
    """`contacted` added to every episode: 1 or 0; null where nobody said who was contacted."""
    if contacts is None:
        return each.mutate(contacted=ibis.null("int64"))
    contacted = (
        ripe.join(contacts.select("customer_id", "contacted_on"), "customer_id")
        .mutate(days=lambda e: e.contacted_on.delta(e.opened_on, unit="day"))
        .filter(lambda e: (e.days >= 0) & (e.days <= within_days))
        .group_by("episode_id")
        .agg(contacts=lambda e: e.count())
        .rename(_episode="episode_id")
    )
    found = each.left_join(contacted, each.episode_id == contacted["_episode"])
    return found.mutate(contacted=lambda e: e.contacts.notnull().cast("int64")).drop("_episode", "contacts")


def compare(followed_up: Arm, left_alone: Arm, *, within_days: int, fewest: int = FEWEST) -> Lift:
    """The lift from what is known of both arms; without differences where one of them is too small."""
    lifted = Lift(within_days, fewest, followed_up, left_alone)
    if not lifted.is_enough:
        return lifted
    share = newcombe(followed_up, left_alone)
    return Lift(within_days, fewest, followed_up, left_alone, share, welch(followed_up, left_alone))


def newcombe(a: Arm, b: Arm, *, confidence: float = CONFIDENCE) -> Difference:
    """The difference of two shares, by Newcombe's hybrid of two Wilson intervals (his method 10)."""
    one, other = (
        binomtest(arm.came_back, arm.episodes).proportion_ci(confidence, method="wilson") for arm in (a, b)
    )
    value = a.share - b.share
    low = value - hypot(a.share - one.low, other.high - b.share)
    high = value + hypot(one.high - a.share, b.share - other.low)
    return Difference(value, low, high)


def welch(a: Arm, b: Arm, *, confidence: float = CONFIDENCE) -> Difference | None:
    """The difference of two mean spends; None where an arm has no spread to speak of (one episode)."""
    if a.spend_sd is None or b.spend_sd is None:
        return None
    value = a.mean_spend - b.mean_spend
    va, vb = a.spend_sd**2 / a.episodes, b.spend_sd**2 / b.episodes
    if va + vb == 0:
        return Difference(value, value, value)
    freedom = (va + vb) ** 2 / (va**2 / (a.episodes - 1) + vb**2 / (b.episodes - 1))
    half = float(t.ppf(0.5 + confidence / 2, freedom)) * sqrt(va + vb)
    return Difference(value, value - half, value + half)


def _arm(row: dict) -> Arm:
    return Arm(
        episodes=row["episodes"],
        came_back=int(row["came_back"]),
        mean_spend=row["mean_spend"],
        spend_sd=row["spend_sd"],
        contacted=None if row["contacted"] is None else int(row["contacted"]),
    )
