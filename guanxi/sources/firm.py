"""A chemicals trader that never was: 1,000 companies, two years of orders, and the truth behind them.

Everything is drawn from one seed, and everything says that it is synthetic. Because the truth is known,
what guanxi concludes can be held against it: who really went quiet, when, and how often each really buys.

Truth     a company buys in a rhythm of its own: the gaps between its orders are Erlang with its shape and its
          mean (`sources.trader_orders`). Bigger companies buy more often. Some went quiet for good on a known
          day, and those who were asked before it were less content (`sources.trader_answers`).
Firm      about 40 million a year, in CNY; costs are known, so is what is left of it; twelve reps; a tenth of
          the companies have no owner and are in the pool.
Source    the chemicals trader of the method book, section 11
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from guanxi.facts.firm import Firm, write_firm
from guanxi.sources.trader_answers import answers_of
from guanxi.sources.trader_contacts import contacts_of
from guanxi.sources.trader_orders import Calendar, orders_of
from guanxi.sources.trader_products import PRODUCTS, products_table
from guanxi.sources.trader_relations import costs_of, said_of

if TYPE_CHECKING:
    from guanxi.facts.store import Store

SEED = 20240101
COMPANIES = 1000
YEARLY_SALES = 40_000_000.0
FIRST_DAY = date(2024, 1, 1)
LAST_DAY = date(2025, 12, 31)
REPS = tuple(f"rep_{n}" for n in range(1, 13))

# 91 and 92 days apart, so that each turn measures the 91 days of the one before; and the last lies 365 days
# after the first, so that it measures a whole year's prediction too.
TURNS = (date(2024, 12, 31), date(2025, 4, 1), date(2025, 7, 1), date(2025, 9, 30), LAST_DAY)

FIRM = Firm(
    key="trader",
    name_en="Synthetic chemicals trader",
    name_zh="合成化工贸易商（虚构）",
    currency="CNY",
    time_zone="Asia/Shanghai",
    synthetic=True,
    source_en="Simulated by guanxi from a fixed seed. No company, order or call in it ever existed.",
    source_zh="由 guanxi 按固定随机种子模拟生成；其中的公司、订单和通话均不存在。",
    stands_on=LAST_DAY,
)

CITIES = ("Shanghai 上海", "Suzhou 苏州", "Ningbo 宁波", "Guangzhou 广州", "Tianjin 天津", "Wuhan 武汉")
INDUSTRIES = (
    "coatings 涂料",
    "textiles 纺织",
    "plastics 塑料",
    "water 水处理",
    "paper 造纸",
    "electronics 电子",
)

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class SyntheticFirm:
    """The facts of one simulated firm, as tables of facts, and the truth that made them.

    truth   one row per company: customer_id, cycle_days (mean gap between orders, days), shape (of the Erlang
            gaps), purchases_per_year, started_on, quiet_on (the day from which it never buys again; null for
            those who stayed)
    """

    customers: pa.Table
    products: pa.Table
    purchases: pa.Table
    contacts: pa.Table
    costs: pa.Table
    answers: pa.Table
    truth: pa.Table


@cache
def simulate(*, seed: int = SEED, companies: int = COMPANIES) -> SyntheticFirm:
    """The firm that comes of a seed: the same seed is the same firm, row by row."""
    # One stream per part, so that a change to one part leaves the others as they were.
    people, buying, calling, relating, answering = (
        np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(5)
    )
    names = [f"C{n:04d}" for n in range(1, companies + 1)]
    calendar = Calendar(FIRST_DAY, LAST_DAY)
    truth = _truth(people, names, calendar)
    owners = _owners(people, companies)
    sales = YEARLY_SALES * companies / COMPANIES
    orders = orders_of(buying, truth, PRODUCTS, calendar=calendar, yearly_sales=sales)
    contacts = contacts_of(calling, truth, owners, calendar=calendar)
    said = said_of(relating, names, orders, years=calendar.days / 365)
    return SyntheticFirm(
        customers=_customers(people, names, owners, said),
        products=products_table(),
        purchases=orders,
        contacts=contacts,
        costs=costs_of(relating, truth, orders, contacts, calendar=calendar),
        answers=answers_of(answering, truth, calendar=calendar),
        truth=truth.drop_columns(["order_size"]),
    )


def truth(*, seed: int = SEED, companies: int = COMPANIES) -> pa.Table:
    """Who buys how often, and who went quiet when: see `SyntheticFirm`."""
    return simulate(seed=seed, companies=companies).truth


def load(store: Store, *, progress: Progress | None = None, seed: int = SEED) -> dict[str, int]:
    """Load the firm into a store, once; rows per table as they stand there afterwards."""
    note = {"source": "guanxi.sources.firm", "seed": seed, "synthetic": True}
    write_firm(store, FIRM)
    for done, table in enumerate(FACTS):
        if progress:
            progress(table, done / len(FACTS))
        if not any(note.items() <= commit.note.items() for commit in store.history(table)):
            store.append(table, getattr(simulate(seed=seed), table), note=note)
    if progress:
        progress("done", 1.0)
    return {table: store.state(table).rows for table in FACTS}


FACTS = ("customers", "products", "contacts", "costs", "answers", "purchases")


def _truth(random: np.random.Generator, names: list[str], calendar: Calendar) -> pa.Table:
    n = len(names)
    # Size and frequency go together, as they do in trade; the rest of either is its own.
    size = random.standard_normal(n)
    cycle = np.clip(np.exp(np.log(34) - 0.45 * size + 0.45 * random.standard_normal(n)), 8, 150)
    order_size = np.exp(0.55 * size + 0.75 * random.standard_normal(n))
    shape = np.where(random.random(n) < 0.15, 1, random.integers(3, 13, n))
    started = np.where(random.random(n) < 0.75, 0, random.integers(1, calendar.days - 180, n))
    return pa.table(
        {
            "customer_id": names,
            "cycle_days": cycle,
            "shape": shape,
            "purchases_per_year": 365 / cycle,
            "started_on": calendar.dates(started),
            "quiet_on": _quiet_days(random, cycle, started, calendar),
            "order_size": order_size,
        }
    )


def _quiet_days(random: np.random.Generator, cycle, started, calendar: Calendar) -> pa.Array:
    """About one company in eight goes quiet, after at least four of its cycles with us."""
    earliest = started + np.ceil(4 * cycle).astype(int)
    quiet = np.floor(earliest + random.random(len(cycle)) * (calendar.days - earliest)).astype(int)
    leaves = (random.random(len(cycle)) < 0.12) & (earliest < calendar.days)
    days = [
        calendar.first + timedelta(days=int(day)) if gone else None
        for day, gone in zip(quiet, leaves, strict=True)
    ]
    return pa.array(days, pa.date32())


def _owners(random: np.random.Generator, companies: int) -> np.ndarray:
    dealt = np.array(REPS, dtype=object)[random.permutation(companies) % len(REPS)]
    return np.where(random.random(companies) < 0.1, None, dealt)


def _customers(
    random: np.random.Generator, names: list[str], owners: np.ndarray, said: list[dict]
) -> pa.Table:
    cities, industries = (random.integers(0, len(kinds), len(names)) for kinds in (CITIES, INDUSTRIES))
    return pa.table(
        {
            "customer_id": names,
            "name": [f"Synthetic Chemical {name[1:]} 合成化工{name[1:]}" for name in names],
            "owner": pa.array(owners.tolist(), pa.string()),
            "city": [CITIES[k] for k in cities],
            # .example is reserved: no mail to it can ever reach anybody.
            "email": [f"buyer@company-{name[1:]}.example" for name in names],
            "attributes": [
                json.dumps({"synthetic": True, "industry": INDUSTRIES[k]} | more, ensure_ascii=False)
                for k, more in zip(industries, said, strict=True)
            ],
        }
    )
