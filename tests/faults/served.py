"""The application served by gunicorn in processes of its own, which can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path) -> dict[str, str]:
    own = {"DATABASE_URL", "GUANXI_DEBUG"}
    env = {name: value for name, value in os.environ.items() if name not in own}
    return env | {"GUANXI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "guanxi.web.settings"}


@contextmanager
def server(folder: Path):
    """gunicorn with one worker; its address, and how to kill both of its processes at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "2"]
    process = subprocess.Popen(
        [*command, "--log-level", "critical", "guanxi.web.wsgi"],
        cwd=ROOT,
        env=environment(folder),
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/health/", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address, lambda: os.killpg(process.pid, signal.SIGKILL)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
