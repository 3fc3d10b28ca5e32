"""One order list, from the file to the folder with its results: what `guanxi analyze` does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from guanxi.commands.summary import Known, said, summary
from guanxi.distribution.report import About, write_report
from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput
from guanxi.facts.csv_files import write_csv
from guanxi.facts.firm import SYNTHETIC
from guanxi.knowledge.profile import ProfileSettings, profile
from guanxi.knowledge.refusals import NothingToShare
from guanxi.knowledge.rfm import TopShare, top_share
from guanxi.sentences import say
from guanxi.sources.purchases import PurchasesRead, Report, read_purchases

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

MOST_OF_SPEND = 0.8  # the 20 % question asks how few customers bring this share
STEPS = ["read", "clean", "profile", "write", "report"]


class CannotWrite(BadInput):
    code = "cli.cannot_write"


@dataclass(frozen=True)
class Analysis:
    """What was written, and the sentences that say it."""

    summary: dict[str, Any]
    files: tuple[Path, ...]
    sentences: tuple[str, ...]


def analysis(
    file: Path,
    out: Path,
    *,
    columns: dict[str, str | None],
    as_of: date | None,
    today: date,
    sheet: str | None = None,
    encoding: str | None = None,
    day_month: str | None = None,
    language: str = "en",
    step: Callable[[str], None] = lambda name: None,
) -> Analysis:
    """Read the purchases, make every customer's profile, write the folder.

    as_of   the day the analysis stands on; by default the last purchase in the file
    today   purchases after it are set aside, unless an as_of is given
    """
    read = read_purchases(
        file,
        columns=columns,
        sheet=sheet,
        encoding=encoding,
        day_month=day_month,
        as_of=as_of,
        today=today,
        step=step,
    )
    stands_on = as_of or read.report.last_purchase_on
    engine = new_engine()
    try:
        step("profile")
        known, customers, purchases = _learn(read, stands_on, engine)
        step("write")
        facts = summary(read, known, as_of=stands_on, as_of_given=as_of is not None, language=language)
        files = _write(out, known, read, facts, language)
        step("report")
        about = _about(read.report)
        on = {"purchases": purchases, "about": about, "engine": engine, "language": language}
        write_report(customers, known.card, out / "report.html", **on)
    except OSError as error:
        raise CannotWrite(folder=str(out), why=error.strerror or type(error).__name__) from None
    finally:
        engine.close()
    files = (*files, out / "report.html")
    return Analysis(facts, files, tuple(said(facts, files, language)))


def _learn(read: PurchasesRead, as_of: date, engine: Engine) -> tuple[Known, Table, Table]:
    """What is known, for people; and the customers and the purchases as tables on the engine."""
    purchases = engine.table(read.purchases)
    found = profile(purchases, as_of=as_of, engine=engine, settings=ProfileSettings())
    customers = pl.from_arrow(engine.collect(found.table))
    customers = customers.sort("spend", "customer_id", descending=[True, False], nulls_last=True)
    return Known(customers, found.card, _few_bring_most(found.table, engine)), found.table, purchases


def _about(report: Report) -> About:
    return About(
        source=report.file,
        rows_read=report.rows_read,
        rows_kept=report.rows_kept,
        first_on=report.first_purchase_on,
        last_on=report.last_purchase_on,
        currency=report.currency,
        synthetic=Path(report.file).name.startswith(SYNTHETIC),
    )


def _few_bring_most(customers, engine) -> TopShare | None:
    """The 20 % question over all history; None where nobody spent anything."""
    try:
        return top_share(customers, engine=engine, column="spend", share=MOST_OF_SPEND)
    except NothingToShare:
        return None


def _write(out: Path, known: Known, read: PurchasesRead, facts, language: str) -> tuple[Path, ...]:
    customers = known.customers
    out.mkdir(parents=True, exist_ok=True)
    customers.write_parquet(out / "profile.parquet", compression="zstd")
    write_csv(customers, out / "profile.csv")
    (out / "summary.json").write_text(
        json.dumps(facts, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8"
    )
    files = [out / "profile.parquet", out / "profile.csv", out / "summary.json"]
    return (*files, *_write_set_aside(read, out / "set_aside.csv", language))


def _write_set_aside(read: PurchasesRead, path: Path, language: str) -> list[Path]:
    """The rows that could not be used, with the reason in words; no earlier run's file is left to mislead."""
    path.unlink(missing_ok=True)
    if read.set_aside.is_empty():
        return []
    reasons = {code: say(f"sources.reason.{code}", language) for code in read.report.set_aside}
    write_csv(read.set_aside.with_columns(pl.col("reason").replace(reasons)), path)
    return [path]
