"""Processes that work on a store, and can be killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def at_work(work: str, root: Path, *, largest_file: int | str = "") -> subprocess.Popen:
    """The work, about to begin."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.doing",
        work,
        str(root),
        *([str(largest_file)] * bool(largest_file)),
    ]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


def through(process: subprocess.Popen) -> str:
    """Let it work to its end; its last words."""
    said, _ = process.communicate("go\n")
    return said.strip()
