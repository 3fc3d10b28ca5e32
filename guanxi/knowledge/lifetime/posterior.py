"""All that the data say of a model's parameters: not one best point, but many that are equally credible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guanxi.knowledge.lifetime.posterior_priors import Question, question
from guanxi.knowledge.lifetime.posterior_sampler import sampled
from guanxi.knowledge.lifetime.posterior_surface import surface
from guanxi.knowledge.lifetime.psis import RELIABLE, smoothed

FREEDOMS = (5.0, 3.0, 3.0, 3.0)  # of the Student-t proposals, at first and re-adapted: wide tails
SOFTENED = 1e-3  # of the proposal before: keeps a re-adapted one from collapsing onto few draws
PROPOSED = 2  # proposals per draw that is kept
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
            where k-hat > 0.7 up to three proposals re-adapted to the weighed draws, then a sampler.
            See docs/methods/posterior.md
    """
    asked, rng = question(model, data), np.random.default_rng(seed)
    found = surface(asked)
    centre, root = found.top, _root(found.curvature, asked.width)
    for freedom in FREEDOMS:
        theta, log_proposal = _student(centre, root, freedom, PROPOSED * draws, rng)
        weighed = smoothed(found.height(theta) - log_proposal)
        kept = theta[_resampled(weighed.weights, draws, rng)]
        if weighed.k_hat <= RELIABLE:
            return _named(asked, kept, weighed.k_hat, weighed.effective, "importance")
        centre = weighed.weights @ theta
        away = theta - centre
        root = np.linalg.cholesky(away.T @ (weighed.weights[:, None] * away) + SOFTENED * root @ root.T)
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


def _student(centre, root, freedom: float, count: int, rng) -> tuple[np.ndarray, np.ndarray]:
    """Student-t proposals by rows, and their log-density up to a constant."""
    normal = rng.normal(size=(count, len(centre)))
    scaled = normal / np.sqrt(rng.chisquare(freedom, count) / freedom)[:, None]
    distance = (scaled * scaled).sum(axis=1)
    return centre + scaled @ root.T, -0.5 * (freedom + len(centre)) * np.log1p(distance / freedom)


def _resampled(weights, draws: int, rng) -> np.ndarray:
    """Which proposals are kept, by systematic resampling, in random order."""
    places = (np.arange(draws) + rng.random()) / draws
    kept = np.searchsorted(np.cumsum(weights), places).clip(0, len(weights) - 1)
    return rng.permutation(kept)
