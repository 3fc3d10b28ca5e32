"""Tables of other rooms that carry a copy of a customer's owner, so that their lists read one table.

    copies.register("insight.Profile")

An action that changes the owner changes these copies in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

_labels: list[str] = []


def register(label: str) -> None:
    """`label` is a model ("room.Model") with `customer_id` and `owner_id`."""
    if label not in _labels:
        _labels.append(label)


def tables() -> Iterator[type[models.Model]]:
    return (apps.get_model(label) for label in _labels)
