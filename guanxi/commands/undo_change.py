"""`guanxi undo`: take an import or any other change of the facts back, row by row."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.import_facts import who
from guanxi.commands.language import tell
from guanxi.commands.stores import store_at

SHOWN = 20


def undo_change(
    change: Annotated[str, typer.Argument(metavar="CHANGE", help=tell("cli.undo.change"))],
    put_back: Annotated[bool, typer.Option("--put-back", help=tell("cli.undo.put_back"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=tell("cli.undo.dry_run"))] = False,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Put rows back as they were before a change; rows that a later change said too are kept, and named."""
    from guanxi.engines import engine as new_engine
    from guanxi.facts.changes import ChangeNote, new_change_id
    from guanxi.facts.undo import plan_undo, undo

    held = store_at(store)
    session = new_engine("duckdb")
    try:
        plan = plan_undo(held, change, session)
    finally:
        session.close()
    conflicts = plan.conflicts.to_pylist()
    if not dry_run:
        now = datetime.now(UTC)
        note = ChangeNote(new_change_id(now), "undo", who(), now, {"asked": change})
        done = undo(held, change, note=note, default="back" if put_back else "keep")
    if json:
        facts = {"deleted": plan.rows_to_delete, "restored": plan.rows_to_restore, "conflicts": conflicts}
        facts["change"] = None if dry_run else done.change_id
        typer.echo(json_format.dumps(facts, ensure_ascii=False, indent=2, default=str))
        return
    told = {"deleted": f"{plan.rows_to_delete:,}", "restored": f"{plan.rows_to_restore:,}"}
    typer.echo(
        tell("cli.undo.would" if dry_run else "cli.undo.done", conflicts=f"{len(conflicts):,}", **told)
    )
    for row in conflicts[:SHOWN]:
        key = ", ".join(str(row[name]) for name in held.held(plan.change.table).spec.key)
        typer.echo(tell("cli.undo.conflict", key=key, theirs=row["theirs"] or "-"))
    if not dry_run:
        typer.echo(tell("cli.undo.redo", change=done.change_id))
