"""Who of the warned customers is followed up, and who is left alone so that the follow-up can be proved.

The arm is a matter of the episode's name alone: the same episode always has the same arm, whatever else is
assigned with it, in which order, or on which day.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from guanxi.errors import SettingError

FOLLOWED_UP = "followed_up"
LEFT_ALONE = "left_alone"

# Part of what is hashed, so that another use of the same names (a campaign's test) draws other customers.
DRAW = b"guanxi/episodes/arm/1"


class ImpossibleShare(SettingError):
    code = "outcomes.impossible_share"


def arms(episode_ids: Iterable[str], *, left_alone_share: float) -> list[str]:
    """The arm of each episode, in the order given; `left_alone_share` is a share, 0 to 1.

    A larger share leaves everybody alone whom a smaller one left alone.
    Errors  ImpossibleShare
    """
    if not 0 <= left_alone_share <= 1:
        raise ImpossibleShare(asked=left_alone_share)
    return [LEFT_ALONE if _draw(name) < left_alone_share else FOLLOWED_UP for name in episode_ids]


def _draw(name: object) -> float:
    """A number in [0, 1) that depends on the name alone."""
    digest = blake2b(str(name).encode(), digest_size=8, key=DRAW).digest()
    return int.from_bytes(digest, "big") / 2**64
