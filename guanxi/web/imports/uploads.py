"""Files that a browser gave: kept beside the store until their import is through, under names of ours.

<store>/uploads/<change_id>/<name>
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from guanxi.sources.imports.origin import Origin, of_places
from guanxi.sources.places import READ, places
from guanxi.web.imports import queries
from guanxi.web.imports.models import ImportJob, State
from guanxi.web.imports.refusals import FilesGone, NoFile, SameNames, TooLarge

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_MB = 2_000
LONGEST_NAME = 120
KEPT = timedelta(days=7)  # files of an import that nobody finished
UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def folder(change_id: str) -> Path:
    return queries.store().root / "uploads" / change_id


def keep(change_id: str, files: Iterable[UploadedFile], *, is_folder: bool = False) -> list[str]:
    """Write the files down; the names they are kept under.

    is_folder   everything of a folder: what is no table is passed over, and names may repeat

    Errors  NoFile, SameNames, TooLarge: nothing is kept then
    """
    given: dict[str, UploadedFile] = {}
    for file in files:
        name = safe_name(file.name or "")
        if is_folder:
            if not is_table(name):
                continue
            name = _free(name, given)
        if name in given:
            raise SameNames(file=name)
        if file.size > MOST_MB * 1_000_000:
            raise TooLarge(file=name, mb=file.size // 1_000_000, most=MOST_MB)
        given[name] = file
    if not given:
        raise NoFile()
    kept = folder(change_id)
    kept.mkdir(parents=True)
    for name, file in given.items():
        with (kept / name).open("wb") as target:
            shutil.copyfileobj(file, target, 1 << 20)
    return list(given)


def safe_name(given: str) -> str:
    """The name of a file without any way out of its folder: no separators, no leading dots."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = UNSAFE.sub("_", last).strip().lstrip(".")
    stem, dot, ending = name.rpartition(".")
    return (stem[: LONGEST_NAME - len(ending) - 1] + dot + ending if dot else name[:LONGEST_NAME]) or "file"


def is_table(name: str) -> bool:
    """Whether a file of a folder looks like one to read, by its name."""
    return not name.startswith("~$") and bool(READ.search(name)) and "." in name


def _free(name: str, taken: Container[str]) -> str:
    """The name, or the name with a number where a file of another folder has it."""
    stem, dot, ending = name.partition(".")
    numbered = (f"{stem} ({n}){dot}{ending}" for n in count(2))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def origin(job: ImportJob) -> Origin:
    """The files of an import, to be read.

    Errors  FilesGone; those of `places`
    """
    kept = folder(job.change_id)
    found = sorted(path for path in kept.iterdir()) if kept.is_dir() else []
    if not found:
        raise FilesGone(asked=job.asked)
    return of_places(job.asked, places(str(found[0] if len(found) == 1 else kept)))


def forget(change_id: str) -> None:
    shutil.rmtree(folder(change_id), ignore_errors=True)


def forget_old(now: datetime) -> int:
    """Drop the files of imports that nobody finished within a week; how many imports that were."""
    old = ImportJob.objects.filter(asked_at__lt=now - KEPT).exclude(state__in=(State.WAITING, State.RUNNING))
    left = [job for job in old if folder(job.change_id).exists()]
    for job in left:
        forget(job.change_id)
    return len(left)
