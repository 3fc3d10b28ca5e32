"""How a set-up step speaks: one line for what it does, one sentence when it cannot.

Everything in scripts/ runs on a bare Python >= 3.11, before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"


def step(what: str) -> None:
    """Say what happens now."""
    print(f"==> {what}", flush=True)


def stop(sentence: str) -> NoReturn:
    """End here, with the one sentence that says what to do."""
    print(f"\nguanxi: {sentence}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(
    command: Sequence[str | Path], *, otherwise: str, env: dict[str, str] | None = None, cwd: Path = ROOT
) -> None:
    """Run a command with its own progress on the screen; end with `otherwise` when it fails."""
    if not succeeds(command, env=env, cwd=cwd):
        stop(otherwise)


def succeeds(command: Sequence[str | Path], *, env: dict[str, str] | None = None, cwd: Path = ROOT) -> bool:
    """Whether the command ended well; its output is on the screen."""
    words = [str(word) for word in command]
    try:
        return (
            subprocess.run(
                words, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL
            ).returncode
            == 0
        )
    except FileNotFoundError:
        return False


def answer(*command: str | Path) -> str:
    """What a short command prints (both streams), or nothing when it is missing or fails."""
    try:
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr if done.returncode == 0 else ""


def stamp(name: str) -> None:
    """Remember that a step is done; make compares the stamp's time with the step's inputs."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(time.strftime("%Y-%m-%d %H:%M:%S\n"), "utf-8")
