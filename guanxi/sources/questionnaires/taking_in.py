"""A file of filled-in questionnaires into the store, as one change that can be taken back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from guanxi.facts.changes import Change, ChangeNote, changes
from guanxi.facts.store import Store
from guanxi.sources.questionnaires.document import Questionnaire
from guanxi.sources.questionnaires.wide import WideRead, file_digest, read_wide


@dataclass(frozen=True)
class TakenIn:
    """was_known: this file was taken in before in just this way, and still stands; nothing was done."""

    read: WideRead
    change: Change
    was_known: bool = False


def take_answers_in(
    store: Store,
    path: Path,
    document: Questionnaire,
    *,
    note: ChangeNote,
    survey_id: str,
    survey_version: int = 1,
    answered_on: date | None = None,
    customer: str | None = None,
    day: str | None = None,
) -> TakenIn:
    """Read the file as `read_wide` does and keep its answers; the same again does nothing.

    Out     what was read, and the change; its `source` says the file, the survey and what was refused
    Errors  those of `read_wide`
    """
    read = read_wide(
        path,
        document,
        survey_id=survey_id,
        survey_version=survey_version,
        answered_on=answered_on,
        customer=customer,
        day=day,
    )
    way = {
        "asked": path.name,
        "sha256": file_digest(path),
        "survey": survey_id,
        "version": survey_version,
        "document": hashlib.sha256(json.dumps(document.as_json()).encode()).hexdigest(),
        "on": answered_on.isoformat() if answered_on else None,
        "customer": customer,
        "day": day,
    }
    if known := _known(store, way):
        return TakenIn(read, known, was_known=True)
    refused = [
        {"problem": problem, "question": question, "count": count}
        for (problem, question), count in read.refused.items()
    ]
    said = replace(note, source=note.source | way | {"responses": read.responses, "refused": refused})
    return TakenIn(read, store.change("answers", read.answers, note=said, distinct=True))


def _known(store: Store, way: dict[str, object]) -> Change | None:
    told = {name: value for name, value in way.items() if name != "asked"}
    for each in changes(store, "answers"):
        if each.state == "done" and told.items() <= each.source.items():
            return each
    return None
