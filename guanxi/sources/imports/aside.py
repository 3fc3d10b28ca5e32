"""Rows that could not be used, as a file: mend them there and import it; their order lines fit back in."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from guanxi.facts.csv_files import write_csv
from guanxi.sentences import say
from guanxi.sources.imports.origin import Origin
from guanxi.sources.imports.staging import Staging

LAST = ("guanxi_row", "guanxi_reason", "guanxi_why", "guanxi_column", "guanxi_line", "guanxi_text")


def write_aside(staging: Staging, origin: Origin) -> Path | None:
    """Write all rows set aside as CSV; None where there are none.

    Out   the file's own columns as they were, then guanxi_row (where it stood), guanxi_reason, guanxi_why
          (in both languages), guanxi_column, guanxi_line; with several files also guanxi_file
    """
    files = staging.files("aside")
    frames = [frame for frame in (pl.read_parquet(path) for path in files) if frame.height]
    if not frames:
        return None
    aside = pl.concat(frames, how="diagonal_relaxed")
    reasons = aside["guanxi_reason"].unique().to_list()
    why = {
        r: f"{say(f'sources.reason.{r}', 'en')} / {say(f'sources.reason.{r}', 'zh-hans')}" for r in reasons
    }
    aside = aside.with_columns(guanxi_why=pl.col("guanxi_reason").replace_strict(why))
    own = [name for name in aside.columns if not name.startswith("guanxi_")]
    if len(origin.parts) > 1:
        own.append("guanxi_file")
    path = staging.folder / "set-aside.csv"
    draft = path.with_suffix(".draft")
    write_csv(aside.select(*own, *(name for name in LAST if name in aside.columns)), draft)
    draft.replace(path)
    return path
