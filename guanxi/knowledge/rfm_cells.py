"""What the cells of an RFM cube are called: a map that names every cell exactly once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from guanxi.knowledge.refusals import CellsNamedTwice, CellsUnknown, CellsWithoutName, UnknownChoice

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

    from guanxi.engines import Engine

# The trade's names, said in fifths of R and F (any M): name -> blocks of (R scores, F scores).
CUSTOMARY: dict[str, tuple[tuple[str, str], ...]] = {
    "champions": (("5", "45"),),
    "loyal": (("34", "45"),),
    "potential_loyalists": (("45", "23"),),
    "new": (("5", "1"),),
    "promising": (("4", "1"),),
    "need_attention": (("3", "3"),),
    "about_to_sleep": (("3", "12"),),
    "at_risk": (("12", "34"),),
    "cannot_lose": (("12", "5"),),
    "hibernating": (("2", "12"), ("1", "2")),
    "lost": (("1", "1"),),
}
Cell = tuple[int, int, int]


@dataclass(frozen=True)
class CellMap:
    """A name for each of the n x n x n cells (r, f, m); refused if a cell has none or two."""

    n: int
    names: Mapping[Cell, str]

    def __post_init__(self) -> None:
        every = set(product(range(1, self.n + 1), repeat=3))
        if unknown := set(self.names) - every:
            raise CellsUnknown(cells=_said(unknown), n=self.n)
        if missing := every - set(self.names):
            raise CellsWithoutName(cells=_said(missing), count=len(missing), n=self.n)

    @classmethod
    def of(cls, segments: Mapping[str, Sequence[Cell]], *, n: int) -> CellMap:
        """From name -> cells, as a person writes it."""
        names: dict[Cell, str] = {}
        for name, cells in segments.items():
            for cell in map(tuple, cells):
                if cell in names:
                    raise CellsNamedTwice(cells=_said([cell]), first=names[cell], second=name)
                names[cell] = name
        return cls(n, names)

    @classmethod
    def customary(cls, n: int = 5) -> CellMap:
        """The trade's eleven names; with other than five, a part stands for the fifth its best reaches."""
        segments: dict[str, list[Cell]] = {name: [] for name in CUSTOMARY}
        for r, f, m in product(range(1, n + 1), repeat=3):
            segments[_customary_name(_fifth(r, n), _fifth(f, n))].append((r, f, m))
        return cls.of(segments, n=n)

    def as_dict(self) -> dict[str, list[list[int]]]:
        """Name -> cells: what `of` reads back."""
        segments: dict[str, list[list[int]]] = {}
        for cell in sorted(self.names):
            segments.setdefault(self.names[cell], []).append(list(cell))
        return segments

    def rows(self) -> pa.Table:
        """One row per cell: cell_r, cell_f, cell_m, rfm_segment."""
        cells = sorted(self.names)
        scores = {f"cell_{s}": [cell[i] for cell in cells] for i, s in enumerate("rfm")}
        return pa.table(scores | {"rfm_segment": [self.names[cell] for cell in cells]})


def segment(scored: Table, cells: CellMap, *, engine: Engine) -> Table:
    """Add rfm_segment, the name of each customer's cell; a small join is quicker than 125 conditions.

    In      r_score, f_score, m_score from scores in cells.n parts
    Out     the table with rfm_segment; null where a score is null
    """
    names = engine.table(cells.rows())
    pairs = [(f"{s}_score", f"cell_{s}") for s in "rfm"]
    return scored.left_join(names, pairs).drop(*(cell for _, cell in pairs))


CLASSES = {
    (True, True, True): "important_value",
    (True, False, True): "important_development",
    (False, True, True): "important_keep",
    (False, False, True): "important_retain",
    (True, True, False): "general_value",
    (True, False, False): "general_development",
    (False, True, False): "general_keep",
    (False, False, False): "general_retain",
}


@dataclass(frozen=True)
class Classes:
    """The eight classes: the means they were cut at; table: the measures with rfm_class added."""

    measures: Table
    means: dict[str, float | None]

    @property
    def table(self) -> Table:
        return self.add_to(self.measures)

    def add_to(self, table: Table) -> Table:
        return table.mutate(rfm_class=self._named)

    def _named(self, row: Table) -> StringValue:
        if None in self.means.values():
            return ibis.null("string")
        (recency, r), (frequency, f), (money, m) = self.means.items()
        high = (row[recency] <= r, row[frequency] >= f, row[money] >= m)
        branches = []
        for wanted, name in CLASSES.items():
            parts = [part if want else ~part for part, want in zip(high, wanted, strict=True)]
            branches.append((parts[0] & parts[1] & parts[2], name))
        return ibis.cases(*branches, else_=None)

    def as_dict(self) -> dict[str, Any]:
        return {"rule": "at least as good as the mean", "means": self.means}


def rfm_class(
    measures: Table,
    *,
    engine: Engine,
    recency: str = "days_since_last",
    frequency: str = "purchase_days",
    money: str = "spend",
) -> Classes:
    """Add rfm_class: at least as good as the mean, or not, on each of R, F and M.

    Out     the table with rfm_class, null where a measure is null
    Source  the eight classes customary in China (重要价值 ... 一般挽留)
    """
    columns = (recency, frequency, money)
    if len(set(columns)) < 3:
        raise UnknownChoice(name="measures", asked=", ".join(columns), known="three different columns")
    found = engine.collect(measures.aggregate(**{c: (lambda t, c=c: t[c].mean()) for c in columns}))
    # Rounded like money is, or the mean of equal values could come out above them.
    means = {c: None if (mean := found[c][0].as_py()) is None else round(mean, 4) for c in columns}
    return Classes(measures, means)


def _fifth(score: int, n: int) -> int:
    return -(-score * 5 // n)


def _customary_name(r: int, f: int) -> str:
    (name,) = [
        name for name, blocks in CUSTOMARY.items() if any(str(r) in rs and str(f) in fs for rs, fs in blocks)
    ]
    return name


def _said(cells) -> str:
    shown = [" ".join(map(str, cell)) for cell in sorted(cells)]
    return "; ".join(shown[:10]) + ("; ..." if len(shown) > 10 else "")
