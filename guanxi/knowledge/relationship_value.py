"""What a relation is worth: money now and to come, whom they bring, what we learn, what could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from guanxi.facts.notes import Note
from guanxi.knowledge.lifetime.referrals import referral_values
from guanxi.knowledge.percentiles import Index, index
from guanxi.knowledge.refusals import ColumnMissing, OutOfRange

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine

PARTS = ("monetary_value", "lifetime_value", "referral_value", "capability_value", "potential_value")
EVENLY = dict.fromkeys(PARTS, 1.0)


@dataclass(frozen=True)
class RelationshipValue:
    """table: one row per customer: PARTS, parts_known, relationship_index; known: customers by part known.

    weights   of the parts in the index
    """

    table: Table
    known: dict[str, int]
    weights: dict[str, float]
    notes: tuple[Note, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"known": self.known, "weights": self.weights}


@dataclass(frozen=True)
class Potential:
    """How what could still be won is reckoned.

    share     of what a customer spends elsewhere that can be won, 0..1
    margin    share of spend that is profit, 0..1
    years     for which it is counted; discount what money loses a year
    """

    share: float = 0.3
    margin: float = 1.0
    years: int = 3
    discount: float = 0.10

    def __post_init__(self) -> None:
        for name, fine, allowed in (
            ("share", 0 <= self.share <= 1, "0..1"),
            ("margin", 0 < self.margin <= 1, "> 0, <= 1"),
            ("years", 1 <= self.years <= 100, "1..100"),
            ("discount", 0 <= self.discount <= 10, "0..10"),
        ):
            if not fine:
                raise OutOfRange(name=name, given=getattr(self, name), allowed=allowed)

    @property
    def worth(self) -> float:
        """Today's worth of 1 of spend elsewhere, won for these years from the next on."""
        won = sum((1 + self.discount) ** -(year + 1) for year in range(self.years))
        return self.share * self.margin * won


def relationship_value(
    table: Table,
    *,
    engine: Engine,
    monetary: str,
    lifetime: str = "lifetime_value",
    referrals: Iterable[tuple[str, str]] | None = None,
    factor: float = 0.5,
    capability: Table | None = None,
    wallet: Table | None = None,
    potential: Potential | None = None,
    weights: Mapping[str, float] | None = None,
) -> RelationshipValue:
    """The five parts of every customer side by side, and an index of those that are known.

    In      table       one row per customer: customer_id; `monetary`, as net_profit_365d, profit_365d or
                        spend_365d; `lifetime`, as net_lifetime_value or lifetime_value; for the potential
                        spend_365d and p_alive
            referrals   (who brought, whom); None where the firm does not keep them
            capability  customer_id, capability_score: what we learn from them; any scale, more is better
            wallet      customer_id, wallet_365d: what they spend on such things with everybody in a year;
                        cultivation_cost: what winning more of it costs; null counts as unknown
    Out     monetary_value, lifetime_value, referral_value, capability_value, potential_value: money, but the
            score; null is unknown and never zero. parts_known 0..5
            relationship_index  0..100, the weighted mean percentile rank of the parts a customer has
    Absent  nobody
    Notes   relationship.part_unknown for a part known of nobody, .referrals_incomplete
    Errors  ColumnMissing, OutOfRange, ReferralCycle, ReferralWithoutName, BadSetting

    The parts are ranked, never added up: referral value is other customers' lifetime value, and potential
    overlaps with it.
    """
    _refuse_missing(table, {monetary, lifetime, "customer_id"})
    weighed = dict(weights or EVENLY)
    if unknown := set(weighed) - {*PARTS}:
        raise OutOfRange(name="weights", given=sorted(unknown), allowed=", ".join(PARTS))
    notes: list[Note] = []
    base = table.mutate(
        monetary_value=table[monetary].cast("float64"), _worth=table[lifetime].cast("float64")
    )
    base = _referred(base, referrals, factor, engine, notes).mutate(lifetime_value=lambda t: t["_worth"])
    base = _learnt(base, capability)
    base = _possible(base, wallet, potential or Potential())
    parts = engine.keep(base.select("customer_id", *PARTS, parts_known=_count(base)))
    known = _known(parts, engine)
    notes += [Note("relationship.part_unknown", _said(part)) for part in PARTS if not known[part]]
    ranked: Index = index(parts, "relationship_index", weighed, engine=engine)
    return RelationshipValue(ranked.table, known, weighed, tuple(notes))


def _referred(base: Table, referrals, factor: float, engine: Engine, notes: list[Note]) -> Table:
    """Who brought nobody has a referral value of 0 where referrals are kept: that zero is known."""
    import ibis

    if referrals is None:
        return base.mutate(referral_value=ibis.null("float64"))
    pairs = [(str(who or ""), str(whom or "")) for who, whom in referrals]
    people = sorted({person for pair in pairs for person in pair})
    named = engine.table(pa.table({"_person": pa.array(people, pa.string())}))
    worth = engine.collect(named.inner_join(base, [("_person", "customer_id")]).select("_person", "_worth"))
    values = dict(zip(worth["_person"].to_pylist(), worth["_worth"].to_pylist(), strict=True))
    found = referral_values(pairs, values, factor=factor)
    if partial := sum(not one.complete for one in found.values()):
        notes.append(Note("relationship.referrals_incomplete", {"customers": partial}))
    rows = pa.table(
        {
            "_of": pa.array(list(found), pa.string()),
            "_referral": pa.array([one.value for one in found.values()], pa.float64()),
        }
    )
    joined = base.left_join(engine.table(rows), [("customer_id", "_of")])
    return joined.mutate(referral_value=joined["_referral"].fill_null(0.0)).drop("_of", "_referral")


def _learnt(base: Table, capability: Table | None) -> Table:
    import ibis

    if capability is None:
        return base.mutate(capability_value=ibis.null("float64"))
    _refuse_missing(capability, {"customer_id", "capability_score"})
    scores = capability.group_by("customer_id").aggregate(_score=lambda t: t.capability_score.mean())
    joined = base.left_join(scores.rename(_of="customer_id"), [("customer_id", "_of")])
    return joined.mutate(capability_value=joined["_score"].cast("float64")).drop("_of", "_score")


def _possible(base: Table, wallet: Table | None, potential: Potential) -> Table:
    """Present value of what they spend elsewhere and we could win while they stay, less cultivation cost."""
    import ibis

    if wallet is None:
        return base.mutate(potential_value=ibis.null("float64"))
    _refuse_missing(wallet, {"customer_id", "wallet_365d", "cultivation_cost"})
    _refuse_missing(base, {"spend_365d", "p_alive"})
    own = wallet.group_by("customer_id").aggregate(
        _wallet=lambda t: t.wallet_365d.max(), _cost=lambda t: t.cultivation_cost.max()
    )
    own = own.rename(_of="customer_id")
    joined = base.left_join(own, [("customer_id", "_of")])
    elsewhere = ibis.greatest(joined["_wallet"] - joined.spend_365d, 0.0)
    value = (elsewhere * potential.worth * joined.p_alive - joined["_cost"]).round(4)
    known = joined["_wallet"].notnull() & joined["_cost"].notnull() & joined.p_alive.notnull()
    return joined.mutate(potential_value=ibis.ifelse(known, value, None)).drop("_of", "_wallet", "_cost")


def _count(base: Table):
    return sum((base[part].notnull().cast("int64") for part in PARTS), 0)


def _known(parts: Table, engine: Engine) -> dict[str, int]:
    counted = parts.aggregate(**{part: (lambda t, part=part: t[part].count()) for part in PARTS})
    return {part: int(n) for part, n in engine.collect(counted).to_pylist()[0].items()}


def _refuse_missing(table: Table, needed: set[str]) -> None:
    if missing := sorted(needed - set(table.columns)):
        raise ColumnMissing(missing=", ".join(missing), needed=", ".join(sorted(needed)))


def _said(part: str) -> dict[str, str]:
    from guanxi.facts.words import word

    return {"part_en": word(part).en, "part_zh": word(part).zh}
