"""Who was asked and who answered: response rates by segment, and who did not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from scipy.special import chdtrc

from guanxi.facts.notes import Note
from guanxi.knowledge.experience.intervals import CONFIDENCE, Interval, share_interval

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

FEWEST_EXPECTED = 5.0  # of a cell, below which chi-squared is no good guide
STATES = ("answered", "bounced", "opted_out", "expired", "sent")


@dataclass(frozen=True)
class ResponseRate:
    """One segment.

    invited    invitations; answered, bounced, opted_out, expired and waiting add up to it
    reached    invited less bounced: who can have read it
    rate       answered / reached; None where nobody was reached
    interval   of the rate: exact (Clopper and Pearson) of few, else Wilson's
    """

    key: dict[str, Any]
    invited: int
    answered: int
    bounced: int
    opted_out: int
    expired: int
    waiting: int
    interval: Interval | None

    @property
    def reached(self) -> int:
        return self.invited - self.bounced

    @property
    def rate(self) -> float | None:
        return self.answered / self.reached if self.reached > 0 else None

    def as_dict(self) -> dict[str, Any]:
        own = {name: value for name, value in vars(self).items() if name not in ("key", "interval")}
        interval = vars(self.interval) if self.interval else None
        return self.key | own | {"reached": self.reached, "rate": self.rate, "interval": interval}


@dataclass(frozen=True)
class Responses:
    """rows: by segment, the lowest rate first; whole: all together.

    p_same   how rare rates as different as these are if all segments answer alike; None where too few
    """

    rows: tuple[ResponseRate, ...]
    whole: ResponseRate
    p_same: float | None
    notes: tuple[Note, ...]


def responses(
    invitations: Table,
    *,
    as_of: date,
    engine: Engine,
    since: date | None = None,
    by: Sequence[str] = ("sampling_cell",),
    confidence: float = CONFIDENCE,
) -> Responses:
    """Response rates by any columns of the invitations.

    In      invitations  facts "invitations", invited from `since` to as_of; an answer after as_of is not seen
    Notes   experience.nobody_invited, .unlike_response (segments differ by more than chance),
            .other_states (states that are not known count as waiting)
    Assumes who was not reached (a bounced mail) could not answer; opted out means was asked and said no
    """
    seen = invitations.filter(invitations.invited_on <= as_of)
    seen = seen if since is None else seen.filter(seen.invited_on >= since)
    late = seen.responded_on > as_of
    state = late.fill_null(False).ifelse("sent", seen.invitation_state)
    counted = seen.group_by(*by, _state=state).aggregate(_n=lambda t: t.count())
    found: dict[tuple, dict[str, int]] = {}
    for row in engine.collect(counted).to_pylist():
        states = found.setdefault(tuple(row[name] for name in by), {})
        states[row["_state"]] = states.get(row["_state"], 0) + row["_n"]
    rows = [_rate(dict(zip(by, key, strict=True)), states, confidence) for key, states in found.items()]
    rows.sort(key=lambda r: (r.rate is None, r.rate or 0.0, str(r.key)))
    total: dict[str, int] = {}
    for states in found.values():
        for name, n in states.items():
            total[name] = total.get(name, 0) + n
    whole = _rate({}, total, confidence)
    p = _alike(rows, whole)
    return Responses(tuple(rows), whole, p, tuple(_noted(whole, total, p, 1 - confidence)))


def _rate(key: dict[str, Any], states: dict[str, int], confidence: float) -> ResponseRate:
    invited = sum(states.values())
    answered, bounced, opted_out, expired = (states.get(name, 0) for name in STATES[:4])
    return ResponseRate(
        key,
        invited,
        answered,
        bounced,
        opted_out,
        expired,
        invited - answered - bounced - opted_out - expired,
        share_interval(answered, invited - bounced, confidence=confidence),
    )


def _alike(rows: Sequence[ResponseRate], whole: ResponseRate) -> float | None:
    """Chi-squared of answered and not by segment; None of one segment or of cells too small for it."""
    rows = [row for row in rows if row.reached]
    share = whole.rate
    if len(rows) < 2 or not share or share == 1:
        return None
    expected = [(row.reached * share, row.reached * (1 - share)) for row in rows]
    if min(map(min, expected)) < FEWEST_EXPECTED:
        return None
    distance = sum(
        (row.answered - yes) ** 2 * (1 / yes + 1 / no) for row, (yes, no) in zip(rows, expected, strict=True)
    )
    return float(chdtrc(len(rows) - 1, distance))


def _noted(whole: ResponseRate, states: dict[str, int], p: float | None, alpha: float):
    if not whole.invited:
        yield Note("experience.nobody_invited")
    if p is not None and p < alpha:
        yield Note("experience.unlike_response", {"p": p})
    if other := sum(n for name, n in states.items() if name not in STATES):
        yield Note("experience.other_states", {"n": other})
