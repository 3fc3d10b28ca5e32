"""Whole files of every format that is read: what the mutations begin with."""

from __future__ import annotations

import gzip
import io
import json
import struct
from datetime import date, timedelta

import polars as pl

ROWS = 120
HEADER = ["order", "customer", "date", "amount", "note"]
CHINESE = ["订单编号", "客户编号", "下单日期", "实付金额", "备注"]


def rows() -> list[list[str]]:
    """Order lines with what order lines have: quotes, delimiters and line breaks inside of cells, returns."""
    notes = ["tea", 'a 5" pipe', "two, three", "first\nsecond", "", "茶叶", "=1+1", "  blank "]
    return [
        [
            str(n // 2 + 1),
            f"C{n * 7 % 23}",
            (date(2020, 1, 5) + timedelta(days=n)).isoformat(),
            f"{(n * 37 % 1000) / 10 - (20 if n % 9 == 0 else 0):.2f}",
            notes[n % len(notes)],
        ]
        for n in range(ROWS)
    ]


def delimited(sign: str = ",", header: list[str] = HEADER, ends: str = "\n") -> str:
    def cell(text: str) -> str:
        needs = any(mark in text for mark in (sign, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if needs else text

    return "".join(sign.join(map(cell, row)) + ends for row in [header, *rows()])


def json_lines() -> str:
    lines = [
        dict(zip(HEADER, row, strict=True))
        | {"amount": float(row[3]), "place": {"city": "北京", "at": [1, 2]}}
        for row in rows()
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def xlsx() -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("orders")
    sheet.write_row(0, 0, HEADER)
    for at, row in enumerate(rows(), 1):
        sheet.write_string(at, 0, row[0])
        sheet.write_string(at, 1, row[1])
        sheet.write_datetime(at, 2, date.fromisoformat(row[2]), as_date)
        sheet.write_number(at, 3, float(row[3]))
        sheet.write_string(at, 4, row[4])
    sheet.write_formula(ROWS + 1, 3, "=SUM(D2:D121)", None, 5)
    book.close()
    return held.getvalue()


def parquet() -> bytes:
    held = io.BytesIO()
    table = pl.DataFrame(rows(), schema=dict.fromkeys(HEADER, pl.String), orient="row")
    table = table.with_columns(
        pl.col("amount").cast(pl.Float64),
        pl.col("date").str.to_date(),
        place=pl.struct(city=pl.lit("北京"), at=pl.lit([1, 2])),
    )
    table.write_parquet(held, row_group_size=50)
    return held.getvalue()


def xls() -> bytes:
    """An Excel 97 workbook typed by hand: one stream in a compound file, cells as BIFF8 records."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def label(row: int, column: int, text: str) -> bytes:
        raw = text.encode("utf-16-le")
        return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(raw) // 2, 1) + raw)

    lines = [HEADER, *rows()]
    cells = b"".join(
        record(0x0203, struct.pack("<HHHd", r, c, 0, float(cell))) if r and c == 3 else label(r, c, cell)
        for r, row in enumerate(lines)
        for c, cell in enumerate(row)
    )
    begin = struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)
    extent = record(0x0200, struct.pack("<IIHHH", 0, len(lines), 0, len(HEADER), 0))
    sheet = record(0x0809, begin) + extent + cells + record(0x000A, b"")
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    head = record(0x0809, begin) + record(0x0042, struct.pack("<H", 1200))
    name = b"orders"
    bound = 4 + 4 + 2 + 2 + len(name)
    at = len(head) + bound + 4
    book = head + record(0x0085, struct.pack("<IHBB", at, 0, len(name), 0) + name) + record(0x000A, b"")
    return _compound(book + sheet)


def _compound(stream: bytes) -> bytes:
    """A compound file of 512-byte sectors with the one stream `Workbook`."""
    stream += b"\x00" * (max(4096, -(-len(stream) // 512) * 512) - len(stream))
    count = len(stream) // 512
    fats = -(-(count + 2) // 127)
    last, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [fat] * fats + [last] + [fats + 2 + n for n in range(count - 1)] + [last]
    chain += [free] * (fats * 128 - len(chain))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        named = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw) + 2 if raw else 0, kind, 1)
        return named + struct.pack("<III", free, free, child) + b"\x00" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, last, 0) + entry("Workbook", 2, free, fats + 1, len(stream))
    folder += entry("", 0, free, 0, 0) * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, fats, 0, 4096, last, 0, last, 0)
    table = [n if n < fats else free for n in range(109)]
    return head + struct.pack("<109I", *table) + struct.pack(f"<{len(chain)}I", *chain) + folder + stream


def seeds() -> dict[str, bytes]:
    """Every kind of file by the ending it goes by."""
    return {
        "utf8.csv": delimited().encode(),
        "crlf.csv": delimited(ends="\r\n").encode("utf-8-sig"),
        "gb18030.csv": delimited(header=CHINESE).encode("gb18030"),
        "utf16.csv": delimited().encode("utf-16"),
        "semicolon.csv": delimited(";").encode(),
        "tab.tsv": delimited("\t").encode(),
        "lines.jsonl": json_lines().encode(),
        "lines.jsonl.gz": gzip.compress(json_lines().encode(), mtime=0),
        "packed.csv.gz": gzip.compress(delimited().encode(), mtime=0),
        "book.xlsx": xlsx(),
        "old.xls": xls(),
        "table.parquet": parquet(),
    }
