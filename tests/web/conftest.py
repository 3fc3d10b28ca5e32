"""What every test of the web may ask for: people with a role, and a browser signed in as one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from guanxi.web.accounts.actions import ensure_account
from guanxi.web.accounts.models import User
from guanxi.web.kit.actions import SYSTEM

PASSWORD = "a-long-enough-password"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def person(db) -> Callable[..., User]:
    """person("rep") or person("rep", "second"): an account with this role."""

    def make(role: str, username: str = "") -> User:
        return ensure_account(SYSTEM, username or role, password=PASSWORD, role=role, name=username or role)

    return make


@pytest.fixture
def signed_in(person) -> Callable[..., Client]:
    """signed_in("manager") or signed_in(user): a client signed in as this person."""

    def make(who: str | User) -> Client:
        client = Client()
        client.user = person(who) if isinstance(who, str) else who
        client.force_login(client.user, backend=BACKEND)
        return client

    return make
