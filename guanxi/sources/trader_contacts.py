"""The calls of the synthetic trader: what reps said they did, and found, about some of the companies."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from guanxi.sources.trader_orders import Calendar

CALLED = 0.4  # share of the owned companies that get routine calls
DAYS_BETWEEN = 75
ASKED_WHY = 0.5  # share of the owned companies gone quiet whom somebody asked why
CAUSES = ("price", "found_better", "stopped_business", "stocked_up", "product")
PROPOSALS = {
    "price": "Offer a yearly contract price. 提供年度合同价。",
    "found_better": "Visit with a technician. 与技术人员一同拜访。",
    "stopped_business": "Look at what is still owed. 核对未结账款。",
    "stocked_up": "Call again when stock is used up. 库存消化后再联系。",
    "product": "Send a new sample with its certificate. 寄送新样品及检验报告。",
}


def contacts_of(
    random: np.random.Generator, truth: pa.Table, owners: np.ndarray, *, calendar: Calendar
) -> pa.Table:
    """The rows of the fact table `contacts`, by day: routine calls, and those that asked for a cause."""
    owned = np.array([owner is not None for owner in owners])
    started = calendar.day_of(truth["started_on"], 0)
    quiet = calendar.day_of(truth["quiet_on"], calendar.days)
    routine = _routine(random, owned, started, quiet, calendar)
    asked = _asked(random, owned, quiet, np.array(truth["cycle_days"]), calendar)
    company, day = (np.concatenate(parts) for parts in zip(routine, asked, strict=True))
    why = np.repeat([False, True], [len(routine[0]), len(asked[0])])
    order = np.lexsort((company, day))
    return _table(random, company[order], day[order], why[order], truth, owners, calendar)


def _routine(random, owned, started, quiet, calendar: Calendar) -> tuple[np.ndarray, np.ndarray]:
    called = owned & (random.random(len(owned)) < CALLED)
    room = calendar.days // DAYS_BETWEEN + 1
    day = (
        started[:, None]
        + DAYS_BETWEEN * np.arange(room)
        + random.integers(0, DAYS_BETWEEN, (len(owned), room))
    )
    day = calendar.next_working_day(day)
    company = np.broadcast_to(np.arange(len(owned))[:, None], day.shape)
    happens = called[:, None] & (day < np.minimum(quiet, calendar.days)[:, None])
    return company[happens], day[happens]


def _asked(random, owned, quiet, cycle, calendar: Calendar) -> tuple[np.ndarray, np.ndarray]:
    day = calendar.next_working_day(
        quiet + np.ceil(cycle * random.uniform(1.5, 3, len(cycle))).astype("int64")
    )
    asked = owned & (quiet < calendar.days) & (day < calendar.days) & (random.random(len(cycle)) < ASKED_WHY)
    return np.flatnonzero(asked), day[asked]


def _table(random, company, day, why, truth: pa.Table, owners, calendar: Calendar) -> pa.Table:
    n = len(company)
    reached = random.random(n) < 0.75
    drawn = random.choice(CAUSES, n)
    cause = [str(c) if asked and spoke else None for c, asked, spoke in zip(drawn, why, reached, strict=True)]
    again = calendar.next_working_day(day + random.integers(14, 60, n))
    return pa.table(
        {
            "contact_id": [f"synthetic-{k:05d}" for k in range(1, n + 1)],
            "customer_id": truth["customer_id"].take(pa.array(company)),
            "contacted_on": calendar.dates(day),
            "channel": np.where(random.random(n) < 0.8, "phone", "visit"),
            "reached": reached,
            "cause": pa.array(cause, pa.string()),
            "proposal": pa.array([PROPOSALS.get(c) for c in cause], pa.string()),
            "next_on": pa.array(
                [d.as_py() if c else None for d, c in zip(calendar.dates(again), cause, strict=True)],
                pa.date32(),
            ),
            "by": pa.array([owners[c] for c in company], pa.string()),
        }
    )
