"""A disk without room, said as what it is: every library under the store words it in its own way."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guanxi.errors import GuanxiError

SAID = ("no space left", "file too large", "disk quota exceeded", "there is not enough space on the disk")
ERRNOS = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


class DiskFull(GuanxiError):
    code = "store.disk_full"


@contextmanager
def disk_full_said(root: Path) -> Iterator[None]:
    """What stops within for want of room on the disk of `root` stops with DiskFull; all else as it is.

    Errors  DiskFull(folder, free_mb); what was begun can be done again once there is room
    """
    try:
        yield
    except GuanxiError:
        raise
    except Exception as error:
        if not is_full(error):
            raise
        free_mb = shutil.disk_usage(root).free // 1_000_000
        raise DiskFull(folder=root.name, free_mb=free_mb) from error


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says that there was no room to write."""
    while error is not None:
        if getattr(error, "errno", None) in ERRNOS or any(words in str(error).lower() for words in SAID):
            return True
        error = error.__cause__ or error.__context__
    return False
