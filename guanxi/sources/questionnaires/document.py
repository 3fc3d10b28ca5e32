"""The document of a survey: pages of questions, in both languages, as it stands in JSON.

A document is a value: whoever edits it makes another one. Which one was answered is remembered by the
survey's id and version; a version that has answers never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guanxi.errors import SourceError

LONGEST = 2000  # characters of a sentence that is asked
MOST_QUESTIONS = 200
SECONDS = {"words": 25, "other": 10}  # to read and answer one question on a phone
KEY = r"^[a-z][a-z0-9_]{0,39}$"

Key = Annotated[str, Field(pattern=KEY)]
Sentence = Annotated[str, Field(max_length=LONGEST)]


class Kind(StrEnum):
    """What a question asks for: the values of the word `question_kind`."""

    EXPERIENCE = "experience"
    EXPECTATION = "expectation"
    SATISFACTION = "satisfaction"  # asked at once, where expectation and experience are not asked apart
    IMPORTANCE = "importance"
    IDEAL = "ideal"
    MEANING = "meaning"  # what the brand is understood to stand for
    INTENTION = "intention"
    PREMIUM = "premium"  # this and the next three are emotional loyalty
    STANDARD = "standard"
    RECOMMEND = "recommend"
    IMPROVE = "improve"
    VALUE = "value"  # of the four values; the dimension names which
    VALUE_WEIGHT = "value_weight"
    COST = "cost"  # of the four costs
    COST_WEIGHT = "cost_weight"
    KANO_WITH = "kano_with"
    KANO_WITHOUT = "kano_without"
    VARIANT = "variant"
    DIFFERENTIAL = "differential"
    COMPLAINT = "complaint"
    COMPETITION = "competition"
    CHOICE = "choice"
    TEXT = "text"


WORDED = (Kind.TEXT,)
CHOSEN = (Kind.CHOICE, Kind.KANO_WITH, Kind.KANO_WITHOUT)
EITHER = (Kind.MEANING,)  # options where there are some, else words
OF_A_DIMENSION = (
    Kind.EXPERIENCE,
    Kind.EXPECTATION,
    Kind.SATISFACTION,
    Kind.IMPORTANCE,
    Kind.IDEAL,
    Kind.VALUE,
    Kind.VALUE_WEIGHT,
    Kind.COST,
    Kind.COST_WEIGHT,
    Kind.KANO_WITH,
    Kind.KANO_WITHOUT,
)


class NotADocument(SourceError):
    code = "questionnaires.not_a_document"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Value):
    """One sentence in both languages; a language that is not there is empty."""

    en: Sentence = ""
    zh: Sentence = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)

    def say(self, language: str = "en") -> str:
        """The sentence in this language, or in the other where this one lacks."""
        first, second = (self.zh, self.en) if language.lower().startswith("zh") else (self.en, self.zh)
        return first or second


class Scale(_Value):
    """The whole numbers from low to high; the words stand at both ends.

    missing   codes that mean no answer, such as -99, or 0 for "not applicable": kept as given, never a score
    """

    low: int = 0
    high: int = 10
    low_label: Text = Text()
    high_label: Text = Text()
    missing: tuple[int, ...] = ()


class Option(_Value):
    """One answer that can be chosen. `score` is what it counts for where the answers are in an order."""

    key: Key
    text: Text
    score: float | None = None


class Condition(_Value):
    """Asked only where an earlier answer is so: below, above, chosen, not_chosen or answered."""

    question: Key
    is_: Literal["below", "above", "chosen", "not_chosen", "answered"] = Field(alias="is")
    value: float | str | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Question(_Value):
    """One thing that is asked. `show_if`: all of them must hold."""

    key: Key
    kind: Kind
    text: Text
    help: Text = Text()
    dimension: str | None = None
    touchpoint: str | None = None
    phase: Literal["before", "buying", "using", "after"] | None = None
    subject: str | None = None
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    many: bool = False
    required: bool = False
    show_if: tuple[Condition, ...] = ()

    @property
    def has_score(self) -> bool:
        """Whether the answer is a number on a scale."""
        return self.scale is not None

    def option(self, key: str) -> Option | None:
        return next((each for each in self.options if each.key == key), None)


class Page(_Value):
    title: Text = Text()
    questions: tuple[Question, ...] = ()


class Questionnaire(_Value):
    """The whole of what one version of a survey asks.

    anonymous    answers are kept without who gave them
    respondent   who is asked: customers, front_line or management
    """

    title: Text
    intro: Text = Text()
    thanks: Text = Text()
    languages: tuple[Literal["en", "zh"], ...] = ("en", "zh")
    anonymous: bool = False
    respondent: Literal["customers", "front_line", "management"] = "customers"
    pages: tuple[Page, ...] = ()

    def questions(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions

    @property
    def seconds(self) -> int:
        """How long answering all of it takes, as a rule of thumb: words take longest."""
        return sum(SECONDS["words" if each.kind in WORDED else "other"] for each in self.questions())

    def question(self, key: str) -> Question | None:
        return next((each for each in self.questions() if each.key == key), None)

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def read_document(given: str | bytes | dict[str, Any]) -> Questionnaire:
    """The document in JSON, as text or as its object.

    Errors  NotADocument, with the place and what stands there
    """
    try:
        found = json.loads(given) if isinstance(given, str | bytes) else given
    except (ValueError, RecursionError) as error:
        raise NotADocument(place="JSON", problem=str(error)) from None
    try:
        return Questionnaire.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "document"
        raise NotADocument(place=place, problem=first["msg"]) from None
