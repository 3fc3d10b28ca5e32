"""The customer page, the explanation of a number, the search: what is said, and to whom."""

from datetime import date

import pytest

from guanxi.web.customers.models import Customer
from guanxi.web.insight.actions import load_snapshot
from guanxi.web.insight.columns import MEASURES
from guanxi.web.kit.actions import SYSTEM
from tests.web.insight.conftest import profile_row, publish


@pytest.mark.parametrize(
    "address", ["/customer/K-001/", "/explain/spend/?customer=K-001", "/explain/profit_365d/?customer=K-001"]
)
def test_a_rep_cannot_open_another_reps_customer(address, firm, signed_in):
    firm()
    assert signed_in("rep").get(address).status_code == 404
    assert signed_in(Customer.objects.get(pk="K-001").owner).get(address).status_code == 200


def test_a_rep_does_not_find_another_reps_customer(firm, signed_in):
    firm()
    client = signed_in("rep")
    for text, others in (("firm 00", 7), ("firm 001", 0), ("K-001", 0), ("Fi", 40)):
        found = {customer.pk for customer in client.get(f"/search/?q={text}").context["found"]}
        assert len(found) == others and "K-001" not in found


def test_a_total_is_the_persons_own(firm, signed_in):
    firm(6)
    own = sum(profile_row(n)["spend_365d"] for n in (0, 2, 3, 5))
    text = signed_in("rep").get("/explain/spend_365d/").content.decode()
    assert f"€{own:,.0f}" in text


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_opens_for_a_customer_and_for_all(name, firm, signed_in):
    firm(3)
    client = signed_in("manager")
    for address in (f"/explain/{name}/?customer=K-000", f"/explain/{name}/"):
        response = client.get(address)
        assert response.status_code == 200 and "28 Jun 2024" in response.content.decode()


def test_an_unknown_number_says_why(firm, signed_in):
    firm(3)
    client = signed_in("manager")
    assert "cost" in client.get("/explain/profit_365d/?customer=K-000").content.decode()
    Customer.objects.create(customer_id="new", name="New one")
    assert "not bought anything" in client.get("/explain/spend/?customer=new").content.decode()


def test_a_score_says_its_cut_points(firm, signed_in):
    firm(3)
    text = signed_in("manager").get("/explain/r_score/?customer=K-000").content.decode()
    assert "2 ≤ 30 days; 3 ≤ 20 days; 4 ≤ 10 days; 5 ≤ 5 days" in text


def test_the_page_of_one_who_never_bought_stands(firm, signed_in):
    firm(3)
    Customer.objects.create(customer_id="a/b c", name="New one")
    response = signed_in("manager").get("/customer/a/b c/")
    assert response.status_code == 200 and "New one" in response.content.decode()


def test_before_the_first_turn_every_page_says_what_will_be_there(store, signed_in):
    client = signed_in("manager")
    for address in ("/customers/", "/value/", "/value/movement/", "/search/?q=x", "/explain/spend/"):
        assert client.get(address).status_code == 200


def test_a_note_is_kept_and_can_be_taken_back(firm, signed_in):
    firm(3)
    client = signed_in("rep")
    client.post("/customers/notes/", {"customer": "K-000", "text": "Calls back on Friday"})
    assert "Calls back on Friday" in client.get("/customer/K-000/").content.decode()
    note = Customer.objects.get(pk="K-000").notes.get()
    client.post(f"/customers/notes/{note.pk}/withdraw/")
    assert "Calls back on Friday" not in client.get("/customer/K-000/").content.decode()


def test_a_band_of_the_movement_lists_exactly_those_customers(firm, signed_in, store):
    firm(20)
    later = [
        profile_row(n) | {"quadrant": "A" if n % 8 == 1 else profile_row(n)["quadrant"]} for n in range(20)
    ]
    second = publish(store, later, as_of=date(2024, 7, 28), name="later")
    load_snapshot(SYSTEM, second)
    client = signed_in("manager")
    address = f"/value/movement/list/?before=2024-06-28-test&after={second}&column=quadrant&from=B&to=A"
    response = client.get(address, follow=True)
    text = response.content.decode()
    moved = [f"K-{n:03}" for n in range(20) if n % 8 == 1]
    assert all(f'value="{key}"' in text for key in moved) and text.count("data-row") == len(moved)


def test_movement_is_between_two_days_even_when_a_day_was_turned_twice(firm, signed_in, store):
    firm(20)
    for name in ("first", "second"):
        rows = [profile_row(n) for n in range(20)]
        load_snapshot(SYSTEM, publish(store, rows, as_of=date(2024, 7, 28), name=name))
    response = signed_in("manager").get("/value/movement/")
    assert response.context["before"].as_of < response.context["after"].as_of
    days = [day for _id, day in response.context["turns"]]
    assert len(set(days)) == len(days) == 3


def test_movement_shows_a_rep_own_and_pool_customers_only(firm, signed_in, store):
    firm(20)
    load_snapshot(SYSTEM, publish(store, [profile_row(n) for n in range(20)], as_of=date(2024, 7, 28)))
    visible = sum(n % 3 != 1 for n in range(20))
    shown = signed_in("rep").get("/value/movement/").context["flows"]
    assert sum(n for _was, _now, n, _url in shown) == visible
