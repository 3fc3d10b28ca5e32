"""A picture on a page: our chart data (docs/charts.md) beside its table, its words and its downloads."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from guanxi.web.kit import business


def context(data: dict[str, Any], *, height: str, language: str) -> dict[str, Any]:
    """What `kit/_chart.html` draws from. The table travels as markup, not a second time in the JSON."""
    shown = {"language": language, "currency": business.currency(), **data}
    table = shown.pop("table", None)
    return {"data": shown, "chart_id": f"chart-{uuid4().hex[:8]}", "height": height, "table": _rows(table)}


def _rows(table: dict[str, Any] | None) -> dict[str, Any] | None:
    """The table's rows with the address of each, the keyboard's way into what a mark leads to."""
    if not table:
        return None
    urls = table.get("urls") or [None] * len(table["rows"])
    rows = [
        {"first": row[0], "rest": row[1:], "url": url} for row, url in zip(table["rows"], urls, strict=True)
    ]
    return {"columns": table["columns"], "rows": rows}
