"""What was found on some days, kept beside a firm's facts: one JSON file per day, whole or not at all."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from guanxi.facts.store import Store


def keep_dated(store: Store, folder: str, told: dict[str, Any]) -> None:
    """Keep what was found on the day it tells as its "as_of"; a later one of the same day takes its place."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    write_file(store.root / folder / f"{told['as_of']}.json", text + "\n")


def latest_dated(store: Store, folder: str, *, as_of: date | None = None) -> Path | None:
    """The file of the latest day, of those up to as_of; None where there is none."""
    days = sorted((store.root / folder).glob("????-??-??.json"))
    known = [path for path in days if as_of is None or path.stem <= as_of.isoformat()]
    return known[-1] if known else None
