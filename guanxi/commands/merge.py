"""`guanxi merge`: two ids that a person knows to be one customer."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.import_facts import who
from guanxi.commands.language import tell
from guanxi.commands.stores import store_at


def merge(
    one: Annotated[str, typer.Argument(metavar="ID", help=tell("cli.merge.one"))],
    other: Annotated[str, typer.Argument(metavar="ID", help=tell("cli.merge.other"))],
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Make two ids one customer: the one known longest stays, everything of the other is read under it."""
    from guanxi.engines import engine as new_engine
    from guanxi.facts.changes import ChangeNote, new_change_id
    from guanxi.facts.merges import merge as merge_ids
    from guanxi.facts.merges import must_be_known, stands_for

    held, now = store_at(store), datetime.now(UTC)
    must_be_known(held, [one, other])
    note = ChangeNote(new_change_id(now), "merge", who(), now, {"by_hand": True})
    done = merge_ids(held, [(one, other, None)], note=note, on=now.date())
    session = new_engine("duckdb")
    try:
        known = stands_for(held, session)
    finally:
        session.close()
    stays = known.get(one, one)
    merged = sorted({one, other} - {stays})
    if json:
        told = {"change": done.change_id, "stays": stays, "merged": merged}
        typer.echo(json_format.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(tell("cli.merge.done", merged=", ".join(merged), stays=stays))
    typer.echo(tell("cli.merge.undo", change=done.change_id))
