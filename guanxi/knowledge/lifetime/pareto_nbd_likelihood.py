"""The Pareto/NBD log-likelihood and its exact gradient, on counted histories."""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, logsumexp

from guanxi.knowledge.lifetime.histories import Histories
from guanxi.knowledge.lifetime.pareto_nbd import log_ways


class ParetoNbdLikelihood:
    """log L(r, alpha, s, beta) of all customers, with its exact gradient."""

    def __init__(self, histories: Histories) -> None:
        self.x, self.last, self.age = histories.repeats.astype(float), histories.last, histories.age
        self.weight = histories.customers.astype(float)
        self.customers = self.weight.sum()

    def __call__(self, r: float, alpha: float, s: float, beta: float) -> tuple[float, np.ndarray]:
        """log L and its derivatives by r, alpha, s and beta."""
        x, age, n = self.x, self.age, self.customers
        alive, gone, ended = log_ways(r, alpha, s, beta, x, self.last, age)
        total = np.logaddexp(alive, logsumexp(gone, axis=0))
        ways = self.weight * np.exp(np.vstack([alive[None], gone]) - total)
        until = np.vstack([age[None], ended])
        lost = ways[1:].sum()
        by_r = (
            self.weight @ (digamma(r + x) - digamma(r))
            + n * np.log(alpha)
            - (ways * np.log(alpha + until)).sum()
        )
        by_alpha = n * r / alpha - (ways * (r + x) / (alpha + until)).sum()
        by_s = n * np.log(beta) - (ways * np.log(beta + until)).sum() + lost / s
        by_beta = n * s / beta - s * (ways / (beta + until)).sum() - (ways[1:] / (beta + ended)).sum()
        return float(self.weight @ total), np.array([by_r, by_alpha, by_s, by_beta])
