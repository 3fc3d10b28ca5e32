"""What a spreadsheet needs to read a CSV file as it was meant."""

from __future__ import annotations

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's old code page
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> object:
    """Text that a spreadsheet takes for text, whatever somebody called something or answered."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell
