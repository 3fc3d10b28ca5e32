"""What came back, as facts: answers with their question, and who was asked with what came of it."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from guanxi.facts.table import fact_table
from guanxi.sources.questionnaires.answering import Said, answered
from guanxi.web.asking.door import document
from guanxi.web.asking.models import ASKED, Fieldwork, Invitation, Response, State

AT_ONCE = 5_000
LEAST_TOGETHER = 5  # anonymous answers become facts in groups: alone, one could be told by its moment


def ripe_responses() -> list[Response]:
    """Finished questionnaires that are no facts yet and may become so, not more than `AT_ONCE` a version.

    Those of an anonymous survey wait for each other, and go in an order that is not that of their coming.
    """
    waiting = Response.objects.filter(is_finished=True, is_a_fact=False)
    found: list[Response] = []
    for fieldwork in sorted(set(waiting.values_list("fieldwork", flat=True))):
        rows = waiting.filter(fieldwork=fieldwork).select_related("fieldwork", "invitation")
        some = list(rows.order_by("pk")[:AT_ONCE])
        if not document(fieldwork).anonymous or _are_enough(fieldwork, len(some)):
            found += some
    return found


def _are_enough(fieldwork: int, count: int) -> bool:
    if count >= LEAST_TOGETHER:
        return True
    in_all = Response.objects.filter(fieldwork=fieldwork, is_finished=True).count()
    return in_all >= LEAST_TOGETHER and _is_over(fieldwork)


def ripe_invitations() -> list[Invitation]:
    """Invitations of which the store says nothing, or something that is true no more.

    Who answered an anonymous survey is said when it is over, of all at once.
    """
    changed = Invitation.objects.filter(is_a_fact=False, state__in=ASKED)
    asked = set(changed.filter(state=State.ANSWERED).values_list("wave__fieldwork", flat=True))
    silent = [each for each in asked if document(each).anonymous and not _is_over(each)]
    changed = changed.exclude(state=State.ANSWERED, wave__fieldwork__in=silent)
    return list(changed.select_related("wave__fieldwork", "response").order_by("pk")[:AT_ONCE])


def _is_over(fieldwork: int) -> bool:
    return Fieldwork.objects.filter(pk=fieldwork, is_open=False).exists()


def answers(responses: Iterable[Response]) -> pa.Table:
    """Rows of the fact table `answers`; a questionnaire has one response_id for ever."""
    rows = [row for each in responses for row in rows_of(each)]
    return pa.Table.from_pylist(rows, schema=fact_table("answers").schema)


def rows_of(response: Response) -> list[dict[str, object]]:
    said = Said(
        response_id=response_id(response),
        answered_on=response.on,
        survey_id=response.fieldwork.survey,
        survey_version=response.fieldwork.version,
        customer_id=customer_id(response.invitation) if response.invitation else None,
        language=response.language,
        seconds_taken=response.seconds,
    )
    return answered(document(response.fieldwork_id), response.answers, said).rows


def invitations(rows: Iterable[Invitation]) -> pa.Table:
    return pa.Table.from_pylist([_invitation(each) for each in rows], schema=fact_table("invitations").schema)


def _invitation(each: Invitation) -> dict[str, object]:
    fieldwork, response = each.wave.fieldwork, getattr(each, "response", None)
    return {
        "invitation_id": f"invitation-{each.pk}",
        "customer_id": customer_id(each),
        "invited_on": each.sent_on,
        "survey_id": fieldwork.survey,
        "survey_version": fieldwork.version,
        "channel": "email",
        "sampling_cell": each.cell or None,
        "selection_share": each.share,
        "invitation_state": each.state,
        "responded_on": each.responded_on,
        "response_id": response_id(response) if response and response.is_finished else None,
    }


def response_id(response: Response) -> str:
    return f"answer-{response.nonce}"


def customer_id(invitation: Invitation) -> str:
    """Under the id it was sent to: a merge moves no fact, so that it can be taken back."""
    return invitation.came_from or invitation.customer_id
