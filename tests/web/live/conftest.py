"""Hooks, and shops that send to them."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from guanxi.facts.store import Store
from guanxi.sources.webhooks.presets import preset
from guanxi.sources.webhooks.scheme import Scheme
from guanxi.web.kit.actions import SYSTEM
from guanxi.web.live.actions import make_hook

SECRET = "what-the-shop-knows"


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.GUANXI_STORE = tmp_path / "store"
    cache.clear()
    return Store(settings.GUANXI_STORE)


@pytest.fixture
def hook(db):
    """hook("shopify"): an address for such a shop, whose secret is SECRET."""

    def make(key: str = "shopify", name: str = "Shop"):
        known = preset(key)
        scheme, mapping = known.scheme.model_dump(), known.mapping.model_dump(mode="json")
        return make_hook(SYSTEM, name, preset=key, scheme=scheme, mapping=mapping, secret=SECRET)

    return make


@pytest.fixture
def shop():
    """shop(hook).send(payload, topic=…): signed as the shop would, from somebody without a session."""

    def sender(found, secret: str = SECRET) -> SimpleNamespace:
        scheme, client = Scheme(**found.scheme), Client(enforce_csrf_checks=True)

        def send(payload, *, topic: str = "orders/create", **headers):
            body = payload if isinstance(payload, bytes) else json.dumps(payload, default=str).encode()
            signed = scheme.sign(body, secret, at=timezone.now())
            named = {scheme.topic_header: topic} if scheme.topic_header else {}
            return client.post(
                f"/hooks/{found.public_id}/",
                body,
                content_type="application/json",
                headers=named | signed | headers,
            )

        return SimpleNamespace(send=send, client=client)

    return sender


@pytest.fixture
def order():
    return preset("shopify").sample
