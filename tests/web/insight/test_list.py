"""The customer list: rights, filters, order, pages."""

import csv
import io
import re
from html import unescape

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.web.insight import export, listing
from guanxi.web.insight.columns import LISTED
from guanxi.web.insight.listing import Asked, Listing, on_field
from guanxi.web.insight.models import Profile
from guanxi.web.insight.paging import Place, Sort, page
from tests.web.insight.conftest import profile_row

MOST_QUERIES = 15


def ids_on(response) -> list[str]:
    return re.findall(r'name="customer" value="([^"]+)"', response.content.decode())


def link(response, rel: str) -> str | None:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', response.content.decode())
    return unescape(found[1]) if found else None


def walk(client, address: str) -> list[str]:
    """Every customer on every page, by the link to the next one."""
    found, response = [], client.get(address)
    while True:
        found += ids_on(response)
        following = link(response, "next")
        if not following:
            return found
        response = client.get("/customers/" + following)


def test_a_rep_sees_own_and_pool_customers_and_no_others(firm, signed_in):
    firm()
    client = signed_in("rep")
    assert set(walk(client, "/customers/")) == {f"K-{n:03}" for n in range(60) if n % 3 != 1}


@pytest.mark.parametrize("role", ["owner", "manager", "analyst", "viewer", "agent"])
def test_every_other_role_sees_everybody(role, firm, signed_in):
    firm()
    assert len(walk(signed_in(role), "/customers/")) == 60


def test_filters_hold_together(firm, signed_in):
    firm()
    found = walk(signed_in("manager"), "/customers/?warning=act&spend_365d.min=200&sort=days_overdue")
    expected = [r for r in map(profile_row, range(60)) if r["warning"] == "act" and r["spend_365d"] >= 200]
    assert set(found) == {row["customer_id"] for row in expected} and expected
    overdue = {row["customer_id"]: row["days_overdue"] for row in expected}
    assert [overdue[key] for key in found] == sorted(overdue.values())


@pytest.mark.parametrize("sort", ["-lifetime_value", "profit_365d", "name"])
@pytest.mark.parametrize("role", ["manager", "rep"])
def test_few_rows_are_the_same_however_they_are_looked_for(role, sort, firm, signed_in, monkeypatch):
    firm()
    address = f"/customers/?warning=act&sort={sort}"
    client = signed_in(role)
    monkeypatch.setattr(listing, "ROWS", 4)
    by_their_ids = walk(client, address)
    monkeypatch.setattr(listing, "KEYS", 1)
    by_the_filters = walk(client, address)
    monkeypatch.setattr(listing, "COUNTED", 2)
    in_the_order_of_an_index = walk(client, address)
    assert by_their_ids == by_the_filters == in_the_order_of_an_index
    assert len(by_their_ids) == 20


def test_what_few_rows_add_up_to_leaves_the_unknown_out(firm, person):
    firm()
    size = Listing(person("manager"), Asked.parse(QueryDict("warning=act"))).size
    known = [r for r in map(profile_row, range(60)) if r["warning"] == "act"]
    assert size.rows == len(known) and not size.more
    assert size.spend_365d == pytest.approx(sum(r["spend_365d"] for r in known))
    assert size.lifetime_value == pytest.approx(sum(r["lifetime_value"] or 0 for r in known))
    nobody = Listing(person("manager"), Asked.parse(QueryDict("warning=act&quadrant=A&spend.min=9999"))).size
    assert (nobody.rows, nobody.spend_365d, nobody.lifetime_value) == (0, None, None)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("profit_365d.unknown=1", lambda r: r["profit_365d"] is None),
        ("warning=act&warning=watch", lambda r: r["warning"] in {"act", "watch"}),
        ("p_alive.min=50", lambda r: r["p_alive"] >= 0.5),  # typed and shown in percent
        ("last_purchase_on.max=2024-06-01", lambda r: str(r["last_purchase_on"]) <= "2024-06-01"),
        ("name.has=irm 01", lambda r: r["customer_id"].startswith("K-01")),
        ("owner=pool", lambda r: int(r["customer_id"][2:]) % 3 == 2),
        ("r_score=5&f_score=1", lambda r: r["r_score"] == 5 and r["f_score"] == 1),
        ("spend.min=1,00&spend.max=5,00.0", lambda r: 100 <= r["spend"] <= 500),
    ],
)
def test_a_filter_on_any_column_leaves_who_fits(query, holds, firm, signed_in):
    firm()
    expected = {row["customer_id"] for row in map(profile_row, range(60)) if holds(row)}
    assert expected and set(walk(signed_in("manager"), f"/customers/?{query}")) == expected


def test_a_filter_that_cannot_be_read_is_said_and_not_exported(firm, signed_in):
    firm()
    client = signed_in("manager")
    assert "abc" in client.get("/customers/?spend.min=abc").content.decode()
    assert client.get("/customers/export.csv?spend.min=abc").status_code == 422


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "abc", "2024-13-01"])
def test_what_is_no_number_is_a_problem_and_no_error(text, firm):
    firm(3)
    asked = Asked.parse(QueryDict(f"spend.min={text}&r_score={text}&last_purchase_on.min={text}"))
    assert len(asked.filters.problems) == 3 and not asked.filters


def test_paging_by_any_column_visits_every_row_exactly_once(firm, signed_in, monkeypatch):
    monkeypatch.setattr("guanxi.web.insight.listing.ROWS", 7)
    firm(25)
    client = signed_in("manager")
    for column in LISTED:
        for sign in ("", "-"):
            found = walk(client, f"/customers/?sort={sign}{column}&columns=name")
            assert len(found) == 25 and len(set(found)) == 25, f"{sign}{column}"


def test_unknown_values_come_last_in_either_direction(firm):
    firm(40)
    for text in ("lifetime_value", "-lifetime_value"):
        rows = page(Profile.objects.all(), Sort.parse(text), None, size=40).rows
        values = [row.lifetime_value for row in rows]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == sorted(known, reverse=text.startswith("-")) and len(known) == 32


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("text", ["spend", "-lifetime_value", "owner_id", "-name", "customer_id"])
def test_reading_backwards_gives_the_pages_that_were_read_forwards(text, few, firm):
    firm(40)
    rows, sort = Profile.objects.all(), Sort.parse(text)
    pages, place = [], None
    while True:
        found = page(rows, sort, place, size=7, few=few)
        pages.append([row.pk for row in found.rows])
        if found.next is None:
            break
        place = Place.parse(str(found.next))
    back = [pages[-1]]
    while found.previous is not None:
        found = page(rows, sort, Place.parse(str(found.previous)), size=7, few=few)
        back.append([row.pk for row in found.rows])
    assert back[::-1] == pages


def test_a_damaged_address_of_a_page_is_refused_in_a_sentence(firm, signed_in):
    firm(3)
    assert signed_in("manager").get("/customers/?at=%00nonsense").status_code == 422


numbers = st.floats(-1e6, 1e6, allow_nan=False).map(str)
classes = st.lists(st.sampled_from(["none", "watch", "act"]), min_size=1, unique=True)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@settings(max_examples=60)
@given(
    low=st.none() | numbers, held=st.none() | classes, text=st.none() | texts, sort=st.sampled_from(LISTED)
)
def test_what_a_list_asks_for_survives_its_address(low, held, text, sort):
    query = QueryDict(mutable=True)
    if low is not None:
        query["spend.min"] = low
    if held is not None:
        query.setlist("warning", held)
    if text is not None:
        query["name.has"] = text
    query["sort"], query["columns"] = f"-{sort}", "name,spend,owner"
    asked = Asked.parse(query)
    assert Asked.parse(QueryDict(asked.query())) == asked
    assert len(asked.filters.filters) == sum(each is not None for each in (low, held, text))


@pytest.mark.parametrize("role", ["manager", "rep"])
def test_an_export_is_exactly_the_list(role, firm, signed_in):
    firm()
    client = signed_in(role)
    query = "spend_365d.min=100&sort=-days_overdue&columns=name,days_overdue,warning,lifetime_value"
    response = client.get(f"/customers/export.csv?{query}")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == walk(client, f"/customers/?{query}")
    assert rows[0] == ["Customer", "Name", "Days overdue", "Warning", "Lifetime value"]


def test_an_export_speaks_the_persons_language_and_cannot_run(firm, signed_in, person):
    firm(3)
    Profile.objects.filter(pk="K-000").update(name="=1+1")
    rep = person("manager")
    rep.language = "zh-hans"
    rep.save()
    response = signed_in(rep).get("/customers/export.csv?columns=name,warning&sort=customer_id")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][2] == "预警" and rows[1][1] == "'=1+1" and rows[1][2] == "正常"


def test_the_workbook_holds_what_the_list_shows(firm, person):
    import polars as pl

    firm()
    manager = person("manager")
    listing = Listing(manager, Asked.parse(QueryDict("columns=name,spend,last_purchase_on&sort=-spend")))
    with export.as_xlsx(listing, "en") as file:
        sheet = pl.read_excel(file.read())
    shown = listing.rows.order_by("-spend", "-customer_id").values_list("customer_id", "spend")
    assert list(zip(sheet["Customer"], sheet["Spend"], strict=True)) == list(shown)
    assert str(sheet["Last purchase"].dtype) == "Date"


def test_a_viewer_takes_nothing_away(firm, signed_in):
    firm(3)
    assert signed_in("viewer").get("/customers/export.csv").status_code == 403


@pytest.mark.parametrize("role", ["manager", "rep"])
@pytest.mark.parametrize(
    "address",
    [
        "/customers/",
        "/customers/?warning=act&quadrant=A&sort=-value_at_risk",
        f"/customers/?columns={','.join(LISTED)},rhythm",
        "/customers/filters/",
        "/customer/K-003/",
        "/search/?q=Firm 00",
        "/explain/lifetime_value/?customer=K-003",
        "/explain/spend_365d/",
        "/value/",
    ],
)
def test_a_page_asks_the_database_few_questions(
    role, address, firm, signed_in, django_assert_max_num_queries
):
    firm()
    client = signed_in(role)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


def test_the_columns_a_person_chose_are_kept(firm, signed_in):
    firm(3)
    client = signed_in("rep")
    client.post("/customers/columns/", {"columns": ["name", "tier"]})
    assert 'class="in-col-tier"' in client.get("/customers/").content.decode()
    client.post("/customers/columns/", {"usual": "1"})
    assert 'class="in-col-tier"' not in client.get("/customers/").content.decode()


def test_a_shared_view_is_offered_to_everybody_and_a_personal_one_is_not(firm, signed_in):
    firm(3)
    rep = signed_in("rep")
    rep.post("/customers/views/", {"name": "Late ones", "query": "warning=act", "shared": "on"})
    rep.post("/customers/views/", {"name": "Mine", "query": "tier=gold"})
    page_of_other = signed_in("manager").get("/customers/").content.decode()
    assert "Late ones" in page_of_other and ">Mine<" not in page_of_other


def test_of_two_views_that_show_the_same_the_last_saved_names_the_page(firm, signed_in):
    firm(3)
    rep = signed_in("rep")
    for name in ("Old name", "New name"):
        rep.post("/customers/views/", {"name": name, "query": "tier=gold"})
    assert rep.get("/customers/?tier=gold").context["view"].name == "New name"


def test_a_selection_is_exported_within_the_persons_rights(firm, signed_in):
    firm()
    client = signed_in("rep")
    response = client.post("/customers/export-chosen.csv", {"customer": ["K-000", "K-001"]})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "K-000" in text and "K-001" not in text  # the second belongs to somebody else


def test_sort_and_field_agree():
    assert on_field(Sort("owner", descending=True)) == Sort("owner_id", descending=True)
