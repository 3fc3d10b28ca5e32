"""`guanxi rules`: which lines are not sales, by the rules kept for the store; tried first, then applied."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guanxi.commands.import_facts import who
from guanxi.commands.language import chosen, tell
from guanxi.commands.progress import progress
from guanxi.commands.stores import store_at

if TYPE_CHECKING:
    from guanxi.facts.store import Store
    from guanxi.sources.imports.run import ImportResult
    from guanxi.sources.rules import RuleSet
    from guanxi.sources.rules.trial import Trial

rules = typer.Typer(no_args_is_help=True)
In = Annotated[Path | None, typer.Option("--store", metavar="DIR", help=tell("cli.turn.store"))]
Named = Annotated[str | None, typer.Option("--set", metavar="NAME|FILE", help=tell("cli.rules.set"))]
AsJson = Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))]


@rules.command("show", help=tell("cli.rules.show"))
def show(store: In = None, set_: Named = None, json: AsJson = False) -> None:
    """The rules in their order, in words; with --json as they are kept, to be edited."""
    found = _asked(store_at(store), set_)
    typer.echo(found.as_json().rstrip() if json else "\n".join(_lines(found)))


@rules.command("try", help=tell("cli.rules.try"))
def try_them(store: In = None, set_: Named = None, json: AsJson = False) -> None:
    """What the rules would say of the purchases held; nothing is written."""
    from guanxi.sources.rules.trial import try_rules

    held = store_at(store)
    found = try_rules(held, _asked(held, set_))
    typer.echo(_json(found.as_dict()) if json else "\n".join(_tried(found)))


@rules.command("apply", help=tell("cli.rules.apply"))
def apply(store: In = None, set_: Named = None, json: AsJson = False) -> None:
    """Say of every purchase held what it is, as one change; with --set these rules are kept too."""
    held = store_at(store)
    found, now = _asked(held, set_), datetime.now(UTC)
    result = _applied(held, found, now)
    if set_:
        from guanxi.sources.rules.versions import keep_rules

        keep_rules(held, found, by=who(), at=now)
    typer.echo(_json(_done(result)) if json else "\n".join(_told(result)))


def _asked(held: Store, name: str | None) -> RuleSet:
    """The kept rules; of --set, those in a file, or a shipped set."""
    from guanxi.sources.files import check_file
    from guanxi.sources.rules import read_rules, rule_set, shipped

    if name is None:
        return read_rules(held)
    if name.lower().endswith(".json"):
        check_file(Path(name), name)
        return rule_set(Path(name).read_bytes())
    return shipped(name)


def _applied(held: Store, found: RuleSet, now: datetime) -> ImportResult:
    from guanxi.facts.changes import new_change_id
    from guanxi.sources.imports.rules_again import apply_rules

    with progress("cli.import.step") as told:
        return apply_rules(
            held,
            found,
            change_id=new_change_id(now),
            by=who(),
            at=now,
            progress=told,
            cancelled=lambda: told.stopped,
        )


# -- what is said ------------------------------------------------------------------------------------


def _lines(found: RuleSet) -> list[str]:
    from guanxi.sources.rules.wording import outcome_said, said

    language = chosen()
    lines = [
        tell("cli.rules.title", name=found.name(language), count=len(found.rules), version=found.version)
    ]
    for n, rule in enumerate(found.rules, 1):
        code = "cli.rules.line_off" if rule.is_off else "cli.rules.line"
        lines.append(tell(code, n=n, name=rule.name(language), outcome=outcome_said(rule.kind, language)))
        lines.append(f"      {said(rule, language)}")
    return lines


def _tried(found: Trial) -> list[str]:
    from guanxi.sources.rules.reconcile import kind_name

    language = chosen()
    lines = found.report.say(language)
    for moved in found.moved:
        facts = {"lines": f"{moved.lines:,}", "orders": f"{moved.orders:,}", "amount": f"{moved.amount:,}"}
        facts |= {"was": kind_name(moved.was, language), "becomes": kind_name(moved.becomes, language)}
        lines.append(tell("cli.rules.moved", **facts))
    if not found.moved:
        lines.append(tell("cli.rules.nothing_moves"))
    before, after = found.before.net, found.report.revenue.net
    lines.append(tell("cli.rules.net", before=f"{before:,}", after=f"{after:,}"))
    if found.is_sample:
        lines.append(tell("cli.rules.sample", one_in=found.one_in, lines=f"{found.lines:,}"))
    return lines


def _told(result: ImportResult) -> list[str]:
    from guanxi.sources.rules.report import RulesReport

    language, change = chosen(), result.change
    lines = RulesReport.from_dict(result.report).say(language)
    lines += [f"! {note.say(language)}" for note in result.notes]
    if change.is_empty:
        return [*lines, tell("cli.rules.same", rows=f"{result.rows_read:,}")]
    lines.append(tell("cli.rules.done", rows=f"{change.updated:,}", read=f"{result.rows_read:,}"))
    return [*lines, tell("cli.import.take_back", change=change.change_id)]


def _done(result: ImportResult) -> dict[str, Any]:
    facts = {"change": result.change.change_id, "lines": result.rows_read, "changed": result.change.updated}
    return facts | {"report": result.report, "links": result.links}


def _json(value: Any) -> str:
    return json_format.dumps(value, ensure_ascii=False, indent=2, default=str)
