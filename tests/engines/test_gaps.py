"""The gaps between purchases, and each customer's own rhythm, are the same on every engine."""

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
