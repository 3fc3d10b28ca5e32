"""How well do models fitted on 39 weeks of CDNOW track the repeat purchases of the 39 weeks after?

    .venv/bin/python benchmarks/cdnow_tracking.py

The 1/10 sample of CDNOW (2,357 customers who first bought in January to March 1997), as the test data carry
it. Fitted on what was known at the end of week 39 (30 September 1997); tracked to week 78 (30 June 1998).
Numbers go to benchmarks/results/cdnow_tracking.json, the picture to docs/pictures/cdnow-tracking.svg.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from drawing import Panel, picture

from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd_fit import fit_cnbd
from guanxi.knowledge.lifetime.histories import group
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.tracking import expected_by_day

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "cdnow_tracking.json"
PICTURE = ROOT / "docs" / "pictures" / "cdnow-tracking.svg"
ORIGIN = date(1997, 1, 1)
FITTED, HELD_OUT, TOLD = 39, 78, (39, 52, 78)  # weeks
FITS = {"BG/NBD": fit_bg_nbd, "MBG/NBD": fit_cnbd, "Pareto/NBD": fit_pareto_nbd}


def purchase_days() -> dict[str, np.ndarray]:
    """The distinct purchase days of each customer, counted from the first day of 1997, rising."""
    package = find_spec("lifetimes")
    file = Path(package.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt"
    days: dict[str, set[int]] = {}
    for line in filter(str.strip, file.read_text().splitlines()):
        customer, _, day, *_ = line.split()
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        days.setdefault(customer, set()).add((on - ORIGIN).days)
    return {customer: np.array(sorted(on)) for customer, on in days.items()}


def fitted(bought, end: int) -> dict:
    """The models of what was known at the end of a day."""
    known = [days[days <= end] for days in bought.values()]
    columns = zip(*((len(days) - 1, days[-1] - days[0], end - days[0]) for days in known), strict=True)
    histories = group(*map(np.array, columns), unit_days=7)
    return {name: fit(histories) for name, fit in FITS.items()}


def main() -> None:
    bought = purchase_days()
    models = fitted(bought, 7 * FITTED - 1)
    weeks = np.arange(HELD_OUT + 1)
    ends = 7 * weeks - 1
    repeats = np.sort(np.concatenate([days[1:] for days in bought.values()]))
    lines = {"actual": np.searchsorted(repeats, ends, side="right").astype(float)}
    first_on, customers = np.unique([days[0] for days in bought.values()], return_counts=True)
    lines |= {name: expected_by_day(model, first_on, customers, ends) for name, model in models.items()}
    RESULT.write_text(json.dumps(_told(models, lines), indent=2) + "\n")
    PICTURE.write_text(_drawn(weeks, lines))
    print(json.dumps(_told(models, lines)["weeks"], indent=1))


def _told(models, lines) -> dict:
    """Cumulative repeat purchase days, actual and expected, and how far off, at the weeks that are told."""
    weeks = {}
    for week in TOLD:
        actual = lines["actual"][week]
        expected = {name: round(float(line[week]), 1) for name, line in lines.items() if name != "actual"}
        off = {name: round(100 * (value / actual - 1), 2) for name, value in expected.items()}
        weeks[str(week)] = {"actual": int(actual), "expected": expected, "percent_off": off}
    held_out = lines["actual"][HELD_OUT] - lines["actual"][FITTED]
    later = {name: round(float(line[HELD_OUT] - line[FITTED]), 1) for name, line in lines.items()}
    return {
        "what": "cumulative repeat purchase days of 2,357 CDNOW customers; fitted on weeks 1 to 39",
        "parameters": {name: model.parameters for name, model in models.items()},
        "weeks": weeks,
        "weeks_40_to_78": later
        | {"percent_off": {n: round(100 * (v / held_out - 1), 2) for n, v in later.items() if n != "actual"}},
        "cumulative": {name: [round(float(v), 2) for v in line] for name, line in lines.items()},
    }


def _drawn(weeks, lines) -> str:
    top = Panel(70, 50, 800, 300, (0, HELD_OUT), (0, 5000))
    ticks = {week: str(week) for week in (0, 13, 26, 39, 52, 65, 78)}
    top.axes(
        "Cumulative repeat purchases by week · 累计复购（按周）",
        ticks,
        {v: f"{v:,}" for v in range(0, 5001, 1000)},
    )
    low = Panel(70, 440, 800, 220, (0, HELD_OUT), (0, 150))
    low.axes("Repeat purchases in the week · 每周复购", ticks, {v: str(v) for v in range(0, 151, 50)})
    for panel in (top, low):
        panel.mark(FITTED, "fitted to here · 拟合截止", anchor="end")
        panel.mark(52, "week 52 · 第 52 周")
    for colour, line in enumerate(lines.values()):
        top.line(weeks, line, colour)
        low.line(weeks[1:], np.diff(line), colour)
    top.legend(90, 75, ["actual · 实际", *FITS])
    return picture(900, 710, "CDNOW: repeat purchases, actual and expected by three models", [top, low])


if __name__ == "__main__":
    sys.exit(main())
