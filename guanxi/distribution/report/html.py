"""The markup of the report: every text is escaped, every chart carries its data and its table."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from typing import Any

BUILT = ("web", "kit", "assets", "built")


def built(name: str) -> str:
    """A built front-end file, or nothing where the front end was not built."""
    path = files("guanxi").joinpath(*BUILT, name)
    return path.read_text("utf-8") if path.is_file() else ""


def page(*, title: str, language: str, body: Iterable[str]) -> str:
    lang = "zh-Hans" if language.startswith("zh") else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # The file holds what it needs; nothing in it may reach out, whatever a customer is called.
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{built('report.css')}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + f"\n<script>{built('report.js')}</script>\n</body>\n</html>\n"
    )


def chart(
    data: dict[str, Any] | None, number: int, *, language: str, currency: str | None, words: dict
) -> str:
    """A picture with its words and its table; nothing where there is no picture."""
    if data is None:
        return ""
    shown = {"language": language, "currency": currency, **data}
    # "</script>" inside a name must not end the script that carries it.
    text = json.dumps(shown, ensure_ascii=False, default=str).replace("<", "\\u003c")
    said = escape(f"{data['title']}. {data.get('summary', '')}", quote=True)
    return (
        f'<figure class="gx-chart gx-chart-{data["kind"]}" id="chart-{number}" data-chart><figcaption>'
        f'<h2 class="gx-chart-title">{escape(data["title"])}</h2>'
        f'<p class="gx-chart-summary">{escape(data.get("summary", ""))}</p></figcaption>'
        f'<div class="gx-chart-picture" data-chart-picture role="img" aria-label="{said}"></div>'
        f'<script type="application/json">{text}</script>'
        f'<div class="gx-chart-foot">{details(data.get("table"), words["as_table"])}</div></figure>'
    )


def details(table: dict[str, Any] | None, summary: str) -> str:
    if not table:
        return ""
    inner = rows(table["columns"], [[escape(cell) for cell in row] for row in table["rows"]])
    return f'<details class="gx-chart-table"><summary>{escape(summary)}</summary>{inner}</details>'


def rows(columns: Iterable[str], cells: Iterable[Iterable[str]]) -> str:
    """A table; the cells are markup already."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    table = f'<table class="gx-report-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="gx-report-scroll">{table}</div>'


def figures(pairs: Iterable[tuple[str, str]]) -> str:
    """The key figures of the cover: a value over its name."""
    inner = "".join(f"<div><dd>{escape(value)}</dd><dt>{escape(name)}</dt></div>" for name, value in pairs)
    return f'<dl class="gx-report-figures">{inner}</dl>'


def paragraph(text: str, *, quiet: bool = False) -> str:
    return f'<p class="gx-report-quiet">{escape(text)}</p>' if quiet else f"<p>{escape(text)}</p>"


def heading(text: str, level: int = 2) -> str:
    return f"<h{level}>{escape(text)}</h{level}>"


def bullets(texts: Iterable[str]) -> str:
    inner = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{inner}</ul>" if inner else ""
