"""Compile requirements/*.lock from pyproject.toml and requirements/*.in: `make lock`.

Each lock holds exact versions with hashes for every platform and Python we support, and no address: the
machine's own pip or uv settings say where packages come from.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import install
from scripts.steps import BIN, ROOT, run, step, stop

REQUIREMENTS = ROOT / "requirements"
SINGLES = ("cdnow", "febrl", "java", "node", "uv")  # one package each, taken without what it depends on
HEADER = "# Compiled by `make lock`; edit pyproject.toml or the .in file instead.\n"


def main() -> None:
    install.create()
    if not install.has_uv():
        stop("uv is needed to compile lock files: check that pip can reach its package index.")
    build, test = REQUIREMENTS / "build.in", REQUIREMENTS / "test.in"
    compile_lock("test", ["pyproject.toml", "--all-extras", build, test])
    # The demo is cut from the same versions, so that what is tested is what runs.
    compile_lock("demo", ["pyproject.toml", "--extra", "demo", build, "-c", REQUIREMENTS / "test.lock"])
    for name in SINGLES:
        compile_lock(name, ["--no-deps", REQUIREMENTS / f"{name}.in"])


def compile_lock(name: str, sources: list[str | Path]) -> None:
    """Resolve for every platform, from Python 3.11 on; locked versions stay unless --upgrade is asked."""
    step(f"Compiling requirements/{name}.lock")
    options = [
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-annotate",
        "--no-header",
    ]
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    lock = REQUIREMENTS / f"{name}.lock"
    command = [BIN / "uv", "pip", "compile", *options, "--no-emit-index-url", *upgrade, *sources, "-o", lock]
    run(command, otherwise=f"requirements/{name}.lock could not be compiled; uv says why above.")
    lock.write_text(HEADER + lock.read_text("utf-8").removeprefix(HEADER), "utf-8")


if __name__ == "__main__":
    main()
