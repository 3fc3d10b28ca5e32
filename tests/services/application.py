"""The application as people run it: `guanxi demo`, its pages and its job worker as real processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START = 600  # the facts of a year and four turns, on a machine with other things to do
SECONDS_TO_STOP = 40
PASSWORD = "guanxi-demo"
ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def demo(firm: str = "grocer") -> Iterator[str]:
    """Load the firm into a folder of its own, serve it on a free port, give the address, stop it again."""
    home = Path(tempfile.mkdtemp(prefix="guanxi-demo-"))
    log, port = home / "log", _free_port()
    process = _start(firm, home, port, log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address, log)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)  # stops both of its processes, then itself
        process.wait(timeout=SECONDS_TO_STOP)
        shutil.rmtree(home, ignore_errors=True)


def _start(firm: str, home: Path, port: int, log: Path) -> subprocess.Popen:
    own = {"GUANXI_HOME", "DATABASE_URL", "GUANXI_DEBUG", "DJANGO_SETTINGS_MODULE"}
    env = {name: value for name, value in os.environ.items() if name not in own}
    command = [sys.executable, "-m", "guanxi.cli", "demo", "--firm", firm, "--port", str(port)]
    with log.open("wb") as file:
        return subprocess.Popen(
            command, cwd=ROOT, env={**env, "GUANXI_HOME": str(home / "home")}, stdout=file, stderr=file
        )


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    """Until its first page answers; its own words say why when it does not."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError(f"The demo did not start:\n{log.read_text('utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
