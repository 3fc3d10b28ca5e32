"""`guanxi turn`: one dated turn of the whole flow, over a store alone or with the application's pages."""

from __future__ import annotations

import json as json_format
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell
from guanxi.commands.steps import steps
from guanxi.errors import GuanxiError, NotFound

STEPS = ["knowledge", "predictions", "follow_ups", "outcomes"]
APPLICATION_STEPS = ["calls", *STEPS, "customers", "profile", "tasks", "summary"]


class StoreMissing(NotFound):
    code = "turn.no_store"


class TurnStopped(GuanxiError):
    code = "turn.stopped"


def turn(
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.turn.as_of"))] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.turn.json"))] = False,
) -> None:
    """Publish the snapshot of a day, open and close follow-ups, check earlier predictions."""
    day = typed_date(as_of, "--as-of")
    home = Path(os.environ.get("GUANXI_HOME", ".guanxi")).expanduser()
    if store is None and _has_application(home):
        done = _in_the_application(day)
    else:
        done = _on_the_store(store or home / "store", day)
    typer.echo(json_format.dumps(done, ensure_ascii=False, indent=2) if json else _said(done))


def _has_application(home: Path) -> bool:
    return bool(os.environ.get("DATABASE_URL")) or (home / "guanxi.sqlite3").exists()


def _on_the_store(root: Path, day: date | None) -> dict[str, Any]:
    """The library's turn, with no database."""
    from guanxi import loop
    from guanxi.facts.store import Store

    if not (root / "facts").is_dir():
        raise StoreMissing(path=root)
    with steps(STEPS) as begin:
        result = loop.turn(Store(root), as_of=day, at=datetime.now(UTC), progress=_told(begin, STEPS))
    return {
        "snapshot": result.snapshot.id,
        "as_of": result.snapshot.as_of.isoformat(),
        "published": result.published,
        "opened": result.opened,
        "closed": result.closed,
        "measured": result.measured,
        "seconds": result.seconds,
    }


def _in_the_application(day: date | None) -> dict[str, Any]:
    """The same turn as a job of the application, whose pages show it afterwards."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanxi.web.settings")
    django.setup()
    from guanxi.sentences import say
    from guanxi.web.turns.running import run_turns

    with steps(APPLICATION_STEPS) as begin:
        (job,) = run_turns([day], progress=_told(begin, APPLICATION_STEPS))
    if job.error_code:
        raise TurnStopped(why=say(job.error_code, chosen(), **job.error_facts))
    return {
        "snapshot": job.snapshot_id,
        "as_of": job.as_of.isoformat(),
        "published": job.was_published,
        "opened": job.opened,
        "closed": job.closed,
        "measured": job.measured,
        "seconds": job.seconds,
    }


def _told(begin: Callable[[str], None], names: list[str]) -> Callable[[str, float], None]:
    return lambda name, share: begin(name) if name in names else None


def _said(done: dict[str, Any]) -> str:
    code = "cli.turn.published" if done["published"] else "cli.turn.same"
    return tell(code, seconds=round(sum(done["seconds"].values()), 1), **_without_seconds(done))


def _without_seconds(done: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in done.items() if name != "seconds"}
