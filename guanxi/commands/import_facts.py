"""`guanxi import`: facts from files, folders, object storage or a database into the store."""

from __future__ import annotations

import json as json_format
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guanxi.commands.language import chosen, tell
from guanxi.commands.progress import progress
from guanxi.commands.stores import store_at
from guanxi.errors import SettingError

if TYPE_CHECKING:
    from guanxi.sources.imports.origin import Origin
    from guanxi.sources.imports.plan import Plan
    from guanxi.sources.imports.run import ImportResult

PREVIEW_LINES = 10


class NotAPair(SettingError):
    code = "cli.import.not_a_pair"


def import_facts(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help=tell("cli.import.source"))],
    what: Annotated[str | None, typer.Option(help=tell("cli.import.what"))] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="WORD=HEADER", help=tell("cli.import.column"))
    ] = None,
    mode: Annotated[str, typer.Option(help=tell("cli.import.mode"))] = "both",
    empty: Annotated[str, typer.Option(help=tell("cli.import.empty"))] = "keep",
    table: Annotated[str | None, typer.Option(help=tell("cli.import.table"))] = None,
    query: Annotated[str | None, typer.Option(metavar="SELECT", help=tell("cli.import.query"))] = None,
    sheet: Annotated[str | None, typer.Option(help=tell("cli.analyze.sheet"))] = None,
    encoding: Annotated[str | None, typer.Option(help=tell("cli.analyze.encoding"))] = None,
    day_month: Annotated[
        str | None, typer.Option(metavar="dmy|mdy", help=tell("cli.import.day_month"))
    ] = None,
    decimal: Annotated[
        str | None, typer.Option(metavar="point|comma", help=tell("cli.import.decimal"))
    ] = None,
    currency: Annotated[str | None, typer.Option(metavar="ISO", help=tell("cli.import.currency"))] = None,
    rules: Annotated[str | None, typer.Option(help=tell("cli.import.rules"))] = None,
    duplicates: Annotated[
        str, typer.Option(metavar="keep|aside", help=tell("cli.import.duplicates"))
    ] = "keep",
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    preview: Annotated[bool, typer.Option("--preview", help=tell("cli.import.preview"))] = False,
    again: Annotated[bool, typer.Option("--again", help=tell("cli.import.again"))] = False,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Take facts in; what cannot be used comes back as a file, and everything can be taken back."""
    chosen_settings = {
        "table": what,
        "columns": _pairs(column or []),
        "mode": mode,
        "empty": empty,
        "sheet": sheet,
        "encoding": encoding,
        "day_month": day_month,
        "decimal": decimal,
        "currency": currency,
        "rules": rules,
        "duplicates": duplicates,
    }
    defaults = {"mode": "both", "empty": "keep", "duplicates": "keep", "columns": {}}
    said = {k: v for k, v in chosen_settings.items() if v is not None and v != defaults.get(k)}
    settings = _settings(said | {"again": again})
    held, origin = store_at(store), _origin(source, table, query)
    from guanxi.sources.imports.plan import inspect

    plan = inspect(origin, store=held, settings=settings, today=datetime.now(UTC).date())
    if preview:
        typer.echo(_json(_planned(plan)) if json else "\n".join(_plan_lines(plan)))
        return
    result = _carried_out(held, origin, plan, settings)
    typer.echo(_json(_done(result)) if json else "\n".join(_result_lines(plan, result)))


def _pairs(given: list[str]) -> dict[str, str]:
    for pair in given:
        if "=" not in pair:
            raise NotAPair(asked=pair)
    return dict(pair.split("=", 1) for pair in given)


def _settings(said: dict[str, Any]):
    from pydantic import ValidationError

    from guanxi.sources.imports.settings import ImportSettings

    try:
        return ImportSettings(**said)
    except ValidationError as wrong:
        fault = wrong.errors()[0]
        allowed = (fault.get("ctx") or {}).get("expected", fault["msg"])
        raise UnknownChoice(
            option="--" + str(fault["loc"][0]).replace("_", "-"), asked=fault["input"], allowed=allowed
        ) from None


class UnknownChoice(SettingError):
    code = "cli.import.unknown_choice"


def _origin(source: str, table: str | None, query: str | None) -> Origin:
    from guanxi.sources.imports.origin import from_database, from_places

    if table or query:
        return from_database(source, table=table, query=query)
    return from_places(source)


def _carried_out(held, origin: Origin, plan: Plan, settings) -> ImportResult:
    """Run it under a bar; Ctrl-C cancels cleanly, and a run that was killed is gone on with.

    Not a database's: it may answer in another order each time, so what was read of it is read anew.
    """
    from guanxi.facts.changes import new_change_id
    from guanxi.sources.imports.run import run_import, unfinished

    now = datetime.now(UTC)
    is_of_files = all(part.sha256 for part in origin.parts)
    change_id = (is_of_files and unfinished(held, origin, plan)) or new_change_id(now)
    with progress("cli.import.step") as told:
        return run_import(
            held,
            origin,
            settings,
            change_id=change_id,
            by=who(),
            at=now,
            today=now.date(),
            progress=told,
            cancelled=lambda: told.stopped,
        )


def who() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "guanxi"


# -- what is said ------------------------------------------------------------------------------------


def _plan_lines(plan: Plan) -> list[str]:
    language = chosen()
    lines = [tell("cli.import.would", what=plan.table, format=plan.format, file=plan.origin["asked"])]
    lines += [f"  {g.word:20} <- {g.column:24} {g.reason.say(language)}" for g in plan.mapping]
    lines += [f"  {note.say(language)}" for note in plan.notes]
    if plan.unused:
        lines.append(tell("cli.import.unused", columns=", ".join(plan.unused)))
    if plan.earlier:
        lines.append(_known_line(plan.earlier))
    shown = plan.preview.head(PREVIEW_LINES)
    lines += [str(row) for row in ([*shown.columns], *map(list, shown.iter_rows()))]
    return lines


def _known_line(change) -> str:
    return tell("cli.import.known", at=f"{change.at:%Y-%m-%d %H:%M}", change=change.change_id)


def _result_lines(plan: Plan, result: ImportResult) -> list[str]:
    language, change = chosen(), result.change
    if result.was_known:
        return [_known_line(change)]
    lines = [
        tell(
            "cli.import.done",
            table=change.table,
            inserted=f"{change.inserted:,}",
            updated=f"{change.updated:,}",
            unchanged=f"{change.unchanged:,}",
            read=f"{result.rows_read:,}",
        )
    ]
    if change.skipped:
        lines.append(tell("cli.import.skipped", rows=f"{change.skipped:,}", mode=plan.settings.mode))
    if result.rows_set_aside:
        from guanxi.sources.purchases import reasons_said

        why = reasons_said(result.set_aside, language)
        lines.append(
            tell("cli.import.aside", rows=f"{result.rows_set_aside:,}", why=why, file=result.aside_file)
        )
    lines += _revenue_lines(result, language)
    lines += [f"! {note.say(language)}" for note in (*result.notes, *result.warnings)]
    lines.append(tell("cli.import.take_back", change=change.change_id))
    return lines


def _revenue_lines(result: ImportResult, language: str) -> list[str]:
    """What each rule caught and how revenue adds up; without rules, what is to be known of the lines."""
    if result.report:
        from guanxi.sources.rules.report import RulesReport

        return RulesReport.from_dict(result.report).say(language)
    counts = {"without_customer": result.without_customer, "repeated": result.duplicates}
    return [tell(f"cli.import.{name}", rows=f"{rows:,}") for name, rows in counts.items() if rows]


def _planned(plan: Plan) -> dict[str, Any]:
    return {
        "table": plan.table,
        "format": plan.format,
        "encoding": plan.encoding,
        "mapping": {g.word: {"column": g.column, "by": g.by} for g in plan.mapping},
        "unused": list(plan.unused),
        "imported_before": plan.earlier.change_id if plan.earlier else None,
        "preview": plan.preview.to_dicts(),
    }


def _done(result: ImportResult) -> dict[str, Any]:
    change = result.change
    return {
        "change": change.change_id,
        "table": change.table,
        "was_known": result.was_known,
        "rows_read": result.rows_read,
        "inserted": change.inserted,
        "updated": change.updated,
        "unchanged": change.unchanged,
        "skipped": change.skipped,
        "set_aside": result.set_aside,
        "set_aside_file": str(result.aside_file) if result.aside_file else None,
        "duplicates": result.duplicates,
        "without_customer": result.without_customer,
        "warnings": [note.say(chosen()) for note in result.warnings],
        "report": result.report,
        "links": result.links,
        "seconds": result.seconds,
    }


def _json(value: Any) -> str:
    return json_format.dumps(value, ensure_ascii=False, indent=2, default=str)
