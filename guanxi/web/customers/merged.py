"""What belongs to a customer follows it when its id is found to be another customer's, and comes back.

    merged.carries("followups.FollowUp")             rows with `customer` and `came_from`
    merged.register("insight.profiles", follow)      follow(gone, back): ids that are no customers of their
                                                     own any more, and ids that are again

`came_from` is the id a row was written under, where that is another customer's now; "" otherwise. Facts need
none of this: they stay under the ids they were said with, and every read brings them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import models

Follow = Callable[[list[str], list[str]], object]

_labels: list[str] = []
_wanted: dict[str, Follow] = {}


def carries(label: str) -> None:
    """`label` is a model ("room.Model") whose rows belong to a customer."""
    if label not in _labels:
        _labels.append(label)


def tables() -> Iterator[type[models.Model]]:
    return (apps.get_model(label) for label in _labels)


def register(name: str, follow: Follow) -> None:
    _wanted[name] = follow


def tell(gone: list[str], back: list[str]) -> None:
    for follow in _wanted.values():
        follow(gone, back)
