"""What customers said, as far as a person may see them: of a rep's own and the pool's, when the rep asks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache

from guanxi.distribution.snapshot import Snapshots
from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.web.customers.queries import newest_hand_over, sees_all
from guanxi.web.insight.value_pictures import own_rows
from guanxi.web.overview import jobs, summing

KEPT_SECONDS = 3600


def figures(user, snapshot_id: str) -> dict[str, Any]:
    """said, said_before and before, as `summing.figures` has them; for who sees all they are those."""
    if sees_all(user):
        return jobs.summary(snapshot_id).figures
    # Reckoned again when the snapshot, or who owns whom, is another one.
    key = f"said-{summing.VERSION}-{user.pk}-{snapshot_id}-{newest_hand_over()}"
    return cache.get_or_set(key, lambda: _reckoned(user, snapshot_id), KEPT_SECONDS)


def _reckoned(user, snapshot_id: str) -> dict[str, Any]:
    store = Store(settings.GUANXI_STORE)
    published = Snapshots(store.root)
    now = published.get(snapshot_id)
    before = published.latest(before=now.as_of)
    engine = new_engine("duckdb")
    try:
        said, said_before = (
            each and summing.said(store, each, engine, lambda profile: own_rows(user, profile, engine))
            for each in (now, before)
        )
    finally:
        engine.close()
    of = {"snapshot_id": before.id, "as_of": before.as_of.isoformat()} if before else None
    return {"said": said, "said_before": said_before, "before": of}
