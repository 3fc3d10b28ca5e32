"""All that the data say of a model's parameters: not one best point, but many that are equally credible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.knowledge.lifetime.posterior_priors import Question, question
from guanxi.knowledge.lifetime.posterior_proposals import around_draws, around_top, resampled
from guanxi.knowledge.lifetime.posterior_sampler import sampled
from guanxi.knowledge.lifetime.posterior_surface import surface
from guanxi.knowledge.lifetime.psis import RELIABLE, smoothed

ROUNDS = (2, 4, 8, 8)  # proposals per draw that is kept: around the top, then around what was found
WELL = 0.5  # k-hat up to which no further round is worth its time
ON_CARD = 100  # draws that a snapshot's card keeps


@dataclass(frozen=True)
class Posterior:
    """Equally weighted draws of a model's parameters.

    names       the parameters, in the order of the draws' columns
    draws       one row per draw, one column per parameter, in the model's own units
    k_hat       of the last importance weights; above 0.7 they were not used
    effective   as many independent draws would tell as much
    method      "importance": proposals near the top, weighed; "sampler": a walk, where weighing failed
    r_hat       of the sampler's walks, 1 when they agree; None for importance
    """

    names: tuple[str, ...]
    draws: np.ndarray
    k_hat: float
    effective: float
    method: str
    r_hat: float | None = None

    @property
    def mean(self) -> dict[str, float]:
        return dict(zip(self.names, map(float, self.draws.mean(axis=0)), strict=True))

    @property
    def sd(self) -> dict[str, float]:
        return dict(zip(self.names, map(float, self.draws.std(axis=0, ddof=1)), strict=True))

    def intervals(self, level: float = 0.9) -> dict[str, tuple[float, float]]:
        """Of each parameter, what holds it with probability `level`: as much lies below as above."""
        ends = np.quantile(self.draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        return {name: (float(low), float(high)) for name, low, high in zip(self.names, *ends, strict=True)}

    def as_dict(self) -> dict:
        """For the snapshot's card: how it was found, 90 % intervals, and at most 100 of the draws."""
        return {
            "method": self.method,
            "k_hat": self.k_hat,
            "effective": self.effective,
            "r_hat": self.r_hat,
            "level": 0.9,
            "intervals": {name: list(ends) for name, ends in self.intervals(0.9).items()},
            "names": list(self.names),
            "draws": self.draws[:ON_CARD].tolist(),
        }


def posterior_of_card(card: dict) -> Posterior:
    """The posterior that `as_dict` wrote, with the draws it kept."""
    names = tuple(card["names"])
    draws = np.array(card["draws"], float).reshape(-1, len(names))
    return Posterior(names, draws, card["k_hat"], card["effective"], card["method"], card["r_hat"])


def posterior(model, data, *, draws: int = 400, seed: int = 0) -> Posterior:
    """The posterior of a fitted model's parameters under weak priors (see posterior_priors).

    In      model  fitted: BG/NBD, BG/CNBD-k, MBG/CNBD-k, Pareto/NBD, BG/BB, sBG, BdW or Gamma-Gamma
            data   what it was fitted on: Histories, Opportunities, Retention or Spends
            seed   the same seed gives the same draws
    Out     Posterior; `draws` rows, in random order
    Errors  NoPosterior for another model
    Source  Laplace's approximation as a Student-t proposal, weighed by Pareto-smoothed importance sampling;
            where that is not plainly good, up to three rounds of proposals around the weighed draws; where
            k-hat > 0.7 even then, a sampler.
            See docs/methods/posterior.md
    """
    asked, rng = question(model, data), np.random.default_rng(seed)
    found = surface(asked)
    theta, log_density = around_top(found.top, _root(found.curvature, asked.width), ROUNDS[0] * draws, rng)
    for more in (*ROUNDS[1:], 0):
        weighed = smoothed(found.height(theta) - log_density)
        kept = theta[resampled(weighed.weights, draws, rng)]
        well = weighed.k_hat <= WELL and weighed.effective >= draws
        if well or (not more and weighed.k_hat <= RELIABLE):
            return _named(asked, kept, weighed.k_hat, weighed.effective, "importance")
        if more:
            theta, log_density = around_draws(theta, weighed.weights, more * draws, rng)
    walked, effective, r_hat = sampled(found.height, kept, draws, rng)
    return _named(asked, walked, weighed.k_hat, effective, "sampler", r_hat)


def _named(asked: Question, theta, *rest) -> Posterior:
    """The draws in the model's own parameters."""
    of = asked.coordinates
    inside = theta.clip(*np.transpose(of.bounds))
    return Posterior(of.names, np.array([of.natural(point) for point in inside]), *rest)


def _root(curvature: np.ndarray, width: np.ndarray) -> np.ndarray:
    """A square root of Laplace's covariance; in no direction wider than the prior."""
    sharp, axes = np.linalg.eigh(curvature)
    return axes / np.sqrt(np.maximum(sharp, width.max() ** -2))
