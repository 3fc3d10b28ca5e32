"""What a firm's own files say of its customers: columns of the facts, and attributes, JSON as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

OF_FACTS = ("city",)  # columns of the facts "customers" that tell kinds of customers apart
# Inside brackets these mean something else, to one engine or the other; a dot stands for any character.
NOT_IN_BRACKETS = '^"\\[]'


def attribute(attributes: StringValue, key: str, *, flags: str = "") -> StringValue:
    """The text of an attribute, quoted or bare; null where it is absent or empty.

    In   key   a regular expression for its name, without a backslash: dialects differ on it
    """
    key = f'{flags}"(?:{key})"[ ]*:[ ]*'
    quoted = attributes.re_extract(key + '"([^"]*)"', 1).strip().nullif("")
    return quoted.fill_null(attributes.re_extract(key + '([^",} ]+)', 1).nullif("").nullif("null"))


def exactly(name: str) -> str:
    """The regular expression of a name as it is written."""
    return "".join(map(_literal, name))


def _literal(character: str) -> str:
    if character.isalnum() or character in " _":
        return character
    return "." if character in NOT_IN_BRACKETS else f"[{character}]"


def columns_of(names: Sequence[str]) -> dict[str, str]:
    """A column for each of these names, which may be any text: column -> name."""
    return {f"known_{place}": name for place, name in enumerate(names)}


def with_said(table: Table, customers: Table | None, columns: Mapping[str, str]) -> Table:
    """The table with what is said of each customer; null where nothing is.

    In      table      one row per customer
            customers  facts "customers"; None where the firm has none
            columns    new column -> the name of a column of the facts, or of an attribute
    """
    import ibis

    if customers is None:
        return table.mutate(**dict.fromkeys(columns, ibis.null("string")))
    # Two rows of one customer, merged since, must not become two customers.
    said = customers.group_by(_of="customer_id").aggregate(
        **{column: _said(customers, name).max() for column, name in columns.items()}
    )
    return table.left_join(said, [table.customer_id == said["_of"]]).drop("_of")


def _said(customers: Table, name: str) -> StringValue:
    if name in OF_FACTS:
        return customers[name].strip().nullif("")
    return attribute(customers.attributes, exactly(name))
