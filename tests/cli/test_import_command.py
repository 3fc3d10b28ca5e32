"""`guanxi import`, `imports` and `undo`: looked at, taken in, said exactly, stopped, and taken back."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from guanxi.sources.imports import run as run_module
from tests.cli.conftest import Answer

ORDERS = """Order,Customer,Date,Amount,Product
A1,ann,2025-01-03,10.00,tea
A2,bob,2025-01-04,4.50,cup
A3,,2025-01-05,7.00,tea
A4,cid,2025-01-06,seven,tea
"""
DEARER = ORDERS.replace("4.50", "6.50").replace(
    "A4,cid,2025-01-06,seven,tea\n", "A9,eva,2025-02-01,1.00,pot\n"
)


@dataclass
class Clerk:
    """Somebody with files, a store and a terminal."""

    folder: Path
    guanxi: object

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def file(self, text: str = ORDERS, name: str = "orders.csv") -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    def run(self, command: str, *arguments) -> Answer:
        return self.guanxi(command, *arguments, "--store", self.store)

    def told(self, command: str, *arguments):
        """What it says as JSON."""
        answer = self.run(command, *arguments, "--json")
        assert answer.code == 0, answer.complaint
        return json.loads(answer.said)


@pytest.fixture
def clerk(guanxi, tmp_path):
    return Clerk(tmp_path, guanxi)


def test_a_preview_says_what_each_column_is_and_why_and_writes_nothing(clerk):
    answer = clerk.run("import", clerk.file(), "--preview")
    assert answer.code == 0
    assert "would be read as purchases" in answer.said
    assert "Amount is Amount: the header says so and the values fit." in answer.said
    assert clerk.told("import", clerk.file(), "--preview")["mapping"]["amount"] == {
        "column": "Amount",
        "by": "header",
    }
    assert not clerk.store.exists()


def test_an_import_says_what_became_of_every_row(clerk):
    answer = clerk.run("import", clerk.file())
    assert "purchases: 4 rows read; 3 new, 0 updated, 0 unchanged." in answer.said
    assert "1 rows were set aside" in answer.said
    assert "1 rows have no customer" in answer.said
    assert "guanxi undo 2" in answer.said


def test_what_a_program_reads_has_the_same_figures(clerk):
    told = clerk.told("import", clerk.file())
    assert (told["rows_read"], told["inserted"], told["set_aside"]) == (4, 3, {"unreadable_amount": 1})
    assert (told["was_known"], told["without_customer"]) == (False, 1)
    assert Path(told["set_aside_file"]).exists()
    (listed,) = clerk.told("imports")
    assert (listed["change_id"], listed["inserted"]) == (told["change"], 3)


def test_rows_set_aside_are_mended_and_imported(clerk):
    aside = Path(clerk.told("import", clerk.file())["set_aside_file"])
    mended = aside.read_text("utf-8-sig").replace("seven", "7.00")
    told = clerk.told("import", clerk.file(mended, "mended.csv"))
    assert (told["inserted"], told["set_aside"]) == (1, {})


def test_the_same_file_again_changes_nothing_and_says_so(clerk):
    first = clerk.told("import", clerk.file())
    answer = clerk.run("import", clerk.file(name="copy.csv"))
    assert answer.code == 0
    assert f"nothing changed ({first['change']})" in answer.said
    assert len(clerk.told("imports")) == 1
    again = clerk.told("import", clerk.file(), "--again")
    assert (again["inserted"], again["unchanged"]) == (0, 3)


@pytest.mark.parametrize(
    ("mode", "inserted", "updated", "skipped"), [("both", 1, 1, 0), ("create", 1, 0, 3), ("update", 0, 1, 1)]
)
def test_three_ways_of_importing(clerk, mode, inserted, updated, skipped):
    clerk.run("import", clerk.file())
    told = clerk.told("import", clerk.file(DEARER, "second.csv"), "--mode", mode)
    assert (told["inserted"], told["updated"], told["skipped"]) == (inserted, updated, skipped)


def test_what_a_person_says_of_columns_and_kind_holds(clerk):
    told = clerk.told("import", clerk.file(), "--preview", "--column", "place=Product", "--what", "purchases")
    assert told["mapping"]["place"] == {"column": "Product", "by": "person"}


def test_rules_say_what_they_caught_and_how_revenue_adds_up(clerk):
    returned = ORDERS + "A5,ann,2025-02-01,-10.00,tea\n"
    answer = clerk.run("import", clerk.file(returned), "--rules", "general")
    assert "Gross revenue is 21.50" in answer.said
    assert "Net revenue is 11.50" in answer.said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--mode", "some"), "--mode cannot be some. Allowed: 'both', 'create' or 'update'."),
        (("--empty", "x"), "Allowed: 'keep' or 'clear'"),
        (("--day-month", "ymd"), "Allowed: 'dmy' or 'mdy'"),
        (("--column", "amount"), "--column amount names no column"),
        (("--column", "amount=Totl"), "The file has no column Totl"),
        (("--column", "speed=Amount"), "purchases have no speed"),
        (("--what", "weather"), "weather is nothing that can be imported"),
        (("--rules", "mine"), "There is no set of rules mine"),
        (("--wrong", "x"), "--wrong"),
    ],
)
def test_a_wrong_option_is_answered_with_the_right_ones(clerk, options, said):
    answer = clerk.run("import", clerk.file(), *options)
    assert answer.code == 2
    assert said in answer.complaint
    assert "Traceback" not in answer.complaint
    assert not (clerk.store / "facts").exists()


def test_what_cannot_be_read_is_one_sentence(clerk):
    for source in (clerk.folder / "nothing.csv", clerk.file("", "empty.csv"), "ftp://host/orders.csv"):
        answer = clerk.run("import", source)
        assert (answer.code, answer.said) == (2, "")
        assert len(answer.complaint.strip().splitlines()) == 1


def test_a_folder_and_a_pattern_are_one_import_each(clerk):
    head, *rows = ORDERS.splitlines()[:4]
    for n, row in enumerate(rows):
        clerk.file(f"{head}\n{row}\n", f"months/2025-0{n + 1}.csv")
    clerk.file("not a table", "months/readme.md")
    assert clerk.told("import", clerk.folder / "months" / "*-0[12].csv")["inserted"] == 2
    told = clerk.told("import", clerk.folder / "months")
    assert (told["inserted"], told["unchanged"]) == (1, 2)


def test_a_database_gives_a_table_or_the_answer_to_a_query(clerk):
    path = clerk.folder / "till.db"
    with sqlite3.connect(path) as till:
        till.execute("create table sales (number text, customer text, date text, amount real)")
        till.execute(
            "insert into sales values ('A1', 'ann', '2025-01-03', 10), ('A2', 'bob', '2025-01-04', 4)"
        )
    till.close()
    url = f"sqlite:///{path}"
    query = "SELECT * FROM sales WHERE amount > 5"
    assert clerk.told("import", url, "--query", query)["inserted"] == 1
    told = clerk.told("import", url, "--table", "sales")
    assert (told["inserted"], told["unchanged"]) == (1, 1)
    answer = clerk.run("import", url, "--table", "sale")
    assert (answer.code, "sales" in answer.complaint) == (2, True)
    assert clerk.run("import", url, "--query", "DELETE FROM sales").code == 2


def test_ctrl_c_stops_an_import_and_nothing_of_it_stays(clerk, monkeypatch):
    def interrupted(*arguments):
        os.kill(os.getpid(), signal.SIGINT)
        return first_read(*arguments)

    first_read = run_module.read_chunks
    monkeypatch.setattr(run_module, "read_chunks", interrupted)
    before = signal.getsignal(signal.SIGINT)
    answer = clerk.run("import", clerk.file())
    assert answer.code == 130
    assert "The import was cancelled; nothing of it was kept" in answer.complaint
    assert not (clerk.store / "facts" / "purchases").exists()
    assert not list((clerk.store / "imports").glob("*/*"))
    assert signal.getsignal(signal.SIGINT) is before


def test_a_database_that_was_cut_off_is_read_anew(clerk, monkeypatch):
    path = clerk.folder / "till.db"
    with sqlite3.connect(path) as till:
        till.execute("create table sales (number text, customer text, date text, amount real)")
        till.execute("insert into sales values ('A1', 'ann', '2025-01-03', 10)")
    with monkeypatch.context() as cut:
        cut.setattr(run_module, "warnings", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert clerk.run("import", f"sqlite:///{path}", "--table", "sales").code == 130
    with sqlite3.connect(path) as till:
        till.execute("insert into sales values ('A2', 'bob', '2025-01-04', 4)")
    till.close()
    assert clerk.told("import", f"sqlite:///{path}", "--table", "sales")["inserted"] == 2


def test_nothing_imported_yet_is_said(clerk):
    assert clerk.run("imports").said.strip() == "Nothing was imported yet."


def test_an_import_is_taken_back_and_that_too(clerk):
    change = clerk.told("import", clerk.file())["change"]
    looked = clerk.run("undo", change, "--dry-run")
    assert "3 rows would go, 0 would be put back" in looked.said
    assert "stands" in clerk.run("imports").said
    done = clerk.told("undo", change)
    assert (done["deleted"], done["restored"], done["conflicts"]) == (3, 0, [])
    assert "taken back" in clerk.run("imports").said
    clerk.run("undo", done["change"])
    assert [each["state"] for each in clerk.told("imports")][-1] == "done"


def test_a_row_that_a_later_import_said_is_kept_and_named_or_put_back(clerk):
    first = clerk.told("import", clerk.file())["change"]
    clerk.run("import", clerk.file(DEARER.splitlines()[0] + "\nA2,bob,2025-01-04,6.50,cup\n", "second.csv"))
    kept = clerk.run("undo", first, "--dry-run")
    assert "2 rows would go, 0 would be put back; 1 were said by a later import too" in kept.said
    assert "A2, 1: said since by" in kept.said
    clerk.run("undo", first, "--put-back")
    assert clerk.told("imports")[0]["deleted"] == 3


def test_an_unknown_change_and_one_taken_back_already_are_refused_in_words(clerk):
    change = clerk.told("import", clerk.file())["change"]
    assert clerk.run("undo", "20200101T000000-none").code == 2
    clerk.run("undo", change)
    answer = clerk.run("undo", change)
    assert answer.code == 2
    assert "This change was taken back already" in answer.complaint
