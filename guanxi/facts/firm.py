"""Whose facts a store holds: the firm's name, currency, time zone and the day it stands on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from guanxi.errors import BadInput, Conflict
from guanxi.facts.whole import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from guanxi.facts.store import Store

FILE = "firm.json"
SYNTHETIC = "synthetic-"  # how the name of a file begins that speaks of customers who do not exist


class OtherFirm(Conflict):
    code = "firm.other_firm"


class UnreadableFirm(BadInput):
    code = "firm.unreadable"


@dataclass(frozen=True)
class Firm:
    """The firm of one store; kept as `firm.json` in the store's root.

    key         short name that never changes ("grocer", "trader", the user's own)
    currency    the reporting currency of every amount in the store, ISO 4217
    time_zone   the zone whose days the facts are dated by, IANA
    synthetic   True where no such customers exist; every door says so
    source_*    where the facts are from, in a sentence
    stands_on   the business date, where it is not simply the last day with a purchase
    """

    key: str
    name_en: str
    name_zh: str
    currency: str
    time_zone: str = "UTC"
    synthetic: bool = False
    source_en: str = ""
    source_zh: str = ""
    stands_on: date | None = None

    def name(self, language: str = "en") -> str:
        return self.name_zh if language.lower().startswith("zh") else self.name_en

    def source(self, language: str = "en") -> str:
        return self.source_zh if language.lower().startswith("zh") else self.source_en


def read_firm(store: Store) -> Firm | None:
    """The firm of a store; None where nobody has said whose facts they are."""
    path = _path(store)
    if not path.exists():
        return None
    try:
        raw = json.loads(path.read_text("utf-8"))
        stands_on = raw.pop("stands_on", None)
        return Firm(**raw, stands_on=date.fromisoformat(stands_on) if stands_on else None)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise UnreadableFirm(path=str(path)) from wrong


def write_firm(store: Store, firm: Firm) -> None:
    """Say whose facts a store holds. A store keeps to one firm: another key is refused."""
    held = read_firm(store)
    if held is not None and held.key != firm.key:
        raise OtherFirm(held=held.name_en, held_zh=held.name_zh, asked=firm.name_en, asked_zh=firm.name_zh)
    write_file(_path(store), json.dumps(asdict(firm), default=str, ensure_ascii=False, indent=2) + "\n")


def business_date(store: Store) -> date | None:
    """The day the firm stands on: what the firm says, else the last day its purchases speak of."""
    firm = read_firm(store)
    return firm.stands_on if firm and firm.stands_on else store.business_date()


def day_at(store: Store, at: datetime, *, otherwise: str = "UTC") -> date:
    """The day it is where the firm is: its facts are dated by that. otherwise: the zone of nobody's store."""
    firm = read_firm(store)
    return at.astimezone(ZoneInfo(firm.time_zone if firm else otherwise)).date()


def _path(store: Store) -> Path:
    return store.root / FILE
