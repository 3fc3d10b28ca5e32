"""A file is read for what it is, whatever it is called."""

import gzip
from datetime import date

import polars as pl
import pytest

from guanxi.errors import SourceError
from guanxi.sources.files import read_file
from guanxi.sources.refusals import (
    EmptyFile,
    IsFolder,
    NotATable,
    UnclearSheet,
    UnknownEncoding,
    UnknownFile,
    UnknownFormat,
    UnknownSheet,
)
from tests.sources.order_lists import CHINESE, PLAIN, workbook, written


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8-sig", "utf-16"])
def test_the_same_table_in_any_encoding_is_the_same_table(tmp_path, encoding):
    plain = read_file(written(tmp_path / "utf8.csv", CHINESE))
    twin = read_file(written(tmp_path / "twin.csv", CHINESE, encoding))
    assert twin.rows.equals(plain.rows)


def test_one_chinese_character_is_enough_to_be_read(tmp_path):
    table = read_file(written(tmp_path / "a.csv", "customer,sex,amount\nC1,男,5\n", "gbk"))
    assert table.rows["sex"].to_list() == ["男"]


def test_a_rare_character_that_gbk_has_not_is_read_from_gb18030(tmp_path):
    text = CHINESE.replace("张记", "⋯张记")
    assert read_file(written(tmp_path / "a.csv", text, "gb18030")).rows["客户编号"][0] == "⋯张记"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    twin = read_file(written(tmp_path / "a.txt", PLAIN.replace(",", delimiter)))
    assert twin.rows.equals(read_file(written(tmp_path / "b.csv", PLAIN)).rows)


def test_columns_parted_by_blanks_and_without_a_header_are_read(tmp_path):
    table = read_file(written(tmp_path / "a.txt", " 00001 19970101  1  11.77\n 00002 19970112  5  77.00\n"))
    assert table.rows.rows() == [("00001", "19970101", "1", "11.77"), ("00002", "19970112", "5", "77.00")]
    assert table.rows.columns == ["column 1", "column 2", "column 3", "column 4"]


def test_stray_blanks_in_headers_are_gone_and_a_second_of_a_name_is_numbered(tmp_path):
    table = read_file(written(tmp_path / "a.csv", "customer , date,amount,amount,\nC1,2020-01-05,1,2,3\n"))
    assert table.rows.columns == ["customer", "date", "amount", "amount (2)", "column 5"]


def test_title_lines_above_the_header_are_passed_over_and_said(tmp_path):
    table = read_file(written(tmp_path / "a.csv", "Orders of the year\n\n" + PLAIN))
    assert table.rows.columns == ["order", "customer", "date", "amount"]
    assert [note.code for note in table.notes] == ["sources.title_lines"]


def test_text_is_never_interpreted_on_reading(tmp_path):
    table = read_file(written(tmp_path / "a.csv", "customer,amount\n007,1e5\nNA,1.50\n"))
    assert table.rows.rows() == [("007", "1e5"), ("NA", "1.50")]


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_breaks(tmp_path):
    table = read_file(written(tmp_path / "a.csv", 'customer,note\nC1,"a, ""b""\nc"\nC2,d\n'))
    assert table.rows.rows() == [("C1", 'a, "b"\nc'), ("C2", "d")]


def test_a_line_with_too_many_fields_is_set_aside_and_the_others_are_kept(tmp_path):
    table = read_file(written(tmp_path / "a.csv", "customer,amount\nC1,1\nC2,2,3,4\nC3,5\n"))
    assert table.rows.rows() == [("C1", "1"), ("C3", "5")]
    assert table.broken.rows() == [(3, "too_many_fields", "C2,2,3,4")]


def test_a_quote_that_is_never_closed_costs_one_line_only(tmp_path):
    lines = "".join(f"C{n},{n}\n" for n in range(50))
    table = read_file(written(tmp_path / "a.csv", 'customer,amount\n"C0,1\n' + lines))
    assert table.rows.height == 50
    assert table.broken["reason"].to_list() == ["unclosed_quote"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_lines_of_every_system_are_lines(tmp_path, ends):
    assert read_file(written(tmp_path / "a.csv", PLAIN.replace("\n", ends))).rows.height == 6


def test_a_compressed_file_is_read(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(PLAIN.encode()))
    assert read_file(path).rows.height == 6


def test_parquet_keeps_its_types(tmp_path):
    pl.DataFrame({"customer ": [1, 2], "amount": [1.5, 2.5]}).write_parquet(tmp_path / "a.parquet")
    assert read_file(tmp_path / "a.parquet").rows.schema == {"customer": pl.Int64, "amount": pl.Float64}


ROWS = [["customer", "date", "amount"], [17850, date(2020, 2, 1), "¥12"], ["x7", date(2020, 2, 3), 5.5]]


def test_the_only_sheet_with_a_table_is_read_and_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"封面": [["说明"]], "orders": ROWS})
    table = read_file(path)
    assert table.sheet == "orders"
    assert table.rows["customer"].to_list() == ["17850", "x7"]
    assert table.rows["date"].to_list() == ["2020-02-01 00:00:00", "2020-02-03 00:00:00"]


def test_a_title_above_the_table_of_a_sheet_is_passed_over(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"orders": [["Orders 2020"], *ROWS]})
    assert read_file(path).rows.columns == ["customer", "date", "amount"]


def test_of_several_sheets_one_must_be_named(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"2019": ROWS, "2020": ROWS[:2]})
    with pytest.raises(UnclearSheet) as refused:
        read_file(path)
    assert "2019, 2020" in str(refused.value)
    assert read_file(path, sheet="2020").rows.height == 1


def test_an_unknown_sheet_names_those_there_are(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"2019": ROWS})
    with pytest.raises(UnknownSheet) as refused:
        read_file(path, sheet="2021")
    assert "2019" in str(refused.value)


def test_an_unknown_file_names_the_nearest(tmp_path):
    written(tmp_path / "orders.csv", PLAIN)
    with pytest.raises(UnknownFile) as refused:
        read_file(tmp_path / "order.csv")
    assert "orders.csv" in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"customer,date,amount\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(EmptyFile):
        read_file(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 ...", b"\x89PNG\r\n", b"<html><table>", b'{"orders": []}', b"\x00\x01\x02\x00" * 50],
    ids=["pdf", "png", "a web page called xls", "json", "binary"],
)
def test_what_is_no_order_list_is_refused_by_its_kind(tmp_path, content):
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(UnknownFormat) as refused:
        read_file(tmp_path / "a.xls")
    assert "Parquet" in str(refused.value)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"])
def test_a_damaged_file_is_said_to_be_damaged(tmp_path, start):
    (tmp_path / "a").write_bytes(start + b"nothing that belongs here")
    with pytest.raises(NotATable):
        read_file(tmp_path / "a")


def test_prose_is_no_table(tmp_path):
    with pytest.raises(NotATable):
        read_file(written(tmp_path / "a.txt", "Dear all,\nplease find the orders in the mail.\nThanks\n"))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(IsFolder):
        read_file(tmp_path)


def test_an_encoding_that_is_neither_is_refused_with_the_line_and_a_hint(tmp_path):
    text = "customer,city,amount\nC1,Köln,1\nC2,Müßüng,2\nC3,Fößä,3\n"
    path = written(tmp_path / "a.csv", text, "latin-1")
    with pytest.raises(UnknownEncoding) as refused:
        read_file(path)
    assert "line 2" in str(refused.value) and "--encoding" in str(refused.value)
    assert read_file(path, encoding="latin-1").rows["city"].to_list() == ["Köln", "Müßüng", "Fößä"]


def test_a_file_that_changes_its_encoding_half_way_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(CHINESE.encode("utf-8") + CHINESE.encode("gbk"))
    with pytest.raises(UnknownEncoding) as refused:
        read_file(path)
    assert "line 8" in str(refused.value)


def test_every_refusal_is_a_source_error():
    assert all(
        issubclass(kind, SourceError) for kind in (UnknownFile, UnknownFormat, UnknownEncoding, EmptyFile)
    )
