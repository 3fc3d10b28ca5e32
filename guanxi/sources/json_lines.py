"""JSON Lines, one object a line -> a table of text columns: numbers stay as they are written.

Nested objects become columns of their own, one level down (`customer.city`); what is deeper stays JSON text.
Objects need not have the same keys: the columns are all keys of the file, in the order they were first met.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from guanxi.sources.broken_text import BROKEN
from guanxi.sources.delimited import tidy_headers
from guanxi.sources.encodings import PlainText
from guanxi.sources.limits import LIMITS, Limits
from guanxi.sources.refusals import EmptyFile, TooManyColumns, UnknownFormat
from guanxi.sources.tables import OpenTable, Piece

BLOCK = 8 << 20
SHOWN = 100_000  # characters of a broken line that are kept
JUDGED = 60  # lines that tell whether this is JSON Lines at all


def open_json_lines(text: PlainText, *, file: str, known: str, limits: Limits = LIMITS) -> OpenTable:
    """The table of a JSON Lines file. It is read twice: once for its keys, once for its rows.

    Errors  UnknownFormat where it is other JSON; EmptyFile, TooManyColumns
    """
    keys: dict[str, None] = {}
    rows = lines = 0
    for found in _objects(text, limits):
        lines += len(found)
        for _, cells, _, _ in found:
            if cells is not None:
                rows += 1
                keys.update(dict.fromkeys(cells))
        if lines and not rows:
            raise UnknownFormat(file=file, found="JSON", known=known)
        if len(keys) > limits.columns:
            raise TooManyColumns(file=file, columns=len(keys), limit=limits.columns)
    if not lines:
        raise EmptyFile(file=file)
    if len(keys) < 2:
        raise UnknownFormat(file=file, found="JSON", known=known)
    names = dict(zip(keys, tidy_headers(list(keys)), strict=True))
    schema = dict.fromkeys(names.values(), pl.String)
    return OpenTable(
        file,
        "json_lines",
        schema,
        lambda: _pieces(text, names, schema, limits),
        encoding=text.encoding,
        height=rows,
    )


# The line, its cells or None, the reason why it is no row, its text.
Line = tuple[int, dict[str, str | None] | None, str, str]


def _pieces(
    text: PlainText, names: dict[str, str], schema: dict[str, pl.DataType], limits: Limits
) -> Iterator[Piece]:
    for found in _objects(text, limits):
        kept = [(line, cells) for line, cells, _, _ in found if cells is not None]
        broken = [(line, reason, said) for line, cells, reason, said in found if cells is None]
        columns = {name: [cells.get(key) for _, cells in kept] for key, name in names.items()}
        yield Piece(
            pl.DataFrame(columns, schema=schema),
            pl.Series("number", [line for line, _ in kept], pl.Int64),
            pl.DataFrame(broken, schema=BROKEN, orient="row"),
        )


def _objects(text: PlainText, limits: Limits) -> Iterator[list[Line]]:
    """The lines of the file that are not blank, some thousands at a time."""
    number, held = 1, b""
    with text.path.open("rb") as handle:
        handle.seek(text.start)
        while True:
            raw = handle.read(BLOCK)
            data = held + raw
            if not data:
                return
            end = data.rfind(b"\n") + 1 if raw else len(data)
            if not end and len(data) > limits.line:
                yield [(number, None, "line_too_long", data[:4000].decode("utf-8", "ignore"))]
                while (part := handle.readline(1 << 20)) and not part.endswith(b"\n"):
                    pass
                number, held = number + 1, b""
                continue
            lines = data[:end].removesuffix(b"\n").split(b"\n") if end else []
            found = [
                _line(number + n, line, limits) for n, line in enumerate(lines) if line.strip(b" \t\r\x00")
            ]
            if found:
                yield found
            number, held = number + len(lines), data[end:]
            if not raw:
                return


class _TwoOfAKey(ValueError):
    """An object names a key twice: which value is meant, nobody can know."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwoOfAKey
    return found


class _Number(str):
    """A number as it is written: 1e400 and 30 digits have no place in a machine's number."""


READER = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_Number, parse_int=_Number, parse_constant=_Number
)


def _line(number: int, raw: bytes, limits: Limits) -> Line:
    said = raw.decode("utf-8", "replace").removesuffix("\r")
    try:
        found = READER.decode(said.strip("\ufeff \t\r\x00"))
        if not isinstance(found, dict):
            return number, None, "no_object", said[:SHOWN]
        if not found:
            return number, None, "no_object", said[:SHOWN]
        return number, _cells(found, limits), "", ""
    except _TwoOfAKey:
        return number, None, "key_twice", said[:SHOWN]
    except RecursionError:
        return number, None, "nested_too_deep", said[:SHOWN]
    except ValueError:
        return number, None, "broken_json", said[:SHOWN]


def _cells(found: dict[str, Any], limits: Limits) -> dict[str, str | None]:
    cells: dict[str, str | None] = {}
    for key, value in found.items():
        if isinstance(value, dict) and value:
            for inner, cell in value.items():
                name = f"{key}.{inner}"
                if name in cells or name in found:
                    raise _TwoOfAKey
                cells[name] = _text(cell, limits)
        else:
            cells[key] = _text(value, limits)
    return cells


def _text(value: Any, limits: Limits) -> str | None:
    if value is None or type(value) is str:
        return value.encode("utf-8", "replace").decode("utf-8") if value else value
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if _depth(value, limits.depth) > limits.depth:
        raise RecursionError
    return _json(value).encode("utf-8", "replace").decode("utf-8")


def _json(value: Any) -> str:
    """JSON text again, its numbers as they were written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        inner = (f"{json.dumps(key, ensure_ascii=False)}: {_json(cell)}" for key, cell in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _depth(value: Any, limit: int) -> int:
    if limit < 0 or not isinstance(value, list | dict):
        return 1
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max((_depth(one, limit - 1) for one in inner), default=0)
