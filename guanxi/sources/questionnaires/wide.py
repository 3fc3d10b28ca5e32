"""A file with one row per filled-in questionnaire and one column per question, as answers."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from guanxi.errors import SourceError
from guanxi.facts.notes import Note
from guanxi.facts.table import TABLES
from guanxi.sources.files import read_file
from guanxi.sources.questionnaires.answering import Said, answered
from guanxi.sources.questionnaires.document import Questionnaire


class NoQuestions(SourceError):
    code = "questionnaires.no_columns"


class NoSuchColumn(SourceError):
    code = "questionnaires.no_such_column"


class NoDay(SourceError):
    code = "questionnaires.no_day_given"


@dataclass(frozen=True)
class WideRead:
    """answers: rows of the fact table; responses: rows of the file that hold at least one.

    refused   how many answers were refused, by code and question; whole rows where their day cannot be read
    unknown   columns of the file that the survey does not ask
    absent    questions that the file has no column for
    """

    answers: pa.Table
    responses: int
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    def notes(self) -> list[Note]:
        said = [
            Note("questionnaires.refused", {"problem": code, "question": question, "count": count})
            for (code, question), count in self.refused.items()
        ]
        if self.unknown:
            said.append(Note("questionnaires.unknown_columns", {"columns": ", ".join(self.unknown)}))
        if self.absent:
            said.append(Note("questionnaires.absent_questions", {"questions": ", ".join(self.absent)}))
        return said


def read_wide(
    path: Path,
    document: Questionnaire,
    *,
    survey_id: str,
    survey_version: int = 1,
    answered_on: date | None = None,
    customer: str | None = None,
    day: str | None = None,
) -> WideRead:
    """The answers of a file of filled-in questionnaires.

    In      answered_on   the day of all answers, where the file has no column `day`
            customer      the column of the customer's id; None: answers of nobody
    Out     response_id is the survey, its version, the file's content and the row's number in it: the same
            file again is the same answers, and another file is others
    Errors  NoQuestions, NoSuchColumn, NoDay, and those of reading a file
    """
    frame = read_file(path).rows
    for column in (customer, day):
        if column is not None and column not in frame.columns:
            raise NoSuchColumn(file=path.name, column=column, columns=", ".join(frame.columns[:12]))
    if answered_on is None and day is None:
        raise NoDay(file=path.name)
    file = file_digest(path)[:8]
    by_column = {column.strip().lower(): column for column in frame.columns}
    columns = {q.key: by_column[q.key] for q in document.questions() if q.key in by_column}
    if not columns:
        raise NoQuestions(
            file=path.name,
            columns=", ".join(frame.columns[:12]),
            questions=", ".join(q.key for q in document.questions()),
        )
    rows, refused, responses = [], Counter(), 0
    for number, row in enumerate(frame.iter_rows(named=True), 1):
        on = _day(row[day]) if day else answered_on
        if on is None:
            refused["questionnaires.no_day", day or ""] += 1
            continue
        said = Said(
            response_id=f"{survey_id}-{survey_version}-{file}-{number:06d}",
            answered_on=on,
            survey_id=survey_id,
            survey_version=survey_version,
            customer_id=None if customer is None or row[customer] is None else str(row[customer]),
        )
        found = answered(document, {key: row[column] for key, column in columns.items()}, said)
        refused.update((note.code, note.facts["question"]) for note in found.refused)
        rows += found.rows
        responses += bool(found.rows)
    known = {*columns.values(), customer, day}
    return WideRead(
        pa.Table.from_pylist(rows, schema=TABLES["answers"].schema),
        responses,
        dict(refused),
        tuple(column for column in frame.columns if column not in known),
        tuple(question.key for question in document.questions() if question.key not in columns),
    )


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None
