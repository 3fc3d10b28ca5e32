"""`guanxi privacy`: what is held about one person, given out or erased; and how long rows are kept."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guanxi.commands.import_facts import who
from guanxi.commands.language import chosen, tell
from guanxi.commands.stores import store_at

if TYPE_CHECKING:
    from guanxi.facts.privacy.erasing import Erasure
    from guanxi.facts.privacy.gathered import Gathered
    from guanxi.facts.privacy.retention import Planned

privacy = typer.Typer(no_args_is_help=True)
In = Annotated[Path | None, typer.Option("--store", metavar="DIR", help=tell("cli.turn.store"))]
Whom = Annotated[str, typer.Argument(metavar="CUSTOMER", help=tell("cli.privacy.customer"))]
AsJson = Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=tell("cli.privacy.dry_run"))]
Yes = Annotated[bool, typer.Option("--yes", help=tell("cli.privacy.yes"))]


@privacy.command("export", help=tell("cli.privacy.export"))
def export(
    customer: Whom,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=tell("cli.privacy.out"))],
    store: In = None,
) -> None:
    """Write everything that is held about one person as a ZIP."""
    from guanxi.facts.privacy.gathered import gather
    from guanxi.facts.privacy.handing_out import hand_out

    held = store_at(store)
    found = gather(held, customer)
    hand_out(held, found, out, at=datetime.now(UTC))
    typer.echo(tell("cli.privacy.exported", file=out, rows=f"{found.rows:,}"))


@privacy.command("erase", help=tell("cli.privacy.erase"))
def erase_person(
    customer: Whom, store: In = None, dry_run: DryRun = False, yes: Yes = False, json: AsJson = False
) -> None:
    """Erase one person; what a killed run began is gone on with. It cannot be taken back."""
    from guanxi.facts.changes import ChangeNote, new_change_id
    from guanxi.facts.privacy.erasing import erase, go_on, plan, unfinished

    held, now = store_at(store), datetime.now(UTC)
    begun = None if dry_run else unfinished(held, customer)
    if begun:
        _erased(go_on(held, begun), json)
        return
    found = plan(held, customer)
    if dry_run:
        typer.echo(_json(_counts(found)) if json else "\n".join(_would(found)))
        return
    if not yes:
        typer.echo("\n".join(_would(found)))
        typed = typer.prompt(tell("cli.privacy.type"))
        if typed.strip() != customer:
            raise typer.Abort()
    _erased(erase(held, customer, note=ChangeNote(new_change_id(now), "erase", who(), now)), json)


@privacy.command("allow", help=tell("cli.privacy.allow"))
def allow(customer: Whom, store: In = None) -> None:
    """Let somebody who was erased be a customer again; imports take the id in from now on."""
    from guanxi.errors import NotFound
    from guanxi.facts.privacy.erased_ids import lift

    if not lift(store_at(store).root, customer):
        raise NotFound(what="erased id", name=customer)
    typer.echo(tell("cli.privacy.allowed"))


@privacy.command("retain", help=tell("cli.privacy.retain"))
def retain(
    store: In = None,
    dry_run: DryRun = False,
    rules: Annotated[
        list[str] | None, typer.Option("--set", metavar="TABLE=DAYS[:nameless]", help=tell("cli.privacy.set"))
    ] = None,
    json: AsJson = False,
) -> None:
    """Delete, or make nameless, what is older than the rules allow; --set changes the rules first."""
    from guanxi.facts.changes import ChangeNote, new_change_id
    from guanxi.facts.privacy import retention

    held, now = store_at(store), datetime.now(UTC)
    kept = retention.read_rules(held)
    if rules:
        kept = retention.write_rules(held, [*kept, *(_rule(text) for text in rules)])
    told = retention.plan(held, kept, today=now.date())
    if not dry_run:
        note = ChangeNote(new_change_id(now), "retain", who(), now)
        retention.carry_out(held, kept, note=note, today=now.date())
    if json:
        typer.echo(_json([_of_rule(each) for each in told]))
        return
    lines = [_line(each) for each in told] or [tell("cli.privacy.no_rules")]
    typer.echo("\n".join([*lines, tell("cli.privacy.nothing_done")] if dry_run else lines))


def _rule(text: str):
    from guanxi.facts.privacy.retention import Rule, WrongDays

    table, _, rest = text.partition("=")
    days, _, how = rest.partition(":")
    if not days.isdigit():
        raise WrongDays(asked=rest, least=30)
    return Rule(table, int(days), how or "delete").checked()


# -- what is said ------------------------------------------------------------------------------------


def _would(found: Gathered) -> list[str]:
    from guanxi.facts.privacy.handling import HANDLING

    lines = [tell("cli.privacy.ids", ids=", ".join(found.ids))]
    for table, rows in found.tables.items():
        handling = HANDLING[table]
        facts = {"table": table, "rows": f"{rows.num_rows:,}", "why": handling.why(chosen())}
        lines.append(tell(f"cli.privacy.would_{handling.how}", **facts))
    for name in ("ledger", "live", "set_aside", "snapshots"):
        if count := len(getattr(found, name)):
            lines.append(tell("cli.privacy.beside", what=tell(f"privacy.part.{name}"), rows=f"{count:,}"))
    return [*lines, tell("cli.privacy.no_way_back")]


def _counts(found: Gathered) -> dict[str, Any]:
    beside = {name: len(getattr(found, name)) for name in ("ledger", "live", "set_aside", "snapshots")}
    rows = {name: rows.num_rows for name, rows in found.tables.items()}
    return {"ids": list(found.ids), "tables": rows, **beside}


def _erased(done: Erasure, json: bool) -> None:
    if json:
        typer.echo(_json({"change": done.change_id, "ids": done.ids, "rows": done.rows, "files": done.files}))
        return
    rows = ", ".join(f"{table} {count:,}" for table, count in done.rows.items())
    typer.echo(tell("cli.privacy.erased", ids=done.ids, rows=rows or "0", change=done.change_id))


def _line(each: Planned) -> str:
    facts = {"table": each.rule.table, "rows": f"{each.rows:,}", "before": each.before.isoformat()}
    line = tell(f"cli.privacy.rule_{each.rule.how}", days=each.rule.days, **facts)
    return (
        line
        if not each.revenue_lost
        else f"{line} {tell('cli.privacy.lost', money=f'{each.revenue_lost:,.2f}')}"
    )


def _of_rule(each: Planned) -> dict[str, Any]:
    found = {"table": each.rule.table, "days": each.rule.days, "how": each.rule.how, "rows": each.rows}
    days = {"before": each.before, "first_on": each.first_on, "last_on": each.last_on}
    return found | days | {"revenue_lost": each.revenue_lost}


def _json(value: Any) -> str:
    return json_format.dumps(value, ensure_ascii=False, indent=2, default=str)
