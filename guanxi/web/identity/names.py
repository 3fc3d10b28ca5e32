"""What this room calls things on its pages."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

STEPS = {
    "": pgettext_lazy("step of a search", "waiting for the worker"),
    "read": pgettext_lazy("step of a search", "reading the customers"),
    "compare": pgettext_lazy("step of a search", "comparing customers; most of the time goes here"),
    "orders": pgettext_lazy("step of a search", "counting what was bought under each id"),
    "keep": pgettext_lazy("step of a search", "writing the pairs down"),
    "merge": pgettext_lazy("step of a search", "merging"),
    "follow": pgettext_lazy("step of a search", "moving notes and follow-ups along"),
    "done": pgettext_lazy("step of a search", "done"),
}
# Every sign is doubled by a word.
SIGNS = {"same": "=", "near": "≈", "differs": "≠", "unknown": "·"}
KINDS = {
    "merge": pgettext_lazy("kind of change", "Merged"),
    "separate": pgettext_lazy("kind of change", "Separated"),
    "undo": pgettext_lazy("kind of change", "Taken back"),
}
