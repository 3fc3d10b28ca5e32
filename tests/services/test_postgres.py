"""The database the web runs on in earnest, as the tests start it."""

import psycopg


def test_the_server_answers_and_can_search_by_trigram(postgres_url):
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("create extension if not exists pg_trgm")
        similar = connection.execute("select similarity('guanxi', 'guanxi')").fetchone()[0]
    assert similar == 1.0
