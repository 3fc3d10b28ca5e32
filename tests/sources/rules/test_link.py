"""A return finds the purchase it takes back: in full, in part, in the file's own words, or not at all."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.sources.rules import link
from tests.sources.rules.lines import row, table, wholesaler


def linked(*rows: dict, held: pl.DataFrame | None = None) -> dict[str, tuple]:
    """order -> what it reverses, whether it is reversed in full."""
    lines = table(*rows)
    return dict(zip(lines["order_id"], link(lines, held).new.rows(), strict=True))


def test_an_order_and_its_cancellation_minutes_later_cancel_out():
    found = linked(
        row("581483", "16446", "23843", 80995, 2.08), row("C581484", "16446", "23843", -80995, 2.08)
    )
    assert found == {"581483": (None, True), "C581484": ("581483", True)}


def test_a_days_returns_come_after_its_sales_whatever_the_files_order():
    found = linked(row("C2", "a", "p", -5, 2), row("1", "a", "p", 5, 2))
    assert found == {"C2": ("1", True), "1": (None, True)}


def test_the_latest_earlier_purchase_is_taken_back_and_each_only_once():
    found = linked(
        row("1", "a", "p", 5, 2, day=1),
        row("2", "a", "p", 5, 2, day=2),
        row("r1", "a", "p", -5, 2, day=3),
        row("r2", "a", "p", -5, 2, day=4),
        row("r3", "a", "p", -5, 2, day=5),
        row("4", "a", "p", 5, 2, day=6),
        row("r4", "a", "p", -5, 2, day=7),
    )
    assert [found[r][0] for r in ("r1", "r2", "r3", "r4")] == ["2", "1", None, "4"]
    assert [o for o, (_, whole) in found.items() if whole] == ["1", "2", "r1", "r2", "4", "r4"]


def test_a_later_purchase_is_not_taken_back_by_an_earlier_return():
    assert linked(row("r", "a", "p", -5, 2, day=1), row("1", "a", "p", 5, 2, day=2)) == {
        "r": (None, None),
        "1": (None, None),
    }


@pytest.mark.parametrize(
    "back",
    [
        row("r", "b", "p", -5, 2, day=1),
        row("r", "a", "q", -5, 2, day=1),
        row("r", "a", "p", -6, 2, day=1),
        row("r", "a", "p", -5, 2.01, day=1),
        row("r", None, "p", -5, 2, day=1),
        row("r", "a", "p", -5, 2, day=1, line_kind="discount"),
        row("r", "a", "p", -5, 2, day=1, line_kind="unpaid"),
    ],
)
def test_another_customer_product_price_or_kind_of_line_takes_nothing_back(back):
    found = linked(row("1", "a", "p", 5, 2), back)
    assert found == {"1": (None, None), "r": (None, None)}


def test_a_part_that_comes_back_names_its_order_and_leaves_the_purchase():
    found = linked(row("1", "a", "p", 10, 2), row("r", "a", "p", -3, 2, day=1))
    assert found == {"1": (None, None), "r": ("1", None)}


def test_parts_never_take_back_more_than_was_bought():
    found = linked(
        row("1", "a", "p", 10, 2, day=1),
        row("2", "a", "p", 5, 2, day=2),
        row("r1", "a", "p", -4, 2, day=3),
        row("r2", "a", "p", -4, 2, day=4),
        row("r3", "a", "p", -4, 2, day=5),
        row("r4", "a", "p", -4, 2, day=6),
    )
    assert [found[r][0] for r in ("r1", "r2", "r3", "r4")] == ["2", "1", "1", None]


def test_an_order_of_several_lines_of_one_product_may_come_back_in_one():
    lines = [row("1", "a", "p", 2, 3), row("1", "a", "p", 2, 3, line=2), row("r", "a", "p", -3, 3, day=1)]
    assert linked(*lines)["r"] == ("1", None)


def test_what_the_file_says_wins_over_what_could_be_inferred():
    found = linked(
        row("1", "a", "p", 5, 2, day=1),
        row("2", "a", "p", 5, 2, day=2),
        row("r", "a", "p", -5, 2, day=3, reverses_order_id="1"),
        row("s", None, "p", -5, 2, day=3, reverses_order_id="elsewhere"),
    )
    assert found["1"] == (None, True) and found["r"] == ("1", True)
    assert found["2"] == (None, None)
    assert found["s"] == ("elsewhere", None)


def test_a_reference_links_lines_without_a_customer():
    found = linked(row("1", None, "p", 5, 2), row("r", None, "p", -5, 2, reverses_order_id="1"))
    assert found == {"1": (None, True), "r": ("1", True)}


def test_without_products_or_quantities_the_amount_alone_must_fit():
    rows = table(
        row("1", "a", None, 1, 50), row("r", "a", None, -1, 50, day=1), row("s", "a", None, -1, 20, day=2)
    )
    found = link(rows.drop("quantity", "product_id")).new
    assert found.rows() == [(None, True), ("1", True), (None, None)]


def as_held(lines: pl.DataFrame) -> pl.DataFrame:
    found = link(lines)
    return lines.drop("reverses_order_id").hstack(found.new)


def test_a_return_finds_its_purchase_among_earlier_imports():
    held = as_held(table(row("1", "a", "p", 5, 2), row("2", "b", "p", 5, 2), row("3", "a", "q", 5, 2)))
    found = link(table(row("r", "a", "p", -5, 2, day=9)), held.lazy())
    assert found.new.rows() == [("1", True)]
    assert found.held.rows() == [("1", 1, None, True)]
    assert found.as_dict() == {"in_full": 1, "in_part": 0, "not_linked": 0, "held_lines_changed": 1}


def test_a_purchase_that_arrives_late_is_found_by_the_return_that_waited():
    held = as_held(table(row("r", "a", "p", -5, 2, day=9)))
    found = link(table(row("1", "a", "p", 5, 2)), held)
    assert found.new.rows() == [(None, True)]
    assert found.held.rows() == [("r", 1, "1", True)]


def test_parts_of_earlier_imports_use_an_order_up():
    held = as_held(table(row("1", "a", "p", 10, 2), row("r", "a", "p", -7, 2, day=1)))
    found = link(table(row("s", "a", "p", -3, 2, day=2), row("t", "a", "p", -3, 2, day=3)), held)
    assert found.new["reverses_order_id"].to_list() == ["1", None]


def test_the_same_lines_again_change_nothing():
    lines = table(
        row("1", "a", "p", 5, 2),
        row("r", "a", "p", -5, 2, day=1),
        row("2", "a", "p", 9, 2),
        row("s", "a", "p", -4, 2, day=2),
    )
    held = as_held(lines)
    for again in (lines, lines.head(1), lines.tail(1), lines.slice(1, 2)):
        found = link(again, held)
        kept = held.join(again.select("order_id", "line"), on=["order_id", "line"], maintain_order="left")
        assert found.new.equals(kept.select("reverses_order_id", "is_reversed"))
        assert found.held.is_empty()


def test_nothing_new_and_nothing_held_is_nothing():
    assert link(table(), table()).as_dict() == {
        "in_full": 0,
        "in_part": 0,
        "not_linked": 0,
        "held_lines_changed": 0,
    }


def test_the_wholesalers_stars_are_none():
    found = dict(zip(wholesaler()["order_id"], link(wholesaler()).new.rows(), strict=True))
    assert found["C541433"] == ("541431", True)
    assert found["541431"] == (None, True)
    assert found["C536391"] == ("536365", None)


RETURNS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from("pq"),
        st.sampled_from([-3, -2, -1, 1, 2, 3]),
        st.integers(0, 4),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(RETURNS)
def test_whatever_the_lines_links_agree_with_one_stack_per_product(bought):
    """The same matching, written as stacks: a reversal takes the sale of its goods that lies on top."""
    rows = [row(f"o{n}", c, p, size, 2, day=on) for n, (c, p, size, on) in enumerate(bought)]
    found = linked(*rows) if rows else {}
    stacks: dict[tuple, list[str]] = {}
    whole, order = {}, sorted(range(len(rows)), key=lambda n: (bought[n][3], bought[n][2] < 0, n))
    for n in order:
        customer, product, size, _ = bought[n]
        stack = stacks.setdefault((customer, product, abs(size)), [])
        if size > 0:
            stack.append(f"o{n}")
        elif stack:
            whole[f"o{n}"] = stack.pop()
    assert {o: said for o, (said, full) in found.items() if full and said} == whole
    assert {o for o, (_, full) in found.items() if full} == {*whole, *whole.values()}
    # Together, parts take back no more than the order had, and nothing of a later day.
    days = {f"o{n}": (b[2], b[3]) for n, b in enumerate(bought)}
    for original in {said for said, full in found.values() if said and not full}:
        parts = [days[o] for o, (said, full) in found.items() if said == original and not full]
        assert -sum(size for size, _ in parts) <= days[original][0]
        assert min(on for _, on in parts) >= days[original][1]
