"""Where an import is read from: files that a browser gave, or a place that the owner of this server allowed.

Nobody names a host, a key or a password here. Folders are below those of GUANXI_IMPORT_ROOTS, addresses of
object storages begin with one of GUANXI_IMPORT_BUCKETS, databases are those of GUANXI_DATABASES, by name. A
job keeps the name alone and asks again, each time that it is read, whether it is still allowed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from guanxi.facts.whole import write_file
from guanxi.sources.imports.origin import Origin, from_database, of_places
from guanxi.sources.limits import MEGABYTE, Limits
from guanxi.sources.places import PATTERN, Place, Places, places
from guanxi.web.imports import uploads
from guanxi.web.imports.models import ImportJob
from guanxi.web.imports.refusals import (
    BucketNotAllowed,
    DatabaseNotKnown,
    FolderNotAllowed,
    NothingAsked,
    TableOrQuery,
)

WAYS = ("upload", "path", "storage", "database")
INDEX = "fetched.json"
LONGEST = 4_000  # characters of what a person may say of a place
FETCHED = Limits(downloaded=uploads.MOST_MB * MEGABYTE)


def allowed() -> dict[str, list[str]]:
    """What the owner allowed, by way; names only."""
    return {
        "path": list(settings.IMPORT_ROOTS),
        "storage": list(settings.IMPORT_BUCKETS),
        "database": sorted(settings.IMPORT_DATABASE_SECRETS),
    }


def asked(posted: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """What a person named, as a job keeps it, and as people know it.

    Errors  NothingAsked, FolderNotAllowed, BucketNotAllowed, DatabaseNotKnown, TableOrQuery
    """
    said = {name: str(value).strip()[:LONGEST] for name, value in posted.items()}
    if any("\x00" in value for value in said.values()):
        raise NothingAsked()
    match said.get("from"):
        case "path":
            kept = {"from": "path", "root": said.get("root", ""), "below": said.get("below", "")}
            return kept, str(_path(kept))
        case "storage" if said.get("address"):
            return {"from": "storage", "address": said["address"]}, _address(said["address"])
        case "database" if said.get("database"):
            return _database(said)
    raise NothingAsked()


def origin(job: ImportJob) -> Origin:
    """What the job reads.

    Errors  FilesGone; those of `asked` where it is not allowed any more; those of `places`, `from_database`
    """
    kept = job.origin
    match kept.get("from", "upload"):
        case "path":
            path = _path(kept)
            return of_places(job.asked, places(str(path)))
        case "storage":
            return of_places(job.asked, _fetched(job.change_id, _address(kept["address"])))
        case "database":
            found = from_database(_url(kept["name"]), table=kept.get("table"), query=kept.get("query"))
            return replace(found, asked=job.asked)
    return uploads.origin(job)


def is_a_database(job: ImportJob) -> bool:
    """Whether it may answer otherwise each time: then an import that was cut off begins anew."""
    return job.origin.get("from") == "database"


def _path(kept: Mapping[str, str]) -> Path:
    """The file, folder or pattern below an allowed folder; no link of it leads out."""
    root, below = kept.get("root", ""), kept.get("below", "")
    parts = Path(below).parts
    refused = FolderNotAllowed(asked=below or root or "-", known=", ".join(settings.IMPORT_ROOTS) or "-")
    if (
        root not in settings.IMPORT_ROOTS
        or Path(below).is_absolute()
        or ".." in parts
        or PATTERN.search(root)
    ):
        raise refused
    plain = parts[: next((n for n, part in enumerate(parts) if PATTERN.search(part)), len(parts))]
    base = Path(root).expanduser()
    # A name with a sign of patterns in it may be a name all the same: then it is read as one.
    if not all(_leads_inside(base, path) for path in (base.joinpath(*plain), base / below)):
        raise refused
    return base / below


def _leads_inside(base: Path, path: Path) -> bool:
    """Whether a path below a folder, each link of it followed, ends in that folder."""
    try:
        return path.resolve().is_relative_to(base.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _address(address: str) -> str:
    begins = [known.rstrip("/") for known in settings.IMPORT_BUCKETS]
    fits = any(address == known or address.startswith(f"{known}/") for known in begins)
    if not fits or ".." in address.split("/"):
        raise BucketNotAllowed(asked=address, known=", ".join(settings.IMPORT_BUCKETS) or "-")
    return address


def _database(said: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    name, table, query = said["database"], said.get("table_name", ""), said.get("query", "")
    _url(name)
    if bool(table) == bool(query):
        raise TableOrQuery()
    kept = {"from": "database", "name": name, **({"table": table} if table else {"query": query})}
    return kept, f"{name}: {table or ' '.join(query.split())}"


def _url(name: str) -> str:
    """The address of a database with its secrets: it goes to the driver, and nowhere else."""
    known = settings.IMPORT_DATABASE_SECRETS
    if name not in known:
        raise DatabaseNotKnown(asked=name, known=", ".join(sorted(known)) or "-")
    return known[name]


def _fetched(change_id: str, address: str) -> Places:
    """Files of an object storage, fetched once: what was looked at is what is imported."""
    folder = uploads.folder(change_id)
    index = folder / INDEX
    if index.exists():
        told = json.loads(index.read_text("utf-8"))
        return Places(Place(**entry | {"path": folder / entry["path"]}) for entry in told)
    folder.mkdir(parents=True, exist_ok=True)
    found = places(address, folder=folder, limits=FETCHED)
    names = ("name", "size", "sha256", "origin")
    told = [{name: getattr(each, name) for name in names} | {"path": each.path.name} for each in found]
    write_file(index, json.dumps(told, ensure_ascii=False))
    return found
