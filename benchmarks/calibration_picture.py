"""The picture of calibration.json: even ranks, and how often 90 % ranges hold the truth.

    .venv/bin/python benchmarks/calibration_picture.py

Words are few and international, for the picture stands in pages of both languages.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from scipy.stats import binom

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "calibration.json"
PICTURE = HERE.parent / "docs" / "pictures" / "calibration.svg"
MODELS = {"bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD"}
GREEK = {"alpha": "α", "beta": "β"}
INK, QUIET, BAND, BAR, OTHER = "#1f2933", "#66727f", "#e6ebf0", "#2f6f9f", "#b4551d"
WIDTH, LEFT, PANEL, HIGH, GAP = 940, 110, 118, 64, 14
DOTS = LEFT + 4 * (PANEL + GAP) + 36  # where the coverages begin
LOW_END, HIGH_END = 0.80, 1.0  # of the coverages' axis


def drawing(results: dict) -> str:
    """The whole picture as SVG."""
    rows = [name for name in MODELS if name in results["prior"]]
    height = 62 + len(rows) * (HIGH + 44) + 26
    parts = [_text(LEFT, 22, "rank of the truth among the draws · 真值在抽样中的名次", QUIET, 12)]
    parts += [_text(DOTS, 22, "90 % → held · 实际覆盖率", QUIET, 12)]
    parts += _axis(height, len(rows))
    for i, name in enumerate(rows):
        top = 46 + i * (HIGH + 44)
        parts.append(_text(LEFT - 14, top + HIGH / 2 + 4, MODELS[name], INK, 13, "end"))
        found = results["prior"][name]
        for j, (parameter, counts) in enumerate(found["rank_histograms"].items()):
            parts += _ranks(LEFT + j * (PANEL + GAP), top, parameter, counts, found["firms"])
        for place, (design, colour) in enumerate((("prior", BAR), ("trades", OTHER))):
            if name in results.get(design, {}):
                parts += _held(top, place, results[design][name], colour)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif">\n<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n'
        f"{body}\n</svg>\n"
    )


def _ranks(left: float, top: float, parameter: str, counts: list[int], firms: int) -> list[str]:
    """One histogram, over the band that 99 of 100 even bars stay in."""
    expected = firms / len(counts)
    low, high = (float(binom.ppf(p, firms, 1 / len(counts))) for p in (0.005, 0.995))
    most = max(*counts, high) * 1.08
    scale, width = HIGH / most, PANEL / len(counts)
    bars = [
        f'<rect x="{left + k * width + 0.5:.1f}" y="{top + HIGH - n * scale:.1f}" width="{width - 1:.1f}" '
        f'height="{n * scale:.1f}" fill="{BAR}"/>'
        for k, n in enumerate(counts)
    ]
    middle = top + HIGH - expected * scale
    return [
        f'<rect x="{left}" y="{top + HIGH - high * scale:.1f}" width="{PANEL}" '
        f'height="{(high - low) * scale:.1f}" fill="{BAND}"/>',
        *bars,
        f'<path d="M{left} {middle:.1f}h{PANEL}" stroke="{INK}" stroke-width="0.8" stroke-dasharray="3 3"/>',
        f'<path d="M{left} {top + HIGH}h{PANEL}" stroke="{QUIET}" stroke-width="0.8"/>',
        _text(left + PANEL / 2, top + HIGH + 15, GREEK.get(parameter, parameter), INK, 12, "middle"),
    ]


def _held(top: float, place: int, found: dict, colour: str) -> list[str]:
    """Coverage of each parameter with its 95 % range, one line each."""
    parts = []
    for j, (parameter, ends) in enumerate(found["coverage_95"].items()):
        y = top + j * 19 + place * 8 - 2
        low, high = (_at(max(end, LOW_END)) for end in ends)
        parts.append(
            f'<path d="M{low:.1f} {y:.1f}H{high:.1f}" stroke="{colour}" stroke-width="1.6"/>'
            f'<circle cx="{_at(found["coverage"][parameter]):.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        )
        if place == 0:
            parts.append(_text(DOTS - 10, y + 8, GREEK.get(parameter, parameter), INK, 12, "end"))
    return parts


def _axis(height: float, rows: int) -> list[str]:
    """The band of 87 to 93 %, the line at 90, and the numbers under them."""
    end = height - 40
    lines = [
        f'<rect x="{_at(0.87):.1f}" y="34" width="{_at(0.93) - _at(0.87):.1f}" height="{end - 34}" '
        f'fill="{BAND}"/>',
        f'<path d="M{_at(0.9):.1f} 34V{end}" stroke="{INK}" stroke-width="0.8" stroke-dasharray="3 3"/>',
    ]
    lines += [
        _text(_at(value), end + 14, f"{value:.0%}".replace("%", " %"), QUIET, 11, "middle")
        for value in (0.8, 0.87, 0.93)
    ]
    for place, (words, colour) in enumerate(
        (("truths from the prior · 真值取自先验", BAR), ("from what trades are like · 取自行业范围", OTHER))
    ):
        x = LEFT + place * 270
        lines.append(f'<circle cx="{x + 4}" cy="{height - 16}" r="4" fill="{colour}"/>')
        lines.append(_text(x + 14, height - 12, words, QUIET, 12))
    return lines


def _at(share: float) -> float:
    return DOTS + (share - LOW_END) / (HIGH_END - LOW_END) * (WIDTH - DOTS - 24)


def _text(x: float, y: float, words: str, colour: str, size: int, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def main() -> None:
    PICTURE.write_text(drawing(json.loads(RESULTS.read_text())), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
