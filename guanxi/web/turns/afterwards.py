"""What rooms above want done after every turn, so that this room never imports them.

afterwards.register("overview.summary", summarise)      summarise(snapshot_id)
"""

from __future__ import annotations

from collections.abc import Callable

_wanted: dict[str, Callable[[str], object]] = {}


def register(name: str, work: Callable[[str], object]) -> None:
    _wanted[name] = work


def carry_out(snapshot_id: str) -> None:
    for work in _wanted.values():
        work(snapshot_id)
