"""The workbench's pictures, as chart data (docs/charts.md)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from guanxi.formats import money, percent
from guanxi.knowledge.lifetime.ltv_table import LtvTable, ltv_table
from guanxi.knowledge.lifetime.strategies import Strategy, applied, tornado
from guanxi.web.kit import business
from guanxi.web.planning import names
from guanxi.web.planning.ltv_page import Compared, said
from guanxi.web.planning.ltv_reading import Understood


def by_year(title: str, summary: str, tables: list[tuple[str, str, LtvTable]]) -> dict[str, Any]:
    """Cumulative discounted profit year by year, a line for each table of (key, name, table)."""
    longest = max((table for _key, _name, table in tables), key=lambda table: len(table.rows))
    columns = [_("Year"), *(name for _key, name, _table in tables)]
    rows = [[str(row.year), *(_at(table, row.year) for _key, _name, table in tables)] for row in longest.rows]
    return {
        "kind": "lines",
        "title": title,
        "summary": summary,
        "unit": "money",
        "axes": {"x": _("Year"), "y": _("Cumulative, today's money")},
        "data": {
            "whole": True,
            "series": [
                {
                    "key": key,
                    "name": name,
                    "points": [[0, 0.0], *([row.year, round(row.cumulative, 2)] for row in table.rows)],
                }
                for key, name, table in tables
            ],
            "marks": [],
        },
        "table": {"columns": columns, "rows": rows},
    }


def _at(table: LtvTable, year: int) -> str:
    return said("cumulative", table.rows[year - 1].cumulative) if year <= len(table.rows) else ""


def strategies(rows: list[Compared], language: str) -> dict[str, Any]:
    """The plan and its strategies, year by year."""
    best = next((row for row in rows if row.is_best), rows[0])
    if len(rows) == 1:
        title = _("Year by year")
    elif best.is_base:
        title = _("No strategy brings more than the plan as it is")
    else:
        title = _("%(name)s brings most: %(gain)s more") % {
            "name": best.name,
            "gain": money(best.outcome.gain, business.currency(), language),
        }
    summary = _(
        "All money spent and earned by the end of each year, in today's money. "
        "Above the line at 0 it is back."
    )
    return by_year(title, summary, [(str(row.key), str(row.name), row.outcome.table) for row in rows])


def sensitivity(found: Understood, of: int, language: str) -> dict[str, Any] | None:
    """The tornado of the plan as it is (0) or of a strategy."""
    if found.plan is None:
        return None
    of = of if 0 <= of <= len(found.strategies) else 0
    strategy = found.strategies[of - 1] if of else Strategy(str(names.AS_IT_IS))
    plan = applied(found.plan, strategy)
    bars = [bar for bar in tornado(plan, swing=found.swing) if bar.width > 0]
    if not bars:
        return None
    middle = ltv_table(plan).ltv
    swing = percent(found.swing)
    widest = names.TORNADO[bars[0].name]

    def figure(value: float) -> str:
        return money(value, business.currency(), language, exact=True)

    return {
        "kind": "tornado",
        "title": _("%(input)s matters most: %(swing)s either way moves the LTV from %(low)s to %(high)s")
        % {
            "input": widest,
            "swing": swing,
            "low": figure(min(bars[0].lower, bars[0].higher)),
            "high": figure(max(bars[0].lower, bars[0].higher)),
        },
        "summary": _(
            "%(name)s: the LTV is %(ltv)s. Each bar moves one input by %(swing)s in every year, "
            "all others as typed; the sign at its end says which way."
        )
        % {"name": strategy.name, "ltv": figure(middle), "swing": swing},
        "unit": "money",
        "axes": {"x": _("LTV")},
        "data": {
            "middle": middle,
            "swing": found.swing,
            "bars": [
                {
                    "key": bar.name,
                    "name": str(names.TORNADO[bar.name]),
                    "lower": bar.lower,
                    "higher": bar.higher,
                }
                for bar in bars
            ],
        },
        "table": {
            "columns": [_("Input"), f"−{swing}", f"+{swing}"],
            "rows": [[str(names.TORNADO[bar.name]), figure(bar.lower), figure(bar.higher)] for bar in bars],
        },
    }
