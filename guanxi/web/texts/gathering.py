"""All texts there are: those of the facts, and those that came back and are no facts yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from django.conf import settings

from guanxi.engines import engine as new_engine
from guanxi.facts.store import Store
from guanxi.facts.table import fact_table
from guanxi.knowledge.identity.names import plain_text
from guanxi.knowledge.texts.reading import Reading, read
from guanxi.knowledge.texts.written import written
from guanxi.web.asking import facts as asked

LONGEST = 20_000  # characters of a text that are kept here; the facts have the rest
MOST = 200_000  # texts; of more the newest


@dataclass(frozen=True)
class Written:
    response_id: str
    question: str
    said_by: str
    on: date
    survey: str
    dimension: str
    touchpoint: str
    body: str
    length: int
    needle: str
    score: float | None


@dataclass(frozen=True)
class Gathered:
    texts: list[Written]
    read: Reading
    version: int
    left_out: int


def gather() -> Gathered:
    """Read everything once; takes seconds for thousands of texts, so it is work for a job."""
    store = Store(settings.GUANXI_STORE)
    version = store.version("answers")
    rows = [*_of_facts(store), *_not_yet_facts()]
    rows = sorted({(row["response_id"], row["question"]): row for row in rows}.values(), key=_newest_first)
    texts = [_text(row) for row in rows[:MOST]]
    known = read([text.body for text in texts], [text.score for text in texts])
    return Gathered(texts, known, version, len(rows) - len(texts))


def _newest_first(row: dict[str, Any]) -> tuple:
    return -row["answered_on"].toordinal(), row["response_id"], row["question"]


def _of_facts(store: Store) -> Iterable[dict[str, Any]]:
    engine = new_engine("duckdb")
    try:
        return engine.collect(written(store.read("answers", engine))).to_pylist()
    finally:
        engine.close()


def _not_yet_facts() -> Iterable[dict[str, Any]]:
    """Answers that may become facts; anonymous ones that still wait for each other wait here too."""
    answers = asked.answers(asked.ripe_responses())
    schema = fact_table("answers").schema
    engine = new_engine("duckdb")
    try:
        return engine.collect(written(engine.table(pa.table(answers, schema=schema)))).to_pylist()
    finally:
        engine.close()


def _text(row: dict[str, Any]) -> Written:
    whole = row["comment"].replace("\x00", "").strip()
    body = whole[:LONGEST]
    return Written(
        response_id=row["response_id"] or "",
        question=row["question"] or "",
        said_by=row["customer_id"] or "",
        on=row["answered_on"],
        survey=row["survey_id"] or "",
        dimension=row["dimension"] or "",
        touchpoint=row["touchpoint"] or "",
        body=body,
        length=len(whole),
        needle=plain_text(body),
        score=row["score"],
    )
