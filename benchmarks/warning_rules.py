"""Which rule of warning is best on real purchases: the classic one, the own rhythm, or P(alive)?

    .venv/bin/python benchmarks/warning_rules.py [ONLINE_RETAIL_FILE]

The grocer (Complete Journey) comes from its package; the wholesaler (UCI dataset 352, Chen 2012, CC BY 4.0)
is read from the file, or from ONLINE_RETAIL, and left out without one; the trader is guanxi's own synthetic
firm, whose customers really leave. Each is walked at several numbers of warnings: those that the classic rule
gives with a multiple of the cycle; and once more with the rules free to warn of everybody, not of the late
alone. The result goes to benchmarks/results/warning_rules.json; docs/methods/rhythm.md has the table's core.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from time import perf_counter

import polars as pl
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.online_retail import RULES, facts
from guanxi.distribution.warnings import ComparisonSettings, compare_rules
from guanxi.engines import engine as new_engine
from guanxi.sources import firm
from guanxi.sources.rules import classify, link
from tests.knowledge.tables import grocer_lines

RESULTS = Path(__file__).resolve().parent / "results" / "warning_rules.json"
MULTIPLES = (0.0, 0.5, 1.0, 2.0)


def main() -> None:
    file = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLINE_RETAIL")
    found = [row for name, lines in _firms(file) for row in _compared(name, lines)]
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    print("\n".join(_table(found)))


def _firms(file: str | None) -> Iterator[tuple[str, pa.Table]]:
    yield "grocer", grocer_lines()
    if file:
        yield "wholesaler", _wholesaler(Path(file))
    yield "trader (synthetic)", firm.simulate().purchases


def _wholesaler(path: Path) -> pa.Table:
    rows = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, try_parse_dates=True)
    lines = facts(rows)
    lines = lines.hstack(classify(lines, RULES))
    return lines.hstack(link(lines).new).to_arrow()


def _compared(name: str, lines: pa.Table) -> Iterator[dict]:
    engine = new_engine("duckdb")
    try:
        table = engine.keep(engine.table(lines))
        as_of = max(day for day in lines["purchased_on"].to_pylist() if day)
        for among, multiple in product(("late", "everybody"), MULTIPLES):
            began = perf_counter()
            settings = ComparisonSettings(act_multiple=multiple, among=among)
            evidence = compare_rules(table, as_of=as_of, engine=engine, settings=settings)
            seconds = round(perf_counter() - began, 1)
            told = evidence.as_dict() | {"verdict_said": evidence.verdict(), "notes_said": evidence.notes()}
            print(f"{name}, {among}, {multiple:g} cycles, {seconds} s: {evidence.verdict()}", flush=True)
            yield {"firm": name, "seconds": seconds} | told
    finally:
        engine.close()


def _table(found: list[dict]) -> Iterator[str]:
    yield "| firm | among | cycles | rule | a week | warnings | right | 90 % | losses warned of | days |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for one in found:
        for rule in one["rules"]:
            best = "**" if rule["rule"] == one["winner"] else ""
            yield (
                " | ".join(
                    [
                        f"| {one['firm']}",
                        one["settings"]["among"],
                        f"{one['settings']['act_multiple']:g}",
                        f"{best}{rule['rule']}{best}",
                        f"{rule['a_week']:.1f}",
                        f"{rule['warnings']}",
                        _percent(rule["precision"]),
                        f"{_percent(rule['precision_low'])} to {_percent(rule['precision_high'])}",
                        f"{_percent(rule['recall'])} of {rule['losses']}",
                        "—" if rule["lead_days"] is None else f"{rule['lead_days']:.0f}",
                    ]
                )
                + " |"
            )


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


if __name__ == "__main__":
    main()
