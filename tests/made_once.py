"""Files that cost much to make, made once for all processes of a run and copied by whoever changes them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

# scripts/test.py names a folder of its own run here, so that its suites share what they make.
SHARED = "GUANXI_TESTS_SHARED"


def made_once(name: str, make: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make` filled, in this process or another one; it is only looked at."""
    shared = _shared(tmp_path_factory)
    folder = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not folder.exists():
            unfinished = tmp_path_factory.mktemp(name)
            make(unfinished)
            unfinished.rename(folder)
    return folder


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if named := os.environ.get(SHARED):
        return Path(named)
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
