"""What the synthetic trader's companies cost to serve, win and keep, and what is said of some of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from guanxi.sources.trader_orders import Calendar

DELIVERY = 260.0  # for each order
CONTACT = {"phone": 40.0, "visit": 900.0}
WON = 3_000.0  # on average, for a company that began within the two years
GIFT, GIVEN = 1_200.0, 0.2  # a year, to so many of the companies
BROUGHT, SCORED, KNOWN_WALLET = 0.12, 0.15, 0.3  # shares of the companies


def costs_of(
    random: np.random.Generator, truth: pa.Table, orders: pa.Table, contacts: pa.Table, *, calendar: Calendar
) -> pa.Table:
    """The rows of the fact table `costs`: deliveries, calls and visits, what won a company, gifts."""
    names = truth["customer_id"].combine_chunks()
    started = calendar.day_of(truth["started_on"], 0)
    won = np.flatnonzero(started > 0)
    given = np.flatnonzero(random.random(len(names)) < GIVEN)
    year_ends = np.arange(360, calendar.days, 365)
    gifts = [(k, day) for day in year_ends for k in given if started[k] < day]
    sold = orders.filter(pc.greater(orders["amount"], 0)).group_by(
        ["order_id", "customer_id", "purchased_on"]
    )
    delivered = sold.aggregate([]).sort_by("order_id")
    parts = [
        (delivered["customer_id"], delivered["purchased_on"], "service", [DELIVERY] * len(delivered)),
        (
            contacts["customer_id"],
            contacts["contacted_on"],
            "service",
            [CONTACT[channel] for channel in contacts["channel"].to_pylist()],
        ),
        (
            names.take(pa.array(won)),
            calendar.dates(started[won]),
            "acquisition",
            random.gamma(2, WON / 2, len(won)),
        ),
        (
            names.take(pa.array([k for k, _day in gifts])),
            calendar.dates(np.array([day for _k, day in gifts])),
            "retention",
            [GIFT] * len(gifts),
        ),
    ]
    return _table(parts)


def _table(parts) -> pa.Table:
    made = [
        pa.table(
            {
                "customer_id": pa.chunked_array(
                    who if isinstance(who, pa.ChunkedArray) else [who], pa.string()
                ),
                "incurred_on": pa.chunked_array(on if isinstance(on, pa.ChunkedArray) else [on], pa.date32()),
                "cost_kind": [kind] * len(who),
                "amount": np.round(np.asarray(amounts, float), 2),
            }
        )
        for who, on, kind, amounts in parts
    ]
    rows = pa.concat_tables(made).sort_by([("incurred_on", "ascending"), ("customer_id", "ascending")])
    ids = [f"synthetic-{n:06d}" for n in range(1, rows.num_rows + 1)]
    return rows.add_column(0, "cost_id", pa.array(ids)).append_column(
        "currency", pa.array(["CNY"] * len(ids))
    )


def said_of(
    random: np.random.Generator, names: list[str], orders: pa.Table, *, years: float
) -> list[dict[str, Any]]:
    """For each company what the firm says beside who it is: who brought it, a score, what it buys in all."""
    n = len(names)
    bought = orders.group_by("customer_id").aggregate([("amount", "sum")])
    yearly = {
        who: amount / years
        for who, amount in zip(*(bought[c].to_pylist() for c in bought.column_names), strict=True)
    }
    brought, scored, known = (random.random(n) < share for share in (BROUGHT, SCORED, KNOWN_WALLET))
    # Whoever brought a company has a lower number: nobody can have brought each other.
    by = np.floor(random.random(n) * np.arange(n)).astype(int)
    score, more = random.integers(1, 11, n), random.uniform(1.1, 4, n)
    told: list[dict[str, Any]] = [{} for _ in names]
    for k, name in enumerate(names):
        if brought[k] and k:
            told[k]["referred_by"] = names[by[k]]
        if scored[k]:
            told[k]["capability_score"] = int(score[k])
        if known[k]:
            wallet = yearly.get(name, 0.0) * more[k]
            told[k] |= {"wallet_365d": round(wallet, -2), "cultivation_cost": 1_500 + 250 * int(score[k])}
    return told
