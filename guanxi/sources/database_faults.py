"""What a database or its driver says when it refuses -> a refusal of ours, with no secret in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from guanxi.errors import SourceError
from guanxi.sources.refusals import CannotConnect, QueryRefused, WrongPassword

LONGEST = 300  # characters of the database's own words
NOT_LET_IN = ("28P01", "28000")
CONNECTION = (
    "08",
    "3D",
    "53",
    "57P",
)  # classes of SQLSTATE: no connection, no such database, no room, going down


def refusal(error: Exception, address: Any, shown: str) -> SourceError:
    """What to say of an error of SQLAlchemy or of a driver."""
    inner = getattr(error, "orig", None) or error
    state = getattr(inner, "sqlstate", None) or ""
    words = str(getattr(getattr(inner, "diag", None), "message_primary", None) or inner)
    lowered = words.lower()
    if (
        state in NOT_LET_IN
        or "password authentication failed" in lowered
        or "no password supplied" in lowered
    ):
        return WrongPassword(url=shown)
    if state.startswith(CONNECTION) or _is_about_connecting(inner, lowered, state):
        return CannotConnect(url=shown)
    return QueryRefused(url=shown, why=_without_secrets(words, address))


def _is_about_connecting(inner: Exception, lowered: str, state: str) -> bool:
    """A driver that never reached the server has no SQLSTATE to tell."""
    if state:
        return False
    signs = (
        "connect",
        "resolve",
        "timeout",
        "timed out",
        "could not translate",
        "unable to open",
        "not a database",
    )
    return type(inner).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
        "InterfaceError",
        "DatabaseError",
    ) and any(sign in lowered for sign in signs)


def _without_secrets(words: str, address: Any) -> str:
    """The first line of what the database says, and no secret of the address even if it says one."""
    line = (words.strip().splitlines() or [""])[0][:LONGEST]
    secrets = [address.password, *(value for value in address.query.values() if isinstance(value, str))]
    for secret in secrets:
        if secret and len(str(secret)) > 2:
            line = line.replace(str(secret), "***").replace(unquote(str(secret)), "***")
    return line
