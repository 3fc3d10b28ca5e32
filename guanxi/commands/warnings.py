"""`guanxi warnings`: which rule of warning is best here? On an order list, or on the firm's own store."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell
from guanxi.commands.steps import steps

Column = Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.lifetime.column"))]


def warnings(
    file: Annotated[Path | None, typer.Argument(help=tell("cli.backtest.file"), show_default=False)] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.backtest.store"))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.backtest.as_of"))] = None,
    customer: Column = None,
    date_column: Annotated[
        str | None, typer.Option("--date", metavar="COLUMN", help=tell("cli.lifetime.column"))
    ] = None,
    amount: Column = None,
    cycles: Annotated[
        float | None, typer.Option(metavar="N", help=tell("cli.warnings.cycles"), show_default=False)
    ] = None,
    a_week: Annotated[
        float | None, typer.Option(metavar="N", help=tell("cli.warnings.a_week"), show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.lifetime.json"))] = False,
) -> None:
    """Warn by each rule on every week of the past, and say which was most often right."""
    from guanxi.commands.warnings_run import of_file, of_store, said, sentences

    day, noticed = typed_date(as_of, "--as-of"), []
    with steps(["read", "warnings"]) as step:
        if file is None:
            found = of_store(store, day, cycles, a_week, step=step)
        else:
            columns = {"customer": customer, "date": date_column, "amount": amount}
            found, noticed = of_file(file, columns, day, cycles, a_week, step=step)
    if json:
        told = found.as_dict() | {"said": sentences(found, noticed, chosen())}
        typer.echo(json_format.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo(said(found, noticed, chosen()))
