"""`guanxi demo`: a firm's facts, its turns and its people, made once; then the application, served."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from guanxi.commands.demo_data import demo_data, source_of
from guanxi.commands.language import tell

PASSWORD = "guanxi-demo"  # the demo listens on this machine alone


def demo(
    firm: Annotated[str, typer.Option(metavar="grocer|trader", help=tell("cli.demo_data.firm"))] = "grocer",
    port: Annotated[int, typer.Option(metavar="N", help=tell("cli.serve.port"))] = 8000,
) -> None:
    """Make what is missing in .demo/FIRM (or GUANXI_HOME) and serve it until Ctrl-C."""
    from guanxi.commands import processes

    source = source_of(firm)
    os.environ.setdefault("GUANXI_HOME", str(Path(".demo") / firm))
    processes.refuse_taken("127.0.0.1", port)
    processes.prepare()
    if not is_ready(source.TURNS):
        demo_data(firm=firm)
        _decide(firm)
        _make(source.TURNS)
    processes.run(host="127.0.0.1", port=port, on_ready=_say_where)


def _decide(firm: str) -> None:
    """What the demo firm decides about its turns, unless somebody decided otherwise before.

    One late customer in five is left alone: without them nobody could say what following up changes.
    The trader's ten largest have a director each and its small ones nobody: the warning is for those between.
    """
    from django.conf import settings

    from guanxi.distribution.episodes import EpisodeSettings
    from guanxi.distribution.turn_settings import TurnSettings, read_turn_settings, write_turn_settings
    from guanxi.facts.store import Store

    store = Store(settings.GUANXI_STORE)
    watched = {"trader": {"watched_tiers": ("gold", "iron")}}.get(firm, {})
    if read_turn_settings(store) == TurnSettings():
        write_turn_settings(store, TurnSettings(episodes=EpisodeSettings(left_alone_share=0.2, **watched)))


def is_ready(turns: tuple[date, ...]) -> bool:
    """Whether every turn of the demo has been run and shown."""
    from guanxi.web.turns.models import State, TurnJob

    done = set(TurnJob.objects.filter(state=State.DONE).values_list("as_of", flat=True))
    return set(turns) <= done


def _make(turns: tuple[date, ...]) -> None:
    """People first, for customers are given to them; then the model and the rule; then the turns in order."""
    from guanxi.commands.demo_turns import judge_the_past, run_turns
    from guanxi.web.accounts.actions import ensure_account
    from guanxi.web.kit.actions import SYSTEM

    for username, role, name in _people():
        ensure_account(SYSTEM, username, password=PASSWORD, role=role, name=name)
    judge_the_past(turns[-1])
    run_turns(turns)


def _people() -> list[tuple[str, str, str]]:
    """User name, role and name shown: those who lead, and every rep whom the facts name as an owner."""
    lead = [(role, role, tell(f"cli.demo.{role}")) for role in ("manager", "analyst")]
    return lead + [(owner, "rep", owner.replace("_", " ").capitalize()) for owner in _owners()]


def _owners() -> list[str]:
    from django.conf import settings

    from guanxi.engines import engine as new_engine
    from guanxi.facts.store import Store

    engine = new_engine("duckdb")
    try:
        customers = Store(settings.GUANXI_STORE).read("customers", engine)
        owners = engine.collect(customers.select("owner").distinct())
    finally:
        engine.close()
    return sorted(owner for owner in owners["owner"].to_pylist() if owner)


def _say_where(address: str) -> None:
    print(tell("cli.demo.ready", address=address, rep=_busiest_rep(), password=PASSWORD), flush=True)


def _busiest_rep() -> str:
    """The rep with most customers to call: the one whose first page shows what it is for."""
    from django.db.models import Count

    from guanxi.web.followups.models import FollowUp, State

    open_ones = FollowUp.objects.filter(state=State.OPEN).exclude(owner=None).values("owner__username")
    busiest = open_ones.annotate(tasks=Count("pk")).order_by("-tasks", "owner__username").first()
    return busiest["owner__username"] if busiest else _owners()[0]
