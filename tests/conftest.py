"""What every test may ask for: the services of tests/services, and how hard Hypothesis tries."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from scripts import machine
from tests.services import postgres, visitors

# Machines differ in speed, promises do not: no deadline. The soak tries thirty times as often.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", parent=settings.get_profile("tests"), max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))

# Each of these shares one costly service (a Spark cluster, a browser), so one worker runs all of it.
TOGETHER = ("engines", "browser")
# Each of these costs a profile or a turn and is made once in a process: one worker runs all that ask for it.
MADE = ("grocer", "one_turn", "two_turns", "heard", "turned", "forgetful")

# A worker each core: threads of the linear algebra would only wait for one another, in matrices of four rows.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if java := machine.java():
    os.environ["JAVA_HOME"] = str(java)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        rooms = item.path.relative_to(config.rootpath).parts
        places = [name for name in TOGETHER if name in rooms]
        for name in places or [name for name in MADE if name in item.fixturenames][:1]:
            item.add_marker(pytest.mark.xdist_group(name))


def pytest_collection_finish() -> None:
    """What is imported stays: the collector need not look through it at every test's garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own, as a URL; stopped after the last test that asked for it."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    path = machine.chromium()
    assert path, "Chromium is needed: `make setup` installs it or says how."
    return path


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for all tests that need one: Playwright runs once in a process."""
    with visitors.chromium(chromium) as browser:
        yield browser
