"""Customers under several ids, for programs: the pairs that are proposed, and deciding about one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema
from pydantic import Field

from guanxi.web.api.access import needs
from guanxi.web.api.schemas import answers
from guanxi.web.identity import actions, queries
from guanxi.web.identity.models import Pair

PAIRS_A_PAGE = 100

router = Router()


class PairOut(Schema):
    """Two customers who are probably one."""

    number: int
    left_id: str
    right_id: str
    probability: float = Field(description="That both are one customer, 0 to 1")
    weight: float = Field(description="Of all evidence together, in bits")
    evidence: dict[str, Any] = Field(description="Column to its level (0 differs, then nearer) and weight")
    state: str = Field(description="proposed, accepted or rejected")
    decided_by: str
    decided_at: datetime | None
    change_id: str = Field(description="The change of the facts that made them one; empty where none did")


class Pairs(Schema):
    items: list[PairOut]
    next: int | None = Field(description="The next page; null after the last")


class DecisionIn(Schema):
    state: Literal["accepted", "rejected", "proposed"] = Field(
        description="One customer, two customers, or a rejection taken back"
    )


@router.get(
    "/identity/pairs",
    response=answers(Pairs, 422),
    summary="Pairs of customers who are probably one",
)
def list_pairs(
    request: HttpRequest,
    state: Literal["proposed", "accepted", "rejected"] = Query("proposed", description="How they stand"),
    least: float = Query(0.0, ge=0, le=1, description="Only pairs of at least this probability"),
    page: int = Query(1, ge=1, description="`next` of the page before"),
) -> dict[str, Any]:
    """A hundred at a time, the surest first; what was decided, the latest first."""
    needs(request.auth, "identity.see")
    start = (page - 1) * PAIRS_A_PAGE
    found = list(queries.pairs(state, least)[start : start + PAIRS_A_PAGE + 1])
    more = len(found) > PAIRS_A_PAGE
    return {"items": [_row(pair) for pair in found[:PAIRS_A_PAGE]], "next": page + 1 if more else None}


@router.post(
    "/identity/pairs/{int:pair}/decision",
    response=answers(PairOut, 404, 409, 422),
    summary="Decide whether two customers are one",
)
def decide(
    request: HttpRequest,
    pair: int,
    given: DecisionIn,
    idempotency_key: str | None = Header(
        None, max_length=80, description="Sent again with the same decision, nothing is done twice"
    ),
) -> dict[str, Any]:
    """Accepted ones are merged at once, as a change that can be taken back; said again, nothing changes."""
    needs(request.auth, "identity.decide")
    ways = {"accepted": actions.accept, "rejected": actions.reject, "proposed": actions.reconsider}
    ways[given.state](request.auth, queries.pair(pair), request_id=idempotency_key or None)
    return _row(queries.pair(pair))


def _row(pair: Pair) -> dict[str, Any]:
    same = ("left_id", "right_id", "probability", "weight", "evidence", "state", "decided_by", "decided_at")
    return {name: getattr(pair, name) for name in same} | {"number": pair.pk, "change_id": pair.change_id}
