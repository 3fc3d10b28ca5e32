"""Everything `make test` checks, in order; all of it runs, and any failure fails the whole.

1. format, lint and import rules
2. the library on DuckDB and Spark, the web on SQLite, the browser
3. the web again, on PostgreSQL
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts.steps import BIN, ROOT, step, succeeds

SHARED = "GUANXI_TESTS_SHARED"  # where tests/made_once.py keeps what both suites look at

WORKERS = min(os.cpu_count() or 1, 4)
PARALLEL = ["-n", str(WORKERS), "--dist", "loadgroup"]


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="guanxi-test-") as folder:
        reports, shared = Path(folder), Path(folder) / "made"
        shared.mkdir()
        os.environ[SHARED] = str(shared)
        rules = [
            rule("The format", "ruff", "format", "--check", "."),
            rule("The lint rules", "ruff", "check", "."),
        ]
        rules.append(rule("The import rules", "lint-imports"))
        suites = [
            suite("Everything, the web on SQLite", reports / "everything.xml", ["tests"]),
            suite(
                "The web on PostgreSQL",
                reports / "postgres.xml",
                ["tests/web", "--ignore-glob=*browser*"],
                on_postgres=True,
            ),
        ]
        return conclude(rules, suites, total(reports), time.monotonic() - started)


def rule(what: str, program: str, *arguments: str) -> bool:
    step(what)
    return succeeds([BIN / program, *arguments])


def suite(what: str, report: Path, paths: list[str], *, on_postgres: bool = False) -> bool:
    """One run of pytest, whose counts go to a report."""
    step(what)
    pytest = [BIN / "python", "-m", "pytest", "-q", *PARALLEL, f"--junitxml={report}", *paths]
    server = [BIN / "python", "-m", "tests.services.postgres"] if on_postgres else []
    return succeeds([*server, *pytest], env={"PYTHONPATH": str(ROOT)})


def total(reports: Path) -> Counter:
    """What the runs counted, together."""
    counts: Counter = Counter()
    for report in reports.glob("*.xml"):
        for found in ElementTree.parse(report).iter("testsuite"):
            counts.update({key: int(found.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")})
    return counts


def conclude(rules: list[bool], suites: list[bool], counts: Counter, seconds: float) -> int:
    """The last lines: how long, what failed, and the sum in the words of pytest."""
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    fine = all(rules) and all(suites)
    rules_said = "the rules hold" if all(rules) else "a rule is broken (see above)"
    print(f"\n{seconds / 60:.1f} minutes; {rules_said}; {'all is well' if fine else 'something failed'}")
    print(f"{passed} passed, {failed} failed, {counts['skipped']} skipped", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
