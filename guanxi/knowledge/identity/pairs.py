"""Pairs of records that are probably one person, with their evidence; Fellegi-Sunter, by Splink."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from guanxi.facts.notes import Note
from guanxi.knowledge.identity.people import CUSTOMERS, SOUND, comparable, shared

if TYPE_CHECKING:
    from splink import Linker

THRESHOLD = 0.95  # the match probability from which on a pair is proposed
LOOKED_AT = 1e6  # pairs from which the weights are estimated
SEED = 1
FEW = 200  # records below which nothing can be estimated
NEAR, LIKE = 0.92, 0.8  # Jaro-Winkler
SCHEMA = pa.schema(
    [
        ("left_id", pa.string()),
        ("right_id", pa.string()),
        ("probability", pa.float64()),
        ("weight", pa.float64()),
        ("evidence", pa.string()),
    ]
)


@dataclass(frozen=True)
class Pairs:
    """table: one row per proposed pair, the surest first

    left_id, right_id   left_id < right_id
    probability         that both are one person, 0..1
    weight              of all evidence together, bits: log2 of how much likelier it is among the same person
    evidence            JSON: column -> {"level": 0 differs, then ever nearer, "weight": bits}
    """

    table: pa.Table
    looked_at: int
    notes: tuple[Note, ...] = ()


def pairs(
    customers: pa.Table,
    *,
    kinds: Mapping[str, str] | None = None,
    key: str = "customer_id",
    threshold: float = THRESHOLD,
    rejected: Collection[tuple[str, str]] = (),
) -> Pairs:
    """Propose the pairs of records that are probably one person.

    kinds      column -> kind (people.KINDS); by default those of the customers table
    rejected   pairs that a person looked at and refused; they are not proposed again

    Assumes    columns agree by chance independently of each other; most records are different people
    Breaks when   nearly all records have a twin, or a column only repeats another
    Source     Fellegi & Sunter 1969; docs/methods/identity.md
    """
    kinds = {n: k for n, k in (kinds or CUSTOMERS).items() if n in customers.column_names}
    records = comparable(pl.from_arrow(customers), kinds, key=key)
    kinds = {n: k for n, k in kinds.items() if records[n].null_count() < records.height}
    if not kinds or records.height < 2:
        return Pairs(SCHEMA.empty_table(), records.height)
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker, notes = _trained(records, kinds)
    found = linker.inference.predict(threshold_match_probability=threshold)
    table = pl.from_pandas(found.as_pandas_dataframe())
    return Pairs(_told(table, kinds, rejected), records.height, notes)


def _trained(records: pl.DataFrame, kinds: Mapping[str, str]) -> tuple[Linker, tuple[Note, ...]]:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    sharing = shared(kinds)
    rules = [block_on(*columns) for columns in sharing]
    settings = SettingsCreator(
        "dedupe_only",
        [_comparison(name, kind) for name, kind in kinds.items()],
        rules,
        retain_intermediate_calculation_columns=True,
    )
    linker = Linker(DuckDBAPI().register(records.to_arrow()), settings, log_level=None)
    if records.height < FEW:
        return linker, (Note("identity.too_few", {"records": records.height, "least": FEW}),)
    met = [columns for columns in sharing if _pairs_sharing(records, columns)]
    if not met:  # nobody shares anything: nothing is proposed, and there is nothing to learn from
        return linker, ()
    sure = [columns for columns in met if len(columns) > 1 or kinds.get(columns[0]) != "date"]
    rules = [block_on(*columns) for columns in (sure or met)[:2]]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=LOOKED_AT, seed=SEED)
    for columns in _spread(met):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), max_pairs=LOOKED_AT
        )
    return linker, ()


def _pairs_sharing(records: pl.DataFrame, columns: tuple[str, ...]) -> int:
    """How many pairs of records have the same in these columns."""
    groups = records.drop_nulls(list(columns)).group_by(columns).len()["len"].cast(pl.Int64)
    return int((groups * (groups - 1) // 2).sum())


def _spread(sharing: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Three ways of sharing that have no column in common: each leaves the others to be estimated."""
    chosen: list[tuple[str, ...]] = []
    for columns in sharing:
        if not {c for found in chosen for c in found} & set(columns):
            chosen.append(columns)
    return chosen[:3]


def _comparison(name: str, kind: str):
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    if kind == "name":
        levels = [
            cll.NullLevel(name),
            cll.ExactMatchLevel(name, term_frequency_adjustments=True),
            cll.ExactMatchLevel(name + SOUND),
            cll.JaroWinklerLevel(name, NEAR),
            cll.JaroWinklerLevel(name + SOUND, NEAR),
            cll.JaroWinklerLevel(name, LIKE),
            cll.ElseLevel(),
        ]
        return cl.CustomComparison(levels, output_column_name=name)
    if kind in ("date", "number", "phone", "code"):
        return cl.DamerauLevenshteinAtThresholds(name, [1, 2])
    if kind == "class":
        return cl.ExactMatch(name)
    return cl.JaroWinklerAtThresholds(name, [NEAR, LIKE])


def _told(found: pl.DataFrame, kinds: Mapping[str, str], rejected: Collection[tuple[str, str]]) -> pa.Table:
    refused = {tuple(sorted(pair)) for pair in rejected}
    rows = [_row(row, kinds) for row in found.iter_rows(named=True)]
    rows = [row for row in rows if (row["left_id"], row["right_id"]) not in refused]
    rows.sort(key=lambda row: (-row["weight"], row["left_id"], row["right_id"]))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _row(row: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    left, right = sorted((row["unique_id_l"], row["unique_id_r"]))
    evidence = {
        name: {"level": row[f"gamma_{name}"], "weight": round(row.get(f"mw_{name}") or 0.0, 2)}
        for name in kinds
        if row.get(f"gamma_{name}", -1) >= 0
    }
    return {
        "left_id": left,
        "right_id": right,
        "probability": row["match_probability"],
        "weight": row["match_weight"],
        "evidence": json.dumps(evidence),
    }
