"""The gaps between purchases, and each customer's own rhythm, are the same on every engine."""

from guanxi.distribution.warnings_calendar import calendar
from guanxi.knowledge.gaps import gaps, purchase_days
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
