"""A small trader: two reps, a pool, and a business date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pytest

from guanxi.facts.table import fact_table
from guanxi.web.customers.models import Customer
from guanxi.web.followups import actions
from guanxi.web.followups.models import FollowUp
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.kit.actions import SYSTEM

TODAY = date(2024, 6, 28)


@pytest.fixture
def today(db) -> date:
    """The application stands on a snapshot of this day."""
    Snapshot.objects.create(snapshot_id="2024-06-28-test", as_of=TODAY, is_current=True)
    return TODAY


@pytest.fixture
def late_customer(today) -> Callable[..., Customer]:
    """late_customer("K-1", owner=rep): a customer with a profile whose last purchase was 43 days ago."""

    def make(
        customer_id: str, *, owner=None, value_at_risk: float = 1_000.0, warning: str = "act"
    ) -> Customer:
        customer = Customer.objects.create(customer_id=customer_id, name=f"Firm {customer_id}", owner=owner)
        Profile.objects.create(
            customer=customer,
            name=customer.name,
            owner=owner,
            recent_days="43,60,77",
            cycle_days=17,
            days_overdue=26,
            warning=warning,
            value_at_risk=value_at_risk,
            lifetime_value=5_000.0,
            lifetime_value_low=2_000.0,
            lifetime_value_high=9_000.0,
        )
        return customer

    return make


def episode(customer_id: str, **changed) -> dict:
    row = {
        "episode_id": f"{customer_id}@2024-05-16",
        "customer_id": customer_id,
        "last_purchase_on": date(2024, 5, 16),
        "opened_on": TODAY,
        "cycle_days": 17,
        "days_overdue": 26,
        "value_at_risk": 1_000.0,
        "arm": "followed_up",
        "closed_on": None,
        "closed_by": None,
    }
    return row | changed


def sync(*rows: dict) -> actions.Synced:
    return actions.sync_episodes(SYSTEM, pa.Table.from_pylist(rows, schema=fact_table("episodes").schema))


@pytest.fixture
def follow_up(late_customer) -> Callable[..., FollowUp]:
    """follow_up("K-1", owner=rep): a late customer with an open task."""

    def make(customer_id: str, *, owner=None, value_at_risk: float = 1_000.0, **changed) -> FollowUp:
        late_customer(customer_id, owner=owner, value_at_risk=value_at_risk)
        sync(episode(customer_id, value_at_risk=value_at_risk, **changed))
        return FollowUp.objects.get(customer_id=customer_id)

    return make
