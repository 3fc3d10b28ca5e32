"""Small order lists typed by hand, as they come from outside."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

TODAY = date(2020, 12, 31)
PLAIN = """\
order,customer,date,amount
1,C1,2020-01-05,10.00
2,C2,2020-01-06,20.50
3,C1,2020-02-05,11.00
4,C3,2020-02-07,7.25
5,C1,2020-03-06,12.00
6,C2,2020-03-09,19.50
"""
CHINESE = """\
订单编号,客户编号,下单日期 ,实付金额,品类
1,张记,2020-01-05,10.00,茶叶
2,李记,2020年1月6日,￥20.50,茶具
3,张记,2020/2/5,１１,茶叶
4,王记,20200207,"1,007.25",点心
5,张记,2020-03-06 12:30:00,12元,茶叶
6,李记,2020-03-09,(19.50),茶具
"""


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, sheets: dict[str, list[list]]) -> Path:
    """An Excel file; dates are written as Excel writes dates."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(r, c, datetime(cell.year, cell.month, cell.day), as_date)
                elif cell is not None:
                    sheet.write(r, c, cell)
    book.close()
    return path
