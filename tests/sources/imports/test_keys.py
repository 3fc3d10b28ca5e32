"""Keys do not change from version to version: a row that is held is known again when it comes again."""

import pytest

from guanxi.sources.imports import chunks

LINES = """order,line,customer,date,amount
O1,1,C1,2024-01-01,10
O1,2,C1,2024-01-01,5.5
O2,1,C2,2024-01-02,7
O1,2,C1,2024-01-01,5.5
O3,1,,2024-02-02,3
O2,1,C2,2024-01-02,9
O4,1,C4,someday,9
O4,1,C4,2024-03-01,9
O5,1,C5,2024-03-02,1
"""
WITHOUT_LINES = """order,customer,date,amount
O1,C1,2024-01-01,10
O2,C2,2024-01-02,7
O1,C1,2024-01-01,5.5
O1,C1,2024-01-01,x
O1,C1,2024-01-01,5.5
O3,,2024-02-02,3
O2,C2,2024-01-02,9
O2,C2,2024-01-02,9
O1,C1,2024-01-05,1
"""
SOME_LINES = """order,line,customer,date,amount
O1,,C1,2024-01-01,10
O1,7,C1,2024-01-01,5.5
O2,,C2,2024-01-02,7
O1,,C1,2024-01-01,5.5
O2,,C3,2024-02-02,3
O1,,C3,2024-02-02,3
"""
WITHOUT_ORDERS = """customer,date,amount,product
C1,2024-01-01,10,茶
C2,2024-01-02,7,P2
C1,2024-01-01,10,茶
,2024-01-01,5.5,P3
C1,2024-01-01,10,茶
C3,2024-02-02,3,
,2024-01-01,5.5,P3
"""
SOME_ORDERS = """order,customer,date,amount
O1,C1,2024-01-01,10
,C1,2024-01-01,10
O1,C2,2024-01-02,7
,C1,2024-01-01,10
,C2,2024-01-03,4
O1,C1,2024-01-01,10
"""
CONTACTS = """customer,date,channel
C1,2024-01-01,phone
C1,2024-01-01,phone
C2,2024-01-02,visit
C2,2024-01-03,visit
C3,2024-01-03,visit
C1,2024-01-01,phone
"""
GOLDEN = [  # order_id, line, amount, as the first version stored them
    (LINES, [("O1", 1, 10.0), ("O1", 2, 5.5), ("O2", 1, 7.0), ("O3", 1, 3.0), ("O5", 1, 1.0)]),
    (
        WITHOUT_LINES,
        [
            *[("O1", 1, 10.0), ("O1", 2, 5.5), ("O1", 4, 5.5), ("O1", 5, 1.0)],
            *[("O2", 1, 7.0), ("O2", 2, 9.0), ("O2", 3, 9.0), ("O3", 1, 3.0)],
        ],
    ),
    (
        SOME_LINES,
        [("O1", 1, 10.0), ("O1", 3, 5.5), ("O1", 4, 3.0), ("O1", 7, 5.5), ("O2", 1, 7.0), ("O2", 2, 3.0)],
    ),
    (
        WITHOUT_ORDERS,
        [
            ("? 2024-01-01", 3349430249579984, 5.5),
            ("? 2024-01-01", 3349430249579985, 5.5),
            ("C1 2024-01-01", 3415172703593623, 10.0),
            ("C1 2024-01-01", 3415172703593624, 10.0),
            ("C1 2024-01-01", 3415172703593625, 10.0),
            ("C2 2024-01-02", 3238759783885538, 7.0),
            ("C3 2024-02-02", 385909873117041, 3.0),
        ],
    ),
    (
        SOME_ORDERS,
        [
            ("C1 2024-01-01", 622627641724915, 10.0),
            ("C1 2024-01-01", 622627641724916, 10.0),
            ("C2 2024-01-03", 3940074809331103, 4.0),
            *[("O1", 1, 10.0), ("O1", 2, 7.0), ("O1", 3, 10.0)],
        ],
    ),
]


@pytest.mark.parametrize("rows", [2, 1000])
@pytest.mark.parametrize(("text", "stored"), GOLDEN)
def test_lines_are_stored_under_the_keys_of_the_first_version(
    file, importing, held, monkeypatch, text, stored, rows
):
    monkeypatch.setattr(chunks, "ROWS", rows)
    importing(file(text), table="purchases")
    assert held("purchases", "order_id", "line", "amount") == stored


def test_rows_of_a_table_without_ids_are_stored_under_the_names_of_the_first_version(
    file, importing, held, monkeypatch
):
    monkeypatch.setattr(chunks, "ROWS", 4)
    importing(file(CONTACTS), table="contacts")
    assert held("contacts", "contact_id", "customer_id") == [
        ("auto-1990317c90abc39e", "C2"),
        ("auto-34571320bab424ea", "C2"),
        ("auto-713878029ae177c6", "C1"),
        ("auto-713878029ae177c6-2", "C1"),
        ("auto-713878029ae177c6-3", "C1"),
        ("auto-c9465123202a1288", "C3"),
    ]
