"""How far a long command is, on the terminal and only there; Ctrl-C asks it to stop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from guanxi.commands.language import tell
from guanxi.errors import GuanxiError

STOPPED = 130


class Told:
    """Called with a step's name and the share that is behind; `stopped` once a person asked to stop."""

    def __init__(self, sentences: str, bar=None, task=None) -> None:
        self.stopped, self._sentences, self._bar, self._task = False, sentences, bar, task

    def __call__(self, step: str, share: float) -> None:
        if self._bar is not None:
            self._bar.update(self._task, description=tell(f"{self._sentences}.{step}"), completed=share)

    def stop(self, *_signal: object) -> None:
        if self.stopped:  # asked twice: at once
            raise KeyboardInterrupt
        self.stopped = True


@contextmanager
def progress(sentences: str) -> Iterator[Told]:
    """A bar for the time of the work; "<sentences>.<step>" is what is shown.

    Work that a person stopped ends with its own sentence, and the exit code of what was stopped.
    """
    bar = _bar() if sys.stderr.isatty() else None
    told = Told(sentences, bar, bar.add_task("", total=1.0) if bar else None)
    before = signal.signal(signal.SIGINT, told.stop)
    try:
        if bar:
            with bar:
                yield told
        else:
            yield told
    except GuanxiError as error:
        if not told.stopped:
            raise
        typer.echo(tell(error.code, **error.facts), err=True)
        raise typer.Exit(STOPPED) from None
    finally:
        signal.signal(signal.SIGINT, before)


def _bar():
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} %")
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
