"""A real PostgreSQL server for tests, on a free port, in a folder that goes with it.

python -m tests.services.postgres COMMAND...    runs the command with DATABASE_URL naming the server
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import machine

SECONDS_TO_START = 60
# Speed over safety: these data are worth nothing after the run.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=128MB",
    "max_connections=50",
)


@contextmanager
def server() -> Iterator[str]:
    """Start a server, give its URL, stop it by its own process id."""
    programs = machine.postgres()
    assert programs, "PostgreSQL with pg_trgm is needed: `make setup` installs it or says how."
    folder = Path(tempfile.mkdtemp(prefix="guanxi-postgres-"))
    process = None
    try:
        port = _free_port()
        _prepare(programs, folder)
        process = _start(programs, folder, port)
        _wait(process, folder, port)
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        if process:
            process.send_signal(signal.SIGINT)  # "fast": ends the sessions, then itself
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(programs: Path, folder: Path) -> None:
    if who := _user():
        os.chown(folder, pwd.getpwnam(who).pw_uid, pwd.getpwnam(who).pw_gid)
    command = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*command, "--locale=C.UTF-8", "--no-sync"], check=True, capture_output=True, **_as(who))


def _start(programs: Path, folder: Path, port: int) -> subprocess.Popen:
    options = [word for setting in FAST for word in ("-c", setting)]
    command = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-h", "127.0.0.1", "-k", folder]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([*command, *options], stdout=log, stderr=log, **_as(_user()))


def _wait(process: subprocess.Popen, folder: Path, port: int) -> None:
    """Until it answers; its own log says why when it does not."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        # The last line of this file is the server's own word: "ready" comes after recovery, a socket before.
        status = folder / "data" / "postmaster.pid"
        if status.exists() and status.read_text().splitlines()[-1].strip() == "ready":
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start on port {port}:\n{(folder / 'log').read_text()}")


def _user() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as the first of these that exists."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _as(user: str | None) -> dict:
    """How subprocess becomes that user, in a folder which it may enter."""
    place = {"cwd": "/"}
    return {**place, "user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else place


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    with server() as url:
        raise SystemExit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode)
