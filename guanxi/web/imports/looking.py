"""A draft looked at: what its files are, how they would be read, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from guanxi.errors import GuanxiError
from guanxi.sources.imports import ImportSettings, Plan, inspect
from guanxi.sources.imports.guess import Guess, guess, likely_table
from guanxi.sources.imports.header_words import words_of
from guanxi.sources.imports.origin import Origin
from guanxi.sources.imports.plan import SAMPLE_ROWS
from guanxi.web.imports import origins, queries
from guanxi.web.imports.models import ImportJob


@dataclass(frozen=True)
class Looked:
    """What is known of a draft, even where its files cannot be imported as they are.

    plan      None where something stands in the way: `refused`
    mapping   word -> the column and why; as far as it is known
    headers   of the files; empty where they could not be opened
    """

    table: str
    plan: Plan | None = None
    refused: GuanxiError | None = None
    headers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    mapping: dict[str, Guess] = field(default_factory=dict)


def look(job: ImportJob) -> Looked:
    """Look at the files of a draft as they were chosen to be read; nothing is written."""
    settings = ImportSettings(**job.settings)
    try:
        origin = origins.origin(job)
        plan = inspect(origin, store=queries.store(), settings=settings, today=timezone.localdate())
    except GuanxiError as refused:
        return _in_part(job, settings, refused)
    mapping = {guessed.word: guessed for guessed in plan.mapping}
    return Looked(plan.table, plan, None, plan.columns, plan.words, mapping)


def _in_part(job: ImportJob, settings: ImportSettings, refused: GuanxiError) -> Looked:
    """What can still be said of files that are refused as they are, so that a person can mend the choice."""
    try:
        return _columns(origins.origin(job), settings, refused)
    except GuanxiError:
        return Looked(settings.table or "purchases", refused=refused)


def _columns(origin: Origin, settings: ImportSettings, refused: GuanxiError) -> Looked:
    with origin.parts[0].open(settings) as source:
        headers, sample = tuple(source.columns), source.sample(SAMPLE_ROWS)
    table = settings.table or likely_table(list(headers))
    known = {w: h for w, h in settings.columns.items() if w in words_of(table) and (not h or h in headers)}
    mapping = {guessed.word: guessed for guessed in guess(table, sample, chosen=known)}
    return Looked(table, None, refused, headers, words_of(table), mapping)
