"""Signs of life while a long step says nothing: a worker that was killed is told from one that is busy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

from guanxi.web.turns import actions

EVERY_SECONDS = 30


@contextmanager
def beating(job_pk: int) -> Iterator[None]:
    done = Event()
    thread = Thread(target=_beat, args=(job_pk, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(job_pk: int, done: Event) -> None:
    while not done.wait(EVERY_SECONDS):
        actions.beat(job_pk)
    connections.close_all()
