"""The gaps between purchases, and each customer's own rhythm, are the same on every engine."""

import pytest

from guanxi.distribution.warnings_calendar import calendar
from guanxi.knowledge.gaps import gaps, purchase_days
from guanxi.knowledge.history import history
from guanxi.knowledge.lateness import Lateness
from guanxi.knowledge.own_rhythm import own_rhythm
from tests.engines.test_knowledge import assert_same, fingerprint, shop_of_many_kinds
from tests.knowledge.tables import AS_OF


def counted(engine):
    days = purchase_days(engine.table(shop_of_many_kinds()), as_of=AS_OF, engine=engine)
    return engine.keep(gaps(days))


def test_every_engine_counts_the_same_gaps(engine, duckdb):
    rows = fingerprint(engine, counted(engine))
    assert len(rows) > 50
    assert_same(rows, fingerprint(duckdb, counted(duckdb)))


def test_every_engine_gives_every_customer_the_same_rhythm(engine, duckdb):
    def answered(session):
        table = counted(session)
        return fingerprint(session, own_rhythm(table, as_of=AS_OF, engine=session).add_to(table))

    assert_same(answered(engine), answered(duckdb))


def test_every_engine_draws_the_same_customers_for_a_comparison_of_rules(engine, duckdb):
    def drawn(session):
        days = purchase_days(session.table(shop_of_many_kinds()), as_of=AS_OF, engine=session)
        known, first_on, customers = calendar(days, as_of=AS_OF, engine=session, at_most=40)
        return first_on, customers, known.customer.tolist(), known.day.tolist()

    assert drawn(engine) == drawn(duckdb)
    assert len(set(drawn(duckdb)[2])) < drawn(duckdb)[1]


@pytest.mark.parametrize("rule", ["own_rhythm", "p_alive"])
def test_every_engine_warns_of_the_same_customers_by_every_rule(engine, duckdb, rule):
    """P(alive) stands in the table, where the forecast put it."""

    def warned(session):
        bought = session.table(shop_of_many_kinds())
        table = history(bought, as_of=AS_OF, engine=session).table
        repeats = table.purchase_days - 1
        table = table.mutate(p_alive=repeats / (repeats + 5.0))
        rhythms = own_rhythm(counted(session), as_of=AS_OF, engine=session, columns=("gap_probability",))
        own = rhythms if rule == "own_rhythm" else None
        late = Lateness(rule, 0.5, 1.0, AS_OF, own=own).add_to(table)
        return fingerprint(session, late.select("customer_id", "cycle_days", "days_overdue", "warning"))

    rows = warned(engine)
    assert_same(rows, warned(duckdb))
    assert {row[-1] for row in rows} >= {"none", "act"}
