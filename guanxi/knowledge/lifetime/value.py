"""What a customer will still bring, with the range it will fall in nine times of ten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.lifetime.histories import Histories, distinct
from guanxi.knowledge.lifetime.settings import LifetimeSettings

LOW, HIGH = 0.05, 0.95
GRID = 64  # points of the value's distribution, evenly spaced in its logarithm; a power of two
NODES = 24  # ages at which it is worked out for one number of repeats; straight lines between
TAIL = 1e-3  # probability left off each end of the grid
FINE, RATIO = 24, 1.12  # counts of purchase days: one by one to FINE, then in steps of 12 %


@dataclass(frozen=True)
class Outlook:
    """What the models say of each distinct history; the arrays follow the histories.

    p_alive               probability, 0..1
    expected_91d, _365d   purchase days
    discounted            purchase days within the horizon, each counted at today's money
    low, high             5 % and 95 % points of the value, per unit of (gamma + days x mean spend) and of
                          margin; None without a spend model
    """

    p_alive: np.ndarray
    expected_91d: np.ndarray
    expected_365d: np.ndarray
    discounted: np.ndarray
    low: np.ndarray | None
    high: np.ndarray | None


def outlook(
    model: BgNbd, spend: GammaGamma | None, histories: Histories, settings: LifetimeSettings
) -> Outlook:
    """Forecast every distinct history once.

    Alive, only repeats and age matter, so the work is done per distinct (repeats, age).
    """
    p_alive = model.of(histories)
    repeats, age, at = _pairs(histories)
    until = {days: days / histories.unit_days for days in (91, 365, settings.horizon_days)}
    yearly = np.log1p(settings.discount)
    expected = {days: model.expected_if_alive(ahead, repeats, age) for days, ahead in until.items()}
    horizon = until[settings.horizon_days]
    discounted = _discounted(model, horizon, repeats, age, yearly / (365 / histories.unit_days))
    low = high = None
    if spend is not None:
        # One average discount per history: purchases spread over the horizon, not all at its end.
        discount = discounted / expected[settings.horizon_days]
        per_history = np.log(model.alpha + histories.age), discount[at], p_alive
        low, high = _interval(model, spend, horizon, histories.repeats, *per_history)
    return Outlook(
        p_alive, p_alive * expected[91][at], p_alive * expected[365][at], p_alive * discounted[at], low, high
    )


def _pairs(histories: Histories):
    """Distinct (repeats, age), and which of them each history has."""
    days, age_at = distinct(histories.age_days)
    ages = days / histories.unit_days
    codes, at = np.unique(histories.repeats.astype(np.int64) * len(ages) + age_at, return_inverse=True)
    return codes // len(ages), ages[codes % len(ages)], at


def _discounted(model: BgNbd, horizon: float, repeats, age, rate: float) -> np.ndarray:
    """Expected discounted purchase days of somebody alive."""
    return model.expected_if_alive(horizon, repeats, age, discount_rate=rate)


def _interval(model, spend, horizon, repeats, log_seen, discount, p_alive):
    """The 5 % and 95 % points of each history's value, per unit of (gamma + days x mean spend).

    Alive, the value is a sum over k purchase days, k from the purchase model, each gamma(p, nu) with the
    customer's own nu ~ gamma(q + p n, gamma + n z). So value / (gamma + n z) is beta-prime(p k, q + p n)
    times the average discount: mixed over k it depends on the history alone, and money only scales it. With
    probability 1 - P(alive) the value is zero.
    """
    low, high = np.zeros(len(repeats)), np.zeros(len(repeats))
    order = np.argsort(repeats, kind="stable")
    levels, starts = np.unique(repeats[order], return_index=True)
    for x, who in zip(levels, np.split(order, starts[1:]), strict=True):
        nodes = np.linspace(log_seen[who].min(), log_seen[who].max() + 1e-9, NODES)
        curves = _value_if_alive(model, spend, horizon, float(x), np.exp(nodes) - model.alpha)
        place = (log_seen[who] - nodes[0]) / (nodes[1] - nodes[0])
        for points, share in ((low, 1 - LOW), (high, 1 - HIGH)):
            points[who] = _point(*curves, place, share / p_alive[who]) * discount[who]
    return low, high


def _value_if_alive(model, spend, horizon, x, age):
    """log v, and P(undiscounted value / (gamma + n z) > v | alive) by ages and v."""
    edges = _edges(model, horizon, x, age)
    reached = model.at_least(edges, horizon, x, age[:, None])
    chance = reached - np.append(reached[:, 1:], np.zeros((len(age), 1)), axis=1)
    middle = np.sqrt(edges * np.append(edges[1:] - 1, edges[-1] * RATIO))
    shape = spend.q + spend.p * (x + 1)
    share = betaincinv(spend.p * np.array([1, middle[-1]]), shape, [TAIL, 1 - TAIL])
    log_value = np.linspace(*np.log(share / (1 - share)), GRID)
    above = betainc(shape, (spend.p * middle)[:, None], 1 / (1 + np.exp(log_value)))
    return log_value, np.einsum("ak,kv->av", chance, above)


def _edges(model, horizon, x, age) -> np.ndarray:
    """Counts of purchase days from 1 to where hardly anybody gets, one by one, then in growing steps."""
    most = (model.r + x) * horizon / (model.alpha + age.min())
    top = most + 6 * np.sqrt(most * (1 + horizon / (model.alpha + age.min()))) + 10
    steps = FINE * RATIO ** np.arange(1, 1 + max(0, int(np.ceil(np.log(top / FINE) / np.log(RATIO)))))
    edges = np.unique(np.round(np.append(np.arange(1, FINE + 1), steps)))
    reached = model.at_least(edges, horizon, x, age.min())
    return edges[: max(2, int(np.sum(reached > 1e-5)) + 1)]


def _point(log_value, above, place, level) -> np.ndarray:
    """Where the falling curve between two ages' curves passes `level`; 0 where it starts below it.

    place   which two ages, and how far between: 3.25 is a quarter of the way from the fourth to the fifth
    """
    before = np.minimum(place.astype(np.int64), len(above) - 2)
    weight = place - before
    flat, width = above.ravel(), above.shape[1]

    def curve(at):
        first = before * width + at
        return flat[first] * (1 - weight) + flat[first + width] * weight

    right = np.zeros(len(level), np.int64)  # how many points of the curve lie above the level, by halving
    for half in width // 2 ** np.arange(1, width.bit_length()):
        right = np.where(curve(right + half - 1) > level, right + half, right)
    right = right + (curve(right) > level)
    inside = np.clip(right, 1, width - 1)
    high, low = curve(inside - 1), curve(inside)
    share = np.clip((high - level) / np.maximum(high - low, 1e-300), 0, 1)
    step = log_value[1] - log_value[0]
    return np.where(right == 0, 0.0, np.exp(log_value[inside - 1] + share * step))
