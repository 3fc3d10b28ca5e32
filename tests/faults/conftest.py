from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.stores import begin


@pytest.fixture(scope="session")
def beginning(tmp_path_factory):
    return begin(tmp_path_factory.mktemp("beginning"))


@pytest.fixture
def another(beginning, tmp_path):
    """another() is a copy of the store, and of the files beside it."""

    def copy() -> Path:
        folder = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(beginning.parent, folder)
        return folder / "store"

    return copy
