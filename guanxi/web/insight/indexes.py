"""The indexes that make any column of the list a fast one to sort and filter by.

One index per column, (column, customer id), read forwards for ascending and backwards for descending; the
customer id breaks ties and names the place where the next page begins. Unknown values are asked for
apart, so that no database's opinion on where NULLs belong comes into it.
"""

from __future__ import annotations

from uuid import uuid4

from guanxi.web.insight.columns import GROUPS, MEASURES, SELDOM_KNOWN

TABLE = "insight_profile"
NEXT = "insight_profile_next"
INDEXED = ("name", "city", "owner_id", *MEASURES)
# The columns lists are mostly sorted by carry the classes lists are mostly filtered by: walking "the D
# quadrant, most loyal first" passes half of all customers, and must not fetch their rows to see that.
MOSTLY_SORTED_BY = {
    "name",
    "spend_365d",
    "spend",
    "lifetime_value",
    "value_at_risk",
    "days_overdue",
    "last_purchase_on",
    "loyalty_index",
    "value_index",
    "p_alive",
}
# What is unknown of most is left out of the index, so that an index of nothing costs
# nothing. Those of whom it is unknown are walked by their id.
OFTEN_UNKNOWN = {name for group in SELDOM_KNOWN for name in GROUPS[group]}
MOSTLY_FILTERED_BY = ("owner_id", "warning", "quadrant", "tier", "stage", "rfm_segment")


def statements(table: str) -> list[str]:
    """CREATE INDEX for every column; the names are new each time, so that two tables can change places."""
    mark = uuid4().hex[:8]
    return [
        f'CREATE INDEX "insight_ix_{mark}_{column}" ON "{table}" ({_columns(column)}){_where(column)}'
        for column in INDEXED
    ]


def _columns(column: str) -> str:
    carried = MOSTLY_FILTERED_BY if column in MOSTLY_SORTED_BY else ()
    return ", ".join(f'"{each}"' for each in (column, "customer_id", *carried))


def _where(column: str) -> str:
    return f' WHERE "{column}" IS NOT NULL' if column in OFTEN_UNKNOWN else ""
