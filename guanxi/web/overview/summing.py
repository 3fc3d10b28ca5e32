"""What a snapshot comes to, and against the one before it. Reads the store; one pass per question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.distribution.at_risk_ranges import at_risk_ranges
from guanxi.distribution.pictures import Voice, late_by_tier
from guanxi.distribution.snapshot import Snapshot, Snapshots
from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.knowledge import voice
from guanxi.knowledge.experience import by_value
from guanxi.knowledge.movement import equity_movement
from guanxi.outcomes.hits import hits
from guanxi.outcomes.lift import lift
from guanxi.sentences import LANGUAGES

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

VERSION = 5  # of the figures; raised when they change, so that old ones are made anew
TOP_TIERS = ("platinum", "gold")
FIRST_TURN_DAYS = 91


def figures(
    store: Store, snapshot_id: str, *, known_hits: list[dict[str, Any]], currency: str | None = None
) -> dict[str, Any]:
    """Everything the overview and the outcomes page say about this snapshot, as plain JSON.

    known_hits   rows of earlier summaries: a prediction that has come due is checked once
    """
    published = Snapshots(store.root)
    now = published.get(snapshot_id)
    before = published.latest(before=now.as_of)
    engine = new_engine("duckdb")
    try:
        voices = {language: Voice(language, currency) for language in LANGUAGES}
        found = {"as_of": now.as_of.isoformat()} | _standing(store, now, before, voices, engine)
        return found | _outcomes(store, now.as_of, known_hits, engine)
    finally:
        engine.close()


def _standing(
    store: Store, now: Snapshot, before: Snapshot | None, voices: dict[str, Voice], engine: Engine
) -> dict[str, Any]:
    profile = now.read(engine)
    since = before.as_of if before else now.as_of - timedelta(days=FIRST_TURN_DAYS)
    return {
        "before": {"snapshot_id": before.id, "as_of": before.as_of.isoformat()} if before else None,
        "new_since": since.isoformat(),
        "now": counts(profile, since=since, engine=engine),
        "was": counts(before.read(engine), since=None, engine=engine) if before else None,
        "equity": _equity(before, profile, engine),
        "top": kept(before.read(engine) if before else profile, profile, engine=engine),
        "said": said(store, now, engine),
        "said_before": said(store, before, engine) if before else None,
        "late": {code: late_by_tier(profile, engine=engine, voice=voice) for code, voice in voices.items()},
    }


def counts(profile: Table, *, since: date | None, engine: Engine) -> dict[str, Any]:
    """How many customers stand where, and the sums of money; `customers_new` is null without a day before."""
    late = profile.warning.isin(["watch", "act"])
    new = ibis.null("int64") if since is None else (profile.first_purchase_on > since).sum()
    sums = profile.aggregate(
        customers=profile.count(),
        customers_active=(profile.purchase_days_365d > 0).sum(),
        customers_new=new,
        customers_late=late.sum(),
        customers_lost=(profile.stage == "lost").sum(),
        value_at_risk=profile.value_at_risk.sum(),
        customer_equity=profile.lifetime_value.sum(),
    )
    return engine.collect(sums).to_pylist()[0]


def said(
    store: Store,
    snapshot: Snapshot,
    engine: Engine,
    seen: Callable[[Table], Table] = lambda profile: profile,
) -> dict[str, Any] | None:
    """What customers said by what they are worth; None where the snapshot is older than such columns.

    seen   leaves the rows of those who count; without it all do
    """
    profile = snapshot.read(engine)
    if not set(voice.COLUMNS) <= set(profile.columns):
        return None
    profile = seen(profile)
    customers = store.read("customers", engine) if store.has("customers") else None
    ranges = at_risk_ranges(profile, snapshot.card, as_of=snapshot.as_of, engine=engine, customers=customers)
    return by_value.standing(profile, engine=engine, ranges=ranges)


def _equity(before: Snapshot | None, profile: Table, engine: Engine) -> dict[str, Any] | None:
    if before is None:
        return None
    return equity_movement(before.read(engine), profile, engine=engine).as_dict()


def kept(before: Table, after: Table, *, engine: Engine) -> dict[str, int]:
    """Where the top tiers of the snapshot before stand today; the three parts add up to `customers`."""
    top = before.filter(lambda t: t.tier.isin(TOP_TIERS)).select("customer_id")
    today = after.select(_id="customer_id", warning="warning", stage="stage")
    both = top.left_join(today, top.customer_id == today["_id"])
    on_time, late = both.warning == "none", both.warning.isin(["watch", "act"])
    is_lost = (both.stage == "lost").fill_null(True) | both.warning.isnull()
    sums = both.aggregate(
        customers=both.count(),
        on_time=ibis.ifelse(on_time & ~is_lost, 1, 0).sum().fill_null(0),
        late=ibis.ifelse(late & ~is_lost, 1, 0).sum().fill_null(0),
        lost=ibis.ifelse(is_lost, 1, 0).sum().fill_null(0),
    )
    return engine.collect(sums).to_pylist()[0]


def _outcomes(store: Store, as_of: date, known_hits: list[dict[str, Any]], engine: Engine) -> dict[str, Any]:
    purchases = store.read("purchases", engine, as_of=as_of)
    predictions = store.read("predictions", engine, as_of=as_of)
    known = [row["snapshot_id"] for row in known_hits]
    unchecked = predictions.filter(~predictions.snapshot_id.isin(known)) if known else predictions
    measured = store.read("measurements", engine, as_of=as_of)
    episodes = store.read("episodes", engine, as_of=as_of)
    contacts = store.read("contacts", engine, as_of=as_of)
    return {
        "measurements": _plain(engine, measured.order_by("as_of", "snapshot_id", "horizon_days", "decile")),
        "hits": known_hits + _plain(engine, hits(unchecked, purchases, as_of=as_of).order_by("as_of")),
        "lift": _lift(episodes, purchases, contacts, as_of, engine),
    }


def _lift(episodes: Table, purchases: Table, contacts: Table, as_of: date, engine: Engine) -> dict[str, Any]:
    found = lift(episodes, purchases, contacts=contacts, as_of=as_of, engine=engine)
    return {
        "within_days": found.within_days,
        "fewest": found.fewest,
        "followed_up": _arm(found.followed_up),
        "left_alone": _arm(found.left_alone),
        "share": _difference(found.share),
        "spend": _difference(found.spend),
    }


def _arm(arm) -> dict[str, Any]:
    return {
        "episodes": arm.episodes,
        "came_back": arm.came_back,
        "share": arm.share,
        "mean_spend": arm.mean_spend,
        "contacted": arm.contacted,
    }


def _difference(found) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "is_clear": bool(found.is_clear)}


def _plain(engine: Engine, rows: Table) -> list[dict[str, Any]]:
    """A small table as JSON takes it: dates as ISO text."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        for row in engine.collect(rows).to_pylist()
    ]
