"""From a spreadsheet to a folder of results, by the command alone."""

import csv
import json
from datetime import date

import polars as pl

from tests.sources.order_lists import CHINESE, PLAIN, workbook

PROMISED = set(
    [
        "customer_id",
        "first_purchase_on",
        "last_purchase_on",
        "days_since_last",
        "purchase_days",
        "spend",
        "mean_spend",
        "r_score",
        "f_score",
        "m_score",
        "rfm_segment",
        "rfm_class",
        "cycle_days",
        "days_overdue",
        "warning",
        "p_alive",
        "expected_purchases_365d",
        "lifetime_value",
        "lifetime_value_low",
        "lifetime_value_high",
        "loyalty_index",
        "value_index",
        "quadrant",
        "tier",
        "stage",
        "promotion_share",
    ]
)


def profile_of(analyst):
    return pl.read_parquet(analyst.out / "profile.parquet").sort("customer_id")


def test_the_profile_has_one_row_per_customer_with_what_was_bought(plain):
    assert plain.answer.code == 0
    profile = profile_of(plain)
    assert set(profile.columns) >= PROMISED
    assert profile["customer_id"].to_list() == ["C1", "C2", "C3"]
    assert profile["purchase_days"].to_list() == [3, 2, 1]
    assert profile["spend"].to_list() == [33.0, 40.0, 7.25]
    assert profile["last_purchase_on"].to_list() == [date(2020, 3, 6), date(2020, 3, 9), date(2020, 2, 7)]


def test_csv_and_parquet_hold_the_same_customers_and_excel_can_tell_the_encoding(analyst):
    analyst.analyze(CHINESE)
    raw = (analyst.out / "profile.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert sorted(row["customer_id"] for row in rows) == sorted(profile_of(analyst)["customer_id"])


def test_the_summary_counts_every_row_and_names_every_column(analyst):
    analyst.analyze(PLAIN + "7,,2020-03-09,5.00\n7,C1,2020-02-30,5.00\n")
    summary = analyst.summary
    assert summary["rows"]["read"] == 8 and summary["rows"]["kept"] == 6
    assert summary["rows"]["set_aside"] == {"impossible_date": 1, "missing_customer": 1}
    assert summary["columns"] == {
        "date": "date",
        "amount": "amount",
        "order": "order",
        "customer": "customer",
    }
    assert summary["guessed"] == summary["columns"]
    assert summary["customers"] == 3 and summary["orders"] == 6
    assert summary["spend"] == 80.25
    assert {"tiers", "quadrants", "warnings", "stages", "equity", "models", "notes"} <= summary.keys()


def test_the_classes_of_the_summary_count_all_customers(plain):
    for name in ("tiers", "quadrants", "warnings", "stages"):
        assert sum(part["customers"] for part in plain.summary[name].values()) == 3


def test_the_twenty_percent_question_is_answered(analyst):
    analyst.analyze(
        "customer,date,amount\n" + "".join(f"C{n},2020-01-0{n + 1},{1 if n else 96}\n" for n in range(5))
    )
    top = analyst.summary["top_share"]
    assert (top["customers"], top["share_of_customers"], top["share"]) == (1, 0.2, 0.96)


def test_what_was_set_aside_can_be_fetched_with_the_reason_in_words(analyst):
    answer = analyst.analyze(PLAIN + "7,,2020-03-09,5.00\n")
    rows = list(csv.DictReader((analyst.out / "set_aside.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["row"], row["reason"], row["amount"]) for row in rows] == [("7", "no customer", "5.00")]
    assert "Rows set aside: 1" in answer.said


def test_nothing_set_aside_leaves_no_file_of_an_earlier_run(analyst):
    analyst.out.mkdir()
    (analyst.out / "set_aside.csv").write_text("of an earlier run")
    analyst.analyze(PLAIN)
    assert not (analyst.out / "set_aside.csv").exists()


def test_the_analysis_stands_on_the_last_purchase_and_says_so(plain):
    assert plain.summary["as_of"] == "2020-03-09"
    assert "9 Mar 2020, the last purchase in the file" in plain.answer.said


def test_an_as_of_date_hides_what_came_later(analyst):
    analyst.analyze(PLAIN, "--as-of", "2020-02-07")
    assert profile_of(analyst)["purchase_days"].to_list() == [2, 1, 1]
    assert analyst.summary["rows"]["set_aside"] == {"after_as_of": 2}


def test_columns_can_be_named(analyst):
    text = PLAIN.replace("order,customer,date,amount", "a,b,c,d")
    answer = analyst.analyze(text, "--customer", "b", "--date", "c", "--amount", "d", "--order", "a")
    assert answer.code == 0
    assert analyst.summary["guessed"] == {}
    assert profile_of(analyst)["customer_id"].to_list() == ["C1", "C2", "C3"]


def test_gbk_and_utf8_twins_give_the_same_profile(analyst):
    analyst.analyze(CHINESE)
    first = profile_of(analyst)
    assert analyst.analyze(CHINESE.encode("gbk")).code == 0
    assert profile_of(analyst).equals(first)


def test_excel_and_parquet_give_the_same_profile_as_csv(plain, analyst, guanxi):
    cells = [line.split(",") for line in PLAIN.splitlines()]
    book = [cells[0]] + [[o, c, date.fromisoformat(d), float(a)] for o, c, d, a in cells[1:]]
    workbook(analyst.folder / "orders.xlsx", {"orders": book})
    pl.DataFrame(book[1:], schema=cells[0], orient="row").write_parquet(analyst.folder / "orders.parquet")
    for name in ("orders.xlsx", "orders.parquet"):
        assert guanxi("analyze", analyst.folder / name, "--out", analyst.out).code == 0
        assert profile_of(analyst).equals(profile_of(plain))


def test_everything_is_said_in_chinese_when_asked(analyst):
    answer = analyst.analyze(CHINESE + "7,,2020-03-09,5.00,茶叶\n", "--lang", "zh-hans")
    assert "读入 7 行，采用 6 行" in answer.said and "没有客户 (1)" in answer.said
    assert all(
        any("\u4e00" <= sign <= "\u9fff" for sign in note["sentence"]) for note in analyst.summary["notes"]
    )
    assert "没有客户" in (analyst.out / "set_aside.csv").read_text("utf-8-sig")


def test_the_same_file_twice_gives_the_same_results(analyst):
    analyst.analyze(PLAIN)
    first = {path.name: path.read_bytes() for path in analyst.out.iterdir()}
    analyst.analyze(PLAIN)
    assert {path.name: path.read_bytes() for path in analyst.out.iterdir()} == first


def test_text_that_a_spreadsheet_would_run_is_made_harmless_and_numbers_stay(analyst):
    lines = "=cmd(),2020-03-09,5.00\n+C8,2020-03-09,6.00\n@C9,2020-02-30,-5.00\n"
    analyst.analyze("customer,date,amount\n" + lines)
    profile = (analyst.out / "profile.csv").read_text("utf-8-sig")
    assert "'=cmd()" in profile and "'+C8" in profile
    set_aside = (analyst.out / "set_aside.csv").read_text("utf-8-sig")
    assert "'@C9,2020-02-30,-5.00" in set_aside
    assert profile_of(analyst)["customer_id"].to_list() == [
        "+C8",
        "=cmd()",
    ]  # only spreadsheets need the apostrophe


def test_one_customer_is_a_result_with_a_remark(analyst):
    answer = analyst.analyze("customer,date,amount\nC1,2020-01-05,5\nC1,2020-02-05,6\n")
    assert answer.code == 0
    assert "only one customer" in answer.said
    assert profile_of(analyst).height == 1


def test_one_time_buyers_alone_are_a_result_with_a_remark_and_no_forecast(analyst):
    answer = analyst.analyze(
        "customer,date,amount\n" + "".join(f"C{n},2020-01-{n + 1:02d},5\n" for n in range(20))
    )
    assert answer.code == 0
    assert "bought on more than one day" in answer.said
    assert profile_of(analyst)["lifetime_value"].null_count() == 20
    assert analyst.summary["equity"] is None


def test_a_model_without_an_answer_says_why_and_the_rest_is_there(analyst):
    """Everybody buys every week: nothing says that anybody ever stops."""
    weeks = [date.fromordinal(date(2020, 1, 1).toordinal() + 7 * n).isoformat() for n in range(20)]
    answer = analyst.analyze(
        "customer,date,amount\n" + "".join(f"C{c},{d},5\n" for c in range(30) for d in weeks)
    )
    assert answer.code == 0
    assert profile_of(analyst)["p_alive"].null_count() == 30
    assert [note["sentence"] for note in analyst.summary["notes"] if note["code"].startswith("lifetime.")]


def test_the_summary_is_plain_json(plain):
    assert json.dumps(plain.summary, allow_nan=False)


def test_a_currency_sign_is_kept_with_the_money(analyst):
    answer = analyst.analyze(PLAIN.replace(",10.00", ",¥10.00"))
    assert analyst.summary["currency"] == "CNY"
    assert "¥80" in answer.said


def test_the_report_is_one_file_in_the_language_that_was_asked_for(analyst):
    analyst.analyze(PLAIN, "--lang", "zh-hans")
    report = (analyst.out / "report.html").read_text("utf-8")
    assert '<html lang="zh-Hans">' in report
    assert 'src="http' not in report and 'href="http' not in report


def test_a_file_that_calls_itself_synthetic_is_reported_as_such(analyst):
    for name, told in (("synthetic-orders.csv", True), ("orders.csv", False)):
        analyst.analyze(PLAIN, name=name)
        report = (analyst.out / "report.html").read_text("utf-8")
        assert ("These data are synthetic" in report) == told
