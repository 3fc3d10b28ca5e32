"""One customer's own gap, its range, and how unusual today's silence is, from a published card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guanxi.knowledge.gap_model import GapModel
from guanxi.knowledge.lifetime.buying import buying_model
from guanxi.knowledge.lifetime.published import buying_card

RANGE = (0.95, 0.05)  # shares of gaps that are longer than the lower and the upper end


@dataclass(frozen=True)
class OwnGap:
    """What a rhythm drawn to that of all customers says of one.

    usual_days         half of such a customer's gaps are longer
    low_days, high_days   nine of ten gaps lie between
    everybody_days     the usual gap of somebody of whom nothing is known yet
    own_mean_days      the plain mean of the customer's own gaps; None without one
    gaps, sum_days     the customer's own gaps so far and their sum: n and T of the formula
    silent_days        since the last purchase day
    chance             P(silent this long | still a customer): small is unusual
    model              the model whose name stands on the card, and its customers
    """

    usual_days: float
    low_days: float
    high_days: float
    everybody_days: float
    own_mean_days: float | None
    gaps: int
    sum_days: int
    silent_days: int
    chance: float
    rhythm: GapModel
    model: str

    @property
    def shape(self) -> float:
        """r + k n of the customer's own gamma of rates."""
        return self.rhythm.r + self.rhythm.k * self.gaps

    @property
    def seen_days(self) -> float:
        """beta + T of the same."""
        return self.rhythm.beta + self.sum_days


def own_gap(
    card: Mapping[str, Any], *, purchase_days: int, last_days: int, silent_days: int
) -> OwnGap | None:
    """The customer's own rhythm, shrunk to that of all.

    By the gaps' own model where the turn fitted one (its rule of warning is the own rhythm), else by the
    model of buying: while somebody is a customer, both say gaps are gamma(k) with rates gamma over customers.

    In      purchase_days  of this customer; last_days from the first to the last of them
            silent_days    from the last of them to the business date
    Out     None without a model or a purchase day
    Source  GapModel; docs/methods/rhythm.md
    """
    found = _rhythm(card)
    if found is None or not purchase_days:
        return None
    rhythm, model = found
    gaps = purchase_days - 1
    low, high = (float(rhythm.gap_days(share, gaps, last_days)) for share in RANGE)
    return OwnGap(
        float(rhythm.gap_days(0.5, gaps, last_days)),
        low,
        high,
        float(rhythm.gap_days(0.5, 0, 0)),
        last_days / gaps if gaps else None,
        gaps,
        last_days,
        silent_days,
        float(rhythm.gap_probability(silent_days, gaps, last_days)),
        rhythm,
        model,
    )


def _rhythm(card: Mapping[str, Any]) -> tuple[GapModel, str] | None:
    """The gaps' own model, or the one that the model of buying holds."""
    told = ((card.get("cuts") or {}).get("warning") or {}).get("own_rhythm")
    if told:
        gaps = told["model"]
        return GapModel(**gaps["parameters"], customers=gaps.get("customers") or 0), gaps["model"]
    buying = buying_card(card)
    if buying is None:
        return None
    model = buying_model(buying)
    k = float(getattr(model, "k", 1))
    found = GapModel(k, model.r, model.alpha * model.unit_days, 0.0, customers=buying["customers"])
    return found, buying["model"]
