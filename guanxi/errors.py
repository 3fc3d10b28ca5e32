"""Everything that can go wrong for a reason a person can act on.

    GuanxiError                    code and facts; the door (CLI, page, API) says the sentence
    ├── BadInput                   what was given cannot be used as it is
    │   ├── SourceError            a file or table outside guanxi
    │   └── SettingError           a parameter or a setting
    ├── NotFound                   what was asked for is not there
    ├── NotAllowed                 the person may not do or see this
    ├── Conflict                   somebody else changed it first
    └── ModelError                 a model has no answer, and says why

A code is stable ("sources.unknown_column"); its sentence in both languages is in `guanxi.sentences`.
"""

from __future__ import annotations

from typing import Any


class GuanxiError(Exception):
    """An error with a stable `code` and the `facts` that explain it; never a finished sentence."""

    code = "guanxi.error"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        from guanxi.sentences import say

        return say(self.code, "en", **self.facts)


class BadInput(GuanxiError):
    code = "input.bad"


class SourceError(BadInput):
    code = "sources.unusable"


class SettingError(BadInput):
    code = "settings.unusable"


class NotFound(GuanxiError):
    code = "guanxi.not_found"


class NotAllowed(GuanxiError):
    code = "guanxi.not_allowed"


class Conflict(GuanxiError):
    code = "guanxi.conflict"


class ModelError(GuanxiError):
    code = "models.no_answer"
