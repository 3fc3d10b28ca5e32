"""Find the BG/NBD parameters that make the counted histories most likely, or say why there are none."""

from __future__ import annotations

from guanxi.knowledge.lifetime.bg_nbd import BgNbd
from guanxi.knowledge.lifetime.bg_nbd_likelihood import BgNbdLikelihood
from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.search import (
    SCOUTS,
    edges,
    nobody_stops,
    refuse_no_gain,
    refuse_too_little,
    scouted,
    top,
)


def fit_bg_nbd(histories: Histories) -> BgNbd:
    """The maximum-likelihood BG/NBD model of these customers.

    Errors  NobodyBoughtTwice, TooFewRepeaters   there is nothing to learn from
            NobodyStops       the likelihood runs to the edge where P(alive) is 1 for all, or is as good there
            NoConvergence     no maximum was found
    Notes   lifetime.rates_alike, .stopping_alike, .stopping_all_or_none: a parameter ran to its limit, where
            forecasts are sound but the parameter itself means nothing
    """
    refuse_too_little(histories)
    likelihood = BgNbdLikelihood(histories)
    found = top(likelihood, *scouted(BgNbdLikelihood(histories.coarse(SCOUTS))))
    gain = found.log_likelihood - nobody_stops(likelihood)
    refuse_no_gain(likelihood.customers, gain)
    return BgNbd(
        *found.parameters,
        unit_days=histories.unit_days,
        log_likelihood=found.log_likelihood,
        customers=int(likelihood.customers),
        gain=float(gain),
        standard_errors=found.standard_errors,
        notes=tuple(edges(found)),
    )
