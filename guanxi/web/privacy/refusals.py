"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput


class NotTheSameId(BadInput):
    code = "privacy.not_the_same_id"


class NotConfirmed(BadInput):
    code = "privacy.not_confirmed"
