"""Small files that are whole and on the disk once they are written: what live facts stand on."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from typing import Any


def put(path: Path, entry: dict[str, Any], *, on_disk: bool = True) -> None:
    """There whole when this returns, and, unless it may be lost with the power, on the disk."""
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.draft")
    try:
        with draft.open("w", encoding="utf-8") as file:
            json.dump(entry, file, ensure_ascii=False, default=str)
            file.flush()
            if on_disk:
                os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if on_disk:
        _sync(path.parent)


def read(path: Path) -> dict[str, Any] | None:
    """What a file says; None where there is none."""
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None


def _make_folder(folder: Path) -> None:
    """A folder is only there after a loss of power if the one above it was brought to the disk too."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
