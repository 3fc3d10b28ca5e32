"""`guanxi lifetime` for the models of buying and of spending: an order list in, parameters out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

from guanxi.commands.lifetime_asked import Asked, NotAHistory, ahead, known, noted, numbers
from guanxi.commands.lifetime_known import known as how_known
from guanxi.commands.lifetime_known import ranged
from guanxi.engines import engine as new_engine
from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.buying import BuyingModel, fit_buying
from guanxi.knowledge.lifetime.counts import purchase_counts
from guanxi.knowledge.lifetime.forecast import CORRELATED
from guanxi.knowledge.lifetime.gamma_gamma import fit_gamma_gamma
from guanxi.knowledge.lifetime.histories import histories, unit_days
from guanxi.knowledge.lifetime.orders import log_gaps, order_history
from guanxi.knowledge.lifetime.posterior import Posterior
from guanxi.knowledge.lifetime.spends import Spends, repeat_spends, spends
from guanxi.sources.purchases import read_purchases

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

SPENDS = ("repeats", "all")


def fitted(asked: Asked) -> dict[str, Any]:
    """Read the purchases, fit, and say what was found.

    as_of     by default the last purchase in the file
    spend     repeats: mean spend after the first purchase day, as published; all: over all purchase days
    history   "repeats,last,age" in units of time: a forecast for such a customer is added
    Errors    what reading raises; ModelError when the model has no honest answer
    """
    unit, model = asked.unit or "week", asked.model
    known("--spend", asked.spend, SPENDS)
    unit_days(unit)
    history = None if asked.history is None else asked_history(asked.history)
    far = ahead(asked, 39.0)
    read = read_purchases(asked.file, columns=dict(asked.columns), as_of=asked.as_of)
    as_of = asked.as_of or read.report.last_purchase_on
    with closing(new_engine()) as engine:
        purchases = engine.table(read.purchases)
        customers = engine.keep(order_history(purchases, as_of=as_of))

        def spent() -> Spends:
            return (spends if asked.spend == "all" else repeat_spends)(customers, engine=engine)

        found = {"model": model, "unit": unit, "as_of": as_of.isoformat()}
        if model == "gamma-gamma":
            fit = fit_gamma_gamma(spent())
            found |= fit.card() | {"counted": asked.spend, "posterior": how_known(fit, spent())[1]}
            notes = [*fit.notes, *_dependence(spent(), found)]
        else:
            counted = histories(customers, as_of=as_of, engine=engine, unit=unit)
            fit = fit_buying(
                model, counted, lambda: log_gaps(purchases, as_of=as_of, engine=engine, unit=unit)
            )
            money, notes = _spend_beside(spent, asked.spend)
            draws, said = how_known(fit, counted)
            found |= fit.card() | {"posterior": said, "spend": money}
            notes = [*fit.notes, *notes]
            if history is not None:
                found["forecast"] = _forecast(fit, draws, history, far)
        notes += [*_left_out(customers, asked.spend, engine), *_free_days(customers, engine)]
    found["read"] = read_said(read.report)
    found["notes"] = noted([*read.report.notes, *read.report.mapping.guesses, *notes], asked.language)
    return found


def read_said(report) -> dict[str, Any]:
    """What was read of an order list and what was set aside."""
    return {
        "file": report.file,
        "rows_read": report.rows_read,
        "rows_set_aside": report.rows_set_aside,
        "set_aside": report.set_aside,
        "columns": report.mapping.columns,
    }


def _spend_beside(spent: Callable[[], Spends], counted: str):
    """The spend model beside the purchase model; where it has no answer, a note says why."""
    try:
        fit = fit_gamma_gamma(spent())
    except ModelError as error:
        return None, [Note(error.code, error.facts)]
    card = fit.card() | {"counted": counted}
    return card, [*fit.notes, *_dependence(spent(), card)]


def _dependence(spent: Spends, card: dict[str, Any]):
    """How far spend goes with frequency is measured and said, always; a note where it biases the values."""
    correlation = card["spend_frequency_correlation"] = spent.correlation()
    if abs(correlation) > CORRELATED:
        yield Note("lifetime.spend_goes_with_frequency", {"correlation": round(correlation, 2)})


def _left_out(customers: Table, counted: str, engine: Engine):
    """Whom the spend model does not cover, because they returned as much as they bought."""
    days, money = (
        ("purchase_days", "mean_spend") if counted == "all" else ("repeat_days", "repeat_mean_spend")
    )
    least = 2 if counted == "all" else 1
    nothing = customers.filter(lambda t: (t[days] >= least) & ~(t[money] > 0)).aggregate(
        n=lambda t: t.count()
    )
    if n := int(engine.collect(nothing)["n"][0].as_py()):
        yield Note("lifetime.no_positive_spend", {"customers": n})


def _free_days(customers: Table, engine: Engine):
    days = engine.collect(customers.aggregate(days=lambda t: t.free_days.sum()))["days"][0].as_py()
    if days:
        yield Note("lifetime.free_days_counted", {"days": int(days)})


def _forecast(
    model: BuyingModel, draws: Posterior | None, asked: tuple[float, ...], ahead: float
) -> dict[str, Any]:
    """Both numbers with their ranges, and the chance of 0, 1, ... purchases."""
    repeats, last, age = asked
    return {
        "repeats": repeats,
        "last": last,
        "age": age,
        "ahead": ahead,
        **ranged("p_alive", lambda m: m.p_alive(*asked), model, draws, probability=True),
        **ranged("expected_purchases", lambda m: m.expected_purchases(ahead, *asked), model, draws),
        "chances": [float(chance) for chance in purchase_counts(model, ahead, *asked)],
    }


def asked_history(text: str) -> tuple[float, ...]:
    """repeats, last, age of --history; NotAHistory for what cannot be one."""
    repeats, last, age = numbers(text, 3, "repeats,last,age")
    if not 0 <= last <= age or repeats < 0 or repeats != int(repeats) or (repeats == 0) != (last == 0):
        raise NotAHistory(asked=text, shape="repeats,last,age")
    return repeats, last, age
