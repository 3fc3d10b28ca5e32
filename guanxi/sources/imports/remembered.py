"""Mappings that served before: a file with the same headers is read the same way next time."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guanxi.facts.store import Store

FILE = "mappings.json"
MOST = 200


def recall(store: Store | None, headers: Sequence[str]) -> dict[str, Any] | None:
    """table, columns, settings and `at` of the last import with these headers; None where there is none."""
    return _read(store).get(_key(headers)) if store is not None else None


def remember(
    store: Store,
    headers: Sequence[str],
    *,
    table: str,
    columns: dict[str, str],
    kept: dict[str, Any],
    at: datetime,
) -> None:
    known = _read(store)
    known.pop(_key(headers), None)
    known[_key(headers)] = {"table": table, "columns": columns, "kept": kept, "at": at.isoformat()}
    newest = dict(list(known.items())[-MOST:])
    write_file(store.root / FILE, json.dumps(newest, ensure_ascii=False, indent=1) + "\n")


def _read(store: Store) -> dict[str, Any]:
    try:
        return json.loads((store.root / FILE).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _key(headers: Sequence[str]) -> str:
    ours = [header for header in headers if not header.startswith("guanxi_")]
    return sha256("\x1f".join(ours).encode()).hexdigest()[:20]
