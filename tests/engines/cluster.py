"""A real Spark cluster on this machine: a master and two workers, each its own Java process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORKERS = 2
WAIT_SECONDS = 60
HOST = "127.0.0.1"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start it, give its `spark://` address, and stop every process that was started.

    folder   where the processes write their logs and their scratch files
    """
    port, page = _free_port(), _free_port()
    address, started = f"spark://{HOST}:{port}", []
    ports = ["--host", HOST, "--port", str(port), "--webui-port", str(page)]
    try:
        started.append(_start(folder, "master", "org.apache.spark.deploy.master.Master", *ports))
        _wait(page, lambda state: state["status"] == "ALIVE", started)
        for n in range(WORKERS):
            work = ["--host", HOST, "--webui-port", "0", "--work-dir", str(folder / f"work{n}")]
            name = "org.apache.spark.deploy.worker.Worker"
            started.append(_start(folder, f"worker{n}", name, *work, "-c", "1", "-m", "1g", address))
        _wait(page, lambda state: state["aliveworkers"] == WORKERS, started)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            _stopped(process)


def _start(folder: Path, name: str, *command: str) -> subprocess.Popen:
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
    }
    with open(folder / f"{name}.log", "wb") as log:
        return subprocess.Popen(
            [home / "bin" / "spark-class", *command], env=environment, stdout=log, stderr=subprocess.STDOUT
        )


def _wait(page: int, ready, started: list[subprocess.Popen]) -> None:
    """Until the master's page says so; a process that died is said at once."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        if dead := [p.args for p in started if p.poll() is not None]:
            raise RuntimeError(f"Spark stopped while starting: {dead}")
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{page}/json/", timeout=5) as answer:
            if ready(json.load(answer)):
                return
        time.sleep(0.2)
    raise TimeoutError(f"Spark was not ready after {WAIT_SECONDS} seconds")


def _stopped(process: subprocess.Popen) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]
