"""Readers at work side by side, each watched: one that takes too much memory or time is ended and counted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from select import select

from tests.sources.mutations.mutator import mutant

MOST_MEMORY = 2 << 30
MOST_SECONDS = 180
ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Tally:
    """What came of all mutants: outcomes by code, rows kept and set aside, broken promises, peak memory."""

    outcomes: Counter = field(default_factory=Counter)
    purchases: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    kept: int = 0
    aside: int = 0
    with_aside: int = 0
    peak: int = 0
    seconds: float = 0.0

    def add(self, what: str, found: dict) -> None:
        self.outcomes[found["outcome"]] += 1
        self.purchases[found.get("purchases", "")] += 1
        self.kept += found.get("kept", 0)
        self.aside += found.get("aside", 0)
        self.with_aside += bool(found.get("aside"))
        self.peak = max(self.peak, found.get("peak", 0))
        if found.get("peak", 0) > MOST_MEMORY:
            self.faults.append(f"{what}: {found['peak'] >> 20} MB")
        if found["fault"]:
            self.faults.append(f"{what}: {found['fault']}")


class Reader:
    """A process that reads one file after another."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None

    def read(self, path: Path) -> dict:
        process = self._running()
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        until, peak = time.monotonic() + MOST_SECONDS, 0
        while not select([process.stdout], [], [], 0.02)[0]:
            peak = max(peak, _memory(process.pid))
            if peak > MOST_MEMORY or time.monotonic() > until:
                why = "too much memory" if peak > MOST_MEMORY else "too slow"
                self.end()
                return {"outcome": why, "fault": why, "peak": peak}
        line = process.stdout.readline()
        if not line:
            self.end()
            return {"outcome": "died", "fault": f"the process died with {process.returncode}", "peak": peak}
        return json.loads(line)

    def _running(self) -> subprocess.Popen:
        if self.process is None:
            command = [sys.executable, "-m", "tests.sources.mutations.reader"]
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
            )
        return self.process

    def end(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (OSError, IndexError):
        return 0


def read_mutants(count: int, folder: Path, *, workers: int = 2, first: int = 0) -> Tally:
    """Make and read the mutants `first` ... `first + count - 1`."""
    tally, started = Tally(), time.monotonic()
    idle: SimpleQueue[Reader] = SimpleQueue()
    readers = [Reader() for _ in range(workers)]
    for reader in readers:
        idle.put(reader)

    def one(number: int) -> tuple[str, dict]:
        made = mutant(number)
        path = folder / made.name
        path.write_bytes(made.raw)
        reader = idle.get()
        try:
            return f"{number} {made.how} ({made.name})", reader.read(path)
        finally:
            idle.put(reader)
            path.unlink()

    try:
        with ThreadPoolExecutor(workers) as pool:
            for what, found in pool.map(one, range(first, first + count)):
                tally.add(what, found)
    finally:
        for reader in readers:
            reader.end()
    tally.seconds = time.monotonic() - started
    return tally
