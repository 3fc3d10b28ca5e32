"""A hook's scheme and mapping as a person typed them, checked before they are kept."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from guanxi.sources.webhooks.mapping import Mapping
from guanxi.sources.webhooks.scheme import Scheme
from guanxi.web.live.refusals import BadSetting

EXPRESSIONS = "payload.… | line.… | parent.… | {…}"


def checked_scheme(given: Any) -> Scheme:
    """The scheme, or BadSetting with everything that is wrong with it."""
    return _checked(Scheme, given, "scheme")


def checked_mapping(given: Any) -> Mapping:
    return _checked(Mapping, given, "mapping")


def _checked(kind: type, given: Any, what: str) -> Any:
    try:
        return kind.model_validate(given)
    except ValidationError as wrong:
        raise BadSetting(what=what, why=_faults(wrong)) from None


def _faults(wrong: ValidationError) -> str:
    """Where and what, without what was typed: each place once, whatever forms it might have had."""
    said: dict[str, str] = {}
    for each in wrong.errors(include_url=False, include_input=False, include_context=False):
        steps = [str(step) for step in each["loc"]]
        what = each["msg"].removeprefix("Value error, ")
        if "words" in steps[:-1]:  # what a word is made of has many forms: none of them fitted
            steps, what = steps[: steps.index("words") + 2], EXPRESSIONS
        said.setdefault(".".join(steps), what)
    return "; ".join(f"{place}: {what}" if place else what for place, what in list(said.items())[:6])
