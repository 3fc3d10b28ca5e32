"""What the pages of this room show, made of what the library says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from guanxi import formats
from guanxi.errors import GuanxiError
from guanxi.facts import words
from guanxi.facts.table import fact_table
from guanxi.sentences import say
from guanxi.sources.webhooks.delivery import Receiver
from guanxi.web.kit.tables import TABLES
from guanxi.web.live import queries
from guanxi.web.live.models import Hook

ROWS_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """Rows as a table of a page: the words, and for each row its cells; `more` are not shown."""

    words: list[tuple[str, bool]]  # the word, and whether it is a number
    rows: list[list[tuple[str, str, bool]]]
    more: int
    count: int


def shown(rows: list[dict[str, Any]], table: str, language: str) -> Shown:
    names = [name for name in fact_table(table).columns if any(row.get(name) is not None for row in rows)]
    numbers = {name: words.word(name).type in ("int", "float") for name in names}
    some = [
        [(name, _cell(name, row.get(name), language), numbers[name]) for name in names]
        for row in rows[:ROWS_SHOWN]
    ]
    return Shown(list(numbers.items()), some, max(0, len(rows) - ROWS_SHOWN), len(rows))


def _cell(name: str, value: Any, language: str) -> str:
    """One value as a person reads it; an amount to its last digit, an id as it is written."""
    known = words.word(name)
    if value is None:
        return "—"
    if known.type == "date" and isinstance(value, str):
        return formats.day(date.fromisoformat(value), language)
    if known.type == "float":
        return formats.every_decimal(Decimal(str(value)))
    return known.say(str(value), language) if known.values and value in known.values else str(value)


def why(code: str, facts: dict[str, Any], language: str) -> str:
    """A reason in the reader's language; a setting that cannot be used by what it is called."""
    if code == "live.bad_setting":
        facts = facts | {"what": say(f"live.bad_setting.{facts['what']}", language)}
    return say(code, language, **facts)


def why_of(error: GuanxiError, language: str) -> str:
    return why(error.code, error.facts, language)


def table_name(table: str) -> Any:
    return TABLES.get(table, table)


def overview(language: str) -> dict[str, Any]:
    """All that the first page says."""
    tables = [(each, table_name(each.table)) for each in queries.tables()]
    hooks = [(hook, table_name(hook.table), queries.count_kept(hook)) for hook in queries.hooks()]
    refused = [
        (each, table_name(each.table), why(each.code, each.facts, language)) for each in queries.refused()
    ]
    return {
        "tables": tables,
        "waiting": sum(each.waiting for each, _ in tables),
        "hooks": hooks,
        "kept": sum(kept for _, _, kept in hooks),
        "refused": refused,
        "taken": [(change, table_name(change.table)) for change in queries.taken()],
    }


def one_hook(hook: Hook, language: str) -> dict[str, Any]:
    kept = [(each, why(each.code, each.facts, language)) for each in queries.kept_of(hook)]
    topics = sorted({topic for rule in hook.mapping["rules"] for topic in rule["topics"]})
    return {"hook": hook, "table": table_name(hook.table), "kept": kept, "topics": topics}


def tried(receiver: Receiver, topic: str, body: str, language: str) -> dict[str, Any]:
    """What rows a payload would become, or why none."""
    try:
        rows = receiver.rows(topic.strip(), body.encode("utf-8", "replace"))
    except GuanxiError as error:
        return {"refused": why_of(error, language)}
    return {"preview": shown(rows, receiver.mapping.table, language), "preview_table": receiver.mapping.table}


def as_text(value: Any) -> str:
    """JSON as a person edits it."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=float)


def readable(body: bytes) -> str:
    """The body of a delivery: indented where it is JSON, else as it came."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
