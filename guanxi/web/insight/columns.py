"""Which words a profile row holds in the application's database, and how each is stored."""

from __future__ import annotations

from django.db import models

from guanxi.facts.words import Word, word
from guanxi.knowledge import voice
from guanxi.knowledge.lifetime import answers

# In the order of the customer page, where OWN_CARDS have cards of their own.
GROUPS: dict[str, tuple[str, ...]] = {
    "value": (
        "spend",
        "mean_spend",
        "spend_365d",
        "profit_365d",
        "value_index",
        "tier",
    ),
    "left": (
        "goods_cost_365d",
        "service_cost_365d",
        "acquisition_cost_365d",
        "retention_cost_365d",
        "net_profit_365d",
        "running_share",
    ),
    "relation": (
        "net_lifetime_value",
        "net_lifetime_value_low",
        "net_lifetime_value_high",
        "referral_value",
        "capability_value",
        "potential_value",
        "parts_known",
        "relationship_index",
    ),
    "rhythm": (
        "first_purchase_on",
        "last_purchase_on",
        "days_since_last",
        "purchase_days",
        "purchase_days_365d",
        "cycle_days",
        "days_overdue",
        "warning",
        "value_at_risk",
    ),
    "rfm": ("r_score", "f_score", "m_score", "rfm_segment", "rfm_class"),
    "lifetime": answers.COLUMNS,
    "loyalty": (
        "loyalty_index",
        "transactional_loyalty",
        "quadrant",
        "stage",
        "relation_type",
        "categories_365d",
        "tenure_days",
        "promotion_share",
        "price_sensitivity",
    ),
    "said": voice.COLUMNS,
}
OWN_CARDS = ("left", "relation")
SELDOM_KNOWN = (*OWN_CARDS, "said")  # most firms know these of nobody, or of few
MEASURES: tuple[str, ...] = tuple(name for group in GROUPS.values() for name in group)
WHO: tuple[str, ...] = ("name", "customer_id", "owner", "city")
LISTED: tuple[str, ...] = (*WHO, *MEASURES)  # what the list can show, filter and sort by
LONGEST_CLASS = 40


def stored_as(meaning: Word) -> models.Field:
    """The database field of a measure; every measure may be unknown."""
    match meaning.type:
        case "int":
            return models.IntegerField(null=True)
        case "float":
            return models.FloatField(null=True)
        case "date":
            return models.DateField(null=True)
        case "str":
            return models.CharField(max_length=LONGEST_CLASS, null=True)
    raise TypeError(f"{meaning.name}: a profile holds no {meaning.type}")


def add_measures(model: type[models.Model]) -> type[models.Model]:
    """Give a model one field per measure, so that a word is defined in one place only."""
    for name in MEASURES:
        stored_as(word(name)).contribute_to_class(model, name)
    return model
