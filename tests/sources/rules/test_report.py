"""What the rules did to revenue is said rule by rule, and adds up to the last decimal."""

import json
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.sources.rules import classify, reconcile, repeats, report, shipped
from guanxi.sources.rules.report import RulesReport
from tests.sources.rules.lines import row, table, wholesaler

BOOK = shipped("online_retail")


def judged() -> pl.DataFrame:
    lines = wholesaler().drop("line_kind")
    return lines.hstack(classify(lines, BOOK))


def test_revenue_goes_from_gross_to_net_exactly():
    found = reconcile(judged())
    # 2 x 15.30, 18, 100.50, 77,183.60, 5.003, 2.55, 15, 11,062.06, 20; the test product's 18 do not count.
    assert found.gross == Decimal("88437.313")
    # 77,183.60, 27.50, 5.10, 13,541.33, 52, 11,062.06
    assert found.taken_off == Decimal("-101871.59")
    assert found.net == found.gross + found.taken_off == Decimal("-13434.277")
    assert found.not_counted == Decimal("18.00")
    assert found.said == found.net + found.not_counted
    assert sum(step.lines for step in found.steps) == found.lines == 20


def test_what_is_odd_is_counted_and_stays_in_revenue():
    found = reconcile(judged())
    assert (found.orders, found.without_customer, found.price_zero_or_less) == (19, 11, 4)
    assert (found.duplicates, found.duplicates_amount) == (1, Decimal("15.30"))
    assert found.net_without_customer == Decimal("-13455.28")
    assert found.rounded_lines == 0


def test_a_report_that_was_kept_says_the_same_again():
    found = report(judged(), BOOK)
    kept = json.loads(json.dumps(found.as_dict(), default=str))
    again = RulesReport.from_dict(kept)
    assert again.revenue == found.revenue
    assert [again.say(language) for language in ("en", "zh-hans")] == [found.say("en"), found.say("zh-hans")]


def test_the_parts_of_the_rules_are_the_whole():
    found = report(judged(), BOOK)
    assert sum(entry.gross for entry in found.caught) == found.revenue.gross
    assert sum(entry.net for entry in found.caught) == found.revenue.net
    assert sum(entry.left_out for entry in found.caught) == found.revenue.not_counted
    assert sum(entry.lines for entry in found.caught) == found.revenue.lines


def test_a_rule_says_what_it_decided_and_for_what_it_holds():
    caught = {entry.key: entry for entry in report(judged(), BOOK).caught}
    cancelled = caught["cancelled_invoice"]
    assert (cancelled.lines, cancelled.orders, cancelled.amount) == (2, 2, Decimal("-77188.70"))
    # The discount, the fee and the sample stand on cancelled invoices as well.
    assert (cancelled.held_lines, cancelled.held_orders) == (5, 5)
    assert cancelled.held_amount == Decimal("-90809.53")
    assert [row["order_id"] for row in cancelled.examples] == ["C541433", "C536391"]
    assert caught["test_product"].left_out == Decimal("18.00")
    assert caught[None].lines == 3


def test_the_report_is_plain_json_and_is_said_in_both_languages():
    found = report(judged(), BOOK)
    told = json.loads(json.dumps(found.as_dict(), ensure_ascii=False))
    assert told["version"] == BOOK.version
    assert told["revenue"]["net"] == "-13434.277"
    assert told["caught"][0]["examples"][0]["purchased_on"] == "2024-01-01"
    english, chinese = found.say("en"), found.say("zh-hans")
    assert len(english) == len(chinese) and not any("{" in line for line in english + chinese)
    assert "Net revenue is -13,434.277, from 20 lines." in english
    assert "净收入为 -13,434.277，来自 20 条明细。" in chinese


def test_a_file_knows_better_than_facts_which_rows_repeat():
    lines = judged().with_columns(is_repeat=pl.lit(False))
    assert reconcile(lines).duplicates == 0
    rows = pl.DataFrame({"order": ["1", "1", "1"], "at": ["9:00", "9:00", "9:01"]})
    assert repeats(rows).to_list() == [False, True, False]


def test_lines_read_lazily_give_the_same_report():
    assert report(judged().lazy(), BOOK) == report(judged(), BOOK)


def test_a_key_of_rules_changed_since_is_still_reported():
    found = report(judged(), shipped("general"))
    assert sum(entry.lines for entry in found.caught) == 20
    assert "cancelled_invoice" in {entry.key for entry in found.caught}


def test_no_lines_have_no_revenue():
    lines = table().drop("line_kind")
    found = report(lines.hstack(classify(lines, BOOK)), BOOK)
    assert found.revenue.net == found.revenue.gross == 0
    assert all(entry.lines == 0 for entry in found.caught)


CENTS = st.integers(-(10**12), 10**12)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(CENTS, st.sampled_from([None, *LINE_KINDS])), min_size=1, max_size=50))
def test_whatever_the_amounts_sums_are_exact(lines):
    """A float sum of thousandths would drift; each of these is a sum of whole numbers."""
    frame = table(*(row(f"o{n}", "a", "p", 1, units / 1000) for n, (units, _) in enumerate(lines)))
    frame = frame.with_columns(line_kind=pl.Series([kind for _, kind in lines], dtype=pl.String))
    found = reconcile(frame)
    counts = [units for units, kind in lines if kind is None or LINE_KINDS[kind].in_revenue]
    assert found.net == Decimal(sum(counts)) / 1000
    assert found.gross == Decimal(sum(units for units in counts if units > 0)) / 1000
    assert found.said == Decimal(sum(units for units, _ in lines)) / 1000
