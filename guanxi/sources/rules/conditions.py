"""What a rule asks of a line: one test of one field, or of one column of the file."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from guanxi.sources.rules.refusals import BadPattern, NoNumber, NoText, OnePlace, OneTest, UnknownField

TEXT_FIELDS = (
    "order_id",
    "product_id",
    "description",
    "category",
    "order_status",
    "customer_id",
    "place",
    "currency",
)
NUMBER_FIELDS = ("quantity", "price", "amount")
FIELDS = TEXT_FIELDS + NUMBER_FIELDS

TEXT_TESTS = ("starts_with", "ends_with", "is_one_of", "contains", "matches")
NUMBER_TESTS = ("below", "above", "at_most", "at_least", "equals")

# An empty word begins every text: such a rule would catch every line.
Words = Annotated[tuple[Annotated[str, StringConstraints(min_length=1)], ...], Field(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Condition(BaseModel):
    """One test of one field of the line (FIELDS), or of one of the file's own columns by its header.

    Texts are compared without blanks around them, whatever their case and width (Ｃ is c).
    starts_with, ends_with, contains   any of these words
    is_one_of                          the whole text is one of these words
    matches                            a regular expression of Rust's regex crate, found anywhere: linear in
                                       the text, so no pattern can make an import hang
    is_missing                         true: nothing is said (null or blank); false: something is
    below, above, at_most, at_least, equals   numbers; a missing number holds none of them
    Errors  UnknownField, OnePlace, OneTest, BadPattern, NoNumber, NoText
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str | None = None
    column: str | None = None
    starts_with: Words | None = None
    ends_with: Words | None = None
    is_one_of: Words | None = None
    contains: Words | None = None
    matches: Annotated[str, StringConstraints(min_length=1)] | None = None
    is_missing: bool | None = None
    below: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    at_least: Number | None = None
    equals: Number | None = None

    @model_validator(mode="after")
    def _sound(self) -> Condition:
        if (self.field is None) == (self.column is None):
            raise OnePlace(field=self.field or "", column=self.column or "")
        if self.field is not None and self.field not in FIELDS:
            raise UnknownField(asked=self.field, known=", ".join(FIELDS))
        if len(self._tests()) != 1:
            raise OneTest(where=self.where, tests=", ".join(self._tests()) or "-")
        if self.field in TEXT_FIELDS and self.test in NUMBER_TESTS:
            raise NoNumber(field=self.field, test=self.test)
        if self.field in NUMBER_FIELDS and self.test in TEXT_TESTS:
            raise NoText(field=self.field, test=self.test)
        if self.matches is not None:
            _check_pattern(self.matches)
        return self

    def _tests(self) -> list[str]:
        given = (*TEXT_TESTS, "is_missing", *NUMBER_TESTS)
        return [name for name in given if getattr(self, name) is not None]

    @property
    def test(self) -> str:
        return self._tests()[0]

    @property
    def where(self) -> str:
        """The field's name, or the column's header without blanks around it."""
        return self.field or (self.column or "").strip()

    @property
    def reads_numbers(self) -> bool:
        return self.field in NUMBER_FIELDS or self.test in NUMBER_TESTS

    def holds(self, value: pl.Expr) -> pl.Expr:
        """Whether the test holds, never null. A text is given folded, a number as a float."""
        if self.test == "is_missing":
            missing = value.is_null() if self.reads_numbers else value.is_null() | (value == "")
            return missing if self.is_missing else ~missing
        return TESTS[self.test](value, getattr(self, self.test)).fill_null(False)


def folded(text: pl.Expr) -> pl.Expr:
    """A text as tests compare it."""
    return text.cast(pl.String).str.normalize("NFKC").str.strip_chars().str.to_lowercase()


def _fold(word: str) -> str:
    return pl.select(folded(pl.lit(word))).item()


def _any_word(value: pl.Expr, words: tuple[str, ...], test: str) -> pl.Expr:
    return pl.any_horizontal([getattr(value.str, test)(_fold(word)) for word in words])


def _check_pattern(pattern: str) -> None:
    try:
        pl.Series([""]).str.contains(f"(?i){pattern}", strict=True)
    except pl.exceptions.PolarsError as wrong:
        raise BadPattern(pattern=pattern, why=str(wrong).strip().splitlines()[-1]) from wrong


TESTS = {
    "starts_with": lambda value, words: _any_word(value, words, "starts_with"),
    "ends_with": lambda value, words: _any_word(value, words, "ends_with"),
    "is_one_of": lambda value, words: value.is_in([_fold(word) for word in words]),
    "contains": lambda value, words: value.str.contains_any([_fold(word) for word in words]),
    "matches": lambda value, pattern: value.str.contains(f"(?i){pattern}"),
    "below": lambda value, number: value < number,
    "above": lambda value, number: value > number,
    "at_most": lambda value, number: value <= number,
    "at_least": lambda value, number: value >= number,
    "equals": lambda value, number: value == number,
}
