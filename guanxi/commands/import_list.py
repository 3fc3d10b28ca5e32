"""`guanxi imports`: what was said of the facts, by whom, when and from where."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.language import tell
from guanxi.commands.stores import store_at


def import_list(
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Every change of the facts, newest first."""
    from dataclasses import asdict

    from guanxi.facts.changes import changes

    found = changes(store_at(store))
    if json:
        typer.echo(json_format.dumps([asdict(c) for c in found], ensure_ascii=False, indent=2, default=str))
        return
    if not found:
        typer.echo(tell("cli.imports.none"))
    for change in found:
        told = {
            name: f"{getattr(change, name):,}" for name in ("inserted", "updated", "unchanged", "deleted")
        }
        facts = {"change": change.change_id, "at": f"{change.at:%Y-%m-%d %H:%M}", "by": change.by}
        source = change.source.get("asked", "") or change.undoes or ""
        state = tell(f"cli.imports.{change.state}")
        typer.echo(
            tell(
                "cli.imports.line",
                kind=change.kind,
                table=change.table,
                source=source,
                state=state,
                **facts,
                **told,
            )
        )
