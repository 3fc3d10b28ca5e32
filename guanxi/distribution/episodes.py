"""Who is to be followed up: an episode begins when a customer is late, and a purchase ends it.

An episode is named by the customer and the purchase after which nothing came. So the same lateness has one
name however often a turn is run, and no second task can come of it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from guanxi.outcomes.assignment import arms

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

Tier = Literal["platinum", "gold", "iron", "lead"]


class EpisodeSettings(BaseModel):
    """Whose lateness becomes a follow-up, how many are left alone to compare, and when one lapses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    watched_tiers: tuple[Tier, ...] = ("platinum", "gold", "iron", "lead")
    left_alone_share: float = Field(0.0, ge=0, le=0.5)
    expire_after_days: int = Field(180, ge=1)


def begun(
    profile: Table, known: Table, *, as_of: date, settings: EpisodeSettings, engine: Engine
) -> pa.Table:
    """The episodes that begin with this profile: act warnings of watched tiers that have no episode yet.

    In      profile   one row per customer, as published
            known     the episodes so far, any state
    Out     rows of the fact table `episodes`, most value at risk first; bounded by the late customers
    """
    late = profile.filter(lambda t: (t.warning == "act") & t.tier.isin(list(settings.watched_tiers)))
    late = late.mutate(episode_id=lambda t: t.customer_id + "@" + t.last_purchase_on.cast("string"))
    new = late.anti_join(known.select("episode_id"), "episode_id")
    rows = engine.collect(
        new.select(
            "episode_id", "customer_id", "last_purchase_on", "cycle_days", "days_overdue", "value_at_risk"
        ).order_by([lambda t: t.value_at_risk.desc(), lambda t: t.customer_id])
    )
    opened = pa.array([as_of] * rows.num_rows, pa.date32())
    arm = pa.array(
        arms(rows["episode_id"].to_pylist(), left_alone_share=settings.left_alone_share), pa.string()
    )
    return rows.append_column("opened_on", opened).append_column("arm", arm)


def ended(
    known: Table, purchases: Table, *, as_of: date, settings: EpisodeSettings, engine: Engine
) -> pa.Table:
    """The open episodes that end by this day: by a purchase, on the day of it, or by time.

    Out     whole rows of the fact table `episodes`, with closed_on and closed_by
    """
    open_ones = known.filter(lambda t: t.closed_on.isnull())
    bought = purchases.filter(lambda t: t.amount > 0).select("customer_id", "purchased_on")
    returns = (
        open_ones.join(bought, "customer_id")
        .filter(lambda t: t.purchased_on > t.last_purchase_on)
        .group_by("episode_id")
        .agg(returned_on=lambda t: t.purchased_on.min())
    )
    lapse = as_of - timedelta(days=settings.expire_after_days)
    rows = engine.collect(
        open_ones.left_join(returns, "episode_id")
        .drop("episode_id_right")
        .filter(lambda t: t.returned_on.notnull() | (t.opened_on <= lapse))
        .order_by("episode_id")
    )
    returned = rows["returned_on"].to_pylist()
    closed_on = pa.array([day or as_of for day in returned], pa.date32())
    closed_by = pa.array(["purchase" if day else "expired" for day in returned], pa.string())
    return (
        rows.drop_columns(["closed_on", "closed_by", "returned_on"])
        .append_column("closed_on", closed_on)
        .append_column("closed_by", closed_by)
    )
