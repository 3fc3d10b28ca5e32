"""Firms whose truth is known, as order lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

AS_OF = date(2025, 12, 31)
Line = tuple[str, date, float]


def bg_nbd_firm(
    customers: int = 1500,
    *,
    seed: int = 1,
    days: int = 730,
    purchases=(0.8, 30.0, 0.9, 4.0),
    spend=(5.0, 4.0, 60.0),
) -> list[Line]:
    """Customers who follow BG/NBD and Gamma-Gamma, their first day anywhere in the first half of the days."""
    rng = np.random.default_rng(seed)
    (r, alpha, a, b), (p, q, gamma) = purchases, spend
    start = AS_OF - timedelta(days=days)
    lines = []
    for n in range(customers):
        rate, stop, nu = rng.gamma(r, 1 / alpha), rng.beta(a, b), rng.gamma(q, 1 / gamma)
        now = rng.uniform(0, days / 2)
        while now <= days:
            lines.append((f"c{n:05}", start + timedelta(days=int(now)), round(rng.gamma(p, 1 / nu), 2)))
            if rng.random() < stop and len(lines) > 1 and lines[-2][0] == lines[-1][0]:
                break
            now += rng.exponential(1 / rate)
    return lines


def clockwork_firm(customers: int = 300, *, days: int = 728) -> list[Line]:
    """Everybody buys about every two weeks, nearly by the clock, for the same money; some stop one day."""
    rng = np.random.default_rng(0)
    lines = []
    for n in range(customers):
        gap = (10, 12, 14, 16)[n % 4]
        quiet = rng.integers(60, days) if rng.random() < 0.3 else days
        day = int(rng.integers(gap))
        while day <= quiet:
            lines.append((f"c{n:05}", AS_OF - timedelta(days=days - day), 10.0 + n % 50))
            day += max(1, int(rng.gamma(6, gap / 6)))
    return lines


def table(lines: Iterable[Line], **more: Iterable) -> pa.Table:
    customers, days, amounts = zip(*lines, strict=True)
    columns = {"customer_id": customers, "purchased_on": days, "amount": amounts}
    return pa.table(columns | {name: list(values) for name, values in more.items()})
