"""One order list, from the file to a fitted lifetime model: what `guanxi lifetime` does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guanxi.engines import engine as new_engine
from guanxi.errors import BadInput, ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_fit import fit_bg_nbd
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.cnbd_fit import fit_cnbd, fit_most_likely_cnbd
from guanxi.knowledge.lifetime.gamma_gamma import fit_gamma_gamma
from guanxi.knowledge.lifetime.histories import Histories, histories, unit_days
from guanxi.knowledge.lifetime.orders import log_gaps, order_history
from guanxi.knowledge.lifetime.pareto_nbd import ParetoNbd
from guanxi.knowledge.lifetime.pareto_nbd_fit import fit_pareto_nbd
from guanxi.knowledge.lifetime.spends import Spends, repeat_spends, spends
from guanxi.sources.purchases import read_purchases

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

CNBD = tuple(f"{coin}-cnbd-{k}" for coin in ("mbg", "bg") for k in ("k", 2, 3, 4))
MODELS = ("bg-nbd", "mbg-nbd", "pareto-nbd", *CNBD, "gamma-gamma")
SPENDS = ("repeats", "all")


class UnknownChoice(BadInput):
    code = "cli.unknown_choice"


class NotAHistory(BadInput):
    code = "cli.not_a_history"


def fitted(
    file: Path,
    *,
    model: str,
    unit: str,
    as_of: date | None,
    columns: dict[str, str | None],
    spend: str = "repeats",
    history: str | None = None,
    ahead: float = 39.0,
    language: str = "en",
) -> dict[str, Any]:
    """Read the purchases, fit, and say what was found as plain data.

    as_of     by default the last purchase in the file
    spend     repeats: mean spend after the first purchase day, as published; all: over all purchase days
    history   "repeats,last,age" in units of time: a forecast for such a customer is added
    Errors    what reading raises; ModelError when the model has no honest answer
    """
    _known("--model", model, MODELS)
    _known("--spend", spend, SPENDS)
    unit_days(unit)
    asked = None if history is None else _history(history)
    read = read_purchases(file, columns=columns, as_of=as_of)
    as_of = as_of or read.report.last_purchase_on
    with closing(new_engine()) as engine:
        purchases = engine.table(read.purchases)
        customers = engine.keep(order_history(purchases, as_of=as_of))

        def spent() -> Spends:
            return (spends if spend == "all" else repeat_spends)(customers, engine=engine)

        found = {"model": model, "unit": unit, "as_of": as_of.isoformat()}
        if model == "gamma-gamma":
            fit = fit_gamma_gamma(spent())
            found |= fit.card() | {"counted": spend}
            notes = list(fit.notes)
        else:
            counted = histories(customers, as_of=as_of, engine=engine, unit=unit)
            fit = _fit(model, counted, lambda: log_gaps(purchases, as_of=as_of, engine=engine, unit=unit))
            money, notes = _spend_beside(spent, spend)
            found |= fit.card() | {"spend": money}
            notes = [*fit.notes, *notes]
            if asked is not None:
                found["forecast"] = _forecast(fit, asked, ahead)
        notes += _free_days(customers, engine)
    found["read"] = _read(read.report)
    notes = [*read.report.notes, *read.report.mapping.guesses, *notes]
    found["notes"] = [note.as_dict() | {"sentence": note.say(language)} for note in notes]
    return found


def _spend_beside(spent: Callable[[], Spends], counted: str):
    """The spend model beside the purchase model; where it has no answer, a note says why."""
    try:
        fit = fit_gamma_gamma(spent())
    except ModelError as error:
        return None, [Note(error.code, error.facts)]
    return fit.card() | {"counted": counted}, list(fit.notes)


def _free_days(customers: Table, engine: Engine):
    days = engine.collect(customers.aggregate(days=lambda t: t.free_days.sum()))["days"][0].as_py()
    if days:
        yield Note("lifetime.free_days_counted", {"days": int(days)})


def _fit(model: str, counted: Histories, gaps: Callable[[], float]) -> BgNbd | Cnbd | ParetoNbd:
    """The purchase model of that name; -k takes the regularity under which the purchases are most likely."""
    if model == "bg-nbd":
        return fit_bg_nbd(counted)
    if model == "pareto-nbd":
        return fit_pareto_nbd(counted)
    coin_at_start, regularity = model.startswith("mbg"), model.rpartition("-")[2]
    if regularity == "k":
        return fit_most_likely_cnbd(counted, gaps(), coin_at_start=coin_at_start)
    return fit_cnbd(counted, 1 if regularity == "nbd" else int(regularity), coin_at_start=coin_at_start)


def _forecast(
    model: BgNbd | Cnbd | ParetoNbd, asked: tuple[float, float, float], ahead: float
) -> dict[str, float]:
    repeats, last, age = asked
    return {
        "repeats": repeats,
        "last": last,
        "age": age,
        "ahead": ahead,
        "p_alive": float(model.p_alive(repeats, last, age)),
        "expected_purchases": float(model.expected_purchases(ahead, repeats, last, age)),
    }


def _history(text: str) -> tuple[float, float, float]:
    try:
        repeats, last, age = map(float, text.split(","))
    except ValueError:
        raise NotAHistory(asked=text) from None
    if not 0 <= last <= age or repeats < 0 or repeats != int(repeats) or (repeats == 0) != (last == 0):
        raise NotAHistory(asked=text)
    return repeats, last, age


def _known(option: str, asked: str, known: tuple[str, ...]) -> None:
    if asked not in known:
        raise UnknownChoice(option=option, asked=asked, known=", ".join(known))


def _read(report) -> dict[str, Any]:
    return {
        "file": report.file,
        "rows_read": report.rows_read,
        "rows_set_aside": report.rows_set_aside,
        "set_aside": report.set_aside,
        "columns": report.mapping.columns,
    }
