"""`guanxi lifetime --model sbg|bdw`: renewals, from a retention table, contracts or payments."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import numpy as np

from guanxi.commands.lifetime_asked import Asked, NotAHistory, ahead, discount, noted, numbers
from guanxi.commands.lifetime_known import known as how_known
from guanxi.commands.lifetime_orders import read_said
from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.contract import Contract
from guanxi.knowledge.lifetime.contract_fit import fit_beta_discrete_weibull, fit_shifted_beta_geometric
from guanxi.knowledge.lifetime.periods import a_period, known_period
from guanxi.knowledge.lifetime.renewals import paid_renewals, renewals
from guanxi.knowledge.lifetime.retention import Retention, retention
from guanxi.sources.contracts import contracts, holds_contracts, holds_retention, retention_cohorts
from guanxi.sources.files import SourceTable, read_file
from guanxi.sources.purchases import purchases_of

FITS = {"sbg": fit_shifted_beta_geometric, "bdw": fit_beta_discrete_weibull}


class NoDayToCountTo(BadInput):
    code = "cli.no_day_to_count_to"


def fitted(asked: Asked) -> dict[str, Any]:
    """Fit a model of renewals, and project the share still there.

    The file is one of: a retention table (cohort, period, customers; or a column per period), contracts
    (customer, start, end; needs --as-of), an order list of payments.

    unit      the period between two renewals: month by default
    history   renewals a customer already has: what is still to come of them is added
    """
    unit = known_period(asked.unit or "month")
    already = 0 if asked.history is None else _tenure(asked.history)
    far = int(ahead(asked, 12, whole=True))
    table = read_file(asked.file)
    counted, said, notes = _read(table, asked, unit)
    model = FITS[asked.model](counted)
    found = {"model": asked.model, "unit": unit, "as_of": None} | said
    found |= model.card() | {"model": asked.model, "name": model.name}
    found["posterior"] = how_known(model, counted)[1]
    found["retention"] = _rows(counted, model)
    found["forecast"] = _forecast(model, already, far, a_period(discount(asked), unit))
    found["notes"] = noted([*table.notes, *notes, *model.notes], asked.language)
    return found


def _read(table: SourceTable, asked: Asked, unit: str) -> tuple[Retention, dict[str, Any], list[Note]]:
    said = {"file": table.file, "rows_read": table.rows.height, "rows_set_aside": 0, "set_aside": {}}
    if holds_contracts(table, asked.columns):
        if asked.as_of is None:
            raise NoDayToCountTo()
        read = contracts(table, asked.columns)
        counted = renewals(read.starts, read.ends, as_of=asked.as_of, period=unit)
        said |= {"rows_set_aside": sum(read.set_aside.values()), "set_aside": read.set_aside}
        said |= {"columns": read.columns, "as": "contracts"}
        return counted.table, {"as_of": asked.as_of.isoformat(), "read": said}, [*read.notes, *counted.notes]
    if holds_retention(table, asked.columns):
        cohorts, columns, notes = retention_cohorts(table, asked.columns)
        said |= {"columns": columns, "as": "retention", "cohorts": len(cohorts)}
        return retention(*cohorts.values()), {"read": said}, list(notes)
    return _payments(table, asked, unit)


def _payments(table: SourceTable, asked: Asked, unit: str) -> tuple[Retention, dict[str, Any], list[Note]]:
    read = purchases_of(table, columns=dict(asked.columns), as_of=asked.as_of)
    as_of = asked.as_of or read.report.last_purchase_on
    with closing(new_engine()) as engine:
        purchases = engine.table(read.purchases)
        counted = paid_renewals(purchases, as_of=as_of, engine=engine, period=unit)
    said = {"as_of": as_of.isoformat(), "read": read_said(read.report) | {"as": "payments"}}
    return counted.table, said, [*read.report.notes, *read.report.mapping.guesses, *counted.notes]


def _rows(counted: Retention, model: Contract) -> list[dict[str, Any]]:
    """Period by period: whose renewal was due, who left, the share that renewed, and the model's."""
    periods = np.arange(1, counted.periods + 1)
    return [
        {
            "period": int(period),
            "due": int(due),
            "lost": int(lost),
            "renewed": None if np.isnan(renewed) else float(renewed),
            "renewed_by_model": float(by_model),
        }
        for period, due, lost, renewed, by_model in zip(
            periods,
            counted.at_risk,
            counted.lost,
            counted.renewed,
            model.retention_rate(periods),
            strict=True,
        )
    ]


def _forecast(model: Contract, already: int, ahead: int, discount: float) -> dict[str, Any]:
    periods = already + np.arange(1, ahead + 1)
    ends = model.survival_range(periods, already=already)
    to_come = model.residual_lifetime_range(already, discount)
    low, high = (None, None) if ends is None else ([float(v) for v in end] for end in ends)
    return {
        "already": already,
        "ahead": ahead,
        "survival": [float(share) for share in model.survival(periods, already=already)],
        "survival_low": low,
        "survival_high": high,
        "discount_a_period": discount,
        "residual_lifetime": model.residual_lifetime(already, discount),
        "residual_lifetime_range": None if to_come is None else list(to_come),
    }


def _tenure(text: str) -> int:
    (already,) = numbers(text, 1, "renewals")
    if not 0 <= already < 1e6 or already != int(already):
        raise NotAHistory(asked=text, shape="renewals")
    return int(already)
