"""Mutants: whole files, broken in one of the ways files are broken; a number always gives the same one."""

from __future__ import annotations

import gzip
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.sources.mutations.seeds import delimited, seeds

LARGE = 300 << 20  # what a bomb unpacks to
CELLS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "43862",
    "9" * 40,
    "1e400",
    "0." + "3" * 60,
    "\u202e12",
]
NAMES = [
    "order",
    "'; drop table orders; --",
    "<script>alert(1)</script>",
    "=1+1",
    "\u202eredro",
    "a\u200bb",
    "ab",
    "",
    " ",
]
FILE_NAMES = [
    "../../etc/passwd",
    "/etc/passwd",
    "a\x00.csv",
    "C:\\a.csv",
    "con.csv",
    "a\u202egpj.csv",
    "..",
    "a\n.csv",
]


@dataclass(frozen=True)
class Mutant:
    """A file to read: its name, how it was broken, its bytes."""

    name: str
    how: str
    raw: bytes


def mutant(number: int) -> Mutant:
    chance = random.Random(number)
    how = MUTATIONS[number % len(MUTATIONS)]
    name, raw = how(chance)
    return Mutant(f"{number:04}.{name}", how.__name__, raw)


@cache
def _seeds() -> dict[str, bytes]:
    return seeds()


def _any(chance: random.Random, *endings: str) -> tuple[str, bytes]:
    name = chance.choice(
        [name for name in sorted(_seeds()) if name.endswith(endings or (".",)) or not endings]
    )
    return name, _seeds()[name]


def _text(chance: random.Random) -> tuple[str, bytes]:
    return _any(chance, ".csv", ".tsv", ".jsonl")


def truncated(chance):
    name, raw = _any(chance)
    return name, raw[: chance.randrange(len(raw))]


def another_encoding_from_here(chance):
    name, raw = _text(chance)
    other = delimited().encode(chance.choice(["utf-16", "gb18030", "latin-1", "utf-8"]), "replace")
    return name, raw[: chance.randrange(len(raw))] + other


def stray_quotes(chance):
    name, raw = _text(chance)
    for _ in range(chance.choice([1, 1, 2, 3, 7])):
        at = chance.randrange(len(raw))
        raw = raw[:at] + b'"' * chance.choice([1, 1, 2, 3]) + raw[at:]
    return name, raw


def lost_quotes(chance):
    name, raw = _text(chance)
    for _ in range(chance.choice([1, 2, 5])):
        places = [n for n, sign in enumerate(raw) if sign == 34]
        if places:
            at = chance.choice(places)
            raw = raw[:at] + raw[at + 1 :]
    return name, raw


def nul_bytes(chance):
    name, raw = _any(chance)
    at = chance.randrange(len(raw))
    return name, raw[:at] + b"\x00" * chance.choice([1, 2, 40, 4000]) + raw[at:]


def changed_bytes(chance):
    name, raw = _any(chance)
    found = bytearray(raw)
    for _ in range(chance.choice([1, 3, 20, 200])):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return name, bytes(found)


def a_piece_is_missing(chance):
    name, raw = _any(chance)
    at, end = sorted(chance.sample(range(len(raw)), 2))
    return name, raw[:at] + raw[end:]


def a_piece_is_there_twice(chance):
    name, raw = _any(chance)
    at, end = sorted(chance.sample(range(len(raw)), 2))
    return name, raw[:end] + raw[at:]


def ten_thousand_columns(chance):
    sign = chance.choice([",", ";", "\t"])
    many = sign.join(f"c{n}" for n in range(10_000))
    line = sign.join(["1"] * 10_000)
    return "wide.csv", (many + "\n" + f"{line}\n" * chance.choice([1, 30])).encode()


def a_row_of_ten_thousand_cells(chance):
    lines = _seeds()["utf8.csv"].split(b"\n")
    lines.insert(chance.randrange(1, len(lines)), b",".join([b"x"] * 10_000))
    return "wide.csv", b"\n".join(lines)


def an_endless_line(chance):
    name, raw = _any(chance, "utf8.csv", ".tsv", ".jsonl")
    lines = raw.split(b"\n")
    long = chance.choice([b"x", b",", b'"', b"{", b"[", b" "]) * (chance.choice([1, 18, 40]) << 20)
    lines.insert(chance.randrange(0, len(lines)), long)
    return name, b"\n".join(lines)


def mixed_line_ends(chance):
    name, raw = _any(chance, "utf8.csv", ".tsv", ".jsonl", "gb18030.csv")
    return name, b"".join(line + chance.choice([b"\n", b"\r\n", b"\r"]) for line in raw.split(b"\n"))


def marks_in_the_middle(chance):
    name, raw = _text(chance)
    lines = raw.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]))
    return name, chance.choice([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]) + b"\n".join(lines)


def nothing_in_it(chance):
    name, _ = _any(chance)
    return name, chance.choice(
        [b"", b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b" ", b"\x00", b",", b'"', b"{}", b"{}\n{}"]
    )


def header_twice(chance):
    name, raw = _any(chance, "utf8.csv", "crlf.csv", ".tsv", "gb18030.csv", "semicolon.csv")
    lines = raw.split(b"\n")
    for _ in range(chance.choice([1, 2, 5])):
        lines.insert(chance.randrange(1, len(lines)), lines[0])
    return name, b"\n".join(lines)


def lines_in_disorder(chance):
    name, raw = _text(chance)
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return name, b"\n".join(lines)


def odd_cells(chance):
    name, raw = _any(chance, "utf8.csv", ".tsv")
    sign = b"\t" if name.endswith(".tsv") else b","
    lines = raw.split(b"\n")
    for _ in range(20):
        at = chance.randrange(1, len(lines))
        cells = lines[at].split(sign)
        cells[chance.randrange(len(cells))] = chance.choice(CELLS).encode()
        lines[at] = sign.join(cells)
    return name, b"\n".join(lines)


def odd_names(chance):
    lines = _seeds()["utf8.csv"].split(b"\n")
    names = [chance.choice([*NAMES, "customer", "date", "amount"]) for _ in range(5)]
    lines[0] = ",".join(names).encode()
    return "names.csv", b"\n".join(lines)


def odd_json(chance):
    deep = chance.choice([40, 900, 100_000])
    odd = [
        b'{"customer": ' * deep + b"1" + b"}" * deep,
        b'{"a": ' + b"[" * deep + b"]" * deep + b"}",
        b'{"amount": 99999999999999999999999999999999999999999, "date": 1e999}',
        b'{"amount": NaN, "customer": "\\ud800", "date": -Infinity}',
        b'{"amount": 1, "amount": 2}',
        b'{"place.city": 1, "place": {"city": 2}}',
        b'{"": 1, " ": 2, "\\u200b": 3, "\\u0000": 4}',
        b"[1, 2]",
        b"null",
        json.dumps({f"k{n}": n for n in range(chance.choice([100, 5_000]))}).encode(),
    ]
    lines = _seeds()["lines.jsonl"].split(b"\n")
    for _ in range(3):
        lines.insert(chance.randrange(len(lines)), chance.choice(odd))
    raw = b"\n".join(lines)
    return ("odd.jsonl", raw) if chance.random() < 0.7 else ("odd.jsonl.gz", gzip.compress(raw))


def a_broken_line_inside_gzip(chance):
    name, raw = _any(chance, ".gz")
    inner = bytearray(gzip.decompress(raw))
    for _ in range(5):
        inner[chance.randrange(len(inner))] = chance.randrange(256)
    return name, gzip.compress(bytes(inner))


def a_gzip_bomb(chance):
    held = io.BytesIO()
    head = chance.choice([b"", b"customer,date,amount\n"])
    with gzip.GzipFile(fileobj=held, mode="wb", compresslevel=9, mtime=0) as target:
        target.write(head)
        for _ in range(LARGE >> 20):
            target.write(chance.choice([b"1,2,3\n" * 174_763, b"0" * (1 << 20)]))
    raw = held.getvalue()
    return "bomb.csv.gz", raw if chance.random() < 0.7 else gzip.compress(raw)


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def a_zip_bomb(chance):
    """A sheet of nothing but blanks; the directory tells its size, or lies."""
    parts = _parts(_seeds()["book.xlsx"])
    part = chance.choice(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
    parts[part] = parts[part].replace(b"?>", b"?>" + b" " * LARGE, 1)
    raw = _zipped(parts)
    if chance.random() < 0.5:
        raw = raw.replace(struct.pack("<I", len(parts[part])), struct.pack("<I", 1000))
    return "bomb.xlsx", raw


def far_out_cells(chance):
    """One cell in the last corner of a sheet: a reader that holds all cells between holds 17 billion."""
    parts = _parts(_seeds()["book.xlsx"])
    row, column = chance.choice([(1_048_576, "XFD"), (1_048_576, "E"), (4_000_000_000, "A"), (122, "XFD")])
    far = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'.encode()
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", far)
    parts["xl/worksheets/sheet1.xml"] = sheet
    return "far.xlsx", _zipped(parts)


def a_broken_part_of_a_workbook(chance):
    parts = _parts(_seeds()["book.xlsx"])
    name = chance.choice(sorted(parts))
    content = bytearray(parts[name])
    for _ in range(chance.choice([1, 5, 50])):
        content[chance.randrange(len(content))] = chance.choice(b'<>/"=&;: 019AZaz\x00\xff')
    parts[name] = bytes(content)
    if chance.random() < 0.2:
        del parts[chance.choice(sorted(parts))]
    return "broken.xlsx", _zipped(parts)


def macros_and_formulas(chance):
    parts = _parts(_seeds()["book.xlsx"]) | {"xl/vbaProject.bin": chance.randbytes(2000)}
    formula = b"<f>" + chance.choice([b"WEBSERVICE(A1)", b"1/0", b"A" * 9000]) + b"</f>"
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>", formula + b"<v>", chance.choice([1, 50]))
    return "macros.xlsm", _zipped(parts)


def dates_as_numbers(chance):
    parts = _parts(_seeds()["book.xlsx"])
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b' s="1"', b"", chance.choice([1, 500]))
    return "dates.xlsx", _zipped(parts)


def a_zip_of_something_else(chance):
    inner = _zipped({"orders.csv": _seeds()["utf8.csv"]})
    for _ in range(chance.randrange(3)):
        inner = _zipped({"inner.zip": inner, "../../orders.csv": b"1,2"})
    return "orders.xlsx", inner


def a_broken_footer_of_parquet(chance):
    raw = bytearray(_seeds()["table.parquet"])
    size = struct.unpack("<I", raw[-8:-4])[0]
    if chance.random() < 0.3:
        raw[-8:-4] = struct.pack("<I", chance.choice([0, 1, size - 1, size + 1, 2**31 - 1, 2**32 - 1]))
    else:
        for _ in range(chance.choice([1, 2, 8])):
            raw[chance.randrange(len(raw) - 8 - size, len(raw) - 8)] = chance.randrange(256)
    return "broken.parquet", bytes(raw)


def odd_parquet(chance):
    import pyarrow as pa
    import pyarrow.parquet as pq

    kind = chance.randrange(8)
    nested = pa.array([1, 2])
    if kind == 0:
        for _ in range(chance.choice([5, 60])):
            nested = pa.StructArray.from_arrays([nested], ["in"])
    columns = {
        "customer": pa.array(["C1", "C2"]),
        "date": [
            pa.array([2**62, -(2**62)], pa.timestamp("us")),
            pa.array([2**31 - 1, -(2**31)], pa.date32()),
            pa.array([0, 86_400_000], pa.date64()),
            pa.array([1, 2], pa.time64("us")),
        ][kind % 4],
        "amount": [
            pa.array([2**64 - 1, 0], pa.uint64()),
            pa.array([float("nan"), float("inf")]),
            pa.array([10**70, 1], pa.decimal256(76, 0)),
            pa.array([10**37, 1], pa.decimal128(38, 0)),
        ][kind % 4],
        "=1+1": pa.array([b"\xff\x00", b"text"]),
        "nested": nested,
        "list": pa.array([[1, 2], None]),
        "null": pa.nulls(2),
        "kind": pa.array(["a", "b"]).dictionary_encode(),
        "a\u200b": pa.array([{"b": 1, "c": [1]}, None]),
    }
    if kind == 6:
        columns |= {f"c{n}": pa.array([1, 2]) for n in range(5_000)}
    held = io.BytesIO()
    pq.write_table(pa.table(columns), held)
    return "odd.parquet", held.getvalue()


def another_ending(chance):
    _, raw = _any(chance)
    return chance.choice(["a.csv", "b.xlsx", "c.parquet", "d.jsonl", "e", "f.gz"]), raw


def a_file_of_another_kind(chance):
    kinds = [
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"<html><table>",
        b"{\\rtf1",
        b"SQLite format 3\x00",
        b"\x7fELF",
        b"MZ",
    ]
    return "other.csv", chance.choice(kinds) + chance.randbytes(3000)


def noise(chance):
    return chance.choice(["n.csv", "n.xlsx"]), chance.randbytes(chance.choice([1, 100, 100_000]))


MUTATIONS: tuple[Callable[[random.Random], tuple[str, bytes]], ...] = (
    truncated,
    another_encoding_from_here,
    stray_quotes,
    lost_quotes,
    nul_bytes,
    changed_bytes,
    a_piece_is_missing,
    a_piece_is_there_twice,
    ten_thousand_columns,
    a_row_of_ten_thousand_cells,
    an_endless_line,
    mixed_line_ends,
    marks_in_the_middle,
    nothing_in_it,
    header_twice,
    lines_in_disorder,
    odd_cells,
    odd_names,
    odd_json,
    a_broken_line_inside_gzip,
    a_gzip_bomb,
    a_zip_bomb,
    far_out_cells,
    a_broken_part_of_a_workbook,
    macros_and_formulas,
    dates_as_numbers,
    a_zip_of_something_else,
    a_broken_footer_of_parquet,
    odd_parquet,
    another_ending,
    a_file_of_another_kind,
    noise,
)
