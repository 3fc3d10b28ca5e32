"""The report is one file that fetches nothing, and shows a forecast beside its back-test or not at all."""

import re
from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from guanxi.distribution.backtests.beside import back_test, last_quarter
from guanxi.distribution.report import About, write_report
from guanxi.engines import engine as new_engine
from guanxi.facts.table import fact_table
from guanxi.knowledge.profile import profile

AS_OF = date(2025, 12, 31)
NASTY = "</script><script>alert(1)</script>"


def bought(*orders):
    schema = fact_table("purchases").schema
    rows = [
        {f.name: None for f in schema}
        | {"order_id": str(n), "line": 1, "customer_id": who, "purchased_on": day, "amount": amount}
        for n, (who, day, amount) in enumerate(orders)
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def regulars(*, days):
    """Forty customers who buy every one to six weeks, some of whom stop."""
    for n in range(40):
        who = NASTY if n == 0 else f"customer {n}"
        start = AS_OF - timedelta(days=days - n)
        last = AS_OF - timedelta(days=0 if n % 4 else 60 + 12 * n)
        day = start
        while day <= last:
            yield who, day, 20.0 + n + (day.toordinal() * 7 + n * 13) % 30
            day += timedelta(days=7 + n)


def chancy(*, days):
    """Customers who buy by chance at rates of their own, and stop by coins of their own."""
    chance = np.random.default_rng(5)
    for n in range(300):
        day, rate, coin = n % 200, chance.gamma(1.2, 1 / 40), chance.beta(1.0, 5.0)
        while day <= days:
            yield f"customer {n}", AS_OF - timedelta(days=days - int(day)), 10.0 + chance.gamma(3.0, 4.0)
            if chance.random() < coin:
                break
            day += 1 + chance.exponential(1 / rate)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """report(orders, language): the text of the file; the same orders are reported once for all tests."""

    @cache
    def written(orders, language):
        engine = new_engine("duckdb")
        purchases = engine.table(bought(*orders))
        known = profile(purchases, as_of=AS_OF, engine=engine)
        first = min(day for _, day, _ in orders)
        about = About(
            "orders.csv", rows_read=len(orders) + 2, rows_kept=len(orders), first_on=first, last_on=AS_OF
        )
        path = tmp_path_factory.mktemp("report") / "report.html"
        write_report(
            known.table, known.card, path, purchases=purchases, about=about, engine=engine, language=language
        )
        engine.close()
        return path.read_text("utf-8")

    return lambda orders, language="en": written(tuple(orders), language)


def test_the_finding_stands_first_in_both_languages(report):
    orders = list(regulars(days=700))
    assert re.search(r"<h1>\d+ of 40 customers, worth [\d,]+ a year, are late</h1>", report(orders))
    assert re.search(r"<h1>40 位客户中有 \d+ 位晚了", report(orders, "zh-hans"))


def test_rows_that_were_set_aside_are_said(report):
    assert "2 of them" in report(list(regulars(days=700)))


def test_a_name_cannot_break_out_of_its_place(report):
    text = report(list(regulars(days=700)))
    assert "alert(1)" in text
    assert NASTY not in text


def test_nothing_in_it_is_fetched(report):
    text = report(list(regulars(days=700)))
    assert "default-src 'none'" in text
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)


def test_a_forecast_stands_beside_its_back_test(report):
    text = report(list(chancy(days=700)))
    assert "91 days ago we expected" in text
    assert "forecasts from earlier days" in text or "earlier days that it was tried on" in text


def test_without_a_back_test_no_forecast_is_shown(report):
    text = report(list(regulars(days=150)))
    assert "No forecast is shown" in text
    assert "91 days ago" not in text


def test_the_back_test_never_sees_what_it_is_checked_against(engine):
    """What happens in the held-out quarter moves what happened, never what was predicted."""
    orders = list(regulars(days=700))
    more = [*orders, *(("customer 7", AS_OF - timedelta(days=n), 5.0) for n in range(60))]

    def predicted(lines):
        table = engine.table(bought(*lines))
        rows = last_quarter(back_test(table, as_of=AS_OF, model="bg-nbd", engine=engine))
        return (
            sum(row["predicted_purchases"] or 0 for row in rows),
            sum(row["happened_purchases"] for row in rows),
        )

    before, after = predicted(orders), predicted(more)
    assert before[0] == pytest.approx(after[0])
    assert after[1] > before[1]
