"""The API: the same customers, measures and follow-ups as the pages, under the same rights."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Literal

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from ninja import Header, NinjaAPI, Query, Router, Status

from guanxi.errors import NotFound
from guanxi.facts.words import word, words
from guanxi.web.api import forecast, identity, planning, rounds, rows, schemas
from guanxi.web.api.access import PerPerson, Session, Token, needs
from guanxi.web.api.parameters import list_parameters
from guanxi.web.api.refusals import UnreadableFilter, answer_with_sentences
from guanxi.web.api.schemas import answers
from guanxi.web.customers import queries as customers
from guanxi.web.followups import actions, jobs
from guanxi.web.followups import queries as followups
from guanxi.web.followups.models import Cause
from guanxi.web.followups.refusals import UnknownCause
from guanxi.web.insight import queries as insight
from guanxi.web.insight.columns import LISTED, MEASURES
from guanxi.web.insight.listing import Asked, Listing
from guanxi.web.live import actions as live
from guanxi.web.turns.queries import notes

FOLLOW_UPS_A_PAGE = 100

router = Router()


# --- customers --------------------------------------------------------------------------------------


@router.get(
    "/customers",
    response=answers(schemas.Page, 422),
    summary="Customers with their measures, filtered and sorted",
    openapi_extra={"parameters": list_parameters()},
)
def list_customers(request: HttpRequest) -> dict[str, Any]:
    """Fifty at a time, filtered as on the customer list. A rep sees own and pool customers."""
    needs(request.auth, "insight.see")
    return _page(request.auth, Asked.parse(request.GET))


@router.get("/customers/{path:customer_id}", response=answers(schemas.Who, 404), summary="Who a customer is")
def get_customer(request: HttpRequest, customer_id: str) -> dict[str, Any]:
    """Names and ways to reach the customer; what is known is at `/profiles/{customer_id}`."""
    needs(request.auth, "customers.see")
    return rows.who(customers.customer(request.auth, customer_id))


@router.get(
    "/profiles/{path:customer_id}",
    response=answers(schemas.Profiled, 404),
    summary="What is known of a customer",
)
def get_profile(request: HttpRequest, customer_id: str) -> dict[str, Any]:
    """Every measure of the current snapshot, and why some may be too poor to use as they are.

    What each measure means is at `/words/{name}`.
    """
    needs(request.auth, "insight.see")
    seen = insight.profiles_visible_to(request.auth).select_related("owner")
    found, snapshot = seen.filter(pk=customer_id).first(), insight.current_snapshot()
    if found is None or snapshot is None:
        raise NotFound(what="profile", name=customer_id)
    stands_on = {"as_of": snapshot.as_of, "snapshot_id": snapshot.snapshot_id}
    return rows.measured(found) | stands_on | {"doubts": rows.doubts(_language(), *MEASURES)}


@router.get("/warnings", response=answers(schemas.Page, 422), summary="Customers who are late")
def list_warnings(
    request: HttpRequest,
    level: Literal["watch", "act"] | None = Query(None, description="Only those to watch, or to act on"),
    at: str | None = Query(None, description="Where to go on: `next` of the page before"),
) -> dict[str, Any]:
    """Customers late against their own rhythm, most value at risk first."""
    needs(request.auth, "insight.see")
    query = QueryDict(mutable=True)
    query.setlist("warning", [level] if level else ["watch", "act"])
    query["sort"] = "-value_at_risk"
    if at:
        query["at"] = at
    return _page(request.auth, Asked.parse(query))


def _page(user, asked: Asked) -> dict[str, Any]:
    if asked.filters.problems:
        wrong = ", ".join(f"{name}: {typed}" for name, typed in asked.filters.problems)
        raise UnreadableFilter(filters=wrong)
    listing = Listing(user, replace(asked, columns=LISTED))
    found, snapshot = listing.page, insight.current_snapshot()
    prefetch_related_objects(found.rows, "owner")
    return {
        "as_of": snapshot.as_of if snapshot else None,
        "snapshot_id": snapshot.snapshot_id if snapshot else None,
        "items": [rows.measured(each) for each in found.rows],
        "next": str(found.next) if found.next else None,
        "rows": listing.size.rows,
        "more": listing.size.more,
    }


# --- live facts -------------------------------------------------------------------------------------


@router.post(
    "/facts/{table}",
    response=answers(schemas.AcceptedOut, 409, 422, status=202),
    summary="Send facts as they happen",
)
def send_facts(
    request: HttpRequest,
    table: str,
    batch: schemas.BatchIn,
    key: str | None = Header(
        None,
        alias="Idempotency-Key",
        max_length=200,
        description="Names the batch for three months at least; sent again, it gets the first answer",
    ),
) -> Any:
    """Accepted means kept, whatever happens to the server next; the next turn sees it.

    All rows are accepted or none, 5,000 at most. The same batch again gets the same answer and changes
    nothing. A table is customers, products, purchases, contacts, answers, complaints or points.
    """
    needs(request.auth, "live.send")
    done = live.send(request.auth, table, len(batch.rows), live.Rows(batch.rows), key=key)
    return Status(202, asdict(done))


# --- follow-ups -------------------------------------------------------------------------------------


@router.get("/follow-ups", response=answers(schemas.FollowUps, 422), summary="Follow-ups")
def list_follow_ups(
    request: HttpRequest,
    state: Literal["open", "waiting", "closed"] | None = Query(None, description="Only those that stand so"),
    customer_id: str | None = Query(None, description="Only those of this customer"),
    after: int = Query(0, ge=0, description="Where to go on: `next` of the page before"),
) -> dict[str, Any]:
    """A hundred at a time, in the order they were made. A rep sees those of own and pool customers."""
    needs(request.auth, "followups.see")
    found = followups.shown(followups.visible(request.auth)).filter(pk__gt=after).order_by("pk")
    asked = {name: value for name, value in {"state": state, "customer_id": customer_id}.items() if value}
    some = list(found.filter(**asked)[: FOLLOW_UPS_A_PAGE + 1])
    more, some = len(some) > FOLLOW_UPS_A_PAGE, some[:FOLLOW_UPS_A_PAGE]
    return {"items": [rows.follow_up(each) for each in some], "next": some[-1].pk if more else None}


@router.get(
    "/follow-ups/{int:number}", response=answers(schemas.FollowUpWithCalls, 404), summary="One follow-up"
)
def get_follow_up(request: HttpRequest, number: int) -> dict[str, Any]:
    """With its calls, newest first."""
    needs(request.auth, "followups.see")
    found = followups.follow_up(request.auth, number)
    calls = followups.calls_of([found]).get(found.pk, [])
    return rows.follow_up(found) | {"calls": [rows.call(each) for each in calls]}


@router.post(
    "/follow-ups/{int:number}/calls",
    response=answers(schemas.CallOut, 404, 409, 422, status=201),
    summary="Log a call",
)
def log_call(
    request: HttpRequest,
    number: int,
    given: schemas.CallIn,
    idempotency_key: str | None = Header(
        None, max_length=80, description="Sent again with the same call, the first answer comes back"
    ),
) -> Status:
    """With a next date the follow-up waits until then. Ten minutes later the call is a fact."""
    needs(request.auth, "followups.log_call")
    said = given.dict()
    call = actions.log_call(
        request.auth,
        followups.follow_up(request.auth, number),
        was_reached=said.pop("reached"),
        cause=_cause(said.pop("cause")),
        **said,
        request_id=idempotency_key or None,
    )
    jobs.push_calls_when_ripe()
    return Status(201, rows.call(call))


def _cause(key: str | None) -> Cause | None:
    if key is None:
        return None
    known = {cause.key: cause for cause in followups.causes()}
    if key not in known:
        raise UnknownCause(cause=key, known=", ".join(known))
    return known[key]


@router.get("/causes", response=answers(list[schemas.CauseOut]), summary="Why customers stop")
def list_causes(request: HttpRequest) -> list[dict[str, str]]:
    """The firm's own list, in its order."""
    needs(request.auth, "followups.see")
    return [{"key": c.key, "name_en": c.name_en, "name_zh": c.name_zh} for c in followups.causes()]


# --- what the words mean, and where they come from --------------------------------------------------


@router.get("/words", response=answers(list[schemas.WordOut]), summary="What every column means")
def list_words(request: HttpRequest) -> list[dict[str, Any]]:
    """The registry that the pages, the exports and this API speak from."""
    needs(request.auth, "insight.see")
    language = _language()
    return [rows.word(each) | {"doubts": rows.doubts(language, each.name)} for each in words().values()]


@router.get("/words/{name}", response=answers(schemas.WordOut, 404), summary="What one column means")
def get_word(request: HttpRequest, name: str) -> dict[str, Any]:
    needs(request.auth, "insight.see")
    return rows.word(word(name)) | {"doubts": rows.doubts(_language(), name)}


@router.get("/snapshots", response=answers(list[schemas.SnapshotOut]), summary="Snapshots that were loaded")
def list_snapshots(request: HttpRequest) -> list[dict[str, Any]]:
    """Newest first; the measures of `/customers` are those of the current one."""
    needs(request.auth, "insight.see")
    return [rows.snapshot(each) for each in insight.loaded_snapshots()]


@router.get(
    "/snapshots/{snapshot_id}", response=answers(schemas.SnapshotCard, 404), summary="How a snapshot was made"
)
def get_snapshot(request: HttpRequest, snapshot_id: str) -> dict[str, Any]:
    """Settings, cut points, fitted models and the firm's totals: for those who see all customers."""
    needs(request.auth, "customers.see_all")
    found = insight.snapshot(snapshot_id)
    said = {"card": found.card, "notes": notes(found.card, _language())}
    return rows.snapshot(found) | said


def _language() -> str:
    return get_language() or "en"


class Api(NinjaAPI):
    """Ninja looks for its root among the outermost names; ours stands inside the room's."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return reverse("api:api-1:api-root", kwargs=path_params)


api = Api(
    title="guanxi",
    version="1",
    description="Which customers matter, why, what to do next, and whether it worked.",
    auth=[Token(), Session()],
    throttle=[PerPerson()],
    docs_url=None,
    urls_namespace="api-1",
)
answer_with_sentences(api)
api.add_router("", router)
api.add_router("", identity.router)
api.add_router("", forecast.router)
api.add_router("", planning.router)
api.add_router("", rounds.router)
