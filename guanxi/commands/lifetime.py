"""`guanxi lifetime`: fit a lifetime model to an order list and print what it found."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell

Column = Annotated[str | None, typer.Option(metavar="COLUMN", help=tell("cli.lifetime.column"))]


def lifetime(
    file: Annotated[Path, typer.Argument(help=tell("cli.lifetime.file"), show_default=False)],
    model: Annotated[str, typer.Option(metavar="NAME", help=tell("cli.lifetime.model"))] = "bg-nbd",
    unit: Annotated[str, typer.Option(metavar="day|week", help=tell("cli.lifetime.unit"))] = "week",
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.lifetime.as_of"))] = None,
    customer: Column = None,
    date_column: Annotated[
        str | None, typer.Option("--date", metavar="COLUMN", help=tell("cli.lifetime.column"))
    ] = None,
    amount: Column = None,
    spend: Annotated[str, typer.Option(metavar="repeats|all", help=tell("cli.lifetime.spend"))] = "repeats",
    history: Annotated[
        str | None, typer.Option(metavar="REPEATS,LAST,AGE", help=tell("cli.lifetime.history"))
    ] = None,
    ahead: Annotated[float, typer.Option(metavar="UNITS", help=tell("cli.lifetime.ahead"))] = 39.0,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.lifetime.json"))] = False,
) -> None:
    """Fit a purchase or spend model and print model, parameters, log-likelihood, customers."""
    from guanxi.commands.lifetime_fit import fitted

    found = fitted(
        file,
        model=model,
        unit=unit,
        as_of=typed_date(as_of, "--as-of"),
        columns={"customer": customer, "date": date_column, "amount": amount},
        spend=spend,
        history=history,
        ahead=ahead,
        language=chosen(),
    )
    typer.echo(json_format.dumps(found, ensure_ascii=False, indent=2) if json else _said(found))


def _said(found: dict) -> str:
    """For reading: the model, its parameters with standard errors, what was noticed."""
    errors = found["standard_errors"] or {}
    parameters = (
        f"  {name:<6} {value:10.4f}" + (f"   ± {errors[name]:.4f}" if name in errors else "")
        for name, value in found["parameters"].items()
    )
    head = tell("cli.lifetime.found", **{name: found[name] for name in ("model", "unit", "as_of")})
    tail = tell("cli.lifetime.fit", customers=found["customers"], log_likelihood=found["log_likelihood"])
    said = [head, *parameters, tail]
    if "forecast" in found:
        said.append(tell("cli.lifetime.forecast", unit=found["unit"], **found["forecast"]))
    return "\n".join([*said, *(note["sentence"] for note in found["notes"])])
