"""Files and folders that are there whole or not at all: made aside, then moved into their place."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path


def write_file(path: Path, text: str) -> None:
    """Replace a text file; a reader meets the old one or the new one, never half of either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    aside.write_text(text, "utf-8")
    aside.replace(path)


def make_folder(folder: Path, make: Callable[[Path], None]) -> None:
    """Make a folder that will never change; one that is there already is kept, and `make` is not called.

    make   creates the draft folder whose path it is given, and fills it
    """
    if folder.exists():
        return
    draft = folder.with_name(f".draft-{folder.name}-{uuid.uuid4().hex[:8]}")
    draft.parent.mkdir(parents=True, exist_ok=True)
    try:
        make(draft)
        os.rename(draft, folder)
    except OSError:
        # Two may make the same thing at once; the first one stands.
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
