"""From an order list or the firm's store to a comparison of warning rules: what `guanxi warnings` does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from guanxi.commands.stores import store_at
from guanxi.distribution.warnings import ComparisonSettings, compare_rules
from guanxi.distribution.warnings_evidence import Evidence
from guanxi.distribution.warnings_kept import firm_comparison
from guanxi.engines import engine as new_engine
from guanxi.errors import NotFound, SettingError
from guanxi.facts.notes import Note
from guanxi.formats import UNKNOWN, percent, plain
from guanxi.sentences import say
from guanxi.sources.purchases import read_purchases

COLUMNS = ("rule", "a_week", "precision", "recall", "lead_days")
WIDTH = 112
Step = Callable[[str], None]


class StoreMissing(NotFound):
    code = "warnings.no_store"


class BadNumber(SettingError):
    code = "warnings.bad_number"


def of_file(
    file: Path,
    columns: dict[str, str | None],
    as_of: date | None,
    cycles: float | None,
    a_week: float | None,
    *,
    step: Step = lambda name: None,
) -> tuple[Evidence, list[Note]]:
    """A comparison on an order list, which is not kept; and what was noticed in reading it.

    as_of   by default the last purchase in the file
    Errors  BadNumber, what reading raises, and those of `compare_rules`
    """
    settings = _settings(cycles, a_week)
    step("read")
    read = read_purchases(file, columns=columns, as_of=as_of)
    step("warnings")
    with closing(new_engine()) as engine:
        found = compare_rules(
            engine.table(read.purchases),
            as_of=as_of or read.report.last_purchase_on,
            engine=engine,
            settings=settings,
        )
    return found, [*read.report.notes, *read.report.mapping.guesses]


def of_store(
    root: Path | None,
    as_of: date | None,
    cycles: float | None,
    a_week: float | None,
    *,
    step: Step = lambda name: None,
) -> Evidence:
    """A comparison on the firm's own facts. It is kept, and turns warn by it, where it was made by the firm's
    own settings: without another number of cycles or of warnings.

    Errors  StoreMissing, BadNumber, and those of `firm_comparison`
    """
    store = store_at(root)
    if not (store.root / "facts").is_dir():
        raise StoreMissing(path=store.root)
    settings = None if cycles is None and a_week is None else _settings(cycles, a_week)
    step("warnings")
    with closing(new_engine()) as engine:
        return firm_comparison(store, engine=engine, as_of=as_of, settings=settings)


def sentences(found: Evidence, noticed: list[Note], language: str) -> list[str]:
    """The verdict, and what a reader must know."""
    return [found.verdict(language), *found.notes(language), *(note.say(language) for note in noticed)]


def said(found: Evidence, noticed: list[Note], language: str) -> str:
    """For reading at a terminal: a table of the rules, then the sentences."""
    facts = {name: found.as_dict()[name] for name in ("first_on", "last_on", "customers")}
    head = say("cli.warnings.found", language, **facts)
    return "\n".join([head, *_table(found, language), "", *sentences(found, noticed, language)])


def _table(found: Evidence, language: str) -> Iterator[str]:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in COLUMNS:
        is_name = name == "rule"
        heading = say(f"cli.warnings.column.{name}", language)
        table.add_column(heading, justify="left" if is_name else "right", no_wrap=is_name)
    for rule in found.rules.values():
        table.add_row(*_row(rule, found.winner, language))
    out = StringIO()
    Console(file=out, width=WIDTH, color_system=None).print(table)
    yield from (line.rstrip() for line in out.getvalue().rstrip().splitlines())


def _row(rule: dict[str, Any], winner: str, language: str) -> list[str]:
    mark = " *" if rule["rule"] == winner else ""
    lead = rule["lead_days"]
    return [
        say(f"warnings.rule.{rule['rule']}", language) + mark,
        plain(rule["a_week"], 1),
        _share(rule, "precision"),
        _share(rule, "recall"),
        UNKNOWN if lead is None else plain(lead, 0),
    ]


def _share(rule: dict[str, Any], name: str) -> str:
    if rule[name] is None:
        return UNKNOWN
    low, high = (percent(rule[f"{name}_{end}"]) for end in ("low", "high"))
    return f"{percent(rule[name])} ({low}–{high})"


def _settings(cycles: float | None, a_week: float | None) -> ComparisonSettings:
    given = {"act_multiple": cycles, "a_week": a_week}
    try:
        return ComparisonSettings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as wrong:
        name = str(wrong.errors()[0]["loc"][0])
        option = {"act_multiple": "--cycles", "a_week": "--a-week"}[name]
        raise BadNumber(option=option, asked=given[name]) from None
