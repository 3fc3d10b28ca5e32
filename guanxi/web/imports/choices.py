"""What a person chose on the page of a draft, as `ImportSettings`, and the choices there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from guanxi.errors import SettingError
from guanxi.sources.imports import ImportSettings
from guanxi.sources.imports.settings import IMPORTABLE
from guanxi.sources.rules import SHIPPED
from guanxi.web.imports import names

COLUMN, SEEN = "column-", "seen-"
PLAIN = (
    "mode", "empty", "sheet", "encoding", "day_month", "decimal", "currency", "duplicates",
    "without_customer", "rules",
)  # fmt: skip


class UnusableChoice(SettingError):
    code = "imports.unusable_choice"


@dataclass(frozen=True)
class Field:
    """One choice: its name, what stands now, and what there is."""

    name: str
    value: str
    options: list[tuple[str, Any]]


def chosen(posted: Mapping[str, str], before: dict[str, Any]) -> dict[str, Any]:
    """The settings that a person said; what only repeats the guess stays a guess.

    before   the draft's settings until now: a column that was chosen once stays chosen

    Errors   UnusableChoice
    """
    table = posted.get("table") or before.get("table")
    said: dict[str, Any] = {"table": table} if table else {}
    kept = before.get("columns", {}) if posted.get("seen_table") == table else {}
    if posted.get("seen_table") == table:
        said["columns"] = _columns(posted, kept)
    for name in PLAIN:
        value = posted.get(name, "").strip()
        if value and value != ImportSettings.model_fields[name].default:
            said[name] = value.upper() if name == "currency" else value
    if posted.get("again"):
        said["again"] = True
    try:
        return ImportSettings(**said).model_dump(mode="json", exclude_defaults=True)
    except ValidationError as wrong:
        fault = wrong.errors()[0]
        raise UnusableChoice(name=str(fault["loc"][0]), asked=str(fault["input"]), why=fault["msg"]) from None


def _columns(posted: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, header in posted.items():
        if not name.startswith(COLUMN):
            continue
        word = name.removeprefix(COLUMN)
        if word in kept or header != posted.get(SEEN + word, ""):
            found[word] = header
    return found


def fields(settings: ImportSettings, table: str) -> dict[str, Field]:
    """Every choice but the columns, as the page offers them."""
    offered = {
        "table": [(name, names.TABLES[name]) for name in IMPORTABLE],
        "mode": names.MODES,
        "empty": names.EMPTY,
        "encoding": names.ENCODINGS,
        "day_month": names.DAY_MONTH,
        "decimal": names.DECIMAL,
        "duplicates": names.ASIDE,
        "without_customer": names.ASIDE,
        "rules": [*names.RULES, *((key, key) for key in SHIPPED)],
    }
    now = settings.model_dump() | {"table": table}
    return {name: Field(name, now[name] or "", options) for name, options in offered.items()}
