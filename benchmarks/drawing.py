"""Line charts as SVG, by hand: for pictures of results in docs, light and dark."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import numpy as np

STYLE = """
text { font: 13px system-ui, "Noto Sans CJK SC", sans-serif; fill: #334155 }
.title { font-size: 15px; font-weight: 600 }
.paper { fill: #ffffff }
.grid { stroke: #e2e8f0 } .axis { stroke: #64748b } .mark { stroke: #64748b; stroke-dasharray: 4 4 }
.line { fill: none; stroke-width: 2 }
.c0 { stroke: #0f172a; fill: #0f172a } .c1 { stroke: #0072b2; fill: #0072b2 }
.c2 { stroke: #d55e00; fill: #d55e00 } .c3 { stroke: #009e73; fill: #009e73 }
.line.c0, .line.c1, .line.c2, .line.c3 { fill: none }
.c2.line { stroke-dasharray: 8 4 } .c3.line { stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #cbd5e1 } .paper { fill: #182433 } .grid { stroke: #2c3c50 } .axis, .mark { stroke: #94a3b8 }
  .c0 { stroke: #f1f5f9; fill: #f1f5f9 } .c1 { stroke: #56b4e9; fill: #56b4e9 }
  .c2 { stroke: #f0955a; fill: #f0955a } .c3 { stroke: #3cc79b; fill: #3cc79b }
}
"""


@dataclass
class Panel:
    """One chart: a place in the picture, the ranges of its axes, and whether they are logarithmic."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    logarithmic: bool = False
    parts: list[str] = field(default_factory=list)

    def _at(self, value, span, low, size):
        if self.logarithmic:
            value, span = np.log10(value), np.log10(span)
        return low + size * (np.asarray(value) - span[0]) / (span[1] - span[0])

    def place(self, x, y):
        return (
            self._at(x, self.x, self.left, self.width),
            self._at(y, self.y, self.top + self.height, -self.height),
        )

    def axes(self, title: str, x_ticks: dict, y_ticks: dict) -> None:
        """The grid, with a text for each tick."""
        right, bottom = self.left + self.width, self.top + self.height
        self.text(self.left, self.top - 14, title, kind="title")
        for value, label in y_ticks.items():
            y = float(self.place(self.x[0], value)[1])
            self.parts.append(f'<line class="grid" x1="{self.left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
            self.text(self.left - 8, y + 4, label, anchor="end")
        for value, label in x_ticks.items():
            self.text(float(self.place(value, self.y[0])[0]), bottom + 20, label, anchor="middle")
        self.parts.append(f'<line class="axis" x1="{self.left}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')

    def line(self, x, y, colour: int) -> None:
        places = zip(*self.place(x, y), strict=True)
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        self.parts.append(f'<polyline class="line c{colour}" points="{points}"/>')

    def dots(self, x, y, colour: int) -> None:
        for a, b in zip(*self.place(x, y), strict=True):
            self.parts.append(f'<circle class="c{colour}" cx="{a:.1f}" cy="{b:.1f}" r="4"/>')

    def mark(self, x: float, label: str, *, anchor: str = "start") -> None:
        """A vertical line with a text at its top, to the right of it, or to the left: anchor "end"."""
        place = float(self.place(x, self.y[0])[0])
        bottom = self.top + self.height
        self.parts.append(
            f'<line class="mark" x1="{place:.1f}" x2="{place:.1f}" y1="{self.top}" y2="{bottom}"/>'
        )
        self.text(place + (6 if anchor == "start" else -6), self.top + 14, label, anchor=anchor)

    def legend(self, x: float, y: float, names: list[str]) -> None:
        for i, name in enumerate(names):
            row = y + 20 * i
            self.parts.append(f'<line class="line c{i}" x1="{x}" x2="{x + 28}" y1="{row}" y2="{row}"/>')
            self.text(x + 36, row + 4, name)

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", kind: str = "") -> None:
        name = f' class="{kind}"' if kind else ""
        self.parts.append(
            f'<text{name} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
        )


def picture(width: int, height: int, title: str, panels: list[Panel]) -> str:
    """The whole SVG; the title is what a screen reader says."""
    parts = "\n".join(part for panel in panels for part in panel.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        f'<rect class="paper" width="{width}" height="{height}"/>\n{parts}\n</svg>\n'
    )
