"""What a firm says of its customers beside who they are, and what a relation is worth by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi.facts.notes import Note
from guanxi.knowledge.attributes import attribute
from guanxi.knowledge.lifetime.referrals import ReferralCycle
from guanxi.knowledge.margin import COLUMNS as MARGIN
from guanxi.knowledge.margin import Margin, net_lifetime_value
from guanxi.knowledge.relationship_value import Potential, RelationshipValue, relationship_value

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from guanxi.engines import Engine
    from guanxi.knowledge.settings import ProfileSettings

# Attribute of a customer -> how its header may be written; case does not matter, nor _ for a space.
SAID = {
    "referred_by": ("referred[_ ]by", "推荐人"),
    "capability_score": ("capability[_ ]score", "能力评分"),
    "wallet_365d": ("wallet[_ ]365d", "wallet", "年总采购额"),
    "cultivation_cost": ("cultivation[_ ]cost", "培育成本"),
}
NUMBERS = ("capability_score", "wallet_365d", "cultivation_cost")
PARTS = ("referral_value", "capability_value", "potential_value", "parts_known", "relationship_index")
NET = ("net_lifetime_value", "net_lifetime_value_low", "net_lifetime_value_high")
COLUMNS = (*MARGIN, *NET, *PARTS)


@dataclass(frozen=True)
class Relations:
    """table: one row per customer of whom anything of SAID is said; said: of how many each is.

    unreadable   values that should be numbers and are none; they count as unknown
    """

    table: Table
    said: dict[str, int]
    unreadable: int


def relations(customers: Table, *, engine: Engine) -> Relations | None:
    """Read the attributes that the five parts of a relation's value need; None where nobody has any.

    In      customers  facts "customers": customer_id, attributes (JSON: the columns of the firm's own file)
    Out     customer_id, referred_by; capability_score, wallet_365d, cultivation_cost as numbers
    Breaks  attributes have no date: they are what the firm says today, whatever day is asked about
    """
    told = customers.filter(customers.attributes.re_search(f'(?i)"({"|".join(_names())})"[ ]*:'))
    found = {
        f"_{name}": attribute(told.attributes, "|".join(spellings), flags="(?i)")
        for name, spellings in SAID.items()
    }
    texts = told.select("customer_id", **found)
    numbers = {name: _number(texts[f"_{name}"]) for name in NUMBERS}
    table = engine.keep(texts.select("customer_id", *_raw(), referred_by=texts["_referred_by"], **numbers))
    unreadable = sum(
        ((table[f"_{name}"].notnull() & table[name].isnull()).cast("int64").sum() for name in NUMBERS), 0
    )
    counts = {name: table[name].count() for name in SAID}
    (row,) = engine.collect(table.aggregate(_unreadable=unreadable, **counts)).to_pylist()
    wrong = int(row.pop("_unreadable") or 0)
    if not any(row.values()) and not wrong:
        return None
    return Relations(table.select("customer_id", *SAID), {name: int(n) for name, n in row.items()}, wrong)


def _names() -> list[str]:
    return [spelling for spellings in SAID.values() for spelling in spellings]


def _raw() -> list[str]:
    return [f"_{name}" for name in NUMBERS]


def _number(text):
    plain = text.replace(",", "").re_extract("^(-?[0-9]+([.][0-9]+)?)$", 1)
    return plain.nullif("").cast("float64")


# --- the columns of the profile ---------------------------------------------------------------------


@dataclass(frozen=True)
class Worth:
    """What is left of a customer and what the relation is worth: COLUMNS, and how they came about.

    value   None where the firm says nothing of SAID: then money is all that is known
    """

    margin: Margin
    value: RelationshipValue | None
    margin_in_it: float
    monetary: str
    potential: Potential
    said: dict[str, int]
    notes: tuple[Note, ...]

    def add_to(self, table: Table) -> Table:
        """The table, which has the history and the forecast, with COLUMNS."""
        table = net_lifetime_value(self.margin.add_to(table), margin_in_it=self.margin_in_it)
        if self.value is None:
            return table.mutate(**_money_only(table, self.monetary))
        own = self.value.table.select("customer_id", *PARTS).rename(_of="customer_id")
        return table.left_join(own, [table.customer_id == own["_of"]]).drop("_of")

    def cuts(self) -> dict[str, Any]:
        """The card's `margin` and `relationship`."""
        said = {
            "monetary": self.monetary,
            "said": self.said,
            "potential": {
                name: getattr(self.potential, name) for name in ("share", "margin", "years", "discount")
            },
        }
        return {
            "margin": self.margin.as_dict(),
            "relationship": said | (self.value.as_dict() if self.value else {}),
        }


def worth(
    forecast: Table,
    left: Margin,
    said: Relations | None,
    *,
    engine: Engine,
    settings: ProfileSettings,
) -> Worth:
    """Net lifetime value and the five parts of the relation's value, where their facts exist.

    In      forecast  one row per customer: the history with p_alive and lifetime values
            left      what `margin` found of the same history
            said      what `relations` read; None: referral, capability and potential are unknown for all
    Notes   margin's where the firm records costs or gives a share; relationship.*, where anything is said;
            relationship.referrals_refused where customers brought each other in a ring: nobody's referral
            value is known then; relationship.not_a_number
    """
    margin_in_it = settings.lifetime.margin
    goods_known = left.parts["goods"] == left.parts["customers"]
    monetary = f"net_profit_{left.window_days}d" if goods_known else f"spend_{left.window_days}d"
    ours = left.firm_share if left.firm_share and left.firm_share > 0 else margin_in_it
    potential = Potential(margin=ours, discount=settings.lifetime.discount)
    notes = list(left.notes) if left.recorded or left.goods_share is not None else []
    value = None
    if said is not None:
        base = net_lifetime_value(left.add_to(forecast), margin_in_it=margin_in_it)
        lifetime = "lifetime_value" if left.firm_share is None else "net_lifetime_value"
        value, refused = _valued(base, said, monetary, lifetime, potential, engine)
        notes += [*value.notes, *refused]
        if said.unreadable:
            notes.append(Note("relationship.not_a_number", {"values": said.unreadable}))
    return Worth(left, value, margin_in_it, monetary, potential, said.said if said else {}, tuple(notes))


def _valued(base: Table, said: Relations, monetary: str, lifetime: str, potential: Potential, engine: Engine):
    asked = {
        "engine": engine,
        "monetary": monetary,
        "lifetime": lifetime,
        "potential": potential,
        "capability": _of_those(said, "capability_score"),
        "wallet": _of_those(said, "wallet_365d", "cultivation_cost"),
    }
    pairs = None
    if said.said["referred_by"]:
        rows = engine.collect(_of_those(said, "referred_by").order_by("customer_id"))
        pairs = list(zip(rows["referred_by"].to_pylist(), rows["customer_id"].to_pylist(), strict=True))
    try:
        return relationship_value(base, referrals=pairs, **asked), []
    except ReferralCycle as ring:
        note = Note("relationship.referrals_refused", {"customers": ring.facts["customers"]})
        return relationship_value(base, referrals=None, **asked), [note]


def _of_those(said: Relations, *names: str) -> Table | None:
    """The rows of whom the first of these is said; None where it is of nobody."""
    if not said.said[names[0]]:
        return None
    return said.table.filter(said.table[names[0]].notnull()).select("customer_id", *names)


def _money_only(table: Table, monetary: str) -> dict[str, Any]:
    """The columns where the firm says nothing of SAID: an index of money alone is the value index already."""
    import ibis

    nothing = ibis.null("float64")
    known = table[monetary].notnull().cast("int64") + table.lifetime_value.notnull().cast("int64")
    return dict.fromkeys((*PARTS[:3], "relationship_index"), nothing) | {"parts_known": known}
