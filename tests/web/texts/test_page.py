"""The page What customers write: search, rights, themes, the error rate, and files that hide people."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from guanxi.knowledge.texts.reading import read
from guanxi.web.kit.models import AuditEntry
from guanxi.web.texts import hiding, jobs, queries
from guanxi.web.texts.asked import Asked, Period
from guanxi.web.texts.counting import counted
from guanxi.web.texts.models import State, Text
from tests.web.texts.conftest import GOOD_ZH, LAST, LATE, SLOW_ZH, answer, sixty

pytestmark = pytest.mark.django_db
PAGE = "/texts/"


def shown(client, **asked) -> str:
    return client.get(PAGE, asked).content.decode()


@pytest.mark.parametrize(("language", "said"), [("en", "Nobody has read"), ("zh-hans", "还没有读取过")])
def test_before_the_first_reading_the_page_says_what_it_will_show(store, signed_in, language, said):
    manager = signed_in("manager")
    manager.post("/settings/language/", {"language": language, "next": "/health/"})
    assert said in shown(manager)


@pytest.mark.parametrize("asked", ["物流", "物流 包裹", "包裹破損", "等了很久"])
def test_chinese_is_found_by_pieces_in_either_script(wrote, signed_in, asked):
    wrote(answer(1, SLOW_ZH), answer(2, GOOD_ZH))
    page = shown(signed_in("manager"), q=asked)
    assert SLOW_ZH in page and GOOD_ZH not in page


def test_a_simplified_search_finds_what_was_written_traditionally(wrote, signed_in):
    wrote(answer(1, "物流太慢，等了很久，包裹破損"), answer(2, GOOD_ZH))
    assert "包裹破損" in shown(signed_in("manager"), q="破损")


def test_english_is_found_whatever_its_case_and_full_width(wrote, signed_in):
    wrote(answer(1, LATE), answer(2, GOOD_ZH))
    page = shown(signed_in("manager"), q="ＤELIVERY parcel")
    assert LATE in page and GOOD_ZH not in page


def test_a_rep_reads_texts_of_own_customers_and_of_nobody_and_no_others(wrote, signed_in, person):
    strangers = answer(4, "strangers", by="not known")
    wrote(answer(1, "mine", by="a"), answer(2, "theirs", by="b"), answer(3, "nobodys"), strangers)
    read_by = {who: {t.body for t in queries.visible_to(person(who))} for who in ("rep", "manager")}
    assert read_by["rep"] == {"mine", "nobodys"}
    assert read_by["manager"] == {"mine", "theirs", "nobodys", "strangers"}
    page = shown(signed_in("rep"), q="theirs")
    assert "Jane Roe" not in page and "No text fits" in page


def test_themes_are_those_of_the_library_with_their_counts(wrote, person):
    wrote()
    rows = sorted(sixty(), key=lambda row: -row["answered_on"].toordinal())
    themes = read([row["comment"] for row in rows], [row["score"] for row in rows]).themes.themes
    expected = sorted((list(theme.words), len(theme.texts)) for theme in themes)
    found = counted(person("manager"), Asked(days=0))
    assert sorted((each.theme.words, each.texts) for each in found) == expected


def test_a_mean_stands_beside_its_quotes_with_its_interval(wrote, person):
    wrote()
    for each in counted(person("manager"), Asked(days=0)):
        scores = list(Text.objects.filter(themes=each.theme).values_list("score", flat=True))
        assert each.mean == pytest.approx(sum(scores) / len(scores))
        assert each.interval.low <= each.mean <= each.interval.high
        assert each.quotes and all(quote.themes.contains(each.theme) for quote in each.quotes)
        assert len({quote.body for quote in each.quotes}) == len(each.quotes)


def test_a_rep_counts_only_texts_the_rep_may_read(wrote, person):
    wrote()
    rep = person("rep")
    for each in counted(rep, Asked(days=0)):
        assert each.texts == queries.visible_to(rep).filter(themes=each.theme).count()
        assert each.customers == 1


def test_the_period_before_has_as_many_days_and_shares_none():
    now = Period.of(30, LAST)
    before = now.before
    assert (now.last - now.first, (now.first - before.last).days) == (before.last - before.first, 1)


def test_too_few_scored_texts_are_said_and_none_is_judged(wrote, signed_in):
    wrote(*sixty(), answer(99, "no score at all"))
    page = shown(signed_in("manager"), days=0)
    assert "40 scored texts of each side are needed" in page
    assert Text.objects.get(response_id="r099").mood == "unjudged"


def test_the_error_rate_stands_on_the_page_with_what_was_not_measured(wrote, signed_in):
    texts = [*sixty(), *(row | {"response_id": f"second-{row['response_id']}"} for row in sixty())]
    reading = wrote(*texts, answer(99, LATE))
    page = shown(signed_in("manager"), days=0)
    assert f"{reading.judge['errors']['together']:.0%}".rstrip("%") in page
    assert "called the wrong side" in page
    assert "5.3% wrong and 41% not clear for Chinese" in page and "were not measured" in page
    assert Text.objects.get(response_id="r099").mood == "dissatisfied"


PERSONAL = (
    "=HYPERLINK Ring 13812345678 or jane@example.com, ID 11010519491231002X, ask Jane Roe or 王小明先生"
)


def exported(client, form: str) -> str:
    answer = client.get(f"/texts/texts.{form}", {"days": 0})
    body = b"".join(answer.streaming_content)
    if form == "csv":
        return body.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_person_leaves_in_a_file(wrote, signed_in, form):
    wrote(answer(1, PERSONAL, by="a"))
    text = exported(signed_in("manager"), form)
    assert "Ring ***" in text
    for personal in ("13812345678", "jane@example.com", "11010519491231002X", "Jane Roe", "王小明"):
        assert personal not in text
    assert AuditEntry.objects.filter(action="texts.record_export").count() == 1


@pytest.mark.parametrize(
    ("written", "personal"),
    [
        ("請聯繫王小明經理", "王小明"),
        ("ask Ｊane Roe", "ane Roe"),
        ("jane＠example.com", "example.com"),
        ("Jane\u200b Roe, 1381\u200b2345678", "5678"),
        ("Jane\u200b Roe", "Roe"),
    ],
)
def test_another_way_to_write_a_person_is_hidden_as_well(written, personal):
    names = frozenset(map(hiding.plain_name, ("Jane Roe", "王小明")))
    assert personal not in hiding.hidden(written, names)


def test_a_text_that_begins_like_a_formula_stays_text(wrote, signed_in):
    wrote(answer(1, PERSONAL))
    line = list(csv.reader(io.StringIO(exported(signed_in("manager"), "csv"))))[1]
    assert line[-1].startswith("'=HYPERLINK")


def test_a_rep_may_read_and_may_not_take_away(wrote, signed_in):
    wrote()
    rep = signed_in("rep")
    assert rep.get(PAGE).status_code == 200 and rep.get("/texts/texts.csv").status_code == 403


def test_scripts_emoji_right_to_left_and_ten_megabytes_are_shown_as_text(wrote, signed_in):
    long = "很长 " * 3_500_000
    wrote(answer(1, "<script>alert(1)</script> 😀 \x00مرحبا"), answer(2, long))
    answered = signed_in("manager").get(PAGE)
    page = answered.content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "😀" in page
    assert len(page) < 200_000 and "kept with the facts only" in page


def test_a_customers_page_shows_what_this_customer_wrote_newest_first(wrote, signed_in):
    wrote(answer(2, "earlier words", by="a"), answer(1, "later words", by="a"), answer(3, "of b", by="b"))
    page = signed_in("rep").get("/customer/a/").content.decode()
    assert page.index("later words") < page.index("earlier words") and "of b" not in page


def test_a_reading_that_fails_says_so_and_leaves_the_one_before(wrote, signed_in, monkeypatch):
    wrote()
    monkeypatch.setattr(jobs, "gather", lambda: 1 / 0)
    failed = jobs.carry_out(jobs.read_soon())
    assert failed.state == State.FAILED and Text.objects.count() == 60
    assert "could not be read" in shown(signed_in("manager"))
