"""A real Spark cluster on this machine: a master and two workers, each its own Java process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 2
WAIT_SECONDS = 180  # a machine with much else to do starts Java slowly
HOST = "127.0.0.1"
# A few hundred rows at a time never pay back what Java's second compiler and its threads for garbage cost.
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass
class Cluster:
    """A master and its workers; every executor is a Java process that its worker started.

    address   `spark://host:port`
    folder    where the processes write their logs and their scratch files
    memory    of one worker, as Spark writes it
    """

    address: str
    page: int
    folder: Path
    memory: str
    started: list[subprocess.Popen] = field(default_factory=list)
    workers: list[subprocess.Popen] = field(default_factory=list)
    hired: int = 0

    def hire(self, workers: int = 1) -> None:
        """Start more workers, and wait until the master knows them."""
        expected = len(self.workers) + workers
        for _ in range(workers):
            self.hired += 1
            work = ["--host", HOST, "--webui-port", "0", "--work-dir", str(self.folder / f"work{self.hired}")]
            name, size = "org.apache.spark.deploy.worker.Worker", ["-c", "1", "-m", self.memory]
            worker = _start(self.folder, f"worker{self.hired}", name, *work, *size, self.address)
            self.workers.append(worker)
            self.started.append(worker)
        _wait(self.page, lambda state: _alive(state) >= expected, self.started)

    def kill_worker(self) -> list[int]:
        """Kill one worker and the executors it started, as a machine that loses its power; their ids."""
        worker = self.workers.pop(0)
        self.started.remove(worker)
        killed = [*_children(worker.pid), worker.pid]
        worker.kill()  # first: it would start its executors again
        for process in killed[:-1]:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        worker.wait()
        return killed


@contextmanager
def cluster(folder: Path, *, memory: str = "1g") -> Iterator[Cluster]:
    """Start it, give it, and stop every process that was started."""
    port, page = free_port(), free_port()
    made = Cluster(f"spark://{HOST}:{port}", page, folder, memory)
    ports = ["--host", HOST, "--port", str(port), "--webui-port", str(page)]
    try:
        made.started.append(_start(folder, "master", "org.apache.spark.deploy.master.Master", *ports))
        _wait(page, lambda state: state["status"] == "ALIVE", made.started)
        made.hire(WORKERS)
        yield made
    finally:
        stop(made.started)


def stop(started: list[subprocess.Popen]) -> None:
    for process in reversed(started):
        process.terminate()
    for process in started:
        _stopped(process)


def _alive(state: dict) -> int:
    return sum(worker["state"] == "ALIVE" for worker in state["workers"])


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    pairs = (line.split() for line in listed.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def _start(folder: Path, name: str, *command: str) -> subprocess.Popen:
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_JAVA,
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


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]
