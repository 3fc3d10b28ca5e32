"""Surveys to start from: one for each method, as documents that come with guanxi."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from guanxi.errors import NotFound
from guanxi.sources.questionnaires.document import Questionnaire, read_document


@dataclass(frozen=True)
class About:
    """name and answers: in English and Chinese, what it is called and which question it answers."""

    name: tuple[str, str]
    answers: tuple[str, str]


@cache
def about() -> dict[str, About]:
    """What every shipped survey answers, in the order they are offered."""
    found = tomllib.loads((files(__package__) / "templates" / "about.toml").read_text("utf-8"))
    return {key: About(*zip(said["en"], said["zh"], strict=True)) for key, said in found.items()}


def shipped() -> list[str]:
    """The names of the surveys that come with guanxi."""
    folder = files(__package__) / "templates"
    return sorted(
        entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")
    )


@cache
def template(name: str) -> Questionnaire:
    """The shipped survey of this name.

    Errors  NotFound
    """
    if name not in shipped():
        raise NotFound(what="survey template", name=name)
    return read_document((files(__package__) / "templates" / f"{name}.json").read_bytes())
