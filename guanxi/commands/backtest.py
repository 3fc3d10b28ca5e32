"""`guanxi backtest`: would the forecasts have come true? On an order list, or on the firm's own store."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell
from guanxi.commands.steps import steps

Column = Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.lifetime.column"))]


def backtest(
    file: Annotated[Path | None, typer.Argument(help=tell("cli.backtest.file"), show_default=False)] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.backtest.store"))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.backtest.as_of"))] = None,
    customer: Column = None,
    date_column: Annotated[
        str | None, typer.Option("--date", metavar="COLUMN", help=tell("cli.lifetime.column"))
    ] = None,
    amount: Column = None,
    unit: Annotated[str, typer.Option(metavar="day|week", help=tell("cli.lifetime.unit"))] = "week",
    origins: Annotated[int, typer.Option(metavar="N", help=tell("cli.backtest.origins"))] = 4,
    horizons: Annotated[str | None, typer.Option(metavar="DAYS", help=tell("cli.backtest.horizons"))] = None,
    models: Annotated[str | None, typer.Option(metavar="NAMES", help=tell("cli.backtest.models"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.lifetime.json"))] = False,
) -> None:
    """Fit each model at earlier days, score what it said with what came, and name the model to use."""
    from guanxi.commands.backtest_run import Asked, of_file, of_store, whole_days
    from guanxi.commands.backtest_said import said

    asked = Asked(
        as_of=typed_date(as_of, "--as-of"),
        unit=unit,
        origins=origins,
        horizons=whole_days(horizons),
        models=models,
        language=chosen(),
    )
    with steps(["read", "backtest"]) as step:
        if file is None:
            found = of_store(store, asked, step=step)
        else:
            columns = {"customer": customer, "date": date_column, "amount": amount}
            found = of_file(file, columns, asked, step=step)
    typer.echo(json_format.dumps(found, ensure_ascii=False, indent=2) if json else said(found, chosen()))
