"""Deliveries that were signed and could not be used: kept whole, with the reason, until somebody decides.

<root>/live/hooks/<hook>/<key>.json
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.errors import GuanxiError, NotFound
from guanxi.facts import journal, live_files

if TYPE_CHECKING:
    from guanxi.facts.store import Store


@dataclass(frozen=True)
class KeptDelivery:
    """name: its file's; key: what names it for the shop; code and facts of why it could not be used."""

    name: str
    topic: str
    key: str
    at: datetime
    body: bytes
    code: str
    facts: dict[str, Any]


def keep(
    store: Store, hook: str, *, topic: str, key: str, body: bytes, at: datetime, error: GuanxiError
) -> str:
    """Keep a delivery durably; the name it is kept by. The same one again replaces itself."""
    name = journal.key_name(key)
    entry = {
        "topic": topic,
        "key": key,
        "at": at.isoformat(),
        "body": b64encode(body).decode(),
        "code": error.code,
        "facts": error.facts,
    }
    live_files.put(_path(store, hook, name), entry)
    return name


def is_kept(store: Store, hook: str, key: str) -> bool:
    return _path(store, hook, journal.key_name(key)).exists()


def kept_deliveries(store: Store, hook: str, *, most: int = 200) -> list[KeptDelivery]:
    """What was kept, newest first."""
    found = (_read(path) for path in _files(store, hook))
    whole = sorted((each for each in found if each is not None), key=lambda each: each.at, reverse=True)
    return whole[:most]


def count_kept(store: Store, hook: str) -> int:
    return len(_files(store, hook))


def kept_delivery(store: Store, hook: str, name: str) -> KeptDelivery:
    """One of them, or NotFound."""
    found = _read(_path(store, hook, name))
    if found is None:
        raise NotFound(what="delivery", name=name)
    return found


def drop(store: Store, hook: str, name: str) -> None:
    _path(store, hook, name).unlink(missing_ok=True)


def _files(store: Store, hook: str) -> list[Path]:
    return list((store.root / journal.FOLDER / "hooks" / hook).glob("[!.]*.json"))


def _path(store: Store, hook: str, name: str) -> Path:
    if not name.isalnum():
        raise NotFound(what="delivery", name=name)
    return store.root / journal.FOLDER / "hooks" / hook / f"{name}.json"


def _read(path: Path) -> KeptDelivery | None:
    entry = live_files.read(path)
    if entry is None:
        return None
    return KeptDelivery(
        name=path.stem,
        topic=entry["topic"],
        key=entry["key"],
        at=datetime.fromisoformat(entry["at"]),
        body=b64decode(entry["body"]),
        code=entry["code"],
        facts=entry["facts"],
    )
