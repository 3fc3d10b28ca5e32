"""From an order list or the firm's store to a back-test with its sentences: what `guanxi backtest` does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from guanxi.commands.stores import store_at
from guanxi.distribution.backtests import backtest, firm_backtest
from guanxi.distribution.backtests.origins import FARTHEST, BadHorizon
from guanxi.engines import engine as new_engine
from guanxi.errors import NotFound
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.buying import BUYING
from guanxi.knowledge.lifetime.histories import unit_days
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.sentences import say
from guanxi.sources.purchases import read_purchases

Step = Callable[[str], None]


class StoreMissing(NotFound):
    code = "backtest.no_store"


@dataclass(frozen=True)
class Asked:
    """What was typed; None where nothing was."""

    as_of: date | None
    unit: str
    origins: int
    horizons: tuple[int, ...] | None
    models: str | None
    language: str

    def options(self) -> dict[str, Any]:
        unit_days(self.unit)
        models = BUYING if self.models is None else tuple(name.strip() for name in self.models.split(","))
        return {"unit": self.unit, "origins": self.origins, "horizons": self.horizons, "models": models}


def whole_days(text: str | None) -> tuple[int, ...] | None:
    """The horizons as typed: "91,182"."""
    if text is None:
        return None
    try:
        return tuple(int(days) for days in text.split(","))
    except ValueError:
        raise BadHorizon(asked=text, most=FARTHEST) from None


def of_file(
    file: Path, columns: dict[str, str | None], asked: Asked, *, step: Step = lambda name: None
) -> dict[str, Any]:
    """A back-test of an order list, which is not kept.

    Errors  what reading raises, and those of `backtest`
    """
    options = asked.options()
    read = read_purchases(file, columns=columns, as_of=asked.as_of)
    step("backtest")
    with closing(new_engine()) as engine:
        found = backtest(
            engine.table(read.purchases),
            as_of=asked.as_of or read.report.last_purchase_on,
            engine=engine,
            **options,
        ).as_dict()
    noticed = [*read.report.notes, *read.report.mapping.guesses]
    found["read"] = {
        "file": read.report.file,
        "rows_read": read.report.rows_read,
        "rows_set_aside": read.report.rows_set_aside,
        "columns": read.report.mapping.columns,
    }
    return _told(found, noticed, asked.language)


def of_store(root: Path | None, asked: Asked, *, step: Step = lambda name: None) -> dict[str, Any]:
    """A back-test of the firm's own purchases, kept beside its store.

    Errors  StoreMissing, and those of `firm_backtest`
    """
    options = asked.options()
    store = store_at(root)
    if not (store.root / "facts").is_dir():
        raise StoreMissing(path=str(store.root))
    step("backtest")
    with closing(new_engine()) as engine:
        found = firm_backtest(store, engine=engine, as_of=asked.as_of, **options)
    return _told(found, [], asked.language)


def _told(found: dict[str, Any], noticed: list[Note], language: str) -> dict[str, Any]:
    """With a sentence beside each code."""
    notes = [*(note.as_dict() for note in noticed), *found["notes"]]
    return found | {
        "chosen": found["chosen"] | {"sentence": _sentence(found["chosen"], language)},
        "refused": [
            entry | {"title": model_title(entry["model"]), "sentence": _sentence(entry, language)}
            for entry in found["refused"]
        ],
        "notes": [note | {"sentence": _sentence(note, language)} for note in notes],
    }


def _sentence(entry: dict[str, Any], language: str) -> str:
    return say(entry["code"], language, **entry["facts"])
