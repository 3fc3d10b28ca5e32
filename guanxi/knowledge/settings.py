"""What a firm decides about its customer measures, with the defaults of the method book."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from guanxi.knowledge.lifetime import LifetimeSettings
from guanxi.knowledge.price_sensitivity import LEAST_LINES
from guanxi.knowledge.stages import RULES, Rule
from guanxi.knowledge.tiers import TIERS
from guanxi.knowledge.warning_rules import WarningRule

MOST_COVARIATES = 3

Cell = tuple[int, int, int]


class ProfileSettings(BaseModel):
    """Settings of one profile; kept in its card.

    rfm_parts          n of the RFM scores
    rfm_nested         F within R, M within F (Hughes) instead of independent
    rfm_money          the measure behind M
    rfm_cells          segment -> cells; None: the customary names
    act_multiple       cycles of lateness from which on a warning says act; by the other rules it sets how
                       many do
    warning_rule       who of the late is to be called: by the classic rule, the own rhythm, P(alive), or
                       "best": what the firm's own past showed; the classic rule where nothing was compared
    warning_cut        the probability at or below which a rule but the classic one says act; None: the
                       usual one
    tier_by            share of customers or share of revenue
    tier_column        the measure of the pyramid
    tier_shares        tier -> share, best first
    quadrant_rule      median, mean or fixed; fixed reads quadrant_cuts
    present_weight, lifetime_weight   parts of the value index
    loyalty_weights    column -> weight, negative where less is better; None: evenly
    emotional_weight   what of the loyalty index is emotional, for customers who said what they feel
    answers_days       answers older than this do not count
    stage_rules        first that holds
    least_lines        lines that a word about price sensitivity needs
    goods_share        cost of goods as a share of revenue, for customers with a line that has no cost;
                       None: their net profit is unknown
    lifetime           unit, horizon, discount, margin
    covariates         what is known of customers from the start (a column or an attribute of the customers'
                       facts) by which the lifetime models may differ
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rfm_parts: int = 5
    rfm_nested: bool = False
    rfm_recency: str = "days_since_last"
    rfm_frequency: str = "purchase_days"
    rfm_money: str = "spend"
    rfm_cells: dict[str, tuple[Cell, ...]] | None = None
    act_multiple: float = 1.0
    warning_rule: Literal["best"] | WarningRule = "best"
    warning_cut: float | None = None
    tier_by: Literal["customers", "revenue"] = "customers"
    tier_column: str = "spend_365d"
    tier_shares: dict[str, float] = Field(default_factory=lambda: dict(TIERS))
    quadrant_rule: Literal["median", "mean", "fixed"] = "median"
    quadrant_cuts: dict[str, float] | None = None
    present_weight: float = 1.0
    lifetime_weight: float = 1.0
    loyalty_weights: dict[str, float] | None = None
    emotional_weight: float = Field(0.5, ge=0, le=1)
    answers_days: int = Field(730, ge=1, le=36_500)
    stage_rules: tuple[Rule, ...] = RULES
    least_lines: int = LEAST_LINES
    goods_share: float | None = Field(None, ge=0, le=2)
    lifetime: LifetimeSettings = LifetimeSettings()
    covariates: tuple[str, ...] = Field((), max_length=MOST_COVARIATES)
