"""A store that holds one person in every place there is, and a look into every byte of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from guanxi.engines import engine as new_engine
from guanxi.facts import journal, merges
from guanxi.facts.changes import ChangeNote
from guanxi.facts.store import Store
from guanxi.facts.undo import undo
from guanxi.sources.imports import ImportSettings, run_import
from guanxi.sources.imports.origin import from_places

AT, TODAY = datetime(2025, 6, 1, 8, tzinfo=UTC), date(2025, 6, 1)
WHO = "CUST-0042"
TELLING = (
    WHO,
    "CUST-9042",
    "Wilhelmina Quastenberg",
    "+49 30 5550142",
    "w.quastenberg@mail.example",
    "0142-555",
)
PEOPLE = [
    (WHO, "Wilhelmina Quastenberg", "+49 30 5550142", "w.quastenberg@mail.example"),
    ("CUST-9042", "Wilhelmina Quastenberg", "+49 30 5550142", ""),
    ("CUST-0001", "Somebody Else", "+49 30 1110001", "else@mail.example"),
    ("CUST-0002", "A Third One", "+49 30 1110002", "third@mail.example"),
]


def note(change_id: str, kind: str = "import") -> ChangeNote:
    return ChangeNote(change_id, kind, "ann", AT, {})


def import_text(store: Store, name: str, text: str, **settings):
    folder = store.root.parent / "files"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv").write_text(text, "utf-8")
    origin = from_places(str(folder / f"{name}.csv"))
    chosen = ImportSettings(**settings)
    return run_import(store, origin, chosen, change_id=name, by="ann", at=AT, today=TODAY)


def people(*rows) -> str:
    return "Customer ID,Name,Phone,E-mail\n" + "".join(",".join(row) + "\n" for row in rows)


def orders() -> str:
    lines = ["Order,Customer,Date,Amount,Product"]
    for n, (who, *_) in enumerate(PEOPLE):
        lines += [f"O{n}{k},{who},2025-0{1 + k}-1{n},{10 * (n + 1) + k}.5,p{k}" for k in range(4)]
    lines.append(f"O99,{WHO},no-day-at-all,12.0,p1")  # set aside
    lines.append("O98,CUST-0001,no-day-either,13.0,p1")
    return "\n".join(lines) + "\n"


def begin(root: Path) -> Store:
    """One person: imported, corrected, undone, merged, sent live, refused, set aside, known in a snapshot."""
    store = Store(root)
    import_text(store, "people", people(*PEOPLE), table="customers")
    import_text(store, "orders", orders(), table="purchases")
    moved = [(PEOPLE[0][0], PEOPLE[0][1], "0142-555", PEOPLE[0][3])]
    import_text(store, "moved", people(*moved), table="customers")
    undo(store, "moved", note=note("undone", "undo"))
    dearer = "Order,Customer,Date,Amount,Product\n" + f"O00,{WHO},2025-01-10,99.5,p0\n"
    import_text(store, "dearer", dearer, table="purchases")
    others()(store)
    merges.merge(store, [(WHO, "CUST-9042", 0.98)], note=note("merged", "merge"), on=TODAY)
    merges.keep_apart(store, WHO, "CUST-0001", by="ann", at=AT)
    live(store)
    snapshot(root)
    (root / "uploads" / "waiting").mkdir(parents=True)
    (root / "uploads" / "waiting" / "people.csv").write_text(people(PEOPLE[0]), "utf-16")
    (root / "uploads" / "other").mkdir()
    (root / "uploads" / "other" / "people.csv").write_text(people(PEOPLE[2]), "utf-8")
    return store


def others():
    def say(store: Store) -> None:
        for who in (WHO, "CUST-0001"):
            n = who[-4:]
            _say(
                store,
                "contacts",
                contact_id=f"k{n}",
                customer_id=who,
                contacted_on=TODAY,
                proposal="Call Wilhelmina Quastenberg",
            )
            _say(
                store,
                "answers",
                response_id=f"r{n}",
                question="q",
                customer_id=who,
                answered_on=TODAY,
                score=4.0,
                comment="I am Wilhelmina Quastenberg" if who == WHO else "fine",
            )
            _say(
                store,
                "complaints",
                complaint_id=f"c{n}",
                customer_id=who,
                complained_on=TODAY,
                complaint_text=f"{who} is angry",
                compensation=5.0,
            )
            _say(store, "points", entry_id=f"e{n}", customer_id=who, entered_on=TODAY, points=3.0)
            _say(
                store,
                "episodes",
                episode_id=f"{who}@2025-01-01",
                customer_id=who,
                opened_on=TODAY,
                arm="followed_up",
            )

    return say


def _say(store: Store, table: str, **row) -> None:
    if table == "contacts" and row["customer_id"] != WHO:
        row.pop("proposal")
    key = "-".join(str(row[k]) for k in store.held(table).spec.key[:1])
    rows = pa.table({name: [value] for name, value in row.items()})
    store.change(table, rows, note=note(f"{table}-of-{key.split('@')[0][-4:]}"))


def live(store: Store) -> None:
    day = "2025-05-01"
    row = {"order_id": "L1", "line": 1, "customer_id": WHO, "purchased_on": day, "amount": 7.0}
    other = row | {"order_id": "L2", "customer_id": "CUST-0001"}
    journal.append(store, "purchases", [row, other], by="shop", at=AT)
    bad = {"customer_id": WHO, "name": TELLING[2], "phone": TELLING[3]}
    journal.append(store, "customers", [bad], by="shop", at=AT)
    accepted = journal.append(store, "contacts", [{"contact_id": "x", "customer_id": WHO}], by="shop", at=AT)
    journal.drain(store)  # the contact has no day: refused
    assert (store.root / "live/contacts/refused" / f"{accepted.batch}.json").exists()
    journal.append(store, "purchases", [row | {"order_id": "L3"}], by="shop", at=AT, key="waits")
    journal.append(
        store,
        "points",
        [{"entry_id": "w", "customer_id": WHO, "entered_on": day, "points": 1.0}],
        by="shop",
        at=AT,
    )


def snapshot(root: Path) -> None:
    folder = root / "snapshots" / "2025-05-31-abc"
    (folder / "profile").mkdir(parents=True)
    rows = {"customer_id": [who for who, *_ in PEOPLE], "spend": [1.0, 2.0, 3.0, 4.0]}
    pl.DataFrame(rows).write_parquet(folder / "profile" / "0.parquet")
    (root / "timelines" / folder.name).mkdir(parents=True)
    pl.DataFrame(rows).write_parquet(root / "timelines" / folder.name / "0.parquet")
    (folder / "card.json").write_text(
        f'{{"as_of": "2025-05-31", "notes": [{{"facts": {{"best": "{WHO}"}}}}]}}'
    )


def found_in(root: Path, texts: tuple[str, ...] = TELLING) -> dict[str, str]:
    """Every file that holds one of the texts: as bytes, or in a cell of a Parquet file."""
    found = {}
    for path in root.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        for text in texts:
            if any(text.encode(code) in content for code in ("utf-8", "utf-16-le")) or text in path.name:
                found[str(path.relative_to(root))] = text
        if path.suffix == ".parquet":
            for column in pl.read_parquet(path, hive_partitioning=False).iter_columns():
                cells = (
                    column.cast(pl.String, strict=False)
                    if not column.dtype.is_nested()
                    else column.map_elements(str)
                )
                for text in texts:
                    if cells.str.contains(text, literal=True).any():
                        found[str(path.relative_to(root))] = text
    return found


def rows(store: Store, table: str, **how) -> list[dict]:
    session = new_engine("duckdb")
    try:
        return session.collect(store.read(table, session, **how)).to_pylist()
    finally:
        session.close()


def revenue(store: Store) -> float:
    return round(sum(row["amount"] for row in rows(store, "purchases")), 6)
