"""`guanxi serve`: the application with its job worker, from one command."""

from __future__ import annotations

from typing import Annotated

import typer

from guanxi.commands.language import tell


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help=tell("cli.serve.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help=tell("cli.serve.port"))] = 8000,
) -> None:
    """Bring the database up to date, serve until Ctrl-C, and say where."""
    from guanxi.commands import processes

    processes.refuse_taken(host, port)
    processes.prepare()
    processes.run(host=host, port=port, on_ready=_say_where)


def _say_where(address: str) -> None:
    print(tell("cli.serve.ready", address=address), flush=True)
