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
    if link := _first_owners_link():
        print(tell("cli.serve.first_owner", link=f"{address}{link}"), flush=True)
    print(tell("cli.serve.ready", address=address), flush=True)


def _first_owners_link() -> str | None:
    """Where the first person makes an account; None where somebody can sign in."""
    from guanxi.web.accounts.actions import ensure_first_owner
    from guanxi.web.accounts.queries import nobody_can_sign_in, welcome_link
    from guanxi.web.kit.actions import SYSTEM

    return welcome_link(ensure_first_owner(SYSTEM)) if nobody_can_sign_in() else None
