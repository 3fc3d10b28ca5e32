"""Put the packages of one lock file into .venv: `python3 scripts/install.py demo|test|LOCK...`

uv does it in seconds; pip does the same where uv cannot (a mirror that only pip knows, say). Both check
every file against the hashes in requirements/*.lock.
"""

from __future__ import annotations

import sys
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.steps import BIN, ROOT, STAMPS, VENV, answer, run, stamp, step, stop, succeeds

LAYERS = ("demo", "test")  # each is the application and more; the others are single packages beside it
NETWORK = "the packages could not be installed: check that pip can reach its package index."


def main(names: list[str]) -> None:
    create()
    for name in names:
        step(f"Installing the packages of requirements/{name}.lock")
        install(name)
        if name in LAYERS:
            link()
        stamp(name)


def create() -> None:
    """Make .venv with this Python, once."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is where it is found out
        stop(
            f"Python 3.11 or newer is needed and this is {sys.version.split()[0]}:"
            " install it, then run `make PYTHON=python3.11 ...`."
        )
    if answer(BIN / "python", "-m", "pip", "--version"):
        return
    step(f"Creating .venv with Python {sys.version.split()[0]}")
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except Exception:
        stop(
            "Python cannot create a virtual environment:"
            " install its venv package (on Debian `apt install python3-venv`)."
        )
    STAMPS.mkdir(parents=True, exist_ok=True)


def install(name: str) -> None:
    """The lock file's packages, exactly: with uv, else with pip."""
    lock = ROOT / "requirements" / f"{name}.lock"
    # A lock names everything; of lifetimes we want the data files, not what it once required.
    options = ["--require-hashes", "--no-deps", "-r", lock]
    if has_uv() and succeeds(
        [BIN / "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", BIN / "python", *options]
    ):
        return
    step("Using pip instead of uv; this takes a minute")
    run([BIN / "python", "-m", "pip", "install", "--quiet", *options], otherwise=NETWORK)


def has_uv() -> bool:
    """Whether uv is in .venv, after trying to put it there."""
    if (BIN / "uv").exists():
        return True
    lock = ROOT / "requirements" / "uv.lock"
    return succeeds([BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])


def link() -> None:
    """Make `import guanxi` and the `guanxi` command use this working tree."""
    if (BIN / "guanxi").exists():
        return
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT]
    run([BIN / "python", "-m", "pip", "install", *options], otherwise=NETWORK)


if __name__ == "__main__":
    main(sys.argv[1:])
