"""Places on a page that other rooms may add to, so that a page never imports the rooms above it.

    panels.register("customers.customer", "followups.history", draw, order=30, permission="followups.see")
    {% panels "customers.customer" customer %}          in the page that offers the place

`draw(request, subject)` returns safe HTML, or None when it has nothing to say about this subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

Draw = Callable[[HttpRequest, Any], SafeString | None]


@dataclass(frozen=True)
class Panel:
    name: str
    draw: Draw
    order: int
    permission: str


_places: dict[str, dict[str, Panel]] = defaultdict(dict)


def register(place: str, name: str, draw: Draw, *, order: int, permission: str) -> None:
    _places[place][name] = Panel(name, draw, order, permission)


def drawn(place: str, request: HttpRequest, subject: Any) -> list[SafeString]:
    """What the registered panels have to say about the subject to this person, in order."""
    panels = sorted(_places[place].values(), key=lambda panel: panel.order)
    parts = (panel.draw(request, subject) for panel in panels if request.user.can(panel.permission))
    return [part for part in parts if part]
