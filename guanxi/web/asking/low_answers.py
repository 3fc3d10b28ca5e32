"""The closed loop: a low answer opens a follow-up for the customer's owner, within minutes."""

from __future__ import annotations

from collections.abc import Iterable

from guanxi.sources.questionnaires.document import Kind, Question
from guanxi.web.asking import facts
from guanxi.web.asking.door import document
from guanxi.web.asking.models import Response
from guanxi.web.customers.models import Customer
from guanxi.web.followups import actions as followups
from guanxi.web.insight.queries import business_date
from guanxi.web.kit.actions import SYSTEM

HEARD = (Kind.EXPERIENCE, Kind.SATISFACTION, Kind.RECOMMEND, Kind.INTENTION)
MOST_WORDS = 300


def follow(responses: Iterable[Response]) -> int:
    """Open follow-ups for what was answered low, where the survey says what low is; how many were opened.

    Nothing anonymous: there is nobody to follow. Again for the same answer it opens none.
    """
    opened = 0
    for each in responses:
        if each.invitation is None or each.fieldwork.low_score is None:
            continue
        low = _low(each)
        customer = Customer.objects.filter(pk=each.invitation.customer_id).first()
        if low and customer:
            told = "; ".join(low) + _words(each)
            on = business_date() or each.on
            key = facts.response_id(each)
            made = followups.open_for_answer(SYSTEM, customer, key=key, told=told, on=on)
            opened += made is not None
    return opened


def _low(response: Response) -> list[str]:
    """Each low answer as it was given: the question in the language it was answered in, and the score."""
    asked, rows = document(response.fieldwork_id), facts.rows_of(response)
    found = {row["question"]: row for row in rows if _is_low(asked.question(row["question"]), row, response)}
    return [
        f"{asked.question(key).text.say(response.language)}: {row['score']:g} / {row['scale_high']:g}"
        for key, row in found.items()
    ]


def _is_low(question: Question, row: dict, response: Response) -> bool:
    score, low, high = row.get("score"), row.get("scale_low"), row.get("scale_high")
    if question.kind not in HEARD or score is None or low is None or high is None or high <= low:
        return False
    return (score - low) / (high - low) <= response.fieldwork.low_score


def _words(response: Response) -> str:
    said = [row["comment"] for row in facts.rows_of(response) if row.get("comment")]
    return "".join(f"\n“{words[:MOST_WORDS]}”" for words in said[:2])
