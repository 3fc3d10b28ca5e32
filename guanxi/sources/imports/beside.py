"""Work done beside other work: the next chunk is read, and the last one kept, while one is in hand.

Never more than one step ahead or behind, so that memory is bounded and a fault comes to light at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")
ENDED = object()


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The items, the next one made while one is in hand."""
    with ThreadPoolExecutor(1, "guanxi-ahead") as thread:
        coming = thread.submit(next, items, ENDED)
        while (item := coming.result()) is not ENDED:
            coming = thread.submit(next, items, ENDED)
            yield item


def at_once(one: Callable[[], T], other: Callable[[], U]) -> tuple[T, U]:
    """What both give, each worked out beside the other."""
    with ThreadPoolExecutor(1, "guanxi-beside") as thread:
        coming = thread.submit(one)
        found = other()
        return coming.result(), found


def each(work: Callable[[T], U], items: Iterable[T]) -> list[U]:
    """What the work gives for each of the items, in their order, two of them at a time."""
    with ThreadPoolExecutor(2, "guanxi-beside") as threads:
        return list(threads.map(work, items))


class Behind(AbstractContextManager):
    """Does what it is given one after the other, beside its caller; leaving it waits for the last of it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "guanxi-behind")
        self._last: Future | None = None

    def do(self, work: Callable[..., object], *arguments: object) -> None:
        """Begin, once what was begun before is done; a fault in that one is raised here."""
        self.wait()
        self._last = self._thread.submit(work, *arguments)

    def wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.wait()
        finally:
            self._thread.shutdown()
