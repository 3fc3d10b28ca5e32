"""Tables -> CSV files that a spreadsheet opens right and that cannot harm who opens them.

With a byte-order mark: without it Excel reads UTF-8 as the system's old code page, and Chinese turns to
noise; every other reader of CSV passes over the mark.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

STARTS_A_FORMULA = r"^\s*[=+\-@\t\r]"
PLAIN_NUMBER = r"^\s*[+\-]?[\d.,]+%?\s*$"


def write_csv(table: pl.DataFrame, path: Path) -> None:
    """Write the table; text that a spreadsheet would run as a formula gets an apostrophe before it.

    Numbers stay numbers, printed ones such as -5.00 too; lists become text with bars.
    """
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        harmless(flat(table)).write_csv(file, date_format="%Y-%m-%d", datetime_format="%Y-%m-%d %H:%M:%S")


def harmless(table: pl.DataFrame) -> pl.DataFrame:
    """The table with no text cell and no column name that would run as a formula."""
    text = [name for name, kind in table.schema.items() if kind == pl.String]
    quoted = table.with_columns(_quoted(pl.col(name)) for name in text)
    return quoted.rename(
        {name: f"'{name}" for name in table.columns if name.lstrip().startswith(tuple("=+-@"))}
    )


def _quoted(text: pl.Expr) -> pl.Expr:
    runs = text.str.contains(STARTS_A_FORMULA) & ~text.str.contains(PLAIN_NUMBER)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(text.meta.output_name())


def flat(table: pl.DataFrame) -> pl.DataFrame:
    """Nested columns as text; CSV has no other place for them."""
    nested = [name for name, kind in table.schema.items() if kind.is_nested()]
    as_text = [
        pl.Series(name, [None if cell is None else str(cell) for cell in table[name]]) for name in nested
    ]
    return table.with_columns(as_text)
