"""Relations on every engine: opportunities, renewals, cohorts, margin and relationship value."""

from __future__ import annotations

import random
from datetime import timedelta

import pyarrow as pa
import pytest

from guanxi.engines import engine as new_engine
from guanxi.facts.table import fact_table
from guanxi.knowledge.history import history
from guanxi.knowledge.lifetime.cohorts import buying_cohorts
from guanxi.knowledge.lifetime.opportunities import ordered_opportunities
from guanxi.knowledge.lifetime.renewals import paid_renewals
from guanxi.knowledge.margin import COLUMNS, margin
from guanxi.knowledge.relations import SAID, relations
from guanxi.knowledge.relationship_value import PARTS, relationship_value
from tests.knowledge.tables import AS_OF, purchases


def lines() -> pa.Table:
    chance = random.Random(7)
    rows = [
        {
            "customer_id": f"C{who}",
            "ago": chance.randrange(900),
            "amount": float(chance.randrange(-5, 60)),
            "cost": 3.0,
        }
        for who in range(60)
        for _ in range(1 + who % 9)
    ]
    return purchases(*rows)


def costs() -> pa.Table:
    kinds = ("service", "Acquisition", "维系")
    rows = [
        {
            "cost_id": str(n),
            "customer_id": f"C{n % 40}",
            "incurred_on": AS_OF - timedelta(days=n),
            "cost_kind": kinds[n % 3],
            "amount": n / 8,
            "currency": None,
        }
        for n in range(200)
    ]
    schema = fact_table("costs").schema
    return pa.Table.from_pylist(rows, pa.schema([pa.field(f.name, f.type) for f in schema]))


def customers() -> pa.Table:
    """Attributes as imports and other programs write them: quoted, bare, in Chinese, no number, no JSON."""
    told = [
        '{"Referred by": "C2", "wallet": "1,900", "cultivation_cost": 20}',
        '{"推荐人":"C3","能力评分":"7.5"}',
        '{"wallet_365d": "plenty", "capability_score": -1.5, "referred_by": ""}',
        '{"industry": "paper"}',
        "not JSON at all",
        None,
    ]
    rows = [{"customer_id": f"C{n}", "attributes": text} for n, text in enumerate(told)]
    return pa.Table.from_pylist(rows, fact_table("customers").schema)


def told(engine) -> dict:
    """Everything this room counts on an engine, as plain data."""
    bought = engine.table(lines())
    asked = {"as_of": AS_OF, "engine": engine}
    seen, _ = ordered_opportunities(bought, period="month", **asked)
    paid = paid_renewals(bought, period="quarter", **asked)
    cohorts, _ = buying_cohorts(bought, cohort="quarter", **asked)
    table = history(bought, **asked).table
    found = margin(table, engine.table(costs()), **asked)
    worth = found.table.mutate(lifetime_value=lambda t: t.spend_365d * 2.0, p_alive=0.5)
    pairs = [("C1", "C2"), ("C2", "C3")]
    wallet = worth.select(
        "customer_id", wallet_365d=lambda t: t.spend_365d * 3.0, cultivation_cost=lambda t: t.spend
    )
    value = relationship_value(
        worth, engine=engine, monetary="net_profit_365d", referrals=pairs, wallet=wallet
    )

    said = relations(engine.table(customers()), engine=engine)

    def rows(table, *names):
        return engine.collect(table.select("customer_id", *names).order_by("customer_id")).to_pylist()

    return {
        "opportunities": [column.tolist() for column in vars(seen).values()],
        "renewals": [paid.table.lost.tolist(), paid.table.kept.tolist(), [n.as_dict() for n in paid.notes]],
        "cohorts": [cohort.as_dict() for cohort in cohorts],
        "margin": [rows(found.table, *COLUMNS), found.as_dict(), [n.as_dict() for n in found.notes]],
        "said": [rows(said.table, *SAID), said.said, said.unreadable],
        "relations": [rows(value.table, *PARTS, "parts_known", "relationship_index"), value.as_dict()],
    }


@pytest.fixture(scope="module")
def on_duckdb():
    engine = new_engine("duckdb")
    yield told(engine)
    engine.close()


def test_relations_are_the_same_on_every_engine(engine, on_duckdb):
    found = told(engine)
    for part, expected in on_duckdb.items():
        assert _plain(found[part]) == pytest.approx(_plain(expected), nan_ok=True), part


def _plain(value) -> list:
    """The leaves of nested data, in order, words as they are: what approx can compare."""
    if isinstance(value, dict):
        return [leaf for name in sorted(value) for leaf in _plain(value[name])]
    if isinstance(value, list | tuple):
        return [leaf for one in value for leaf in _plain(one)]
    return [value]
