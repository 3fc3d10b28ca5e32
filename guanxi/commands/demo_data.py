"""`guanxi demo-data`: the facts of a demo firm into a store. The demo itself makes turns and accounts."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from guanxi.commands.language import chosen, tell
from guanxi.commands.steps import steps
from guanxi.errors import SettingError

FIRMS = {"grocer": "guanxi.sources.grocer", "trader": "guanxi.sources.firm"}


class UnknownDemoFirm(SettingError):
    code = "firm.unknown_demo"


def demo_data(
    firm: Annotated[str, typer.Option(metavar="grocer|trader", help=tell("cli.demo_data.firm"))] = "grocer",
    store: Annotated[
        Path | None, typer.Option(metavar="DIR", help=tell("cli.demo_data.store"), show_default=False)
    ] = None,
) -> None:
    """Load the firm's facts once, and say how many there are and whose they are."""
    from guanxi.facts.store import Store

    source = source_of(firm)
    with steps([*source.FACTS, "done"]) as step:
        counts = source.load(Store(store or default_store()), progress=lambda table, share: step(table))
    typer.echo(f"{source.FIRM.name(chosen())}: {source.FIRM.source(chosen())}")
    for table, rows in counts.items():
        typer.echo(f"  {table:<12}{rows:>12,}")


def source_of(firm: str) -> ModuleType:
    """The module that makes or reads the firm's facts."""
    if firm not in FIRMS:
        raise UnknownDemoFirm(asked=firm, known=", ".join(FIRMS))
    return import_module(FIRMS[firm])


def default_store() -> Path:
    """Where the application keeps its store: under GUANXI_HOME, as in guanxi/web/settings.py."""
    return Path(os.environ.get("GUANXI_HOME", ".guanxi")).expanduser() / "store"
