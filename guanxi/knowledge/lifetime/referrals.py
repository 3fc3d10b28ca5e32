"""Referral value: what the customers that a customer brought are worth, and those they brought in turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guanxi.errors import BadInput
from guanxi.knowledge.lifetime.settings import BadSetting


class ReferralCycle(BadInput):
    code = "lifetime.referral_cycle"


class ReferralWithoutName(BadInput):
    code = "lifetime.referral_without_name"


@dataclass(frozen=True)
class Referral:
    """What one customer's referrals are worth.

    brought   customers brought directly
    value     their value, and at every further step `factor` of it; a customer whom several brought is shared
    complete  whether the value of everybody down the chain is known; where not, they are not in `value`
    """

    brought: int
    value: float
    complete: bool


def referral_values(
    referrals: Iterable[tuple[str, str]], value: Mapping[str, float | None], *, factor: float = 0.5
) -> dict[str, Referral]:
    """The referral value of every customer who brought one.

    In      referrals  (who brought, whom); a pair said twice counts once
            value      a customer's own value, as lifetime value; absent, None or NaN is unknown, not zero
            factor     what is left at each further step, 0..1
    Absent  customers who brought nobody
    Errors  ReferralCycle names the customers who brought each other, ReferralWithoutName, BadSetting

    Nobody counts twice for the same person: brought by two, each has half. But what brought customers are
    worth is their own value too: referral values rank people, they are never added up with lifetime values.
    """
    if not 0 <= factor <= 1:
        raise BadSetting(setting="factor", given=factor, allowed="0..1")
    brought, by = _links(referrals)
    found: dict[str, Referral] = {}
    for person in _last_first(brought, by):
        total, complete = 0.0, True
        for whom in brought[person]:
            own, further = value.get(whom), found.get(whom)
            known = own is not None and own == own
            worth = (own if known else 0.0) + (factor * further.value if further else 0.0)
            total += worth / len(by[whom])
            complete &= known and (further is None or further.complete)
        found[person] = Referral(len(brought[person]), total, complete)
    return found


def _links(referrals: Iterable[tuple[str, str]]) -> tuple[dict, dict]:
    """Whom each brought, and by whom each was brought, each pair once and in the order given."""
    brought: dict[str, dict[str, None]] = defaultdict(dict)
    by: dict[str, dict[str, None]] = defaultdict(dict)
    for line, (who, whom) in enumerate(referrals, 1):
        if not who or not whom:
            raise ReferralWithoutName(line=line)
        brought[who][whom] = None
        by[whom][who] = None
    return brought, by


def _last_first(brought: Mapping, by: Mapping) -> list[str]:
    """Those who brought somebody, each after everybody they brought."""
    waiting = {who: sum(whom in brought for whom in whoms) for who, whoms in brought.items()}
    ready = [who for who, n in waiting.items() if n == 0]
    order = []
    while ready:
        person = ready.pop()
        order.append(person)
        for who in by.get(person, ()):
            waiting[who] -= 1
            if waiting[who] == 0:
                ready.append(who)
    if len(order) < len(brought):
        raise ReferralCycle(customers=" → ".join(_cycle(brought, set(order))))
    return order


def _cycle(brought: Mapping, done: set) -> list[str]:
    """One ring of customers who brought each other, from a customer back to the same."""
    person = next(who for who in brought if who not in done)
    path: dict[str, int] = {}
    while person not in path:
        path[person] = len(path)
        # Whoever is left has brought somebody who is left too: else they would be done.
        person = next(whom for whom in brought[person] if whom in brought and whom not in done)
    return [*list(path)[path[person] :], person]
