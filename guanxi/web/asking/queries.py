"""What asking can be asked: who is asked, who answered, and who did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from guanxi.errors import NotFound
from guanxi.facts.privacy.person import Person
from guanxi.web.asking.models import (
    ASKED,
    EventRule,
    Fieldwork,
    Invitation,
    Link,
    OptOut,
    Response,
    State,
    Wave,
)
from guanxi.web.asking.selecting import Candidate
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import visible_to

CELLS = ("tier", "quadrant", "stage", "rfm_segment")


def fieldworks() -> QuerySet[Fieldwork]:
    """Everything that was ever asked, the open ones first, with how many were asked and answered."""
    sent = Count("waves__invitations", filter=Q(waves__invitations__state__in=ASKED), distinct=True)
    answered = Count("responses", filter=Q(responses__is_finished=True), distinct=True)
    return Fieldwork.objects.annotate(asked=sent, answered=answered).order_by("-is_open", "-opened_at")


def survey_names() -> list[str]:
    """The names that answers carry of everything that was ever asked."""
    return sorted(set(Fieldwork.objects.values_list("survey", flat=True)))


def fieldwork(pk: int) -> Fieldwork:
    found = Fieldwork.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(what="fieldwork", name=pk)
    return found


def link(pk: int) -> Link:
    found = Link.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(what="link", name=pk)
    return found


def links(asked: Fieldwork) -> QuerySet[Link]:
    return Link.objects.filter(survey=asked.survey)


def waves(asked: Fieldwork) -> QuerySet[Wave]:
    return Wave.objects.filter(fieldwork=asked).select_related("made_by")


def candidates(user, rows: QuerySet, cell: str = "tier") -> Iterator[Candidate]:
    """The customers of a list of profiles that this person may see, each in its sampling cell."""
    seen = rows.filter(customer__in=visible_to(user), customer__merged_into=None)
    for key, email, where in seen.values_list("customer_id", "customer__email", cell).iterator(5_000):
        yield Candidate(key, email or "", str(where or ""))


def to_mail(on: date) -> QuerySet[Invitation]:
    """Invitations whose first mail or next reminder is due, oldest first."""
    due = Q(state=State.WAITING) | Q(state=State.SENT, next_on__lte=on)
    open_still = {"wave__is_stopped": False, "wave__fieldwork__is_open": True, "wave__expires_on__gte": on}
    rows = Invitation.objects.filter(due, **open_still).exclude(email="")
    opted = OptOut.objects.values("email_mark")
    return rows.exclude(email_mark__in=opted).select_related("wave").order_by("made_at", "pk")


def held_of(who: Person) -> dict[str, list[dict[str, Any]]]:
    """What this room holds about a person: invitations, and answers under the person's name."""
    its = Invitation.objects.filter(_about(who))
    invited = ("email", "made_at", "sent_on", "state", "cell", "responded_on", "wave__fieldwork__survey")
    kept = ("fieldwork__survey", "fieldwork__version", "on", "answers", "is_finished", "language")
    return {
        "invitations_to_surveys": list(its.values(*invited)),
        "answers_to_surveys": list(Response.objects.filter(invitation__in=its).values(*kept)),
        "asked_never_to_be_asked": list(OptOut.objects.filter(customer__in=who.ids).values("at")),
    }


def _about(who: Person) -> Q:
    return Q(customer_id__in=who.ids) | Q(came_from__in=who.ids)


def invitations_of(who: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(_about(who))


def waiting(asked: Fieldwork) -> int:
    """Mails that are put down and have not left."""
    return Invitation.objects.filter(wave__fieldwork=asked, state=State.WAITING).count()


def rules_at_work() -> QuerySet[EventRule]:
    return EventRule.objects.filter(is_on=True)


def rules_of(asked: Fieldwork) -> QuerySet[EventRule]:
    return EventRule.objects.filter(survey=asked.survey)


def rule_of(asked: Fieldwork, pk: int) -> EventRule:
    found = rules_of(asked).filter(pk=pk).first()
    if found is None:
        raise NotFound(what="rule", name=pk)
    return found


def open_fieldwork_of(survey: str) -> Fieldwork | None:
    return Fieldwork.objects.filter(survey=survey, is_open=True).first()


def not_asked_after(events: dict[str, str]) -> dict[str, str]:
    """Those of these events after which nobody was asked yet."""
    names = set(events.values())
    before = set(Invitation.objects.filter(event_key__in=names).values_list("event_key", flat=True))
    return {customer: name for customer, name in events.items() if name not in before}


def known(customers: Iterable[str], cell: str) -> Iterator[Candidate]:
    """These customers, as far as this database knows them, all in one cell."""
    rows = Customer.objects.filter(pk__in=list(customers), merged_into=None)
    for key, email in rows.values_list("pk", "email"):
        yield Candidate(key, email or "", cell)
