"""`guanxi identity`: which customers are one, with the evidence; merged only where a person asks for it."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guanxi.commands.import_facts import who
from guanxi.commands.language import chosen, tell
from guanxi.commands.stores import store_at
from guanxi.errors import BadInput, SettingError

if TYPE_CHECKING:
    import polars as pl

    from guanxi.facts.changes import Change
    from guanxi.facts.merges import Pair
    from guanxi.facts.store import Store
    from guanxi.knowledge.identity.pairs import Pairs

SHOWN = 20


class NoProbability(SettingError):
    code = "cli.identity.no_probability"


class NoCustomers(BadInput):
    code = "identity.no_customers"


def identity(
    threshold: Annotated[float, typer.Option(metavar="0..1", help=tell("cli.identity.threshold"))] = 0.95,
    accept_above: Annotated[
        float | None, typer.Option(metavar="0..1", help=tell("cli.identity.accept_above"))
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=tell("cli.identity.out"))] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Propose pairs of customers who are probably one; merge the surest of them only where asked to."""
    from guanxi.facts.csv_files import write_csv

    for asked in (threshold, accept_above):
        if asked is not None and not 0 < asked < 1:
            raise NoProbability(asked=asked)
    held = store_at(store)
    least = threshold if accept_above is None else min(threshold, accept_above)
    found, customers = _found(held, least)
    table = _table(found, held)
    if out is not None:
        write_csv(table, out)
    done, left_out = None, []
    if accept_above is not None:
        done, left_out = _accept(held, table, accept_above)
    if json:
        typer.echo(_as_json(table, customers, done, left_out))
        return
    _say(table, found, customers)
    if accept_above is not None:
        _say_accepted(done, left_out, accept_above)


def _found(held: Store, least: float) -> tuple[Pairs, int]:
    from guanxi.engines import engine as new_engine
    from guanxi.facts.merges import kept_apart
    from guanxi.knowledge.identity.pairs import pairs

    session = new_engine("duckdb")
    try:
        customers = session.collect(held.read("customers", session))
    finally:
        session.close()
    if not customers.num_rows:
        raise NoCustomers()
    return pairs(customers, threshold=least, rejected=kept_apart(held)), customers.num_rows


def _table(found: Pairs, held: Store) -> pl.DataFrame:
    """The pairs with both names, and the evidence in words."""
    import polars as pl

    from guanxi.engines import engine as new_engine
    from guanxi.facts.words import word
    from guanxi.knowledge.identity.evidence import told

    session = new_engine("duckdb")
    try:
        names = session.collect(held.read("customers", session).select("customer_id", "name"))
    finally:
        session.close()
    name = dict(zip(names["customer_id"].to_pylist(), names["name"].to_pylist(), strict=True))
    language = chosen()
    rows = [
        {
            "left_id": row["left_id"],
            "left_name": name.get(row["left_id"]) or "",
            "right_id": row["right_id"],
            "right_name": name.get(row["right_id"]) or "",
            "probability": row["probability"],
            "weight": row["weight"],
            "evidence": "; ".join(
                f"{word(each.column).label(language)}: {each.say(language)}" for each in told(row["evidence"])
            ),
        }
        for row in found.table.to_pylist()
    ]
    kinds = {"probability": pl.Float64, "weight": pl.Float64}
    columns = ("left_id", "left_name", "right_id", "right_name", "probability", "weight", "evidence")
    return pl.DataFrame(rows, schema={name: kinds.get(name, pl.String) for name in columns})


def _accept(held: Store, table: pl.DataFrame, least: float) -> tuple[Change | None, list[Pair]]:
    """Merge every pair from a probability on, as one change; None where there is none."""
    from guanxi.engines import engine as new_engine
    from guanxi.facts.changes import ChangeNote, new_change_id
    from guanxi.facts.merges import kept_apart, merge, stands_for, together

    sure = table.filter(table["probability"] >= least)
    pairs = list(sure.select("left_id", "right_id", "probability").iter_rows())
    session = new_engine("duckdb")
    try:
        known = stands_for(held, session)
    finally:
        session.close()
    may, may_not = together(known, pairs, kept_apart(held))
    if not may:
        return None, may_not
    now = datetime.now(UTC)
    note = ChangeNote(new_change_id(now), "merge", who(), now, {"least": least, "pairs": len(may)})
    return merge(held, may, note=note, on=now.date()), may_not


# -- what is said ------------------------------------------------------------------------------------


def _as_json(table: pl.DataFrame, customers: int, done: Change | None, left_out: list[Pair]) -> str:
    told = {"customers": customers, "pairs": table.to_dicts(), "change": done.change_id if done else None}
    told["merged"] = done.inserted + done.updated if done else 0
    told["left_out"] = [[left, right] for left, right, _probability in left_out]
    return json_format.dumps(told, ensure_ascii=False, indent=2)


def _say(table: pl.DataFrame, found: Pairs, customers: int) -> None:
    typer.echo(tell("cli.identity.found", pairs=f"{table.height:,}", customers=f"{customers:,}"))
    for row in table.head(SHOWN).iter_rows(named=True):
        probability = f"{row['probability']:.4f}"
        typer.echo(tell("cli.identity.pair", **(row | {"probability": probability})))
    if table.height > SHOWN:
        typer.echo(tell("cli.identity.more", pairs=f"{table.height - SHOWN:,}"))
    for note in found.notes:
        typer.echo(note.say(chosen()))


def _say_accepted(done: Change | None, left_out: list[Pair], least: float) -> None:
    if done is None:
        typer.echo(tell("cli.identity.none_accepted", least=f"{least:g}"))
    else:
        typer.echo(tell("cli.identity.accepted", ids=f"{done.inserted + done.updated:,}"))
        typer.echo(tell("cli.merge.undo", change=done.change_id))
    if left_out:
        typer.echo(tell("cli.identity.left_out", pairs=f"{len(left_out):,}"))
