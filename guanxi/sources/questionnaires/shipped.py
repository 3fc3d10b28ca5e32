"""Surveys to start from: one for each method, as documents that come with guanxi."""

from __future__ import annotations

from importlib.resources import files

from guanxi.errors import NotFound
from guanxi.sources.questionnaires.document import Questionnaire, read_document


def shipped() -> list[str]:
    """The names of the surveys that come with guanxi."""
    folder = files(__package__) / "templates"
    return sorted(
        entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")
    )


def template(name: str) -> Questionnaire:
    """The shipped survey of this name.

    Errors  NotFound
    """
    if name not in shipped():
        raise NotFound(what="survey template", name=name)
    return read_document((files(__package__) / "templates" / f"{name}.json").read_bytes())
