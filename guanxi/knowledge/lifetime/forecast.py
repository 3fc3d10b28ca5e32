"""The lifetime of every customer: still there, expected purchases, expected money."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from guanxi.errors import ModelError
from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.answers import COLUMNS, answer_rows, with_answers, without_answers
from guanxi.knowledge.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma
from guanxi.knowledge.lifetime.kinds import Kinds, kinds, with_kinds
from guanxi.knowledge.lifetime.posterior import ON_CARD, Posterior, posterior
from guanxi.knowledge.lifetime.posterior_range import credible_models
from guanxi.knowledge.lifetime.settings import LifetimeSettings
from guanxi.knowledge.lifetime.soundness import sound_model
from guanxi.knowledge.lifetime.spends import Spends, spends
from guanxi.knowledge.lifetime.value import outlook

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.lifetime.buying import BuyingModel
    from guanxi.knowledge.lifetime.covariates import WithCovariates
    from guanxi.knowledge.lifetime.histories import Histories
    from guanxi.knowledge.lifetime.value import Outlook

DRAWS = 12  # of the posterior, that a customer's range is mixed from
CERTAIN = 300  # customers; above, what is not known of the parameters widens nobody's range by a hundredth
CORRELATED = 0.3  # from here on "spend has nothing to do with frequency" is plainly wrong


@dataclass(frozen=True)
class Lifetime:
    """What the lifetime models say.

    table     one row per customer of the history: customer_id and COLUMNS; null without an honest answer
    purchases the fitted model of buying, None when none has an honest answer; with covariates that of the
              customers at the most frequent levels
    by_kind   the same with the effects of covariates; None without
    levels    column of the history -> levels that by_kind tells apart, with their customers
    spend     the fitted Gamma-Gamma model, None when it has no answer
    credible  of each fitted model, by name, the posterior of its parameters; none of by_kind, which has a
              covariance of its own
    notes     why columns are null, and what a reader must know
    answers   one row per kind and distinct history, on the engine; what `add_to` joins
    """

    table: Table
    purchases: BuyingModel | None
    spend: GammaGamma | None
    settings: LifetimeSettings
    as_of: date
    credible: dict[str, Posterior] = field(default_factory=dict, repr=False)
    notes: tuple[Note, ...] = ()
    answers: Table | None = field(default=None, repr=False)
    by_kind: WithCovariates | None = None
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def models(self) -> tuple:
        return tuple(model for model in (self.by_kind or self.purchases, self.spend) if model is not None)

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
        if self.answers is None:
            return without_answers(history)
        margin = self.settings.margin
        return with_answers(history, self.answers, self.levels, self.spend, as_of=self.as_of, margin=margin)


def lifetime(
    history: Table,
    *,
    as_of: date,
    engine: Engine,
    settings: LifetimeSettings | None = None,
    log_gaps: Callable[[], float] | None = None,
    covariates: Mapping[str, str] | None = None,
) -> Lifetime:
    """Fit a model of buying and the model of spend on all customers and forecast each.

    In      history    one row per customer: customer_id, purchase_days, first_purchase_on, last_purchase_on,
                       mean_spend (over all purchase days, the first included), the columns of `covariates`
            log_gaps   what `orders.log_gaps` counts, where the settings ask for a model with a regularity k
            covariates text column of the history -> what it is called: what is known of customers from the
                       start, and may make them buy and leave at other rates
    Out     Lifetime; its table has one row per row of history
    Absent  nobody; customers without an answer have null
    Notes   a model that has no answer (its error's code) or was not used; covariates that were not used and
            levels that were joined; customers whose mean spend is not above 0
    Errors  ImpossibleHistory when something happened after as_of; UnknownModel
    """
    settings = settings or LifetimeSettings()
    counted = kinds(history, covariates or {}, as_of=as_of, engine=engine, unit=settings.unit)
    everybody = counted.data.together
    purchases, notes = sound_model(settings.model, everybody, log_gaps)
    if purchases is None:
        table = without_answers(history).select("customer_id", *COLUMNS)
        return Lifetime(table, None, None, settings, as_of, notes=tuple(notes))
    by_kind, counted = with_kinds(purchases, counted)
    spent = spends(history, engine=engine)
    spend = _or_note(notes, fit_gamma_gamma, spent)
    purchases = purchases if by_kind is None else by_kind.base
    notes += [*purchases.notes, *counted.notes, *_spend_notes(spend, spent, history, engine)]
    credible = {} if by_kind else {purchases.name: posterior(purchases, everybody, draws=ON_CARD)}
    if spend is not None:
        credible[spend.name] = posterior(spend, spent, draws=ON_CARD)
    found = Lifetime(
        history, purchases, spend, settings, as_of, credible, tuple(notes), None, by_kind, counted.levels
    )
    answers = engine.table(answer_rows(_outlooks(found, counted)))
    found = replace(found, answers=answers)
    return replace(found, table=found.add_to(history).select("customer_id", *COLUMNS))


def _outlooks(found: Lifetime, counted: Kinds) -> Iterator[tuple[tuple[str, ...], Histories, Outlook]]:
    """What the models say of every kind's histories."""
    draws = found.by_kind.credible(DRAWS) if found.by_kind else []
    for levels, part in counted.data.groups.items():
        if found.by_kind is None:
            model, many = found.purchases, found.purchases.customers
            others = () if many > CERTAIN else credible_models(model, found.credible[model.name], DRAWS)
        else:
            named = dict(zip(counted.data.covariates, levels, strict=True))
            model, many = found.by_kind.of(named), found.by_kind.fewest(named)
            others = () if many > CERTAIN else (draw.of(named) for draw in draws)
        yield levels, part, outlook(model, found.spend, part, found.settings, list(others))


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
