"""What the page shows, put together from a look in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanxi.facts.words import word
from guanxi.knowledge.quality import Finding, Quality, doubts, findings, worst
from guanxi.knowledge.quality.found import Amount, Day, Filled, TableFound
from guanxi.knowledge.quality.scans import OTHER_KIND
from guanxi.web.kit.tables import TABLES
from guanxi.web.quality.names import DAYS, SEVERITIES, SIGNS
from guanxi.web.quality.strip import strips

FIRST = 3
WORDS_NAMED = 4  # of those a finding touches; how many more is said
UNUSUAL_SHOWN = 40


@dataclass(frozen=True)
class Said:
    """One finding in words. words: the first measures that suffer; `more` of them follow."""

    finding: Finding
    sign: str
    severity: str
    table: str
    what: str
    means: str
    do: str
    words: str
    more: int


@dataclass(frozen=True)
class Column:
    """A column with how full it is; `width` of its bar in hundredths."""

    filled: Filled
    label: str

    @property
    def width(self) -> float:
        return round(100 * (self.filled.share or 0.0), 1)


@dataclass(frozen=True)
class Part:
    """Lines of one currency or kind, by what it is called."""

    label: str
    rows: int
    share: float
    amount: float


@dataclass(frozen=True)
class Card:
    """One table: what is held of it, and what was found in it. Money parts are of purchases alone."""

    found: TableFound
    name: str
    amiss: list[Said]
    well: list[Said]
    columns: list[Column]
    strips: list[SafeString]
    unusual: list[tuple[Day, str]]
    unusual_hidden: int
    currencies: list[Part]
    kinds: list[Part]


def said(each: Finding, seen: Quality, language: str) -> Said:
    touched = each.touches if each.severity != "good" else ()
    labels = tuple(word(name).label(language) for name in touched)
    return Said(
        each,
        SIGNS[each.severity],
        str(SEVERITIES[each.severity]),
        str(TABLES.get(each.table, each.table)),
        each.say(language, currency=seen.currency),
        each.means(language, currency=seen.currency),
        each.do(language, currency=seen.currency),
        ("、" if language.startswith("zh") else ", ").join(labels[:WORDS_NAMED]),
        max(0, len(labels) - WORDS_NAMED),
    )


def page(seen: Quality, language: str) -> dict[str, Any]:
    """Everything the template draws of a look."""
    every = findings(seen)
    counts = {severity: sum(each.severity == severity for each in every) for severity in SEVERITIES}
    return {
        "seen": seen,
        "first": [said(each, seen, language) for each in worst(every, FIRST)],
        "counts": counts,
        "amiss": counts["poor"] + counts["watch"],
        "doubted": len(doubts(every)),
        "cards": [_card(table, every, seen, language) for table in _purchases_first(seen)],
        "imports": [(each, TABLES.get(each.table, each.table)) for each in seen.imports],
    }


def _purchases_first(seen: Quality) -> list[TableFound]:
    return sorted(seen.tables, key=lambda each: each.table != "purchases")


def _card(table: TableFound, every: list[Finding], seen: Quality, language: str) -> Card:
    own = [said(each, seen, language) for each in every if each.table == table.table]
    unusual = [(day, str(DAYS[day.state])) for day in reversed(table.days) if day.state in ("silent", "fell")]
    lines = seen.purchases if table.table == "purchases" else None
    return Card(
        found=table,
        name=str(TABLES.get(table.table, table.table)),
        amiss=[each for each in own if each.finding.severity != "good"],
        well=[each for each in own if each.finding.severity == "good"],
        columns=[Column(each, word(each.column).label(language)) for each in table.columns],
        strips=strips(table.days, language),
        unusual=unusual[:UNUSUAL_SHOWN],
        unusual_hidden=max(0, len(unusual) - UNUSUAL_SHOWN),
        currencies=_parts(lines.currencies, _currency) if lines else [],
        kinds=_parts(lines.kinds, lambda key: _kind(key, language)) if lines else [],
    )


def _parts(found: tuple[Amount, ...], label: Callable[[str | None], str]) -> list[Part]:
    rows = sum(each.rows for each in found) or 1
    return [Part(label(each.key), each.rows, each.rows / rows, each.amount) for each in found]


def _currency(key: str | None) -> str:
    return pgettext("currency", "not said") if key is None else key


def _kind(key: str | None, language: str) -> str:
    if key is None:
        return _("not said: a sale, or a return")
    return (
        pgettext("line kind", "another kind") if key == OTHER_KIND else word("line_kind").say(key, language)
    )
