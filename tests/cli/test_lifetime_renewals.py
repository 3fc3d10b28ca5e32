"""`guanxi lifetime --model sbg|bdw`: from a retention table, contracts or payments to renewals."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

# Fader & Hardie 2007, table 1: customers still there at the end of years 0 to 7.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


@pytest.fixture
def lifetime(guanxi, tmp_path):
    """Save the text, run `guanxi lifetime` on it; the JSON, or the complaint."""

    def run(text: str, *options, name: str = "table.csv"):
        (tmp_path / name).write_text(text, "utf-8")
        answer = guanxi("lifetime", tmp_path / name, *options, "--json")
        return json.loads(answer.said) if answer.code == 0 else answer.complaint

    return run


def by_rows(*cohorts) -> str:
    lines = [f"{name},{t},{n}" for name, counts in cohorts for t, n in enumerate(counts)]
    return "\n".join(["cohort,year,customers", *lines])


@pytest.mark.parametrize(
    ("alive", "printed", "log_likelihood"),
    [(HIGH_END, (0.668, 3.806), -1611.2), (REGULAR, (0.704, 1.182), -1680.3)],
    ids=["high end", "regular"],
)
def test_the_published_cohorts_print_the_published_parameters(lifetime, alive, printed, log_likelihood):
    found = lifetime(by_rows(("one", alive)), "--model", "sbg", "--unit", "year")
    assert list(found["parameters"].values()) == pytest.approx(printed, abs=0.0005)
    assert found["log_likelihood"] == pytest.approx(log_likelihood, abs=0.05)
    assert (found["model"], found["unit"], found["customers"]) == ("sbg", "year", 1000)
    for name, (low, high) in found["posterior"]["intervals"].items():
        assert low < found["parameters"][name] < high
    assert found["read"]["columns"] == {"cohort": "cohort", "period": "year", "customers": "customers"}


def test_a_table_with_a_column_per_period_says_the_same_as_one_with_rows(lifetime):
    wide = "cohort," + ",".join(f"year {t}" for t in range(8)) + "\n"
    wide += "\n".join(
        f"{name}," + ",".join(map(str, counts)) for name, counts in (("a", HIGH_END), ("b", REGULAR))
    )
    one = lifetime(wide, "--model", "bdw", "--unit", "year")
    other = lifetime(by_rows(("a", HIGH_END), ("b", REGULAR)), "--model", "bdw", "--unit", "year")
    assert one["parameters"] == other["parameters"]
    assert one["customers"] == 2000 and set(one["parameters"]) == {"alpha", "beta", "c"}


def test_younger_cohorts_have_fewer_periods_and_count_too(lifetime):
    wide = "cohort,0,1,2,3\n2020,1000,800,700,650\n2021,900,700,610,\n2022,500,400,,\n"
    found = lifetime(wide, "--model", "sbg", "--unit", "year")
    assert [(row["due"], row["lost"]) for row in found["retention"]] == [(2400, 500), (1500, 190), (700, 50)]


def test_what_is_still_to_come_has_its_range(lifetime):
    found = lifetime(
        by_rows(("one", HIGH_END)), "--model", "sbg", "--unit", "year", "--history", "5", "--ahead", "3"
    )
    forecast = found["forecast"]
    # 7.14 renewals after five, at 10 % a year: the figure of the method page.
    assert forecast["residual_lifetime"] == pytest.approx(7.14, abs=0.005)
    low, high = forecast["residual_lifetime_range"]
    assert low < forecast["residual_lifetime"] < high
    ends = zip(forecast["survival_low"], forecast["survival"], forecast["survival_high"], strict=True)
    assert all(low < middle < high for low, middle, high in ends)


def contract_rows(months: list[int | None]) -> str:
    """One contract per entry, from mid-January 2022: how many months it ran; None is still running."""
    ends = ["" if n is None else f"{2022 + n // 12}-{n % 12 + 1:02d}-15" for n in months]
    return "\n".join(
        ["member,signup date,cancelled on", *(f"M{i},2022-01-15,{end}" for i, end in enumerate(ends))]
    )


def test_contracts_with_a_start_and_an_end_are_counted_by_renewal(lifetime):
    text = contract_rows([1] * 20 + [2] * 12 + [3] * 5 + [None] * 30)
    found = lifetime(text, "--model", "sbg", "--as-of", "2022-05-20")
    assert [(row["due"], row["lost"]) for row in found["retention"]] == [(67, 20), (47, 12), (35, 5), (30, 0)]
    assert found["unit"] == "month" and found["read"]["as"] == "contracts"
    assert found["read"]["columns"] == {"customer": "member", "start": "signup date", "end": "cancelled on"}


def test_rows_that_cannot_be_contracts_are_set_aside_and_said(lifetime):
    good = contract_rows([1] * 20 + [2] * 12 + [None] * 30)
    bad = "\nX,,2022-03-01\nY,2022-03-01,2022-02-01\nZ,2022-03-01,soon"
    found = lifetime(good + bad, "--model", "sbg", "--as-of", "2022-05-20")
    assert found["read"]["set_aside"] == {"no_start": 1, "ends_before_start": 1, "unreadable_date": 1}
    assert found["customers"] == 62
    assert {"sources.contracts.no_start", "sources.contracts.ends_before_start"} <= {
        note["code"] for note in found["notes"]
    }


def test_contracts_need_a_day_to_count_to(lifetime):
    assert "--as-of" in lifetime(contract_rows([1, 2, None]), "--model", "sbg")


def test_an_order_list_of_payments_is_read_as_renewals(lifetime):
    rows, start = ["customer,date,amount"], date(2023, 1, 10)
    for i, payments in enumerate([1] * 20 + [2] * 12 + [6] * 30):
        for n in range(payments):
            late = timedelta(days=n % 3)  # a day or two late is still the same month
            rows.append(f"C{i},{start + timedelta(days=round(30.44 * n)) + late},9.90")
    found = lifetime("\n".join(rows), "--model", "sbg", "--as-of", "2023-07-01")
    assert [(row["due"], row["lost"]) for row in found["retention"]][:2] == [(62, 20), (42, 12)]
    assert all(row["lost"] == 0 for row in found["retention"][2:])
    assert found["read"]["as"] == "payments"
    assert "lifetime.renewed_by_paying" in {note["code"] for note in found["notes"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year,customers\n0,100\n1,50\n3,30\n", "no count for period 2"),
        ("year,customers\n0,100\n1,50\n1,30\n", "two counts for period 1"),
        ("year,customers\n0,100\n1,many\n", "row 2: a number is needed"),
        ("year,customers\n0,100\n1,120\n", "120 customers cannot be right"),
        ("year,customers\n0,100\n1,50.5\n", "50.5 customers cannot be right"),
        ("year,customers\n0,100\n1,-3\n", "-3 customers cannot be right"),
        ("year,customers\n0,2\n1,1\n2,0\n", "Only 2 of 2 customers left"),
        ("year,customers\n0,100\n1,100\n2,100\n", "None of 100 customers left"),
        ("year,customers\n0,100\n1,50\n", "Renewals were due in 1 periods only"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_in_one_sentence(lifetime, text, said):
    assert said in lifetime(text, "--model", "sbg", "--unit", "year")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--unit", "fortnight", "day, week, month, quarter, year"),
        ("--ahead", "0", "ahead is 0"),
        ("--ahead", "1e9", "ahead is"),
        ("--ahead", "nan", "ahead is nan"),
        ("--ahead", "1.5", "ahead is 1.5"),
        ("--discount", "0", "discount is 0"),
        ("--discount", "nan", "discount is nan"),
        ("--history", "-1", "is not a history"),
        ("--history", "2,3,4", "is not a history"),
        ("--column", "period", "ROLE=COLUMN"),
        ("--column", "period=weeks", "There is no column weeks"),
        ("--column", "period=customers", "named twice"),
    ],
)
def test_a_wrong_option_is_answered_with_what_is_allowed(lifetime, option, value, said):
    if option == "--column" and value == "period=customers":
        complaint = lifetime(
            by_rows(("a", HIGH_END)), "--model", "sbg", option, value, "--column", "customers=customers"
        )
    else:
        complaint = lifetime(by_rows(("a", HIGH_END)), "--model", "sbg", option, value)
    assert said in complaint


def test_the_sentence_for_reading_says_the_same_in_chinese(guanxi, tmp_path):
    (tmp_path / "t.csv").write_text(
        "同期群,年份,客户数\n" + "\n".join(f"甲,{t},{n}" for t, n in enumerate(REGULAR))
    )
    answer = guanxi("lifetime", tmp_path / "t.csv", "--model", "sbg", "--unit", "year", "--lang", "zh")
    assert answer.code == 0 and "alpha      0.7041" in answer.said and "续约" in answer.said


def test_simulated_subscribers_give_back_the_chance_they_left_by(lifetime):
    rng = np.random.default_rng(3)
    months = rng.geometric(rng.beta(1.5, 8.0, 1500))
    text = contract_rows([int(m) if m <= 23 else None for m in months])
    found = lifetime(text, "--model", "sbg", "--as-of", "2024-01-20")
    off = [
        (found["parameters"][n] - v) / found["standard_errors"][n] for n, v in (("alpha", 1.5), ("beta", 8.0))
    ]
    assert max(map(abs, off)) < 4
