"""As many customers as asked for, in the places where a turn would have put them. All of it is synthetic."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from guanxi.facts.words import word
from guanxi.units import Unit
from guanxi.web.insight.columns import MEASURES

AS_OF = date(2024, 6, 28)
SEED = 7
ORDERS_EACH = 10
ROWS_AT_ONCE = 500_000
REPS = 20
IN_POOL = 0.4
BEST_FIRST = {"quadrant", "tier", "rfm_class", "relation_type", "rfm_segment", "price_sensitivity"}
SYLLABLES = (
    "bo",
    "da",
    "fin",
    "gar",
    "hel",
    "jun",
    "kor",
    "lam",
    "mer",
    "nov",
    "pol",
    "ros",
    "sta",
    "tor",
    "vel",
    "wen",
)
CHARACTERS = "安邦诚达丰广恒汇佳嘉锦康利隆明宁瑞盛泰通伟祥信兴远正"


def ids(customers: int) -> list[str]:
    return [f"C{n:08}" for n in range(customers)]


def customers_of(customers: int):
    """Rows of the fact table `customers`: names of syllables or Chinese characters; reps and the pool."""
    rng = np.random.default_rng(SEED)
    owner = np.where(rng.random(customers) < IN_POOL, -1, rng.integers(0, REPS, customers))
    words = rng.integers(0, len(SYLLABLES), (customers, 4))
    signs = rng.integers(0, len(CHARACTERS), (customers, 4))
    for n, key in enumerate(ids(customers)):
        if n % 5:
            first = "".join(SYLLABLES[at] for at in words[n, :2]).capitalize()
            name = f"{first} {''.join(SYLLABLES[at] for at in words[n, 2:]).capitalize()}"
        else:
            name = "".join(CHARACTERS[at] for at in signs[n])
        yield {"customer_id": key, "name": name, "owner": f"rep_{owner[n]}" if owner[n] >= 0 else None}


def profile_of(customers: int) -> pa.Table:
    """One row per customer with every measure; one in ten of most money measures is unknown."""
    rng = np.random.default_rng(SEED)
    loyal = rng.random(customers)  # what makes the measures hang together
    columns = {"customer_id": pa.array(ids(customers))}
    return pa.table(columns | {name: _column(name, loyal, rng) for name in MEASURES})


def _column(name: str, loyal: np.ndarray, rng: np.random.Generator) -> pa.Array:
    what, mixed = word(name), 0.6 * loyal + 0.4 * rng.random(len(loyal))
    if what.values:
        # The words name the best class of value and loyalty first, and the worst warning last.
        keys = np.array(list(what.values))[:: -1 if name in BEST_FIRST else 1]
        return pa.array(keys[np.minimum((mixed**0.7 * len(keys)).astype(int), len(keys) - 1)])
    match what.type, what.unit:
        case "date", _:
            days = (mixed * 365).astype("int32")
            return pa.array(np.datetime64(AS_OF) - days, pa.date32())
        case "int", Unit.SCORE:
            return pa.array(1 + np.minimum((mixed * 5).astype(int), 4))
        case "int", _:
            return pa.array((mixed * 200).astype(int))
        case "float", Unit.PROBABILITY | Unit.SHARE:
            return pa.array(mixed)
        case "float", Unit.INDEX:
            return pa.array(100 * mixed)
    return pa.array(np.round(np.exp(4 + 5 * mixed), 2), mask=rng.random(len(loyal)) < 0.1)


def write(store: Path, customers: int) -> str:
    """Write snapshot and time lines; the snapshot's id. What is there already is kept."""
    snapshot_id = f"{AS_OF}-bench{customers}"
    folder = store / "snapshots" / snapshot_id
    if not (folder / "card.json").exists():
        (folder / "profile").mkdir(parents=True, exist_ok=True)
        pq.write_table(profile_of(customers), folder / "profile" / "part-0.parquet", compression="zstd")
        _write_orders(store / "timelines" / snapshot_id, customers)
        card = {
            "as_of": AS_OF.isoformat(),
            "snapshot_id": snapshot_id,
            "totals": {},
            "cuts": {},
            "models": [],
        }
        (folder / "card.json").write_text(json.dumps(card), "utf-8")
    return snapshot_id


def _write_orders(folder: Path, customers: int) -> None:
    """Ten orders a customer, sorted by customer, in blocks as the turn's engine writes them."""
    folder.mkdir(parents=True, exist_ok=True)
    rng, keys, writer = np.random.default_rng(SEED), np.array(ids(customers)), None
    for start in range(0, customers, ROWS_AT_ONCE // ORDERS_EACH):
        part = np.repeat(keys[start : start + ROWS_AT_ONCE // ORDERS_EACH], ORDERS_EACH)
        n = len(part)
        table = pa.table(
            {
                "customer_id": part,
                "order_id": [f"O{start * ORDERS_EACH + at}" for at in range(n)],
                "purchased_on": pa.array(np.datetime64(AS_OF) - rng.integers(0, 365, n), pa.date32()),
                "amount": np.round(rng.gamma(2, 60, n), 2),
                "lines": rng.integers(1, 12, n),
                "categories": rng.integers(1, 6, n),
                "promoted": rng.random(n) < 0.3,
            }
        )
        writer = writer or pq.ParquetWriter(folder / "part-0.parquet", table.schema, compression="zstd")
        writer.write_table(table, row_group_size=122_880)
    writer.close()
