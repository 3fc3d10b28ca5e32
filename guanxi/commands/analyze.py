"""`guanxi analyze`: from a spreadsheet to a report, with no server, no database and no configuration."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell
from guanxi.commands.steps import steps


def column(role: str):
    """The option that names the column of a role."""
    return typer.Option(f"--{role.replace('_', '-')}", metavar="COLUMN", help=tell(f"cli.analyze.{role}"))


Column = str | None


def analyze(
    file: Annotated[Path, typer.Argument(help=tell("cli.analyze.file"), show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=tell("cli.analyze.out"))],
    customer: Annotated[Column, column("customer")] = None,
    date_column: Annotated[
        Column, typer.Option("--date", metavar="COLUMN", help=tell("cli.analyze.date"))
    ] = None,
    amount: Annotated[Column, column("amount")] = None,
    order: Annotated[Column, column("order")] = None,
    quantity: Annotated[Column, column("quantity")] = None,
    price: Annotated[Column, column("price")] = None,
    product: Annotated[Column, column("product")] = None,
    category: Annotated[Column, column("category")] = None,
    discount: Annotated[Column, column("discount")] = None,
    coupon_discount: Annotated[Column, column("coupon_discount")] = None,
    cost: Annotated[Column, column("cost")] = None,
    currency: Annotated[Column, column("currency")] = None,
    place: Annotated[Column, column("place")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.analyze.as_of"))] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help=tell("cli.analyze.sheet"))] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help=tell("cli.analyze.encoding"))] = None,
    day_month: Annotated[
        str | None, typer.Option(metavar="dmy|mdy", help=tell("cli.analyze.day_month"))
    ] = None,
) -> None:
    """Read an order list, learn about its customers, and write profile, summary and report into a folder."""
    from guanxi.commands.analysis import STEPS, analysis

    columns = {
        "customer": customer,
        "date": date_column,
        "amount": amount,
        "order": order,
        "quantity": quantity,
        "price": price,
        "product": product,
        "category": category,
        "discount": discount,
        "coupon_discount": coupon_discount,
        "cost": cost,
        "currency": currency,
        "place": place,
    }
    with steps(STEPS) as step:
        done = analysis(
            file,
            out,
            columns=columns,
            as_of=typed_date(as_of, "--as-of"),
            today=date.today(),
            sheet=sheet,
            encoding=encoding,
            day_month=day_month,
            language=chosen(),
            step=step,
        )
    for sentence in done.sentences:
        typer.echo(sentence)
