"""A file is taken in once, exactly, and can be mended, sent again, and taken back."""

import pytest

from guanxi.facts.changes import ChangeNote, changes
from guanxi.facts.undo import undo
from guanxi.sources.imports import staging
from guanxi.sources.imports.refusals import Cancelled, NeedsColumn, NothingUsable, OtherColumns, UnknownWord
from guanxi.sources.refusals import UnclearDayMonth
from tests.sources.imports.conftest import START

ORDERS = """Order,Customer,Date,Amount,Product
A1,ann,2025-01-03,10.00,tea
A1,ann,2025-01-03,4.50,cup
A2,bob,2025-01-04,abc,tea
A3,,2025-01-05,7.00,tea
A4,cid,2025-02-30,1.00,tea
"""
LINES = ("order_id", "line", "customer_id", "amount")


def test_every_row_is_kept_or_set_aside_with_its_reason(file, importing, held):
    result = importing(file(ORDERS))
    assert (result.rows_read, result.rows_kept) == (5, 3)
    assert result.set_aside == {"unreadable_amount": 1, "impossible_date": 1}
    assert result.without_customer == 1
    assert held("purchases", *LINES) == [("A1", 1, "ann", 10.0), ("A1", 2, "ann", 4.5), ("A3", 1, None, 7.0)]


def test_a_file_of_rows_set_aside_can_be_mended_and_completes_the_orders(file, importing, held):
    broken = ORDERS.replace("4.50,cup", "4.5O,cup") + "A1,ann,2025-01-03,2.00,pot\n"
    result = importing(file(broken))
    assert held("purchases", "order_id", "line") == [("A1", 1), ("A1", 3), ("A3", 1)]
    aside = result.aside_file.read_text("utf-8-sig")
    mended = aside.replace("4.5O", "4.50").replace("abc", "3.00").replace("02-30", "02-28")
    again = importing(file(mended, "mended.csv"))
    assert (again.change.inserted, again.change.updated, again.set_aside) == (3, 0, {})
    assert held("purchases", "order_id", "line", "amount")[:3] == [
        ("A1", 1, 10.0),
        ("A1", 2, 4.5),
        ("A1", 3, 2.0),
    ]


def test_the_same_file_again_changes_nothing_and_says_so(file, importing, store):
    first = importing(file(ORDERS))
    version = store.version("purchases")
    again = importing(file(ORDERS, "copy.csv"))
    assert again.was_known and again.change.change_id == first.change.change_id
    assert store.version("purchases") == version
    read_again = importing(file(ORDERS), again=True)
    assert (read_again.change.inserted, read_again.change.unchanged) == (0, 3)


def test_yesterdays_file_sent_again_does_not_roll_back_todays_correction(file, importing, held):
    importing(file(ORDERS))
    importing(file("Order,Customer,Date,Amount\nA3,dan,2025-01-05,8.00\n", "fix.csv"))
    importing(file(ORDERS))
    assert ("A3", 1, "dan", 8.0) in held("purchases", *LINES)


def test_an_import_taken_back_may_be_imported_again(file, importing, store, held):
    first = importing(file(ORDERS))
    undo(store, first.change.change_id, note=ChangeNote("u", "undo", "ann", START, {}))
    assert held("purchases", "order_id") == []
    assert importing(file(ORDERS)).change.inserted == 3


def test_gbk_and_utf8_give_identical_tables(file, importing, store, engine, tmp_path):
    text = "订单编号,客户,下单日期,实付金额\nT1,张三,2025-01-03,12.50\nT2,李四,2025年1月4日,¥1,200\n".replace(
        "¥1,200", '"¥1,200"'
    )
    importing(file(text, "u.csv"))
    first = engine.collect(store.read("purchases", engine).order_by("order_id"))
    undo(store, changes(store)[0].change_id, note=ChangeNote("u", "undo", "ann", START, {}))
    importing(file(text, "g.csv", "gb18030"))
    assert engine.collect(store.read("purchases", engine).order_by("order_id")).equals(first)
    assert first["amount"].to_pylist() == [12.5, 1200.0]


def test_rows_without_an_order_number_are_known_by_what_they_say(file, importing, held):
    morning = "Customer,Date,Amount\nann,2025-01-03,10\nann,2025-01-03,10\nbob,2025-01-03,4\n"
    importing(file(morning))
    evening = importing(file("Customer,Date,Amount\nann,2025-01-03,25\nbob,2025-01-03,4\n", "evening.csv"))
    assert (evening.change.inserted, evening.change.updated, evening.change.unchanged) == (1, 0, 1)
    assert sorted(amount for (amount,) in held("purchases", "amount")) == [4.0, 10.0, 10.0, 25.0]


def test_lines_of_an_order_are_numbered_over_chunks_and_wherever_they_stand(
    file, importing, held, monkeypatch
):
    monkeypatch.setattr("guanxi.sources.imports.chunks.ROWS", 2)
    rows = "\n".join(f"{order},ann,2025-01-03,{n}" for n, order in enumerate("ABABA", 1))
    importing(file(f"Order,Customer,Date,Amount\n{rows}\n"))
    assert held("purchases", "order_id", "line", "amount") == [
        ("A", 1, 1.0), ("A", 2, 3.0), ("A", 3, 5.0), ("B", 1, 2.0), ("B", 2, 4.0),
    ]  # fmt: skip


@pytest.mark.parametrize("duplicates", ["keep", "aside"])
def test_rows_that_repeat_another_are_counted_or_set_aside_as_asked(file, importing, monkeypatch, duplicates):
    monkeypatch.setattr("guanxi.sources.imports.chunks.ROWS", 2)
    rows = "A,ann,2025-01-03,1\n" * 3 + "B,bob,2025-01-03,1\n"
    result = importing(file(f"Order,Customer,Date,Amount\n{rows}"), duplicates=duplicates)
    if duplicates == "keep":
        assert (result.rows_kept, result.duplicates) == (4, 2)
    else:
        assert (result.rows_kept, result.set_aside) == (2, {"duplicate_line": 2})


def test_a_folder_is_one_import(file, importing, store, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for month in (1, 2):
        (folder / f"{month}.csv").write_text(f"Order,Customer,Date,Amount\nO{month},ann,2025-0{month}-03,1\n")
    assert importing(folder).change.inserted == 2
    assert len(changes(store)) == 1


def test_files_of_one_import_have_the_same_columns(importing, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.csv").write_text("Order,Customer,Date,Amount\nO1,ann,2025-01-03,1\n")
    (folder / "2.csv").write_text("Order,Client,Day,Sum\nO1,ann,2025-01-03,1\n")
    with pytest.raises(OtherColumns):
        importing(folder)


def test_a_cancelled_import_leaves_nothing(file, importing, store):
    with pytest.raises(Cancelled):
        importing(file(ORDERS), cancelled=lambda: True)
    assert changes(store) == [] and not list((store.root / "imports").glob("*"))


def test_a_run_that_was_cut_off_goes_on_with_what_it_had_read(file, importing, held, store, monkeypatch):
    monkeypatch.setattr("guanxi.sources.imports.chunks.ROWS", 2)
    put, staged = staging.Staging.put, []

    def dies_at_the_second(self, n, *rest):
        if n == 1 and len(staged) == 1:
            staged.append("killed")
            raise KeyboardInterrupt
        staged.append(n)
        put(self, n, *rest)

    monkeypatch.setattr(staging.Staging, "put", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        importing(file(ORDERS), change_id="one")
    result = importing(file(ORDERS), change_id="one")
    assert staged == [0, "killed", 1, 2]
    assert result.rows_kept == 3 and len(held("purchases", "order_id")) == 3
    assert not list((store.root / "imports").glob("*/staged"))


def test_a_finished_import_asked_again_answers_what_it_did(file, importing):
    first = importing(file(ORDERS), change_id="one")
    assert importing(file(ORDERS), change_id="one") == first


def test_returns_are_told_linked_and_reconciled(file, importing, held):
    book = (
        "Order,Customer,Date,Product,Quantity,Price\n"
        "1001,ann,2025-01-03,mug,80995,2.08\n"
        "C1002,ann,2025-01-03,mug,-80995,2.08\n"
        "1003,bob,2025-01-04,POST,1,18.00\n"
    )
    result = importing(file(book), rules="online_retail")
    assert held("purchases", "order_id", "line_kind", "is_reversed") == [
        ("1001", "sale", True), ("1003", "charge", None), ("C1002", "cancellation", True),
    ]  # fmt: skip
    assert result.report["revenue"]["net"] == "18.00"


def test_a_return_in_a_later_file_marks_the_line_held_and_undo_unmarks_it(file, importing, held, store):
    importing(file("Order,Customer,Date,Product,Quantity,Price\n1001,ann,2025-01-03,mug,5,2.00\n"))
    later = "Order,Customer,Date,Product,Quantity,Price\nC1002,ann,2025-02-03,mug,-5,2.00\n"
    result = importing(file(later, "later.csv"), rules="online_retail")
    assert ("1001", True) in held("purchases", "order_id", "is_reversed")
    undo(store, result.change.change_id, note=ChangeNote("u", "undo", "ann", START, {}))
    assert held("purchases", "order_id", "is_reversed") == [("1001", None)]


def test_an_update_of_customers_touches_the_columns_it_has(file, importing, held):
    importing(file("Customer ID,Name,Phone,VIP\nK1,Ann,100,yes\nK2,Bob,200,\n", "c.csv"))
    importing(file("Customer ID,City\nK1,Bern\nK9,Rome\n", "u.csv"), table="customers", mode="update")
    assert held("customers", "customer_id", "name", "phone", "city", "attributes") == [
        ("K1", "Ann", "100", "Bern", '{"VIP": "yes"}'), ("K2", "Bob", "200", None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("answers", "客户编号,回答日期,维度,评分\nK1,2025-01-03,服务,8\nK1,2025-01-03,价格,6\n"),
        ("complaints", "Complaint ID,Customer,Date received,Issue\n7,K1,2025-01-03,late\n"),
        ("points", "会员编号,日期,积分,原因\nK1,2025-01-03,100,消费\nK1,2025-01-03,-50,兑换\n"),
        ("costs", "客户编号,发生日期,费用类型,金额\nK1,2025-01-03,服务,30\n,2025-01-04,获客,500\n"),
        (
            "costs",
            "Customer,Incurred on,Kind of cost,Amount\nK1,2025-01-03,service,30\nK2,2025-01-03,retention,9\n",
        ),
        ("contacts", "Customer,Date,Channel,Reached\nK1,2025-01-03,phone,yes\nK2,2025-01-04,mail,no\n"),
        ("products", "Product ID,Name,Category,Brand\nP1,Tea,Drinks,Leaf\n"),
    ],
)
def test_every_kind_of_fact_is_taken_in_and_known_again(file, importing, table, text):
    first = importing(file(text), table=table)
    assert first.change.inserted == first.rows_read > 0
    again = importing(file(text), table=table, again=True)
    assert (again.change.inserted, again.change.unchanged) == (0, first.rows_read)


@pytest.mark.parametrize(
    ("text", "settings", "refusal"),
    [
        ("Order,Customer,Amount\nA,ann,1\n", {"table": "purchases"}, NeedsColumn),
        ("Order,Customer,Date,Amount\nA,ann,01/02/2025,1\n", {}, UnclearDayMonth),
        ("Order,Customer,Date,Amount\nA,ann,2025-01-01,1\n", {"columns": {"colour": "Order"}}, UnknownWord),
        (
            "Order,Customer,Date,Amount\nA,ann,2025-99-01,1\n",
            {"columns": {"purchased_on": "Date"}},
            NothingUsable,
        ),
    ],
)
def test_what_cannot_be_imported_is_refused_and_leaves_nothing(
    file, importing, store, text, settings, refusal
):
    with pytest.raises(refusal):
        importing(file(text), **settings)
    assert changes(store) == []
