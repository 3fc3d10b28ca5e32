"""Who mostly buys on promotion, said only where the evidence is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from guanxi.knowledge.refusals import OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

Z = 1.959963984540054  # 95 % two-sided
LEAST_LINES = 10


@dataclass(frozen=True)
class PriceSensitivity:
    """firm_share: promoted lines of all (None: not recorded); table: with price_sensitivity added."""

    history: Table
    lines: str
    promoted: str
    firm_share: float | None
    least_lines: int

    @property
    def table(self) -> Table:
        return self.add_to(self.history)

    def add_to(self, table: Table) -> Table:
        return table.mutate(price_sensitivity=self._named)

    def as_dict(self) -> dict[str, Any]:
        return {"firm_share": self.firm_share, "least_lines": self.least_lines, "confidence": 0.95}

    def _named(self, row: Table):
        if self.firm_share is None:
            return ibis.literal("unknown")
        n = row[self.lines]
        low, high = wilson(row[self.promoted], n.nullif(0))
        return ibis.cases(
            (n.isnull() | (n < self.least_lines), "unknown"),
            (low > self.firm_share, "high"),
            (high < self.firm_share, "low"),
            else_="usual",
        )


def price_sensitivity(
    history: Table, *, engine: Engine, window_days: int = 365, least_lines: int = LEAST_LINES
) -> PriceSensitivity:
    """Add price_sensitivity from the Wilson interval of each customer's promoted share of lines.

    In      lines_365d, promoted_lines_365d: lines bought, and those with a discount or a coupon
    Out     high if the whole interval lies above the firm's share, low if below, usual if it holds it;
            unknown with fewer than least_lines lines, or where no discount is recorded at all
    Assumes a customer's lines are independent; those of one basket are not quite: the interval is too short
    Source  Wilson 1927, JASA 22(158); method book, section 14
    """
    if least_lines < 1:
        raise OutOfRange(name="least_lines", given=least_lines, allowed=">= 1")
    lines, promoted = f"lines_{window_days}d", f"promoted_lines_{window_days}d"
    share = _firm_share(history, lines, promoted, engine)
    return PriceSensitivity(history, lines, promoted, share, least_lines)


def wilson(hits, n):
    """The 95 % Wilson score interval of hits / n, as two expressions (or numbers with `sqrt`)."""
    share = hits / n
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * (share * (1 - share) / n + Z * Z / (4 * n * n)).sqrt()
    return centre - half, centre + half


def _firm_share(history: Table, lines: str, promoted: str, engine: Engine) -> float | None:
    sums = history.aggregate(lines=lambda t: t[lines].sum(), promoted=lambda t: t[promoted].sum())
    found = engine.collect(sums).to_pylist()[0]
    return found["promoted"] / found["lines"] if found["lines"] else None
