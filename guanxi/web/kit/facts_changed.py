"""What rooms want done after facts were changed, so that the rooms that change them know none of these.

    facts_changed.register("quality.look", look_soon)       in apps.py of the room that wants it
    facts_changed.tell()                                    after an import, an undo, a merge, an erasure

What is registered must be quick: it asks the job queue for the work.
"""

from __future__ import annotations

from collections.abc import Callable

_wanted: dict[str, Callable[[], object]] = {}


def register(name: str, work: Callable[[], object]) -> None:
    _wanted[name] = work


def tell() -> None:
    for work in _wanted.values():
        work()
