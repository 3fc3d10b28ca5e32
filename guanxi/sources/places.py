"""Where a source stands: a file, a folder, a pattern or an object storage -> the files to read, by name.

Nothing is followed out of the folder that was named: no link, no "..", no device. The address of an object
storage and its credentials come from the environment of whoever runs guanxi, never from who asks.
"""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from guanxi.sentences import say
from guanxi.sources.files import FORMATS, check_file, readable
from guanxi.sources.limits import LIMITS, Limits
from guanxi.sources.refusals import NothingThere, UnknownStorage, UnsafeName
from guanxi.sources.storages import is_storage, stored_files

ENDINGS = (
    "csv",
    "tsv",
    "tab",
    "txt",
    "dat",
    "jsonl",
    "ndjson",
    "json",
    "xlsx",
    "xlsm",
    "xls",
    "parquet",
    "pq",
)
READ = re.compile(rf"(?:^[^.]+|\.(?:{'|'.join(ENDINGS)}))(?:\.gz)?$", re.IGNORECASE)
PATTERN = re.compile(r"[*?\[]")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
LONGEST_NAME = 200  # bytes; file systems hold 255, and a version or an ending may be added


@dataclass(frozen=True)
class Place:
    """One file to read.

    name        what a person knows it by: its name, or its path below the folder or bucket that was asked for
    path        where it can be opened; a file of an object storage was fetched there
    size        bytes
    sha256      of its bytes, in hexadecimal digits
    origin      where it came from, as it was asked for; no credentials are in it
    """

    name: str
    path: Path
    size: int
    sha256: str
    origin: str
    held: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Skipped:
    """A file that was met and is not read.

    why     folder | other_format | outside | device | empty | not_allowed
    """

    name: str
    why: str


class Places(list[Place]):
    """The files to read, in the order of their names; `skipped` are the others that were met."""

    def __init__(self, found: Iterable[Place] = (), skipped: Iterable[Skipped] = ()) -> None:
        super().__init__(found)
        self.skipped = list(skipped)


def places(asked: str, *, folder: Path | None = None, limits: Limits = LIMITS) -> Places:
    """The files at a place: a file, a folder (its files, not those below), a pattern (*.csv, **/*.csv) or
    s3://, gs://, az:// with a bucket and a name, a folder ending in "/", or a pattern.

    folder  where files of an object storage are fetched to; otherwise a temporary one that lives as long as
            the places do
    Errors  UnknownFile, NotReadable, EmptyFile for the one file that was named; NothingThere, UnknownStorage,
            UnsafeName, StorageRefused, TooLarge
    """
    if any(unicodedata.category(sign) == "Cc" for sign in asked):
        raise _unsafe(asked, "signs")
    if is_storage(asked):
        return _fetched(asked, folder, limits)
    if "://" in asked:
        raise UnknownStorage(asked=_shown(asked))
    path = Path(asked).expanduser()
    with readable(asked):
        if path.is_dir():
            found = _in_folder(path, sorted(path.iterdir()), asked)
        elif PATTERN.search(asked) and not path.exists():
            found = _matching(path, asked)
        else:
            check_file(path, path.name)
            return Places([_place(path, path.name, asked)])
    if not found:
        raise NothingThere(asked=asked, known=FORMATS)
    return found


def safe_name(name: str) -> str:
    """The name of an uploaded file, if it is a name and nothing else.

    Errors  UnsafeName: a path, a device, signs that cannot be seen, nothing at all
    """
    name = unicodedata.normalize("NFC", name)
    if not name.strip(" ."):
        raise _unsafe(name, "empty")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in name):
        raise _unsafe(name, "signs")
    if re.search(r'[/\\:*?"<>|]', name) or name != name.strip() or name.endswith("."):
        raise _unsafe(name, "signs")
    if RESERVED.fullmatch(name) or name.startswith("."):
        raise _unsafe(name, "reserved")
    if len(name.encode()) > LONGEST_NAME:
        raise _unsafe(name, "too_long")
    return name


def _fetched(asked: str, folder: Path | None, limits: Limits) -> Places:
    held = None if folder else TemporaryDirectory(prefix="guanxi-fetched-")
    with readable(asked):
        files, skipped = stored_files(asked, folder or Path(held.name), READ, limits)
    if not files:
        raise NothingThere(asked=asked, known=FORMATS)
    found = [Place(one.name, one.path, one.size, one.sha256, one.origin, held) for one in files]
    return Places(found, [Skipped(name, why) for name, why in skipped])


def _matching(path: Path, asked: str) -> Places:
    """The files that fit a pattern, from the last folder above it that is named in full."""
    parts = path.parts
    first = next(n for n, part in enumerate(parts) if PATTERN.search(part))
    if ".." in parts[first:]:
        raise _unsafe(asked, "outside")
    base, pattern = Path(*parts[:first]), str(Path(*parts[first:]))
    with suppress(ValueError, re.error):
        return _in_folder(base, sorted(base.glob(pattern)), asked)
    return Places()


def _in_folder(folder: Path, entries: list[Path], asked: str) -> Places:
    found, skipped = [], []
    inside = folder.resolve()
    for entry in entries:
        name = entry.relative_to(folder).as_posix()
        if why := _why_not(entry, inside):
            skipped.append(Skipped(_shown(name), why))
        else:
            found.append(_place(entry, name, f"{asked} ({name})"))
    return Places(found, skipped)


def _why_not(entry: Path, inside: Path) -> str:
    """Why an entry of a folder is not read; "" where it is."""
    try:
        mode = entry.stat().st_mode
        if not entry.resolve().is_relative_to(inside):
            return "outside"
        if stat.S_ISDIR(mode):
            return "folder"
        if not stat.S_ISREG(mode):
            return "device"
        if entry.name.startswith((".", "~$")) or not READ.search(entry.name):
            return "other_format"
        with entry.open("rb") as handle:
            return "" if handle.read(1) else "empty"
    except FileNotFoundError:
        return "outside"  # a link that leads nowhere
    except (OSError, RuntimeError):
        return "not_allowed"


def _place(path: Path, name: str, origin: str) -> Place:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
            size += len(block)
    return Place(name, path, size, digest.hexdigest(), origin)


def _unsafe(name: str, why: str) -> UnsafeName:
    code = f"sources.why.{why}"
    return UnsafeName(name=_shown(name), why=why, why_en=say(code, "en"), why_zh=say(code, "zh-hans"))


def _shown(name: str) -> str:
    """A name that can be printed: signs that cannot be seen are shown as such, a password in an address is
    not shown at all."""
    name = re.sub(r"(://)[^/@\s]*@", r"\1***@", name[:200])
    return "".join("\ufffd" if unicodedata.category(sign)[0] == "C" else sign for sign in name)
