"""What customers will bring, for programs: all together, one by one, and how good the model was."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field

from guanxi.errors import NotFound
from guanxi.sentences import say
from guanxi.web.api.access import needs
from guanxi.web.api.schemas import answers
from guanxi.web.forecast import queries
from guanxi.web.forecast.model_card import ModelCard, model_card
from guanxi.web.insight import coming
from guanxi.web.insight import queries as insight

router = Router()


class RangeOut(Schema):
    """A sum: its mean, and what it lies between in half and in nine tenths of all cases; null is unknown."""

    expected: float
    low90: float | None
    low50: float | None
    high50: float | None
    high90: float | None


class AheadOut(Schema):
    days: int = Field(description="From the business date on; sums are cumulative")
    purchases: RangeOut = Field(description="Purchase days")
    spend: RangeOut | None = Field(description="In the reporting currency; null without a spend model")


class SegmentOut(Schema):
    """The customers of one class, all together; column and key are empty for everybody."""

    column: str
    key: str
    customers: int
    equity: float | None = Field(description="The sum of their lifetime values")
    ahead: list[AheadOut]


class ForecastOut(Schema):
    """What the customers known on a day will bring. New customers are not in it."""

    as_of: date | None
    snapshot_id: str | None
    buying: str | None = Field(description="The model of buying; null where none has an honest answer")
    spend: str | None
    unsure: str | None = Field(
        description="What the ranges know of the parameters: posterior, standard_errors or null"
    )
    refusals: list[str] = Field(description="Why there is no model, in the caller's language")
    segments: list[SegmentOut] = Field(description="Empty until it was reckoned, after the turn")


class ParameterOut(Schema):
    name: str
    value: float
    standard_error: float | None
    low90: float | None
    high90: float | None
    meaning: str


class ModelOut(Schema):
    """One fitted model."""

    model: str
    title: str
    customers: int
    parameters: list[ParameterOut]
    words: list[str] = Field(description="What the parameters say, in the caller's language")
    known: str = Field(description="How the ranges were found, with the posterior's k-hat")
    breaks: list[str] = Field(description="When it breaks")


class ModelCardOut(Schema):
    as_of: date | None
    snapshot_id: str | None
    chosen: str = Field(description="Why this model; empty where there is none")
    models: list[ModelOut]
    refusals: list[str]
    notes: list[str]


class BacktestOut(Schema):
    """The newest back-test; null until one was made."""

    verdict: str | None = Field(description="Which model was chosen, and why, in the caller's language")
    is_outdated: bool = Field(description="Whether purchases of its time have changed since")
    backtest: dict[str, Any] | None = Field(
        description="Origins, horizons, scores, deciles, refused models, the choice with its standing"
    )


class ComingOut(Schema):
    """What one customer may still bring."""

    customer_id: str
    as_of: date
    snapshot_id: str
    days: int
    said: str = Field(
        description="In words, where the horizon is a year; without a model why nothing is forecast"
    )
    p_alive: float | None
    expected_purchases: float | None
    purchases: list[float] = Field(description="P(0), P(1), P(2)... purchase days; empty without a model")
    expected_spend: float | None
    spend_low: float | None = Field(description="The 5 % point of the spend")
    spend_high: float | None = Field(description="The 95 % point of the spend")


@router.get("/forecast", response=answers(ForecastOut), summary="What the customers will bring")
def get_forecast(
    request: HttpRequest,
    by: Literal["tier", "quadrant", "stage"] | None = Query(
        None, description="Only the segments of this column; everybody always comes first"
    ),
) -> dict[str, Any]:
    """By segment, 91 to 365 days ahead, each sum with its ranges."""
    needs(request.auth, "forecast.see")
    snapshot = insight.current_snapshot()
    made = queries.outlook(snapshot.pk) if snapshot else None
    if made is None:
        empty = dict.fromkeys(("buying", "spend", "unsure")) | {"refusals": [], "segments": []}
        return _stands_on(snapshot) | empty
    figures = made.figures
    shown = [row for row in figures["segments"] if by is None or row["column"] in ("", by)]
    return figures | {"refusals": [_said(note) for note in figures["refusals"]], "segments": shown}


@router.get(
    "/forecast/model", response=answers(ModelCardOut), summary="The model that forecasts, and its limits"
)
def get_model(request: HttpRequest) -> dict[str, Any]:
    """Parameters with their ranges, what they say in words, and why this model was chosen."""
    needs(request.auth, "forecast.see")
    snapshot = insight.current_snapshot()
    card = snapshot.card if snapshot else {}
    told = model_card(card, insight.currency(), _language())
    said = {"chosen": told.chosen, "refusals": told.refusals, "notes": told.notes}
    return _stands_on(snapshot) | said | {"models": list(_models(told, card))}


def _models(told: ModelCard, card: dict[str, Any]):
    fitted = {each["model"]: each for each in card.get("models", ())}
    for part in told.parts:
        model = fitted[part.model]
        errors = model.get("standard_errors") or {}
        ranges = (model.get("posterior") or {}).get("intervals", {})
        parameters = [
            {
                "name": each.name,
                "value": model["parameters"][each.name],
                "standard_error": errors.get(each.name),
                "low90": ranges.get(each.name, (None, None))[0],
                "high90": ranges.get(each.name, (None, None))[1],
                "meaning": each.meaning,
            }
            for each in part.parameters
        ]
        same = ("model", "title", "customers", "words", "known", "breaks")
        yield {name: getattr(part, name) for name in same} | {"parameters": parameters}


@router.get(
    "/forecast/backtest",
    response=answers(BacktestOut, 422),
    summary="Whether forecasts would have been right",
)
def get_backtest(request: HttpRequest) -> dict[str, Any]:
    """Every model and the naive rules at several earlier days, against what came."""
    needs(request.auth, "forecast.see")
    told = queries.backtest()
    if told is None:
        return {"verdict": None, "is_outdated": False, "backtest": None}
    chosen = told["chosen"]
    return {
        "verdict": _said(chosen),
        "is_outdated": queries.purchases_changed_since(told),
        "backtest": told,
    }


@router.get(
    "/coming/{path:customer_id}",
    response=answers(ComingOut, 404, 422),
    summary="What one customer may still bring",
)
def get_coming(
    request: HttpRequest,
    customer_id: str,
    days: int = Query(coming.AHEAD_DAYS, description="How far ahead, 1 to 36500"),
) -> dict[str, Any]:
    """The whole distribution of purchase days, and the expected spend with its 90 % range."""
    needs(request.auth, "insight.see")
    profile, snapshot = insight.profile(request.auth, customer_id), insight.current_snapshot()
    if profile is None or snapshot is None:
        raise NotFound(what="profile", name=customer_id)
    found = coming.asked(profile, snapshot, days)
    said = coming.why_not(snapshot, _language())
    if found is not None:
        said = coming.sentence(found, _language()) if days == coming.AHEAD_DAYS else ""
    return _stands_on(snapshot) | {
        "customer_id": profile.pk,
        "days": days,
        "said": said,
        "p_alive": found.p_alive if found else None,
        "expected_purchases": found.expected if found else None,
        "purchases": found.counts.tolist() if found else [],
        "expected_spend": found.spend if found else None,
        "spend_low": found.low if found else None,
        "spend_high": found.high if found else None,
    }


def _stands_on(snapshot) -> dict[str, Any]:
    return {
        "as_of": snapshot.as_of if snapshot else None,
        "snapshot_id": snapshot.snapshot_id if snapshot else None,
    }


def _said(note: dict[str, Any]) -> str:
    return say(note["code"], _language(), **note.get("facts", {}))


def _language() -> str:
    return get_language() or "en"
