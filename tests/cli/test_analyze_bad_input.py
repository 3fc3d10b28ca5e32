"""Bad input is met with one clear sentence: what was asked, found, what to do. Never with a traceback."""

import pytest

from tests.sources.order_lists import CHINESE, PLAIN, workbook, written


@pytest.fixture
def refused(analyst):
    """Analyze and return the complaint; it is one line, in words, and the exit code says: yours to mend."""

    def run(text, *options, **how):
        answer = analyst.analyze(text, *options, **how)
        assert answer.code == 2
        assert answer.complaint.count("\n") == 1 and "Traceback" not in answer.complaint
        assert answer.said == ""
        assert not analyst.out.exists()
        return answer.complaint

    return run


def test_an_unknown_file(guanxi, tmp_path):
    answer = guanxi("analyze", tmp_path / "none.csv", "--out", tmp_path)
    assert answer.code == 2
    assert answer.complaint.startswith("There is no file")


def test_an_unknown_format(refused):
    assert "PDF" in refused(b"%PDF-1.7 and so on")


def test_an_unknown_encoding(refused):
    assert "--encoding" in refused("customer,city,amount\nC1,Köln,1\nC2,Müßüng,2\n".encode("latin-1"))


def test_an_empty_file(refused):
    assert "has no rows" in refused("")


def test_a_header_without_rows(refused):
    assert "has no rows" in refused("customer,date,amount\n")


def test_an_unknown_sheet(guanxi, tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"2020": [line.split(",") for line in PLAIN.splitlines()]})
    answer = guanxi("analyze", path, "--out", tmp_path / "out", "--sheet", "2021")
    assert answer.complaint == "a.xlsx has no sheet 2021. It has: 2020.\n"


def test_an_unknown_column(refused):
    assert "Nearest: customer" in refused(PLAIN, "--customer", "custmer")


def test_no_customer_column_in_a_chinese_export(refused):
    header = "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间\n"
    text = header + "1,178.8,0.0,上海,2020-02-21 00:00:00\n2,21.0,21.0,上海,2020-02-22 00:00:00\n"
    complaint = refused(text.encode("gbk"), "--lang", "zh-hans")
    assert (
        complaint.startswith("认不出哪一列是客户") and "--customer" in complaint and "收货地址" in complaint
    )


def test_dates_that_can_be_read_both_ways(refused, analyst):
    text = "customer,date,amount\nC1,01/02/2020,5\nC2,03/04/2020,6\n"
    assert "--day-month" in refused(text)
    assert analyst.analyze(text, "--day-month", "dmy").code == 0
    assert analyst.summary["first_purchase_on"] == "2020-02-01"


def test_an_as_of_that_is_no_date(refused):
    assert "YYYY-MM-DD" in refused(PLAIN, "--as-of", "yesterday")


def test_an_as_of_before_all_purchases(refused):
    assert "2020-01-05" in refused(PLAIN, "--as-of", "2019-01-01")


def test_rows_that_are_all_set_aside(refused):
    complaint = refused("customer,date,amount\nC1,2020-02-30,5\nC1,2020-02-31,5\n", "--date", "amount")
    assert "amount" in complaint


def test_rows_that_are_all_in_the_future(refused):
    assert "a date in the future (2)" in refused("customer,date,amount\nC1,2999-01-01,5\nC2,2999-01-02,5\n")


def test_nothing_but_returns(analyst):
    answer = analyst.analyze("customer,date,amount\nC1,2020-01-05,-5\nC2,2020-01-06,-6\n")
    assert answer.code == 2
    assert "Traceback" not in answer.complaint and answer.complaint.count("\n") == 1


def test_a_folder_that_cannot_be_written_to(guanxi, analyst):
    file = written(analyst.folder / "orders.csv", PLAIN)
    answer = guanxi("analyze", file, "--out", file / "inside")
    assert answer.code == 2
    assert "--out" in answer.complaint


def test_bad_rows_are_counted_named_and_kept_aside(analyst):
    bad = [
        "7,C1,2020-02-30,5",
        '7,C1,2020-03-09,"1,x"',
        "7,,2020-03-09,5",
        "6,C2,2020-03-09,19.50",
        "7,C1,2999-01-01,5",
    ]
    answer = analyst.analyze(PLAIN + "\n".join(bad) + "\n")
    assert answer.code == 0
    assert analyst.summary["rows"]["set_aside"] == {
        "duplicate_line": 1,
        "future_date": 1,
        "impossible_date": 1,
        "missing_customer": 1,
        "unreadable_amount": 1,
    }
    assert "Rows set aside: 5" in answer.said
    assert len((analyst.out / "set_aside.csv").read_text("utf-8-sig").splitlines()) == 6


@pytest.mark.parametrize("damage", [b"\x00" * 3, b'"'])
def test_a_damaged_file_never_shows_a_traceback(analyst, damage):
    raw = CHINESE.encode("gbk")
    answer = analyst.analyze(raw[:90] + damage + raw[90:])
    assert answer.code in (0, 2)
    assert "Traceback" not in answer.complaint
