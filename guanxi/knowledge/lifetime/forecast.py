"""The lifetime of every customer: still there, expected purchases, expected money."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma
from guanxi.knowledge.lifetime.histories import KEY, Histories, histories, keyed, packed
from guanxi.knowledge.lifetime.posterior import ON_CARD, Posterior, posterior
from guanxi.knowledge.lifetime.posterior_range import credible_models
from guanxi.knowledge.lifetime.settings import LifetimeSettings
from guanxi.knowledge.lifetime.soundness import sound_model
from guanxi.knowledge.lifetime.spends import Spends, spends
from guanxi.knowledge.lifetime.value import Outlook, outlook

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.lifetime.buying import BuyingModel

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
DRAWS = 12  # of the posterior, that a customer's range is mixed from
CERTAIN = 300  # customers; above, what is not known of the parameters widens nobody's range by a hundredth
CORRELATED = 0.3  # from here on "spend has nothing to do with frequency" is plainly wrong


@dataclass(frozen=True)
class Lifetime:
    """What the lifetime models say.

    table     one row per customer of the history: customer_id and COLUMNS; null without an honest answer
    purchases the fitted model of buying, None when none has an honest answer
    spend     the fitted Gamma-Gamma model, None when it has no answer
    credible  of each fitted model, by name, the posterior of its parameters
    notes     why columns are null, and what a reader must know
    answers   one row per distinct history, on the engine; what `add_to` joins
    """

    table: Table
    purchases: BuyingModel | None
    spend: GammaGamma | None
    settings: LifetimeSettings
    as_of: date
    credible: dict[str, Posterior] = field(default_factory=dict, repr=False)
    notes: tuple[Note, ...] = ()
    answers: Table | None = field(default=None, repr=False)

    @property
    def models(self) -> tuple:
        return tuple(model for model in (self.purchases, self.spend) if model is not None)

    def card(self) -> dict:
        """For the snapshot's card: settings, models with parameters, notes."""
        return {
            "settings": self.settings.as_dict(),
            "models": [model.card() | self._posterior(model) for model in self.models],
            "notes": [note.as_dict() for note in self.notes],
        }

    def _posterior(self, model) -> dict:
        found = self.credible.get(model.name)
        return {"posterior": found.as_dict()} if found else {}

    def add_to(self, history: Table) -> Table:
        """The history with COLUMNS at its end: spares a join by customer."""
        return _add(history, self.as_of, self.answers, self.spend, self.settings)


def lifetime(
    history: Table,
    *,
    as_of: date,
    engine: Engine,
    settings: LifetimeSettings | None = None,
    log_gaps: Callable[[], float] | None = None,
) -> Lifetime:
    """Fit a model of buying and the model of spend on all customers and forecast each.

    In      history  one row per customer: customer_id, purchase_days, first_purchase_on, last_purchase_on,
                     mean_spend (over all purchase days, the first included)
            log_gaps what `orders.log_gaps` counts, where the settings ask for a model with a regularity k
    Out     Lifetime; its table has one row per row of history
    Absent  nobody; customers without an answer have null
    Notes   a model that has no answer (its error's code) or was not used; customers whose mean spend is not
            above 0
    Errors  ImpossibleHistory when something happened after as_of; UnknownModel
    """
    settings = settings or LifetimeSettings()
    counted = histories(history, as_of=as_of, engine=engine, unit=settings.unit)
    purchases, notes = sound_model(settings.model, counted, log_gaps)
    if purchases is None:
        table = _add(history, as_of, None, None, settings).select("customer_id", *COLUMNS)
        return Lifetime(table, None, None, settings, as_of, notes=tuple(notes))
    spent = spends(history, engine=engine)
    spend = _or_note(notes, fit_gamma_gamma, spent)
    notes += [*purchases.notes, *_spend_notes(spend, spent, history, engine)]
    credible = {purchases.name: posterior(purchases, counted, draws=ON_CARD)}
    if spend is not None:
        credible[spend.name] = posterior(spend, spent, draws=ON_CARD)
    certain = purchases.customers > CERTAIN
    draws = () if certain else list(credible_models(purchases, credible[purchases.name], DRAWS))
    found = outlook(purchases, spend, counted, settings, draws)
    answers = engine.table(_rows(counted, found))
    table = _add(history, as_of, answers, spend, settings).select("customer_id", *COLUMNS)
    return Lifetime(table, purchases, spend, settings, as_of, credible, tuple(notes), answers)


def _or_note(notes, fit, data):
    """The fitted model, or None and a note that says why."""
    try:
        return fit(data)
    except ModelError as error:
        notes.append(Note(error.code, error.facts))
        return None


def _spend_notes(spend: GammaGamma | None, spent: Spends, history: Table, engine: Engine):
    if spend is None:
        return
    yield from spend.notes
    if spent.binned:
        yield Note("lifetime.spends_counted_in_bins")
    correlation = spent.correlation()
    if abs(correlation) > CORRELATED:
        yield Note("lifetime.spend_goes_with_frequency", {"correlation": round(correlation, 2)})
    nothing = engine.collect(
        history.filter(lambda t: (t.purchase_days >= 1) & (t.mean_spend <= 0)).aggregate(
            n=lambda t: t.count()
        )
    )["n"][0].as_py()
    if nothing:
        yield Note("lifetime.no_positive_spend", {"customers": int(nothing)})


def _rows(counted: Histories, found: Outlook) -> pa.Table:
    """One row per distinct history, keyed by its three whole numbers in one: a join by one is the faster."""
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
    }
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def _add(history: Table, as_of: date, answers: Table | None, spend: GammaGamma | None, settings) -> Table:
    import ibis

    if answers is None:
        return history.mutate(**{name: ibis.null("float64") for name in COLUMNS})
    table = keyed(history, as_of=as_of).mutate(history_key=lambda t: packed(*(t[name] for name in KEY)))
    own = [name for name in history.columns if name not in COLUMNS]
    table = table.join(answers, [("history_key", "answer_key")], how="left")
    return _money(table, spend, settings.margin).select(*own, *COLUMNS)


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
