"""What every page says about the data it stands on; the room that knows registers where to ask.

business.provide(business_date=queries.business_date, currency=queries.currency, note=queries.note)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from guanxi.facts.firm import SYNTHETIC

_asked: dict[str, Callable[[], object]] = {}
# A page shows hundreds of numbers; it asks for their currency once.
_answers: ContextVar[dict[str, object] | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within one request every question is asked once; nothing is remembered beyond it."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def provide(
    *,
    business_date: Callable[[], date | None] | None = None,
    currency: Callable[[], str | None] | None = None,
    note: Callable[[], str | None] | None = None,
    firm_name: Callable[[], str | None] | None = None,
    is_synthetic: Callable[[], bool] | None = None,
    doubts: Callable[[], object] | None = None,
) -> None:
    """Say where the answers come from. `note` is said beside the date, such as that the firm is synthetic."""
    given = {
        "business_date": business_date,
        "currency": currency,
        "note": note,
        "firm_name": firm_name,
        "is_synthetic": is_synthetic,
        "doubts": doubts,
    }
    _asked.update({name: ask for name, ask in given.items() if ask is not None})


def business_date() -> date | None:
    """The as-of date of the knowledge shown; None before the first turn."""
    return _ask("business_date")


def currency() -> str | None:
    """The reporting currency (ISO code) of all money shown; None when it is not known."""
    return _ask("currency")


def note() -> str | None:
    return _ask("note")


def firm_name() -> str | None:
    """Whose customers these are, in the reader's language; None where nobody has said."""
    return _ask("firm_name")


def is_synthetic() -> bool:
    """Whether no such customers exist."""
    return bool(_ask("is_synthetic"))


def doubts():
    """What makes numbers too poor to use (kit/doubts.py); None where nobody has looked."""
    return _ask("doubts")


def file_name(name: str) -> str:
    """What a file that leaves the application is called: it says by itself that its data are made up."""
    return f"{SYNTHETIC}{name}" if is_synthetic() else name


def _ask(name: str):
    ask, answers = _asked.get(name), _answers.get()
    if ask is None:
        return None
    if answers is None:
        return ask()
    if name not in answers:
        answers[name] = ask()
    return answers[name]
