"""The tables of facts: their grain, their columns, their keys. Every column is a word."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from guanxi.errors import NotFound
from guanxi.facts.words import word

ARROW = {
    "str": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True)
class FactTable:
    """One kind of fact.

    grain       what one row is, in words
    key         the columns that name a row; together unique
    required    columns that are never null (the key among them)
    happened    the date column that says when it happened; None for what has no date (customers)
    by_month    whether the store cuts it into months of `happened`: the tables of many rows
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    required: tuple[str, ...] = ()
    happened: str | None = None
    by_month: bool = False

    @property
    def schema(self) -> pa.Schema:
        always = {*self.key, *self.required}
        return pa.schema([pa.field(c, ARROW[word(c).type], nullable=c not in always) for c in self.columns])

    def empty(self) -> pa.Table:
        return self.schema.empty_table()


TABLES = {
    table.name: table
    for table in (
        FactTable(
            "customers",
            "one row per customer",
            key=("customer_id",),
            columns=("customer_id", "name", "owner", "city", "phone", "email", "attributes"),
        ),
        FactTable(
            "products",
            "one row per product",
            key=("product_id",),
            columns=("product_id", "name", "category", "department", "brand"),
        ),
        FactTable(
            "purchases",
            "one row per order line; a return is a line with a negative amount",
            key=("order_id", "line"),
            columns=(
                "order_id",
                "line",
                "customer_id",
                "purchased_on",
                "product_id",
                "category",
                "quantity",
                "amount",
                "discount",
                "coupon_discount",
                "cost",
                "currency",
                "reverses_order_id",
                "place",
                "description",
                "order_status",
                "line_kind",
                "is_reversed",
            ),
            required=("purchased_on", "amount"),
            happened="purchased_on",
            by_month=True,
        ),
        FactTable(
            "contacts",
            "one row per call, visit or message to a customer",
            key=("contact_id",),
            columns=(
                "contact_id",
                "customer_id",
                "contacted_on",
                "channel",
                "reached",
                "cause",
                "proposal",
                "next_on",
                "by",
                "episode_id",
            ),
            required=("customer_id", "contacted_on"),
            happened="contacted_on",
        ),
        FactTable(
            "answers",
            "one row per question answered; the answers of one questionnaire share response_id",
            key=("response_id", "question"),
            columns=(
                "response_id",
                "question",
                "customer_id",
                "answered_on",
                "survey_id",
                "survey_version",
                "respondent",
                "question_kind",
                "dimension",
                "touchpoint",
                "phase",
                "subject",
                "score",
                "scale_low",
                "scale_high",
                "choice",
                "comment",
                "answered_as",
                "language",
                "seconds_taken",
            ),
            required=("answered_on",),
            happened="answered_on",
        ),
        FactTable(
            "invitations",
            "one row per customer and survey the customer was asked to answer",
            key=("invitation_id",),
            columns=(
                "invitation_id",
                "customer_id",
                "invited_on",
                "survey_id",
                "survey_version",
                "channel",
                "sampling_cell",
                "selection_share",
                "invitation_state",
                "responded_on",
                "response_id",
            ),
            required=("invited_on", "survey_id", "invitation_state"),
            happened="invited_on",
        ),
        FactTable(
            "complaints",
            "one row per complaint",
            key=("complaint_id",),
            columns=(
                "complaint_id",
                "customer_id",
                "complained_on",
                "about",
                "channel",
                "touchpoint",
                "order_id",
                "complaint_text",
                "complaint_status",
                "resolved_on",
                "compensation",
            ),
            required=("complained_on",),
            happened="complained_on",
        ),
        FactTable(
            "points",
            "one row per movement of points; what was spent or expired is negative",
            key=("entry_id",),
            columns=("entry_id", "customer_id", "entered_on", "points", "points_reason", "order_id"),
            required=("customer_id", "entered_on", "points"),
            happened="entered_on",
        ),
        FactTable(
            "costs",
            "one row per cost of serving, winning or keeping; one without a customer is the firm's",
            key=("cost_id",),
            columns=("cost_id", "customer_id", "incurred_on", "cost_kind", "amount", "currency"),
            required=("incurred_on", "cost_kind", "amount"),
            happened="incurred_on",
        ),
        FactTable(
            "identities",
            "one row per id that was found to be another customer's",
            key=("customer_id",),
            columns=("customer_id", "stands_for", "merged_on", "by", "merge_score"),
            required=("stands_for", "merged_on"),
        ),
        FactTable(
            "exposures",
            "one row per customer and campaign the customer was sent",
            key=("campaign_id", "customer_id"),
            columns=("campaign_id", "customer_id", "campaign_kind", "started_on", "ended_on"),
            required=("started_on",),
            happened="started_on",
        ),
        FactTable(
            "redemptions",
            "one row per customer, coupon, campaign and day a coupon was used",
            key=("campaign_id", "customer_id", "coupon_id", "redeemed_on"),
            columns=("campaign_id", "customer_id", "coupon_id", "redeemed_on"),
            happened="redeemed_on",
        ),
        FactTable(
            "predictions",
            "one row per customer and published snapshot: what was expected of the customer then",
            key=("snapshot_id", "customer_id"),
            columns=(
                "snapshot_id",
                "as_of",
                "customer_id",
                "p_alive",
                "expected_purchases_91d",
                "expected_spend_91d",
                "expected_purchases_365d",
                "expected_spend_365d",
                "warning",
            ),
            required=("as_of",),
            happened="as_of",
        ),
        FactTable(
            "episodes",
            "one row per lateness of a customer: from the warning to what ended it",
            key=("episode_id",),
            columns=(
                "episode_id",
                "customer_id",
                "last_purchase_on",
                "opened_on",
                "cycle_days",
                "days_overdue",
                "value_at_risk",
                "arm",
                "closed_on",
                "closed_by",
            ),
            required=("customer_id", "opened_on", "arm"),
            happened="opened_on",
        ),
        FactTable(
            "measurements",
            "one row per snapshot, horizon and decile of its predictions: what was expected and what came",
            key=("snapshot_id", "horizon_days", "decile"),
            columns=(
                "snapshot_id",
                "as_of",
                "horizon_days",
                "due_on",
                "decile",
                "customers",
                "came_back",
                "predicted_purchases",
                "happened_purchases",
                "purchases_error",
                "predicted_spend",
                "happened_spend",
                "spend_error",
            ),
            required=("as_of", "due_on", "customers", "came_back", "happened_purchases"),
            happened="due_on",
        ),
    )
}


def fact_table(name: str) -> FactTable:
    """The fact table with this name, or NotFound."""
    try:
        return TABLES[name]
    except KeyError:
        raise NotFound(what="fact table", name=name) from None
