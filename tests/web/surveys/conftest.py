"""A survey that an analyst has begun, and people who may see, build and open it."""

from __future__ import annotations

import pytest

from guanxi.sources.questionnaires.shipped import template
from guanxi.web.surveys import actions


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def loyalty():
    return template("loyalty")


@pytest.fixture
def survey(analyst, loyalty):
    return actions.create(analyst.user, loyalty, key="loyalty")
