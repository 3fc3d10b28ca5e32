"""Build the pages' scripts and styles from their npm packages: `python3 scripts/frontend.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import machine
from scripts.steps import ROOT, run, stamp, step

FRONTEND = ROOT / "guanxi" / "web" / "kit" / "frontend"
LOCK = "package-lock.json"


def main() -> None:
    npm = machine.npm()
    env = {"PATH": f"{npm[0].parent}{os.pathsep}{os.environ['PATH']}"}
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier"]
    if needs_packages():
        step("Installing the npm packages of the pages")
        run(
            [*npm, "ci", *quiet],
            cwd=FRONTEND,
            env=env,
            otherwise="the npm packages could not be installed: check that npm reaches its registry.",
        )
        (FRONTEND / "node_modules" / LOCK).write_bytes((FRONTEND / LOCK).read_bytes())
    step("Building the scripts and styles of the pages")
    run(
        [*npm, "run", "build", "--silent"],
        cwd=FRONTEND,
        env=env,
        otherwise="the pages' scripts and styles could not be built; Vite says why above.",
    )
    stamp("frontend")


def needs_packages() -> bool:
    """Whether the lock file changed since the last install."""
    installed = FRONTEND / "node_modules" / LOCK
    return not installed.exists() or installed.read_bytes() != (FRONTEND / LOCK).read_bytes()


if __name__ == "__main__":
    main()
