"""What this room refuses, and why."""

from __future__ import annotations

from guanxi.errors import BadInput, NotAllowed, NotFound


class TooManyRows(BadInput):
    code = "live.too_many_rows"


class BadSetting(BadInput):
    """A scheme or a mapping that cannot be used; `why` is said by what checks it."""

    code = "live.bad_setting"


class ShortSecret(BadInput):
    code = "live.short_secret"


class NoName(BadInput):
    code = "live.no_name"


class NoSuchHook(NotFound):
    code = "live.no_such_hook"


class WrongSignature(NotAllowed):
    code = "live.wrong_signature"


class TooLarge(BadInput):
    code = "live.too_large"


class TooOften(BadInput):
    code = "live.too_often"
