"""Signs of life while a long step says nothing: a worker that was killed is told from one that is busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

EVERY_SECONDS = 30


@contextmanager
def beating(beat: Callable[[], object]) -> Iterator[None]:
    """Call `beat` twice a minute until the block is left.

    with beating(lambda: beat(job)):
    """
    done = Event()
    thread = Thread(target=_keep_beating, args=(beat, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep_beating(beat: Callable[[], object], done: Event) -> None:
    while not done.wait(EVERY_SECONDS):
        beat()
    connections.close_all()
