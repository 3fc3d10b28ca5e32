"""A walk over the posterior, for when weighed proposals cannot be relied on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

ENSEMBLES = 4  # independent of each other: their agreement is the test
STRETCH = 2.0  # a: a walker moves to between 1/a and a times its distance from another
STEPS = 600  # of each walker; the first half is forgotten


def sampled(height: Callable, starts: np.ndarray, draws: int, rng) -> tuple[np.ndarray, float, float]:
    """Draws from an unnormalised log-density.

    In      height  log-density of many points, by rows
            starts  points to start from, at least one; more spread is better
    Out     draws (by rows), how many independent ones would tell as much, and the largest split R-hat of
            the coordinates: above 1.05 the ensembles had not yet met
    Source  Goodman & Weare 2010, Ensemble samplers with affine invariance
    """
    size = starts.shape[1]
    walkers = 2 * size + 2
    jitter = 1e-3 * starts.std(axis=0) + 1e-6
    chains = []
    for _ in range(ENSEMBLES):
        at = starts[rng.integers(len(starts), size=walkers)] + jitter * rng.normal(size=(walkers, size))
        chains.append(_walk(height, at, rng)[STEPS // 2 :])
    kept = np.array(chains)  # ensembles x steps x walkers x coordinates
    flat = kept.reshape(-1, size)
    picked = rng.permutation(len(flat))[:draws]
    return flat[picked], effective(kept), r_hat(kept)


def _walk(height, at, rng) -> np.ndarray:
    """Every step of one ensemble: one half of the walkers moves along lines to the other half, by turns."""
    walkers, size = at.shape
    heights, seen = height(at), np.empty((STEPS, walkers, size))
    halves = np.arange(walkers // 2), np.arange(walkers // 2, walkers)
    for step in range(STEPS):
        for mine, others in (halves, halves[::-1]):
            to = at[rng.choice(others, len(mine))]
            stretch = ((STRETCH - 1) * rng.random(len(mine)) + 1) ** 2 / STRETCH
            tried = to + stretch[:, None] * (at[mine] - to)
            there = height(tried)
            gain = (size - 1) * np.log(stretch) + there - heights[mine]
            moves = np.log(rng.random(len(mine))) < gain
            at[mine[moves]], heights[mine[moves]] = tried[moves], there[moves]
        seen[step] = at
    return seen


def r_hat(kept: np.ndarray) -> float:
    """The largest split R-hat: halves of ensembles are the chains, all walkers of one together."""
    ensembles, steps, _, size = kept.shape
    halves = kept[:, : steps // 2 * 2].reshape(2 * ensembles, -1, size)
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    return float(np.sqrt(1 + between / within).max())


def effective(kept: np.ndarray) -> float:
    """All points over the longest autocorrelation time of a walker, summed until it no longer matters."""
    ensembles, steps, walkers, size = kept.shape
    centred = kept - kept.mean(axis=(0, 1, 2))
    spectrum = np.fft.rfft(centred, n=2 * steps, axis=1)
    power = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :steps].mean(axis=(0, 2))
    correlation = power / power[0] * (steps / (steps - np.arange(steps)))[:, None]
    time = 2 * np.cumsum(correlation, axis=0) - 1
    # Sokal's window: the first lag beyond five times the time summed so far.
    ends = np.argmax(np.arange(steps)[:, None] > 5 * time, axis=0)
    longest = max(1.0, float(time[ends, np.arange(size)].max()))
    return float(ensembles * steps * walkers / longest)
