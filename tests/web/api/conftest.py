"""Programs: a client that carries somebody's token, and the trader of the follow-ups' tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from guanxi.web.accounts.actions import make_token
from guanxi.web.accounts.models import User
from tests.web.followups.conftest import follow_up, late_customer, today  # noqa: F401  (fixtures)


@pytest.fixture
def program(person) -> Callable[..., Client]:
    """program("rep") or program(user): a client that sends this person's token."""

    def make(who: str | User) -> Client:
        user = person(who) if isinstance(who, str) else who
        client = Client(headers={"Authorization": f"Bearer {make_token(user, 'test').secret}"})
        client.user = user
        return client

    return make


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()
