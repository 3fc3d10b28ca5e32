"""What the models answer of each distinct history, brought to every customer by a join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from guanxi.knowledge.lifetime.covariate_levels import placed_column
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma
from guanxi.knowledge.lifetime.histories import KEY, Histories, keyed, packed
from guanxi.knowledge.lifetime.value import Outlook

if TYPE_CHECKING:
    from ibis.expr.types import Table

COLUMNS = (
    "p_alive",
    "expected_purchases_91d",
    "expected_purchases_365d",
    "expected_mean_spend",
    "expected_spend_91d",
    "expected_spend_365d",
    "lifetime_value",
    "lifetime_value_low",
    "lifetime_value_high",
)


def answer_rows(found: Iterable[tuple[Sequence[str], Histories, Outlook]]) -> pa.Table:
    """One row per kind of customers and distinct history; given are levels, histories and their outlook."""
    return pa.concat_tables(_rows(*each) for each in found)


def _rows(levels: Sequence[str], counted: Histories, found: Outlook) -> pa.Table:
    """Keyed by the levels, and a history's three whole numbers in one: a join by one is the faster."""
    seen = counted.repeats, counted.last_days, counted.age_days
    unknown = np.full(len(counted), np.nan)
    columns = {
        "answer_key": packed(*(column.astype(np.int64) for column in seen)),
        "p_alive": found.p_alive,
        "expected_purchases_91d": found.expected_91d,
        "expected_purchases_365d": found.expected_365d,
        "history_discounted": found.discounted,
        "history_low": unknown if found.low is None else found.low,
        "history_high": unknown if found.high is None else found.high,
        **{f"answer_level_{i}": [level] * len(counted) for i, level in enumerate(levels)},
    }
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def without_answers(history: Table) -> Table:
    """The history with COLUMNS, all null."""
    import ibis

    return history.mutate(**{name: ibis.null("float64") for name in COLUMNS})


def with_answers(
    history: Table,
    answers: Table,
    levels: Mapping[str, Mapping[str, int]],
    spend: GammaGamma | None,
    *,
    as_of: date,
    margin: float,
) -> Table:
    """The history with COLUMNS, each customer's by the own history and levels (as `kinds.Kinds` has them)."""
    table = keyed(history, as_of=as_of).mutate(
        history_key=lambda t: packed(*(t[name] for name in KEY)),
        **{
            f"history_level_{i}": placed_column(history[column], known)
            for i, (column, known) in enumerate(levels.items())
        },
    )
    keys = [("history_key", "answer_key")]
    keys += [(f"history_level_{i}", f"answer_level_{i}") for i in range(len(levels))]
    own = [name for name in history.columns if name not in COLUMNS]
    return _money(table.join(answers, keys, how="left"), spend, margin).select(*own, *COLUMNS)


def _money(table: Table, spend: GammaGamma | None, margin: float) -> Table:
    """The spend model in closed form, as columns; null where mean spend is not above 0."""
    import ibis

    nothing = ibis.null("float64")
    if spend is None:
        return table.mutate(**{name: nothing for name in COLUMNS[3:]})

    def spent(t, value):
        # As a float: a whole number times a literal is a decimal to DuckDB, five times slower.
        return ibis.ifelse(t.mean_spend > 0, value(t.purchase_days.cast("float64"), t.mean_spend), nothing)

    table = table.mutate(
        expected_mean_spend=lambda t: spent(t, spend.expected_mean_spend),
        history_scale=lambda t: spent(t, lambda days, mean: margin * (days * mean + spend.gamma)),
    )
    return table.mutate(
        expected_spend_91d=lambda t: t.expected_purchases_91d * t.expected_mean_spend,
        expected_spend_365d=lambda t: t.expected_purchases_365d * t.expected_mean_spend,
        lifetime_value=lambda t: margin * t.expected_mean_spend * t.history_discounted,
        lifetime_value_low=lambda t: t.history_scale * t.history_low,
        lifetime_value_high=lambda t: t.history_scale * t.history_high,
    )
