"""What a line is, and whether it was taken back, decides what it counts for."""

import pytest

from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.knowledge.profile import profile
from tests.knowledge.tables import AS_OF, buys, day, purchases


def line(customer, ago, amount, kind=None, **more) -> dict:
    return buys(customer, ago, amount=amount, line_kind=kind, **more)[0]


@pytest.mark.parametrize("kind", LINE_KINDS)
def test_a_kind_counts_for_what_its_table_says(read, rows, kind):
    of = LINE_KINDS[kind]
    known = read(
        *buys("a", 9), line("a", 3, 5.0, kind, category="x", discount=1.0), line("b", 3, 7.0, "sale")
    )
    found = rows(known.table)["a"]
    assert found["purchase_days"] == found["purchase_days_365d"] == 1 + of.makes_purchase
    assert found["spend"] == found["spend_365d"] == 10 + 5 * of.in_spend
    assert found["last_purchase_on"] == day(3 if of.makes_purchase else 9)
    assert found["promoted_lines_365d"] == int(of.makes_purchase)
    # Nothing bought names a category: none is known of it.
    assert found["categories_365d"] == (1 if of.makes_purchase else None)


def test_a_purchase_that_was_taken_back_in_full_is_no_purchase(read, rows):
    known = read(
        *buys("a", 90, 60),
        line("a", 5, 77_000.0, "sale", order_id="n1", is_reversed=True),
        line("a", 5, -77_000.0, "cancellation", order_id="c1", is_reversed=True, reverses_order_id="n1"),
    )
    found = rows(known.table)["a"]
    assert (found["purchase_days"], found["spend"], found["mean_spend"]) == (2, 20, 10)
    assert found["last_purchase_on"] == day(60)
    assert {note.code: note.facts for note in known.notes}["knowledge.lines_taken_back"] == {"lines": 1}


def test_who_took_everything_back_is_nobodys_star_and_not_in_the_profile(read, rows):
    bought = line("star", 5, 168_469.6, "sale", order_id="n1", is_reversed=True)
    back = line(
        "star", 5, -168_469.6, "cancellation", order_id="c1", is_reversed=True, reverses_order_id="n1"
    )
    assert set(rows(read(bought, back, *buys("a", 9)).table)) == {"a"}


def test_a_return_of_a_part_lowers_spend_and_leaves_the_purchase(read, rows):
    known = read(
        line("a", 5, 100.0, "sale", order_id="n1"),
        line("a", 2, -30.0, "return", order_id="r1", reverses_order_id="n1"),
    )
    found = rows(known.table)["a"]
    assert (found["purchase_days"], found["spend"], found["last_purchase_on"]) == (1, 70, day(5))


def test_on_the_day_before_it_is_taken_back_a_purchase_is_one(read, rows):
    """What is known today must not reach an earlier day: a backtest would be helped by it."""
    lines = [
        line("a", 50, 10.0, "sale"),
        line("a", 20, 80.0, "sale", order_id="n1", product_id="p", is_reversed=True),
        line(
            "a", 10, -80.0, "return", order_id="r1", product_id="p", is_reversed=True, reverses_order_id="n1"
        ),
        line("b", 40, 30.0, "sale", order_id="n2", is_reversed=True),
        line("b", 40, -30.0, "cancellation", order_id="c2", is_reversed=True, reverses_order_id="n2"),
        line("b", 45, 5.0, "sale", order_id="n3"),
    ]
    before = rows(read(*lines, as_of=day(15)).table)
    assert (before["a"]["purchase_days"], before["a"]["spend"]) == (2, 90)
    assert (before["b"]["purchase_days"], before["b"]["spend"]) == (1, 5)
    after = rows(read(*lines, as_of=day(10)).table)
    assert (after["a"]["purchase_days"], after["a"]["spend"]) == (1, 10)


def test_lines_in_nobodys_spend_are_said(read):
    known = read(
        *buys("a", 9), line("a", 3, 5.0, "test"), line("a", 2, 5.0, "unpaid"), line(None, 2, 5.0, "void")
    )
    found = {note.code: note.facts for note in known.notes}
    assert found["knowledge.lines_not_spend"] == {"lines": 2, "of": 4}
    # Of 10 that count in revenue, nothing is nobody's: the fourth line is in no revenue.
    assert found["knowledge.lines_without_customer"]["revenue_share"] == 0


def test_where_no_line_has_a_kind_nothing_is_counted_twice_or_said(read):
    known = read(*buys("a", 9))
    assert known.look.counted is None
    assert "counted" not in known.look.as_dict()


def test_the_card_says_how_much_of_revenue_is_nobodys(engine):
    lines = purchases(*buys("a", 1, 2, 30, amount=20.0), *buys(None, 5, 6, amount=20.0))
    card = profile(engine.table(lines), as_of=AS_OF, engine=engine).card
    assert (card["lines"]["lines"], card["lines"]["with_customer"]) == (5, 3)
    assert (card["lines"]["revenue"], card["lines"]["of_customers"]) == (100, 60)
    note = next(n for n in card["notes"] if n["code"] == "knowledge.lines_without_customer")
    assert note["facts"]["lines_share"] == note["facts"]["revenue_share"] == 0.4
