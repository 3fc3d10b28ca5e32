"""The orders of the synthetic trader: when each company buys, what, for how much, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from guanxi.sources.trader_products import Products

ASSORTMENT = 5  # how many products a company ever buys
LINES = (0.45, 0.3, 0.15, 0.1)  # how often an order has one, two, three, four of them
DISCOUNTED = 0.18  # share of the lines sold below list price
RETURNED = 0.02  # share of the lines of which something comes back
FIRST_RETURN_DAY, LAST_RETURN_DAY = 3, 21


@dataclass(frozen=True)
class Calendar:
    """The days that are simulated, counted from 0."""

    first: date
    last: date

    @cached_property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def dates(self, day: np.ndarray) -> pa.Array:
        return pa.array(np.datetime64(self.first, "D") + np.asarray(day, dtype="int64"), pa.date32())

    def day_of(self, dates: pa.ChunkedArray, absent: int) -> np.ndarray:
        """Days from 0; `absent` where there is no date."""
        days = dates.cast(pa.int32()).fill_null(np.iinfo(np.int32).max).to_numpy()
        counted = days.astype("int64") - (self.first - date(1970, 1, 1)).days
        return np.where(days == np.iinfo(np.int32).max, absent, counted)

    def next_working_day(self, day: np.ndarray) -> np.ndarray:
        """Saturday and Sunday move to Monday."""
        weekday = (np.asarray(day) + self.first.weekday()) % 7
        return day + np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))


def orders_of(
    random: np.random.Generator,
    truth: pa.Table,
    products: Products,
    *,
    calendar: Calendar,
    yearly_sales: float,
) -> pa.Table:
    """The rows of the fact table `purchases`, by day: sold lines and returned ones.

    In      truth   one row per company: cycle_days, shape, started_on, quiet_on, order_size (relative)
    """
    company, day = order_days(random, truth, calendar)
    worth = truth["order_size"].to_numpy()[company] * random.gamma(6, 1 / 6, len(company))
    worth *= yearly_sales * calendar.days / 365 / worth.sum()
    sold = _lines(random, company, day, worth, products, len(truth))
    returned = _returns(random, sold, calendar)
    lines = {name: np.concatenate([sold[name], returned[name]]) for name in sold}
    order = np.lexsort((lines["line"], lines["number"], lines["day"]))
    return _table({name: values[order] for name, values in lines.items()}, truth, products, calendar)


def order_days(
    random: np.random.Generator, truth: pa.Table, calendar: Calendar
) -> tuple[np.ndarray, np.ndarray]:
    """Which company orders on which day, ordered by day; two orders that fall on one day are one."""
    cycle, shape = truth["cycle_days"].to_numpy()[:, None], truth["shape"].to_numpy()[:, None]
    started = calendar.day_of(truth["started_on"], 0)[:, None]
    quiet = calendar.day_of(truth["quiet_on"], calendar.days)[:, None]
    # Room for twice the orders that the fastest rhythm needs.
    room = int(2 * calendar.days / cycle.min()) + 20
    gaps = random.gamma(shape, cycle / shape, (len(cycle), room))
    # A relation that began before our first day is met somewhere within its first gap.
    gaps[:, 0] *= np.where(started[:, 0] == 0, random.random(len(cycle)), 0)
    day = calendar.next_working_day(np.floor(started + np.cumsum(gaps, axis=1)).astype("int64"))
    company = np.broadcast_to(np.arange(len(cycle))[:, None], day.shape)
    happens = day < np.minimum(quiet, calendar.days)
    pairs = np.unique(np.stack([day[happens], company[happens]], axis=1), axis=0)
    return pairs[:, 1], pairs[:, 0]


def _lines(random, company, day, worth, products: Products, companies: int) -> dict[str, np.ndarray]:
    """The sold lines: an order's worth is parted among products of the company's own assortment."""
    assortment = random.permuted(np.tile(np.arange(len(products.ids)), (companies, 1)), axis=1)[
        :, :ASSORTMENT
    ]
    count = random.choice(np.arange(1, len(LINES) + 1), size=len(company), p=LINES)
    order = np.repeat(np.arange(len(company)), count)
    line = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count) + 1
    # The products of one order are neighbours in the assortment, so none comes twice.
    at = (random.integers(0, ASSORTMENT, len(company))[order] + line) % ASSORTMENT
    product = assortment[company[order], at]
    part = random.gamma(3, 1, len(order))
    share = part / np.bincount(order, part)[order]
    price = products.prices[product]
    off = np.where(random.random(len(order)) < DISCOUNTED, random.choice([0.03, 0.05, 0.1], len(order)), 0.0)
    quantity = np.maximum(np.round(worth[order] * share / (price * (1 - off)), 1), 0.1)
    amount = np.round(quantity * price * (1 - off), 2)
    margin = products.margins[product] * random.uniform(0.85, 1.15, len(order))
    return {
        "number": order,
        "line": line,
        "company": company[order],
        "day": day[order],
        "product": product,
        "quantity": quantity,
        "amount": amount,
        "discount": np.round(np.round(quantity * price, 2) - amount, 2),
        # Cost follows the list price: what is given away as a discount is given away from the margin.
        "cost": np.round(quantity * price * (1 - margin), 2),
        "reverses": np.full(len(order), -1),
    }


def _returns(random, sold: dict[str, np.ndarray], calendar: Calendar) -> dict[str, np.ndarray]:
    """Some of what was sold comes back, a part of the line or all of it, within three weeks."""
    day = calendar.next_working_day(
        sold["day"] + random.integers(FIRST_RETURN_DAY, LAST_RETURN_DAY + 1, len(sold["day"]))
    )
    back = (random.random(len(day)) < RETURNED) & (day < calendar.days)
    part = random.choice([0.25, 0.5, 1.0], int(back.sum()))
    taken = {name: values[back] for name, values in sold.items()}
    # 0 less, so that nothing times minus one is not minus nothing.
    lowered = {
        name: 0 - np.round(taken[name] * part, 2) for name in ("quantity", "amount", "discount", "cost")
    }
    # Returns are numbered after all orders, one document each.
    number = sold["number"].max(initial=-1) + 1 + np.arange(len(part))
    own = {"number": number, "line": np.ones_like(number), "day": day[back], "reverses": taken["number"]}
    return taken | lowered | own


def _table(lines: dict[str, np.ndarray], truth: pa.Table, products: Products, calendar: Calendar) -> pa.Table:
    reverses = [f"SO{n + 1:06d}" if n >= 0 else None for n in lines["reverses"].tolist()]
    kinds = np.where(lines["reverses"] >= 0, "SR", "SO")
    return pa.table(
        {
            "order_id": [
                f"{kind}{n + 1:06d}" for kind, n in zip(kinds, lines["number"].tolist(), strict=True)
            ],
            "line": lines["line"],
            "customer_id": truth["customer_id"].take(pa.array(lines["company"])),
            "purchased_on": calendar.dates(lines["day"]),
            "product_id": products.ids[lines["product"]],
            "category": products.categories[lines["product"]],
            "quantity": lines["quantity"],
            "amount": lines["amount"],
            "discount": lines["discount"],
            "cost": lines["cost"],
            "currency": np.full(len(lines["line"]), "CNY"),
            "reverses_order_id": pa.array(reverses, pa.string()),
        }
    )
