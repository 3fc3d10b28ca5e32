"""Stars of real reviews by how early a delivery came: docs/pictures/olist-curve.svg.

    .venv/bin/python benchmarks/olist_curve.py

Reads the Olist sample beside the clone, as the tests do; it may not be redistributed, so only the picture
is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from drawing import Panel, picture

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from guanxi.knowledge.experience.loyalty_curve import intention_curve
from tests.knowledge.experience.shared_data import olist

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "olist-curve.svg"
SPAN = (-21, 31)


def main() -> None:
    found = olist()
    early = -found["days_late"]
    near = (early >= SPAN[0]) & (early <= SPAN[1] - 1)
    (curve,) = intention_curve(early[near] // 3 * 3 + 1, found["score"][near], bands=None, scale=(1, 5))
    shown = [band for band in curve.bands if band.loyalty is not None]
    panel = Panel(60, 50, 620, 260, x=SPAN, y=(1, 5))
    ticks = {day: str(day).replace("-", "\u2212") for day in range(-21, 31, 7)}
    title = "Late costs stars; earlier than promised brings hardly any"
    panel.axes(title, ticks, {star: str(star) for star in range(1, 6)})
    x = np.array([band.satisfaction for band in shown])
    panel.line(x, np.array([band.loyalty for band in shown]), 1)
    panel.dots(x, np.array([band.loyalty for band in shown]), 1)
    for band in shown:
        panel.line(np.array([band.satisfaction] * 2), np.array([band.low, band.high]), 1)
    panel.mark(0, "promised day")
    panel.text(
        60 + 310, 50 + 260 + 42, "days early (three at a time), mean and 95 % interval", anchor="middle"
    )
    PICTURE.write_text(picture(720, 365, title, [panel]))


if __name__ == "__main__":
    main()
