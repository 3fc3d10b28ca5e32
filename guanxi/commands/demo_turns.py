"""The turns of a demo's past, run one after the other as they would have been on their days."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date

from guanxi.commands.language import tell
from guanxi.errors import GuanxiError
from guanxi.sentences import say

Tell = Callable[[str, float], None]


class TurnFailed(GuanxiError):
    code = "demo.turn_failed"


def judge_the_past(day: date) -> None:
    """Back-test the models of buying and compare the rules of warning once: the last turn takes the best."""
    from django.conf import settings

    from guanxi.distribution.backtests import firm_backtest, latest_backtest
    from guanxi.distribution.warnings_kept import firm_comparison, latest_evidence
    from guanxi.engines import engine as new_engine
    from guanxi.facts.store import Store

    store = Store(settings.GUANXI_STORE)
    for what, known, judge in (
        ("cli.demo.backtest", latest_backtest, firm_backtest),
        ("cli.demo.warnings", latest_evidence, firm_comparison),
    ):
        if not known(store):
            with _shown(tell(what)), closing(new_engine("duckdb")) as engine:
                judge(store, engine=engine, as_of=day)


def run_turns(days: tuple[date, ...]) -> None:
    """Run what has not been run; people see the last day, so only its result is carried to the pages."""
    from guanxi.web.turns.models import State, TurnJob

    done = set(TurnJob.objects.filter(state=State.DONE).values_list("as_of", flat=True))
    for number, day in enumerate(days, 1):
        if day not in done:
            with _shown(tell("cli.demo.turn", day=day, number=number, count=len(days))) as progress:
                _run(day, show=day == days[-1], progress=progress)


def _run(day: date, *, show: bool, progress: Tell) -> None:
    from guanxi.web.kit.actions import SYSTEM
    from guanxi.web.turns import jobs
    from guanxi.web.turns.actions import start_turn

    job = jobs.run(start_turn(SYSTEM, as_of=day), show=show, progress=progress)
    if job.error_code:
        raise TurnFailed(day=day, why=say(job.error_code, "en", **job.error_facts))


@contextmanager
def _shown(what: str) -> Iterator[Tell]:
    """A bar on a terminal, one line elsewhere."""
    if not sys.stderr.isatty():
        print(what, flush=True)
        yield lambda name, share: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda name, share: bar.update(task, completed=share)
        bar.update(task, completed=1.0)
