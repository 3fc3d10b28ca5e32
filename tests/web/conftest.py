"""What every test of the web may ask for: people with a role, and a browser signed in as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from django.utils import translation

from guanxi.web.accounts.actions import ensure_account
from guanxi.web.accounts.models import User
from guanxi.web.followups.causes import STARTING_CAUSES
from guanxi.web.kit.actions import SYSTEM

PASSWORD = "a-long-enough-password"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


HERE = Path(__file__).parent
DATABASE = {"db", "transactional_db"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """PostgreSQL is asked only by tests that ask a database; pytest-django refuses one to all others."""
    if connection.vendor != "postgresql":
        return
    same = [each for each in items if HERE in each.path.parents and not _asks_a_database(each)]
    config.hook.pytest_deselected(items=same)
    left_out = set(same)
    items[:] = [each for each in items if each not in left_out]


def _asks_a_database(item: pytest.Item) -> bool:
    return bool(DATABASE & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


@receiver(post_migrate, dispatch_uid="tests.starting_causes")
def bring_the_starting_causes_back(sender, **_told) -> None:
    """A test with its own transactions leaves every table empty, also those that migrations have filled."""
    if sender.label == "followups":
        cause = sender.get_model("Cause")
        rows = [
            cause(key=key, name_en=en, name_zh=zh, position=n)
            for n, (key, en, zh) in enumerate(STARTING_CAUSES)
        ]
        cause.objects.bulk_create(rows, ignore_conflicts=True)


@pytest.fixture(autouse=True)
def nobodys_language():
    """A page leaves the language it was asked in to whatever its thread does next: here, another test."""
    yield
    translation.deactivate()


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
