"""Find the BG/CNBD-k or MBG/CNBD-k parameters that make the counted histories most likely."""

from __future__ import annotations

from scipy.special import gammaln

from guanxi.errors import SettingError
from guanxi.knowledge.lifetime.cnbd import Cnbd
from guanxi.knowledge.lifetime.coin_likelihood import CoinLikelihood
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

REGULARITIES = (1, 2, 3, 4)


class UnknownRegularity(SettingError):
    code = "lifetime.unknown_regularity"


class CnbdLikelihood(CoinLikelihood):
    """log L(r, alpha, a, b) of all customers, with its exact gradient, for a given k."""


def fit_cnbd(histories: Histories, k: int = 1, *, coin_at_start: bool = True) -> Cnbd:
    """The maximum-likelihood model of these customers for a given regularity k, 1..4.

    Errors  UnknownRegularity, and what fit_bg_nbd refuses
    Notes   as fit_bg_nbd
    """
    if k not in REGULARITIES:
        raise UnknownRegularity(asked=k, known=", ".join(map(str, REGULARITIES)))
    return _honest(_most_likely(histories, k, coin_at_start))


def _most_likely(histories: Histories, k: int, coin_at_start: bool) -> Cnbd:
    """The most likely model of a regularity, whatever it is worth against one in which nobody stops."""
    refuse_too_little(histories)
    likelihood = CnbdLikelihood(histories, k, coin_at_start=coin_at_start)
    coarse = CnbdLikelihood(histories.coarse(SCOUTS), k, coin_at_start=coin_at_start)
    found = top(likelihood, *scouted(coarse))
    return Cnbd(
        *found.parameters,
        k=k,
        coin_at_start=coin_at_start,
        unit_days=histories.unit_days,
        log_likelihood=found.log_likelihood,
        customers=int(likelihood.customers),
        gain=float(found.log_likelihood - nobody_stops(likelihood)),
        standard_errors=found.standard_errors,
        notes=tuple(edges(found)),
    )


def _honest(fit: Cnbd) -> Cnbd:
    refuse_no_gain(fit.customers, fit.gain)
    return fit


def fit_most_likely_cnbd(histories: Histories, log_gaps: float, *, coin_at_start: bool = True) -> Cnbd:
    """The model of the regularity, 1..4, under which the purchases are most likely.

    log_gaps   sum over all gaps between purchase days of the log of their length, in the unit of the
               histories: all that the choice needs of the purchases inside a history
    """
    repeats = histories.customers @ histories.repeats
    fits = (_most_likely(histories, k, coin_at_start) for k in REGULARITIES)
    return _honest(
        max(fits, key=lambda fit: fit.log_likelihood + (fit.k - 1) * log_gaps - repeats * gammaln(fit.k))
    )
