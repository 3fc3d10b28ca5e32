"""`guanxi lifetime`: fit a lifetime model to a file and print what it found."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell

Column = Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.lifetime.column"))]
UNITS = "day|week|month|quarter|year"


def lifetime(
    file: Annotated[Path, typer.Argument(help=tell("cli.lifetime.file"), show_default=False)],
    model: Annotated[str, typer.Option(metavar="NAME", help=tell("cli.lifetime.model"))] = "bg-nbd",
    unit: Annotated[str | None, typer.Option(metavar=UNITS, help=tell("cli.lifetime.unit"))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.lifetime.as_of"))] = None,
    customer: Column = None,
    date_column: Annotated[
        str | None, typer.Option("--date", metavar="COLUMN", help=tell("cli.lifetime.column"))
    ] = None,
    amount: Column = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="ROLE=COLUMN", help=tell("cli.lifetime.role"))
    ] = None,
    spend: Annotated[str, typer.Option(metavar="repeats|all", help=tell("cli.lifetime.spend"))] = "repeats",
    history: Annotated[str | None, typer.Option(metavar="NUMBERS", help=tell("cli.lifetime.history"))] = None,
    ahead: Annotated[float | None, typer.Option(metavar="UNITS", help=tell("cli.lifetime.ahead"))] = None,
    discount: Annotated[
        float | None, typer.Option(metavar="SHARE", help=tell("cli.lifetime.discount"))
    ] = None,
    strategy: Annotated[
        list[str] | None, typer.Option(metavar="NAME: CHANGES", help=tell("cli.lifetime.strategy"))
    ] = None,
    swing: Annotated[float, typer.Option(metavar="SHARE", help=tell("cli.lifetime.swing"))] = 0.1,
    age: Annotated[float | None, typer.Option(metavar="YEARS", help=tell("cli.lifetime.age"))] = None,
    stage: Annotated[str | None, typer.Option(metavar="STAGE", help=tell("cli.lifetime.stage"))] = None,
    covariate: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help=tell("cli.lifetime.covariate"))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.lifetime.json"))] = False,
) -> None:
    """Fit or reckon a lifetime model and print it."""
    from guanxi.commands.lifetime_asked import Asked, pairs
    from guanxi.commands.lifetime_fit import fitted

    columns = {"customer": customer, "date": date_column, "amount": amount} | pairs(column, "--column")
    found = fitted(
        Asked(
            file,
            model=model,
            unit=unit,
            as_of=typed_date(as_of, "--as-of"),
            columns={role: named for role, named in columns.items() if named},
            spend=spend,
            history=history,
            ahead=ahead,
            discount=discount,
            strategies=tuple(strategy or ()),
            swing=swing,
            age=age,
            stage=stage,
            covariates=tuple(covariate or ()),
            language=chosen(),
        )
    )
    if json:
        typer.echo(json_format.dumps(found, ensure_ascii=False, indent=2))
        return
    from guanxi.commands.lifetime_said import said

    typer.echo(said(found))
