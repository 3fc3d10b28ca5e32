"""`guanxi lifetime --covariate`: a model of buying whose groups of customers differ."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from guanxi.commands.lifetime_asked import Asked, ahead, noted
from guanxi.commands.lifetime_orders import asked_history, read_said
from guanxi.engines import engine as new_engine
from guanxi.knowledge.lifetime.covariates import (
    ByGroup,
    NoCovariateColumn,
    WithCovariates,
    histories_by,
)
from guanxi.knowledge.lifetime.covariates_fit import (
    fit_with_covariates,
    refuse_levels,
    refuse_other_model,
)
from guanxi.knowledge.lifetime.covariates_said import effect_said, level_said
from guanxi.knowledge.lifetime.histories import unit_days
from guanxi.knowledge.lifetime.orders import log_gaps, order_history
from guanxi.sources.files import SourceTable, read_file
from guanxi.sources.from_the_start import from_the_start
from guanxi.sources.purchases import purchases_of


def fitted(asked: Asked) -> dict[str, Any]:
    """Read the purchases with what stands beside them, fit, and say how the groups differ.

    Out     the card of the model, its effects, each with a sentence; groups: every combination of levels
            with its customers and parameters, and a forecast of each where a history was asked for
    Errors  NoCovariatesFor another model; NoCovariateColumn; OneLevel, TooManyLevels, TooFewInGroups;
            what the fit without covariates refuses
    """
    unit = asked.unit or "week"
    unit_days(unit)
    refuse_other_model(asked.model)
    history = None if asked.history is None else asked_history(asked.history)
    far = ahead(asked, 39.0)
    table = read_file(asked.file)
    names = [_there(name, table) for name in dict.fromkeys(asked.covariates)]
    read = purchases_of(table, columns=dict(asked.columns), as_of=asked.as_of)
    as_of = asked.as_of or read.report.last_purchase_on
    words, notes = from_the_start(table, read.report.mapping.columns, names, as_of=as_of)
    with closing(new_engine()) as engine:
        purchases = engine.table(read.purchases)
        customers = order_history(purchases, as_of=as_of)
        customers = engine.keep(customers.left_join(engine.table(words), "customer_id"))
        columns = [f"word_{i}" for i in range(len(names))]
        data = replace(
            histories_by(customers, columns, as_of=as_of, engine=engine, unit=unit), covariates=tuple(names)
        )
        refuse_levels(data)
        fit = fit_with_covariates(
            asked.model, data, lambda: log_gaps(purchases, as_of=as_of, engine=engine, unit=unit)
        )
    found = {"model": fit.name, "unit": unit, "as_of": as_of.isoformat()} | fit.card()
    for effect in found["effects"]:
        effect["sentence"] = effect_said(effect, asked.language)
    found["groups"] = _groups(fit, data, asked.language)
    if history is not None:
        found["history"] = dict(zip(("repeats", "last", "age"), history, strict=True)) | {"ahead": far}
        for group in found["groups"]:
            model = fit.of(group["levels"])
            group["p_alive"] = float(model.p_alive(*history))
            group["expected_purchases"] = float(model.expected_purchases(far, *history))
    found["read"] = read_said(read.report)
    every = [*read.report.notes, *read.report.mapping.guesses, *notes, *fit.base.notes, *fit.notes]
    found["notes"] = noted(every, asked.language)
    return found


def _there(name: str, table: SourceTable) -> str:
    """The file's column of this name, or NoCovariateColumn with those there are, the likest first."""
    columns = table.rows.columns
    if name not in columns:
        near = get_close_matches(name, columns, n=1, cutoff=0.5)
        others = [column for column in columns if column not in near]
        raise NoCovariateColumn(covariate=name, known=", ".join([*near, *others]))
    return name


def _groups(fit: WithCovariates, data: ByGroup, language: str) -> list[dict[str, Any]]:
    """Every combination of levels that occurs, the one with most customers first."""
    found = []
    for levels, part in data.groups.items():
        named = dict(zip(data.covariates, levels, strict=True))
        said = ", ".join(f"{name} = {level_said(level, language)}" for name, level in named.items())
        found.append(
            {
                "levels": named,
                "name": said,
                "customers": int(part.customers.sum()),
                "parameters": fit.of(named).parameters,
            }
        )
    return sorted(found, key=lambda group: (-group["customers"], group["name"]))
