"""The progress of a long command, on the terminal and only there; it vanishes when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from guanxi.commands.language import tell


@contextmanager
def steps(names: list[str]) -> Iterator[Callable[[str], None]]:
    """A function to call as each of the named steps begins; "cli.step.<name>" is what is shown."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(names))

        def begin(name: str) -> None:
            bar.update(task, description=tell(f"cli.step.{name}"), completed=names.index(name))

        yield begin
