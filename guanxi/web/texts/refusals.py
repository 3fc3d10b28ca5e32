"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import GuanxiError


class ReadingFailed(GuanxiError):
    code = "texts.unexpected"


class ReadingLost(GuanxiError):
    code = "texts.reading_lost"
