"""What an analysis found: facts for programs (summary.json), sentences for the person at the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.compute as pc

from guanxi.facts.notes import Note
from guanxi.formats import UNKNOWN, day, money, percent
from guanxi.knowledge.rfm import TopShare
from guanxi.sentences import say
from guanxi.sources.purchases import PurchasesRead, Report, reasons_said
from guanxi.sources.roles import columns_said

CLASSES = ("tier", "quadrant", "warning", "stage")


@dataclass(frozen=True)
class Known:
    """What was learnt: one row per customer, the card of the profile, and how few customers bring most."""

    customers: pl.DataFrame
    card: dict[str, Any]
    top_share: TopShare | None


def summary(
    read: PurchasesRead, known: Known, *, as_of: date, as_of_given: bool, language: str
) -> dict[str, Any]:
    """The facts of summary.json; every note also as its sentence in the language of the run."""
    report, customers, card = read.report, known.customers, known.card
    notes = _notes(report, customers, card)
    return {
        "file": report.file,
        "as_of": as_of.isoformat(),
        "as_of_from": "asked" if as_of_given else "last purchase",
        "rows": _rows(report),
        "columns": report.mapping.columns,
        "guessed": report.mapping.guessed,
        "first_purchase_on": report.first_purchase_on.isoformat(),
        "last_purchase_on": report.last_purchase_on.isoformat(),
        "currency": report.currency,
        "customers": customers.height,
        "orders": pc.count_distinct(read.purchases.column("order_id")).as_py(),
        **{name: card["totals"][name] for name in ("spend", "spend_365d", "value_at_risk", "equity")},
        **{f"{name}s": _classes(customers, name) for name in CLASSES},
        "top_share": asdict(known.top_share) if known.top_share else None,
        "models": card["models"],
        "method_version": card["method_version"],
        "settings": card["settings"],
        "cuts": card["cuts"],
        "notes": [note | {"sentence": say(note["code"], language, **note["facts"])} for note in notes],
    }


def said(facts: dict[str, Any], files: tuple[Path, ...], language: str) -> Iterator[str]:
    """The sentences for the terminal, the finding first after what was read."""
    rows = facts["rows"]
    yield say("cli.analyze.read", language, file=facts["file"], rows=rows["read"], kept=rows["kept"])
    if rows["set_aside_total"]:
        reasons = reasons_said(rows["set_aside"], language)
        yield say("cli.analyze.set_aside", language, rows=rows["set_aside_total"], reasons=reasons)
    source = "asked" if facts["as_of_from"] == "asked" else "last"
    yield say(f"cli.analyze.as_of_{source}", language, day=day(date.fromisoformat(facts["as_of"]), language))
    yield from _columns_said(facts, language)
    yield from (note["sentence"] for note in facts["notes"] if not note["code"].startswith("sources.guessed"))
    forecast = "found" if facts["equity"] is not None else "found_without_forecast"
    yield say(
        f"cli.analyze.{forecast}",
        language,
        customers=facts["customers"],
        spend=money(facts["spend"], facts["currency"], language),
        equity=money(facts["equity"], facts["currency"], language),
    )
    top = facts["top_share"]
    if top:
        shown = {"customers": top["customers"], "share": percent(top["share_of_customers"])}
        yield say("cli.analyze.top_share", language, **shown, spend=percent(top["share"]))
    late = facts.get("warnings", {})
    counts = {name: late.get(name, {}).get("customers", 0) for name in ("watch", "act")}
    yield say(
        "cli.analyze.late",
        language,
        **counts,
        value=money(facts["value_at_risk"], facts["currency"], language),
    )
    yield say("cli.analyze.written", language, files=", ".join(str(path) for path in files))


def _columns_said(facts: dict[str, Any], language: str) -> Iterator[str]:
    """What was guessed, as one sentence: twelve of them would bury the finding."""
    if facts["guessed"]:
        phrase = columns_said(facts["guessed"])
        yield say("cli.analyze.guessed", language, **phrase)


def _rows(report: Report) -> dict[str, Any]:
    return {
        "read": report.rows_read,
        "kept": report.rows_kept,
        "set_aside_total": report.rows_set_aside,
        "set_aside": report.set_aside,
        "blank": report.blank_rows,
        "returns": report.returns,
    }


def _notes(report: Report, customers: pl.DataFrame, card: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything that was guessed, chosen or noticed on the way: reading, then buying, then the models."""
    notes = [*report.mapping.guesses, *report.notes]
    if customers.height == 1:
        notes.append(Note("cli.one_customer"))
    elif customers["purchase_days"].max() == 1:
        notes.append(Note("cli.all_one_time", {"customers": customers.height}))
    return [note.as_dict() for note in notes] + card["notes"]


def _classes(customers: pl.DataFrame, column: str) -> dict[str, dict[str, float | int]]:
    """Customers and their spend in each class."""
    counted = customers.group_by(column).agg(pl.len().alias("customers"), pl.col("spend").sum()).sort(column)
    return {row.pop(column) or UNKNOWN: row for row in counted.iter_rows(named=True)}
