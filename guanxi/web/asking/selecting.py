"""Who is asked: drawn by lot within each sampling cell, and who is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from guanxi.web.asking.models import ASKED, OPEN, AskingRules, Fieldwork, Invitation, OptOut, State
from guanxi.web.asking.tokens import address_mark

OPTED_OUT, QUARANTINE, NO_ADDRESS, ASKED_BEFORE, SAME_ADDRESS, NOT_DRAWN = REASONS = (
    "opted_out",
    "quarantine",
    "no_address",
    "asked_before",
    "same_address",
    "not_drawn",
)


@dataclass(frozen=True)
class Candidate:
    customer_id: str
    email: str
    cell: str


@dataclass(frozen=True)
class Drawn:
    """One cell: who could be asked, how many are, and which share that is."""

    cell: str
    eligible: int
    chosen: tuple[Candidate, ...]

    @property
    def share(self) -> float:
        return len(self.chosen) / self.eligible if self.eligible else 0.0

    def as_dict(self) -> dict[str, object]:
        return {
            "cell": self.cell,
            "eligible": self.eligible,
            "drawn": len(self.chosen),
            "share": self.share,
        }


@dataclass(frozen=True)
class Selection:
    """cells: in the order of their names. left_out: reason -> customers."""

    cells: list[Drawn]
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return sum(len(each.chosen) for each in self.cells)


def rules() -> AskingRules:
    return AskingRules.objects.filter(pk=1).first() or AskingRules(pk=1)


def select(
    candidates: Iterable[Candidate], fieldwork: Fieldwork, *, wanted: dict[str, float], seed: str, on: date
) -> Selection:
    """Draw whom to ask on this day.

    In      wanted   cell -> how many: a share up to 1, else a number; "" is for every other cell
    """
    barred, left_out = _Barred(fieldwork, on), Counter()
    cells: dict[str, list[Candidate]] = {}
    for each in candidates:
        if reason := barred.reason(each):
            left_out[reason] += 1
        else:
            cells.setdefault(each.cell, []).append(each)
    drawn = []
    for cell, eligible in sorted(cells.items()):
        chosen = _draw(eligible, wanted.get(cell, wanted.get("", 1.0)), seed)
        left_out[NOT_DRAWN] += len(eligible) - len(chosen)
        drawn.append(Drawn(cell, len(eligible), tuple(chosen)))
    return Selection(drawn, +left_out)


def _draw(eligible: list[Candidate], wanted: float, seed: str) -> list[Candidate]:
    number = round(wanted * len(eligible)) if wanted <= 1 else int(wanted)
    lots = sorted(eligible, key=lambda each: sha256(f"{seed}\n{each.customer_id}".encode()).digest())
    return lots[: max(number, 0)]


class _Barred:
    """Who is not to be asked now; an address that many share is asked once."""

    def __init__(self, fieldwork: Fieldwork, on: date) -> None:
        opted = OptOut.objects.values_list("email_mark", "customer", "customer__merged_into")
        rows = list(opted)
        self.marks = {mark for mark, _, _ in rows}
        self.opted = {each for _, *ids in rows for each in ids if each}
        since = on - timedelta(days=rules().quarantine_days)
        recent = Invitation.objects.filter(sent_on__gt=since) | Invitation.objects.filter(
            state__in=(State.WAITING, State.SENDING)
        )
        self.recent = set(recent.values_list("customer", flat=True))
        self.recent_marks = set(recent.values_list("email_mark", flat=True))
        before = Invitation.objects.filter(wave__fieldwork=fieldwork, state__in=(*ASKED, *OPEN))
        self.before = set(before.values_list("customer", flat=True))
        self.taken: set[str] = set()

    def reason(self, each: Candidate) -> str:
        if each.customer_id in self.opted:
            return OPTED_OUT
        if not _is_address(each.email):
            return NO_ADDRESS
        mark = address_mark(each.email)
        if mark in self.marks:
            return OPTED_OUT
        if each.customer_id in self.before:
            return ASKED_BEFORE
        if each.customer_id in self.recent or mark in self.recent_marks:
            return QUARANTINE
        if mark in self.taken:
            return SAME_ADDRESS
        self.taken.add(mark)
        return ""


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True
