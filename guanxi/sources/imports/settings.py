"""What a person chose about an import: kept with the change, so that anybody can see how it was read."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict

IMPORTABLE = ("customers", "products", "purchases", "contacts", "answers", "complaints", "points", "costs")


class ImportSettings(BaseModel):
    """How a file is read and what its rows may do.

    table             what it is; None: guessed from the headers
    columns           word -> header of the file; a word with an empty header is left out; others are guessed
    mode              both | create (known rows are left alone) | update (unknown rows are left out)
    empty             keep: an empty cell leaves what is known; clear: it empties it
    day_month         how 01/02/2020 is meant: dmy | mdy; None: as the column shows
    decimal           what stands before the decimals: point | comma; None: as the column shows
    currency          of the file's money, where no column says it
    duplicates        keep: rows that repeat another in every column count, and are reported; aside: set aside
    without_customer  keep: lines of nobody count in revenue; aside: they are set aside
    rules             the key of a shipped rule set, "kept" for the store's own, None: no rules
    again             read a file that was imported before all the same
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: str | None = None
    columns: dict[str, str] = {}
    mode: Literal["both", "create", "update"] = "both"
    empty: Literal["keep", "clear"] = "keep"
    sheet: str | None = None
    encoding: str | None = None
    day_month: Literal["dmy", "mdy"] | None = None
    decimal: Literal["point", "comma"] | None = None
    currency: str | None = None
    duplicates: Literal["keep", "aside"] = "keep"
    without_customer: Literal["keep", "aside"] = "keep"
    rules: str | None = None
    again: bool = False

    @property
    def fingerprint(self) -> str:
        """The same choices have the same one; `again` is no choice about the rows."""
        chosen = self.model_dump(mode="json", exclude={"again"})
        return sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:16]
