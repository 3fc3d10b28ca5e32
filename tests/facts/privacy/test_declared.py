"""Every column of a table that speaks of customers is personal, or is not for a reason."""

from __future__ import annotations

import pytest

from guanxi.facts.privacy.handling import HANDLING, NAMELESS, emptied, tables
from guanxi.facts.table import TABLES
from guanxi.facts.words import word

# column -> why it tells nobody once the customer's id is gone
IMPERSONAL = (
    dict.fromkeys(
        [
            "order_id",
            "line",
            "contact_id",
            "response_id",
            "survey_id",
            "invitation_id",
            "complaint_id",
            "entry_id",
            "cost_id",
            "campaign_id",
            "coupon_id",
            "snapshot_id",
            "reverses_order_id",
            "product_id",
        ],
        "names an order, a thing or a record of the firm's own, not who it is about",
    )
    | dict.fromkeys(
        [
            "purchased_on",
            "contacted_on",
            "answered_on",
            "invited_on",
            "responded_on",
            "complained_on",
            "resolved_on",
            "entered_on",
            "incurred_on",
            "started_on",
            "ended_on",
            "redeemed_on",
            "next_on",
            "as_of",
            "opened_on",
            "closed_on",
            "last_purchase_on",
            "merged_on",
        ],
        "a day",
    )
    | dict.fromkeys(
        [
            "quantity",
            "amount",
            "discount",
            "coupon_discount",
            "cost",
            "compensation",
            "points",
            "score",
            "scale_low",
            "scale_high",
            "p_alive",
            "expected_purchases_91d",
            "expected_spend_91d",
            "expected_purchases_365d",
            "expected_spend_365d",
            "cycle_days",
            "days_overdue",
            "value_at_risk",
            "merge_score",
            "survey_version",
            "selection_share",
            "seconds_taken",
        ],
        "a number",
    )
    | dict.fromkeys(
        [
            "category",
            "currency",
            "place",
            "description",
            "order_status",
            "line_kind",
            "is_reversed",
            "channel",
            "reached",
            "question",
            "dimension",
            "touchpoint",
            "phase",
            "subject",
            "respondent",
            "question_kind",
            "choice",
            "language",
            "sampling_cell",
            "invitation_state",
            "complaint_status",
            "points_reason",
            "cost_kind",
            "campaign_kind",
            "warning",
            "arm",
            "closed_by",
        ],
        "one of a few kinds, or said of the goods",
    )
    | {"owner": "a user of the firm; goes with the customer's row"}
)


@pytest.mark.parametrize("table", [spec.name for spec in tables()])
def test_every_column_about_customers_was_decided_upon(table):
    for column in TABLES[table].columns:
        assert word(column).personal != (column in IMPERSONAL), column


def test_every_table_about_customers_says_how_it_is_erased_and_why():
    assert set(HANDLING) == {spec.name for spec in tables()}
    assert all(each.en and each.zh for each in HANDLING.values())


def test_a_nameless_row_may_lack_what_is_emptied():
    for spec in tables():
        if HANDLING[spec.name].how == NAMELESS:
            assert not {*spec.key, *spec.required} & set(emptied(spec))
