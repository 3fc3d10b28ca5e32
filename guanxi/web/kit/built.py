"""What Vite built: from an entry's name to the files a page has to load."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.conf import settings


def manifest() -> dict[str, Any]:
    """Vite's manifest; empty when the front end has not been built, read again while developing."""
    return _read() if not settings.DEBUG else _read.__wrapped__()


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    path = settings.BUILT / "manifest.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def url(file: str) -> str:
    return f"{settings.STATIC_URL}built/{file}"


def styles_and_scripts(entry: str) -> tuple[list[str], list[str]]:
    """Addresses of the entry's style sheets and of its module."""
    chunk = manifest().get(entry)
    if chunk is None:
        return [], []
    if chunk["file"].endswith(".css"):
        return [url(chunk["file"])], []
    return [url(file) for file in chunk.get("css", [])], [url(chunk["file"])]


def asset(name: str) -> str:
    """The address of one file that was built, such as the icons."""
    chunk = manifest().get(name)
    return url(chunk["file"]) if chunk else ""
