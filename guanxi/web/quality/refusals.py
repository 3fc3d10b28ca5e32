"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, GuanxiError


class NoFacts(BadInput):
    code = "quality.no_facts"


class LookFailed(GuanxiError):
    code = "quality.unexpected"


class LookLost(GuanxiError):
    code = "quality.look_lost"
