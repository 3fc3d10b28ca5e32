"""`guanxi retention`: how long customers stay, by cohort, together, and by what was known when they came."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell

Column = Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.lifetime.column"))]


def retention(
    file: Annotated[Path, typer.Argument(help=tell("cli.retention.file"), show_default=False)],
    unit: Annotated[
        str, typer.Option(metavar="month|quarter|year", help=tell("cli.retention.unit"))
    ] = "month",
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.retention.as_of"))] = None,
    customer: Column = None,
    date_column: Annotated[
        str | None, typer.Option("--date", metavar="COLUMN", help=tell("cli.lifetime.column"))
    ] = None,
    amount: Column = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="ROLE=COLUMN", help=tell("cli.lifetime.role"))
    ] = None,
    feature: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help=tell("cli.retention.feature"))
    ] = None,
    level: Annotated[float, typer.Option(metavar="SHARE", help=tell("cli.retention.level"))] = 0.9,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.lifetime.json"))] = False,
) -> None:
    """Print retention curves by cohort; of contracts also Kaplan-Meier and Cox."""
    from guanxi.commands.lifetime_asked import pairs
    from guanxi.commands.retention_counted import counted, said

    columns = {"customer": customer, "date": date_column, "amount": amount} | pairs(column, "--column")
    found = counted(
        file,
        unit=unit,
        as_of=typed_date(as_of, "--as-of"),
        columns={role: named for role, named in columns.items() if named},
        features=tuple(feature or ()),
        level=level,
        language=chosen(),
    )
    typer.echo(json_format.dumps(found, ensure_ascii=False, indent=2) if json else said(found))
