"""Turns run in the caller's own process, for commands: the application's database follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from guanxi.web.kit.actions import SYSTEM
from guanxi.web.turns import actions, jobs
from guanxi.web.turns.models import TurnJob


def run_turns(
    days: Sequence[date | None], *, progress: Callable[[str, float], None] | None = None
) -> Iterator[TurnJob]:
    """Run a turn as of each day, in this order; people see the result after the last one.

    A job that failed carries its error and ends the row of turns.
    """
    for number, as_of in enumerate(days, start=1):
        job = jobs.run(actions.start_turn(SYSTEM, as_of=as_of), show=number == len(days), progress=progress)
        yield job
        if job.error_code:
            return
