"""Which store a command works on: --store, else the installation's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guanxi.facts.store import Store


def store_at(asked: Path | None) -> Store:
    """The store in a folder; one that is not there yet is begun by the first write."""
    from guanxi.facts.store import Store

    home = Path(os.environ.get("GUANXI_HOME", ".guanxi")).expanduser()
    return Store(asked or home / "store")
