"""The BG/NBD log-likelihood and its exact gradient, on counted histories."""

from __future__ import annotations

from guanxi.knowledge.lifetime.coin_likelihood import CoinLikelihood
from guanxi.knowledge.lifetime.histories import Histories


class BgNbdLikelihood(CoinLikelihood):
    """log L(r, alpha, a, b) of all customers, with its gradient (Fader, Hardie & Lee 2005, eq. 6)."""

    def __init__(self, histories: Histories) -> None:
        super().__init__(histories)
