"""Every write goes through here: one transaction, one permission check, one audit entry.

    @action("followups.log_call")
    def log_call(by, follow_up, *, reached, cause=""):
        ...

    log_call(request.user, follow_up, reached=True, request_id=requests.request_id(request))

The first argument is who does it: a user, or `SYSTEM` for the job queue and commands. Called again by the
same person with the same `request_id` an action does nothing and returns its first result.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, models, transaction

from guanxi.errors import Conflict, NotAllowed
from guanxi.web.kit.models import AuditEntry
from guanxi.web.kit.records import facts_of, recalled, speaks_of, stored

if TYPE_CHECKING:
    from guanxi.facts.privacy.person import Person

ERASED = "erased"


class _System:
    """The application itself: allowed everything, recorded as nobody."""

    pk = None

    def can(self, permission: str) -> bool:
        return True

    def __repr__(self) -> str:
        return "SYSTEM"


SYSTEM: Final = _System()


class RequestRepeated(Conflict):
    code = "kit.request_repeated"


def action(name: str, *, permission: str | None = None) -> Callable[[Callable], Callable]:
    """Make a function an action. Its permission has its own name unless another one is given."""
    needed = permission or name

    def decorate(function: Callable) -> Callable:
        arguments = signature(function)

        @wraps(function)
        def act(by, *args: Any, request_id: str | None = None, **kwargs: Any) -> Any:
            if not by.can(needed):
                raise NotAllowed(what=needed)
            bound = arguments.bind(by, *args, **kwargs)
            given = dict(list(bound.arguments.items())[1:])
            try:
                with transaction.atomic():
                    first = _first(by, name, request_id)
                    if first is None:
                        return _carry_out(function, bound, given, by, name, request_id)
            except IntegrityError:
                # Two copies of one request ran side by side; the slower one takes the first's answer.
                first = _first(by, name, request_id)
                if first is None:
                    raise
            if first.facts != facts_of(given):
                raise RequestRepeated(action=name, request_id=request_id)
            return recalled(first.result)

        act.action_name = name
        act.permission = needed
        return act

    return decorate


def unrecorded(why: str) -> Callable[[Callable], Callable]:
    """Mark a write that leaves no audit entry, and say why: it is the machinery's own bookkeeping.

    @unrecorded("progress of a job, many times a minute")
    """

    def decorate(function: Callable) -> Callable:
        function.unrecorded = why
        return function

    return decorate


def _first(by, name: str, request_id: str | None) -> AuditEntry | None:
    if not request_id:
        return None
    return AuditEntry.objects.filter(who_id=by.pk, action=name, request_id=request_id).first()


def _carry_out(function, bound, given, by, name, request_id) -> Any:
    facts = facts_of(given)  # before the action changes what it was given
    result = function(*bound.args, **bound.kwargs)
    object_type, object_id = _object(given, result)
    AuditEntry.objects.create(
        who_id=by.pk,
        action=name,
        object_type=object_type,
        object_id=object_id,
        facts=facts,
        request_id=request_id or None,
        result=stored(result) if request_id else None,
    )
    return result


def _object(given: dict[str, Any], result: Any) -> tuple[str, str]:
    """What it was done to: the first record given, else the record that came out."""
    for value in (*given.values(), result):
        if isinstance(value, models.Model):
            return value._meta.label_lower, str(value.pk)
    return "", ""


@unrecorded("what was erased must not stay in the record; that it was erased is on record itself")
def forget_in_audit(who: Person, records: Collection[str]) -> int:
    """Take a person, and records of the person that went, out of what was written down; entries changed.

    An entry still says who did what and when, and no longer to whom or with which words.
    """
    gone = [*records, *(f"customers.customer:{each}" for each in who.ids)]
    told, changed = frozenset(gone), 0
    for entry in AuditEntry.objects.iterator(1_000):
        named = f"{entry.object_type}:{entry.object_id}" in told
        if named or speaks_of([entry.facts, entry.result], who, told):
            entry.object_id = ERASED if named else entry.object_id
            entry.facts, entry.result, entry.request_id = {ERASED: True}, None, None
            entry.save()
            changed += 1
    return changed
