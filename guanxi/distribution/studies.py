"""Studies of surveys, kept beside the facts: made when somebody asks first, until the facts change."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.distribution.pictures import Voice
from guanxi.distribution.pictures.studied import outcome_name, studied
from guanxi.distribution.snapshot import Snapshot
from guanxi.engines import engine as new_engine
from guanxi.facts.whole import write_file
from guanxi.knowledge.experience.study import study
from guanxi.sentences import LANGUAGES

if TYPE_CHECKING:
    from guanxi.engines import Engine
    from guanxi.facts.store import Store

FOLDER = "studies"
MOST_KEPT = 500
VERSION = 4  # of what is kept; raised when it changes, so that old ones are made anew


@dataclass(frozen=True)
class Question:
    """What is studied: a survey (None: all), an outcome (None: the first that was asked), which days."""

    survey: str | None = None
    outcome: str | None = None
    by_tier: bool = False
    since: date | None = None
    until: date | None = None


class Studies:
    """The studies of one store. What the facts are is looked at once: an object is for one request."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def newest(self) -> date | None:
        """The last day that somebody answered."""
        return self._store.state("answers").latest_on

    def surveys(self) -> list[dict[str, Any]]:
        """Who has answers, the newest first: survey_id (null: of no survey), responses, since, until."""
        return self._kept(["surveys"], lambda engine: _surveys(self._store, engine))

    def of(self, asked: Question, *, snapshot: Snapshot | None = None) -> dict[str, Any]:
        """The study of all answers that are there, as plain JSON.

        In      snapshot   whose tiers part the customers, where `asked` wants that
        Out     responses, since, until, and by language: outcome, sections (`pictures.studied.Section`)
        Errors  NoAnswers, NoneInPeriod, which are not kept
        """
        tiers = snapshot if asked.by_tier else None
        what = [asdict(asked), tiers and tiers.id]
        return self._kept(what, lambda engine: _made(self._store, asked, engine, tiers))

    @cached_property
    def _facts(self) -> dict[str, str]:
        tables = [table for table in ("answers", "purchases") if self._store.has(table)]
        days = {table: self._store.state(table).latest_on for table in tables}
        return {table: self._store.fingerprint(table, as_of=days[table]) for table in tables}

    def _kept(self, what: list[Any], make: Callable[[Engine], Any]) -> Any:
        """What was made of these facts before, else made now."""
        told = json.dumps([VERSION, what, self._facts], sort_keys=True, default=str)
        path = self._store.root / FOLDER / f"{sha256(told.encode()).hexdigest()[:24]}.json"
        if not path.exists():
            engine = new_engine("duckdb")
            try:
                write_file(path, json.dumps(make(engine), ensure_ascii=False, default=str) + "\n")
            finally:
                engine.close()
            _forget_the_oldest(path.parent)
        return json.loads(path.read_text("utf-8"))


def _forget_the_oldest(folder: Path) -> None:
    """Every period that is asked for is a study: what was made long ago is made again where it is wanted."""
    with suppress(FileNotFoundError):  # another worker forgets too
        made = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in made[:-MOST_KEPT]:
            path.unlink()


def _surveys(store: Store, engine: Engine) -> list[dict[str, Any]]:
    rows = store.read("answers", engine)
    counted = rows.group_by("survey_id").aggregate(
        responses=lambda t: t.response_id.nunique(),
        since=lambda t: t.answered_on.min(),
        until=lambda t: t.answered_on.max(),
    )
    return engine.collect(counted.order_by(counted.until.desc(), "survey_id")).to_pylist()


def _made(store: Store, asked: Question, engine: Engine, snapshot: Snapshot | None) -> dict[str, Any]:
    groups = None
    if snapshot is not None:
        profile = snapshot.read(engine)
        groups = profile.filter(profile.tier.notnull()).select("customer_id", group="tier")
    found = study(
        store.read("answers", engine),
        as_of=store.state("answers").latest_on,
        engine=engine,
        survey=asked.survey,
        outcome=asked.outcome,
        since=asked.since,
        until=asked.until,
        purchases=store.read("purchases", engine) if store.has("purchases") else None,
        groups=groups,
    )
    told = {name: getattr(found, name) for name in ("responses", "since", "until")}
    for language in LANGUAGES:
        sections = studied(found, voice=Voice(language, None))
        told[language] = {
            "outcome": outcome_name(found, language),
            "sections": [each.as_dict() for each in sections],
        }
    return told
