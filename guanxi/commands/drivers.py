"""`guanxi drivers`: what drives satisfaction and loyalty, by the answers of the store."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guanxi.commands.dates import typed_date
from guanxi.commands.language import chosen, tell
from guanxi.commands.steps import steps
from guanxi.commands.stores import store_at

if TYPE_CHECKING:
    from guanxi.knowledge.experience.study import Study


def drivers(
    store: Annotated[Path | None, typer.Option(metavar="DIR", help=tell("cli.turn.store"))] = None,
    survey: Annotated[str | None, typer.Option(metavar="ID", help=tell("cli.drivers.survey"))] = None,
    outcome: Annotated[str | None, typer.Option(metavar="KIND", help=tell("cli.drivers.outcome"))] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.drivers.since"))] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.drivers.until"))] = None,
    as_of: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=tell("cli.backtest.as_of"))] = None,
    json: Annotated[bool, typer.Option("--json", help=tell("cli.lifetime.json"))] = False,
) -> None:
    """Study the answers, and print each part or why there is none."""
    from guanxi.engines import engine as new_engine
    from guanxi.knowledge.experience.study import OUTCOMES, NoAnswers, study
    from guanxi.knowledge.refusals import UnknownChoice

    if outcome is not None and outcome not in OUTCOMES:
        raise UnknownChoice(name="outcome", asked=outcome, known=", ".join(OUTCOMES))
    facts, day = store_at(store), typed_date(as_of, "--as-of")
    first, last = typed_date(since, "--since"), typed_date(until, "--until")
    if not facts.has("answers"):
        raise NoAnswers(survey=survey or str(facts.root))
    engine = new_engine()
    try:
        with steps(["read", "drivers"]) as step:
            step("drivers")
            bought = facts.read("purchases", engine) if facts.has("purchases") else None
            found = study(
                facts.read("answers", engine),
                as_of=day or facts.state("answers").latest_on,
                engine=engine,
                survey=survey,
                outcome=outcome,
                since=first,
                until=last,
                purchases=bought,
            )
    finally:
        engine.close()
    told = json_format.dumps(found.as_dict(), ensure_ascii=False, indent=2, default=str)
    typer.echo(told if json else _said(found))


def _said(found: Study) -> str:
    from guanxi.distribution.pictures import Voice
    from guanxi.distribution.pictures.studied import outcome_name, studied

    voice = Voice(chosen(), None)
    facts = {"responses": f"{found.responses:,}", "since": found.since, "until": found.until}
    lines = [tell("cli.drivers.head", outcome=outcome_name(found, chosen()), **facts)]
    for section in studied(found, voice=voice):
        lines += ["", section.question]
        lines += [f"  {section.why}"] if section.why else []
        for picture in section.pictures:
            lines.append(f"  {picture['title']}")
            lines += [f"    {' · '.join(map(str, row))}" for row in picture["table"]["rows"]]
        lines += [f"  ! {note}" for note in section.notes]
    return "\n".join(lines)
