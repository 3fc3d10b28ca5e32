"""A back-test for reading at a terminal: a table of who came how close, what was refused, the verdict."""

from __future__ import annotations

from io import StringIO
from typing import Any

from guanxi.formats import UNKNOWN, percent, plain
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.sentences import say

COLUMNS = ("model", "error", "to_naive", "off", "rank", "best", "inside")
WIDTH = 112


def said(found: dict[str, Any], language: str) -> str:
    """In   found   what `guanxi backtest --json` prints"""
    parts = [_head(found, language), _table(found, language), *_refusals(found), ""]
    notes = (note["sentence"] for note in found["notes"])
    return "\n".join([*parts, found["chosen"]["sentence"], *notes])


def _head(found: dict[str, Any], language: str) -> str:
    return say(
        "cli.backtest.found",
        language,
        as_of=found["as_of"],
        forecasts=found["chosen"]["facts"]["forecasts"],
        origins=", ".join(found["origins"]),
        horizons=", ".join(map(str, found["horizons_days"])),
        customers=max(row["customers"] for row in found["scores"]),
        **{tag: found["chosen"]["facts"][tag] for tag in ("on_en", "on_zh")},
    )


def _table(found: dict[str, Any], language: str) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        heading = say(f"cli.backtest.column.{name}", language)
        is_name = name == "model"
        table.add_column(heading, justify="left" if is_name else "right", no_wrap=is_name)
    for standing in found["chosen"]["standing"]:
        table.add_row(*_row(standing, found, language))
    out = StringIO()
    Console(file=out, width=WIDTH, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())


def _row(standing: dict[str, Any], found: dict[str, Any], language: str) -> list[str]:
    """A model's figures, each the mean over its forecasts."""
    name, on = standing["model"], found["chosen"]["judged_on"]
    rows = [row for row in found["scores"] if row["model"] == name]
    judged = [row[on] for row in rows if row[on]]
    inside = [row["interval"]["coverage"] for row in rows if row["interval"]]
    mark = " *" if name == found["chosen"]["model"] else ""
    return [
        _name(standing, language) + mark,
        UNKNOWN if standing["error"] is None else plain(standing["error"], 2),
        _share(standing["ratio_to_naive"]),
        _share(_mean([score["error_share"] for score in judged]), signed=True),
        _number(_mean([score["rank_correlation"] for score in judged])),
        _share(_mean([score["best_found"] for score in judged])),
        _share(_mean(inside)),
    ]


def _name(standing: dict[str, Any], language: str) -> str:
    if standing["kind"] == "model":
        out = "" if standing["eligible"] else " " + say("cli.backtest.not_eligible", language)
        return model_title(standing["model"]) + out
    return say(f"backtest.name.{standing['model']}", language)


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _share(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return UNKNOWN
    return ("+" if signed and value > 0 else "") + percent(value)


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else plain(value, 2)


def _refusals(found: dict[str, Any]) -> list[str]:
    """One line per reason and its days, with the models; what a reason says is said of the latest day."""
    days: dict[tuple[str, str], list[str]] = {}
    sentences: dict[str, str] = {}
    for entry in found["refused"]:
        days.setdefault((entry["code"], entry["title"]), []).append(entry["origin"])
        sentences.setdefault(entry["code"], entry["sentence"])
    titles: dict[tuple[str, str], list[str]] = {}
    for (code, title), on in days.items():
        titles.setdefault((code, ", ".join(on)), []).append(title)
    return [f"{', '.join(models)} ({on}): {sentences[code]}" for (code, on), models in titles.items()]
