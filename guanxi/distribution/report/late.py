"""The customers to call first: late, most value at risk on top, each with the rhythm to be seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import pyarrow as pa

from guanxi import formats
from guanxi.distribution.report import html
from guanxi.distribution.rhythm_strip import rhythm_strip
from guanxi.sentences import say

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.distribution.pictures import Voice
    from guanxi.engines import Engine

SHOWN = 25


@dataclass(frozen=True)
class Late:
    """One late customer and the days of the purchases."""

    customer_id: str
    cycle_days: int
    days_overdue: int
    value_at_risk: float
    warning: str
    purchased_on: tuple[date, ...]


def latest_of_all(customers: Table, purchases: Table, *, as_of: date, engine: Engine) -> list[Late]:
    """Up to 25 customers with a warning, most value at risk first."""
    late = customers.filter(lambda t: t.warning != "none").order_by(
        [lambda t: t.value_at_risk.desc(), lambda t: t.customer_id]
    )
    columns = ("customer_id", "cycle_days", "days_overdue", "value_at_risk", "warning")
    rows = engine.collect(late.select(*columns).limit(SHOWN)).to_pylist()
    days = _days([row["customer_id"] for row in rows], purchases, as_of, engine) if rows else {}
    return [Late(**row, purchased_on=tuple(days[row["customer_id"]])) for row in rows]


def _days(ids: list[str], purchases: Table, as_of: date, engine: Engine) -> dict[str, list[date]]:
    wanted = engine.table(pa.table({"customer_id": ids}))
    bought = purchases.filter(lambda t: (t.amount > 0) & (t.purchased_on <= as_of))
    found = bought.semi_join(wanted, "customer_id").select("customer_id", "purchased_on").distinct()
    days: dict[str, list[date]] = defaultdict(list)
    for row in engine.collect(found).to_pylist():
        days[row["customer_id"]].append(row["purchased_on"])
    return days


def section(found: list[Late], as_of: date, voice: Voice) -> list[str]:
    language = voice.language
    columns = [voice.label(name) for name in ("customer_id", "days_overdue", "cycle_days", "value_at_risk")]
    return [
        html.heading(say("report.call_first", language)),
        html.paragraph(say("report.call_first_how", language, n=len(found)), quiet=True),
        html.rows([*columns, say("report.rhythm", language)], [_row(each, as_of, voice) for each in found]),
    ]


def _row(each: Late, as_of: date, voice: Voice) -> list[str]:
    strip = rhythm_strip(
        each.purchased_on,
        as_of=as_of,
        cycle_days=each.cycle_days,
        warning=each.warning,
        language=voice.language,
    )
    return [
        escape(each.customer_id),
        escape(f"{formats.days(each.days_overdue, voice.language)} · {voice.of('warning', each.warning)}"),
        escape(formats.days(each.cycle_days, voice.language)),
        escape(voice.money(each.value_at_risk)),
        strip,
    ]
