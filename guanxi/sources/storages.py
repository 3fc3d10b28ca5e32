"""Files of an object storage (s3://, gs://, az://), fetched in a stream and counted on the way.

Endpoint, region and credentials are those of the environment: AWS_ENDPOINT, AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ALLOW_HTTP; GOOGLE_SERVICE_ACCOUNT; AZURE_STORAGE_ACCOUNT_NAME,
AZURE_STORAGE_ACCOUNT_KEY. An address carries a bucket and a name, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from guanxi.sentences import say
from guanxi.sources.limits import MEGABYTE, Limits, megabytes
from guanxi.sources.refusals import StorageRefused, TooLarge, TooManyFiles, UnknownStorage

ADDRESS = re.compile(r"(s3|gs|az)://([a-z0-9][a-z0-9._-]{1,220})(?:/(.*))?", re.DOTALL)
PATTERN = re.compile(r"[*?\[]")
MOST_FILES = 10_000
RETRIES = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}


@dataclass(frozen=True)
class Fetched:
    """A file that now lies on disk."""

    name: str
    path: Path
    size: int
    sha256: str
    origin: str


def is_storage(asked: str) -> bool:
    return asked.lower().startswith(("s3://", "gs://", "az://"))


def stored_files(
    asked: str, folder: Path, readable: re.Pattern[str], limits: Limits
) -> tuple[list[Fetched], list[tuple[str, str]]]:
    """The files at an address, fetched into a folder, and the names that were passed over, each with why.

    Errors  UnknownStorage, StorageRefused, TooLarge
    """
    match = ADDRESS.fullmatch(asked)
    if not match:
        raise UnknownStorage(asked=asked)
    scheme, bucket, key = match.group(1), match.group(2), match.group(3) or ""
    with _answers(asked):
        store = _store(scheme, bucket)
        metas, skipped = _listed(store, key, readable)
    files = []
    for number, meta in enumerate(metas):
        origin = f"{scheme}://{bucket}/{meta['path']}"
        if meta["size"] > limits.downloaded:
            raise TooLarge(file=origin, size=megabytes(meta["size"]), limit=megabytes(limits.downloaded))
        with _answers(origin):
            files.append(_fetched(store, meta, folder / f"{number:05}", origin, limits))
    return files, skipped


def _store(scheme: str, bucket: str) -> Any:
    from obstore.store import AzureStore, GCSStore, S3Store

    kind, prefix = {"s3": (S3Store, "AWS"), "gs": (GCSStore, "GOOGLE"), "az": (AzureStore, "AZURE")}[scheme]
    plain = os.environ.get(f"{prefix}_ALLOW_HTTP", "").lower() in ("1", "true", "yes")
    client = {"connect_timeout": "10s", "timeout": "3600s", "allow_http": plain}
    return kind(bucket, client_options=client, retry_config=RETRIES)


def _listed(
    store: Any, key: str, readable: re.Pattern[str]
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """What is asked for by a name, a folder or a pattern, sorted by name."""
    import obstore

    if PATTERN.search(key):
        fits = _pattern(key)
        start = key[: PATTERN.search(key).start()]
        above = start[: start.rfind("/") + 1]
        metas = [meta for meta in _all_below(store, above, key) if fits.fullmatch(meta["path"])]
        return sorted(metas, key=lambda meta: meta["path"]), []
    if key and not key.endswith("/"):
        try:
            return [obstore.head(store, key)], []
        except FileNotFoundError:
            key += "/"
    listed = obstore.list_with_delimiter(store, prefix=key or None)
    folders = [(str(name), "folder") for name in listed["common_prefixes"]]
    wanted, skipped = [], []
    for meta in sorted(listed["objects"], key=lambda meta: meta["path"]):
        name = meta["path"].rsplit("/", 1)[-1]
        if not meta["size"]:
            skipped.append((meta["path"], "empty"))
        elif name.startswith(".") or not readable.search(name):
            skipped.append((meta["path"], "other_format"))
        else:
            wanted.append(meta)
    return wanted, [*skipped, *folders]


def _all_below(store: Any, prefix: str, asked: str) -> Iterator[dict[str, Any]]:
    import obstore

    met = 0
    for some in obstore.list(store, prefix=prefix or None):
        for meta in some:
            met += 1
            if met > MOST_FILES:
                raise TooManyFiles(asked=asked, limit=MOST_FILES)
            yield meta


def _pattern(key: str) -> re.Pattern[str]:
    """A pattern as shells have it: * and ? stay within a folder, ** does not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", key)
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    said = [
        signs.get(part)
        or (part.replace("[!", "[^") if re.fullmatch(r"\[[^\]/]+\]", part) else re.escape(part))
        for part in parts
    ]
    try:
        return re.compile("".join(said))
    except re.error:
        return re.compile(re.escape(key))


def _fetched(store: Any, meta: dict[str, Any], to: Path, origin: str, limits: Limits) -> Fetched:
    """The file on disk. What comes is counted: a store may send more, or less, than it said."""
    import obstore

    digest, size = hashlib.sha256(), 0
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("wb") as target:
        for part in obstore.get(store, meta["path"]).stream(min_chunk_size=4 * MEGABYTE):
            block = bytes(part)
            size += len(block)
            if size > limits.downloaded:
                raise TooLarge(file=origin, size=megabytes(size), limit=megabytes(limits.downloaded))
            digest.update(block)
            target.write(block)
    if size != meta["size"]:
        raise _refused(origin, "unreachable")
    return Fetched(meta["path"], to, size, digest.hexdigest(), origin)


@contextmanager
def _answers(asked: str) -> Iterator[None]:
    """Every fault of the storage as a refusal: its own words may carry addresses and keys, so they are not
    passed on."""
    from obstore import exceptions as faults

    try:
        yield
    except (FileNotFoundError, faults.NotFoundError, faults.InvalidPathError):
        raise _refused(asked, "not_found") from None
    except (PermissionError, faults.PermissionDeniedError, faults.UnauthenticatedError):
        raise _refused(asked, "not_allowed") from None
    except faults.BaseError:
        raise _refused(asked, "unreachable") from None


def _refused(asked: str, why: str) -> StorageRefused:
    code = f"sources.why.{why}"
    return StorageRefused(asked=asked, why=why, why_en=say(code, "en"), why_zh=say(code, "zh-hans"))
