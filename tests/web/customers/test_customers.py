"""Whose customers they are, and how they are found."""

import pytest

from guanxi.errors import BadInput, Conflict, NotAllowed
from guanxi.web.customers import actions, incoming
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import visible_to
from guanxi.web.customers.search import search
from guanxi.web.kit.actions import SYSTEM

ROWS = [
    {
        "customer_id": "A-1",
        "name": "苏州精工化学",
        "owner": "rep",
        "city": "苏州",
        "attributes": '{"size": "L"}',
    },
    {"customer_id": "A-2", "name": "北方涂料", "owner": "other"},
    {"customer_id": "B-1", "name": "Harbour Coatings", "owner": None},
    {"customer_id": "B-2", "name": 'The "Quoted" AND OR Ltd', "owner": "nobody-here"},
]


@pytest.fixture
def customers(person):
    person("rep"), person("rep", "other"), person("manager")
    actions.load_customers(SYSTEM, ROWS)


def test_loading_the_same_customers_again_changes_nothing(customers):
    assert actions.load_customers(SYSTEM, ROWS) == 0
    assert Customer.objects.count() == 4


def test_many_batches_bring_the_same_as_one(person, monkeypatch):
    person("rep"), person("rep", "other")
    monkeypatch.setattr(incoming, "BATCH", 3)
    assert actions.load_customers(SYSTEM, ROWS) == 4
    owners = dict(Customer.objects.values_list("pk", "owner__username"))
    assert owners == {"A-1": "rep", "A-2": "other", "B-1": None, "B-2": None}
    assert Customer.objects.get(pk="A-1").attributes == {"size": "L"}


@pytest.mark.parametrize("batch", [1, 50_000])
def test_of_a_customer_given_twice_the_last_row_counts(batch, person, monkeypatch):
    person("rep"), person("rep", "other")
    monkeypatch.setattr(incoming, "BATCH", batch)
    actions.load_customers(SYSTEM, [ROWS[0], ROWS[0] | {"name": "新名字", "owner": "other"}])
    found = Customer.objects.get(pk="A-1")
    assert (found.name, found.owner.username) == ("新名字", "other")


def test_a_quote_a_tab_and_a_backslash_in_a_name_are_letters_like_others(db):
    name = 'a\t"b"\\N\n,c'
    actions.load_customers(SYSTEM, [ROWS[0] | {"name": name, "city": "\\N"}])
    found = Customer.objects.get(pk="A-1")
    assert (found.name, found.city) == (name, "\\N")


def test_a_changed_owner_in_the_facts_is_taken_over_while_nobody_decided(customers):
    assert actions.load_customers(SYSTEM, [ROWS[0] | {"owner": "other"}]) == 0  # no fact of its own changed
    assert Customer.objects.get(pk="A-1").owner.username == "other"
    actions.load_customers(SYSTEM, [ROWS[0] | {"owner": None}])
    assert Customer.objects.get(pk="A-1").owner.username == "other"


def test_every_spelling_of_a_short_beginning_is_found_in_the_order_of_names(customers, person):
    rows = [{"customer_id": f"S-{n}", "name": name} for n, name in enumerate(["abel", "Abax", "ABC", "Acme"])]
    actions.load_customers(SYSTEM, rows)
    assert [c.name for c in search(person("manager"), "ab")] == ["ABC", "Abax", "abel"]
    assert [c.name for c in search(person("manager"), "ab", limit=1)] == ["ABC"]


def test_a_changed_name_is_taken_over_and_found(customers, person):
    assert actions.load_customers(SYSTEM, [ROWS[2] | {"name": "Harbour Paints"}]) == 1
    assert [c.pk for c in search(person("manager"), "paints")] == ["B-1"]
    assert search(person("manager"), "coatings") == []


def test_the_owner_the_facts_name_gives_way_to_a_decision_made_here(customers, person):
    actions.reassign(person("manager"), ["A-1"], "other")
    actions.load_customers(SYSTEM, ROWS)
    assert Customer.objects.get(pk="A-1").owner.username == "other"


def test_a_rule_deals_customers_to_owners(customers):
    actions.assign_owners(SYSTEM, lambda key: "rep" if key.startswith("B") else None)
    assert set(Customer.objects.filter(owner__username="rep").values_list("pk", flat=True)) == {
        "A-1",
        "B-1",
        "B-2",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("苏州", ["A-1"]),
        ("精工化", ["A-1"]),
        ("coat", ["B-1"]),
        ("HARBOUR", ["B-1"]),
        ("ha", ["B-1"]),
        ("A-", ["A-1", "A-2"]),
        ('"Quoted" AND', ["B-2"]),
        ("'; DROP TABLE", []),
        ("%", []),
        ("", []),
    ],
)
def test_a_customer_is_found_by_letters_of_the_name_or_the_beginning_of_the_id(
    text, found, customers, person
):
    assert [customer.pk for customer in search(person("manager"), text)] == found


@pytest.mark.parametrize(
    "text",
    [
        *("张伟", "張偉", "張", "zhang wei", "ZhangWei", "zhangw", "zw", "zh"),
        *("139 1234", "13912345678", "+86 139-1234-5678", "ZHANG@example", "C-7"),
    ],
)
def test_a_customer_is_found_by_every_form_a_person_may_know(text, person):
    told = {"customer_id": "C-7", "name": "張偉", "phone": "139-1234-5678", "email": "Zhang@example.com"}
    actions.load_customers(SYSTEM, [told, *ROWS])
    assert "C-7" in [customer.pk for customer in search(person("manager"), text)]


def test_a_new_phone_number_is_found_and_the_old_one_no_more(customers, person):
    actions.load_customers(SYSTEM, [ROWS[2] | {"phone": "020 7946 0000"}])
    actions.load_customers(SYSTEM, [ROWS[2] | {"phone": "020 7946 1111"}])
    assert [c.pk for c in search(person("manager"), "79461111")] == ["B-1"]
    assert search(person("manager"), "79460000") == []


def test_a_rep_sees_own_and_pool_and_finds_no_other(customers, person):
    rep = person("rep")
    assert set(visible_to(rep).values_list("pk", flat=True)) == {"A-1", "B-1", "B-2"}
    assert search(rep, "北方") == [] and search(rep, "北方涂") == [] and search(rep, "A-2") == []


def test_a_customer_in_the_pool_can_be_claimed_once(customers, person):
    actions.claim(person("rep"), "B-1")
    with pytest.raises(NotAllowed):  # the other rep does not even see it any more
        actions.claim(person("rep", "other"), "B-1")
    with pytest.raises(Conflict):
        actions.claim(person("manager"), "B-1")


def test_a_rep_cannot_hand_over_or_give_back_what_belongs_to_others(customers, person):
    with pytest.raises(NotAllowed):
        actions.reassign(person("rep"), ["A-1"], "other")
    with pytest.raises(NotAllowed):
        actions.return_to_pool(person("rep"), ["A-2"])


def test_a_hand_over_is_undone_whole_or_not_at_all(customers, person):
    manager = person("manager")
    batch = actions.reassign(manager, ["A-1", "B-1"], "other")
    second = actions.reassign(manager, ["B-1"], "rep")
    with pytest.raises(Conflict):
        actions.undo_hand_over(manager, batch)
    assert Customer.objects.get(pk="A-1").owner.username == "other"
    actions.undo_hand_over(manager, second)
    actions.undo_hand_over(manager, batch)
    assert Customer.objects.get(pk="A-1").owner.username == "rep"
    assert Customer.objects.get(pk="B-1").owner is None


def test_a_hand_over_to_nobody_known_is_refused(customers, person):
    with pytest.raises(BadInput):
        actions.reassign(person("manager"), ["A-1"], "stranger")


def test_a_note_belongs_to_who_wrote_it(customers, person):
    note = actions.write_note(person("rep"), "A-1", " calls back ")
    assert note.text == "calls back"
    with pytest.raises(NotAllowed):
        actions.edit_note(person("manager"), note.pk, "no")
    with pytest.raises(NotAllowed):
        actions.write_note(person("rep"), "A-2", "not mine")
    with pytest.raises(BadInput):
        actions.write_note(person("rep"), "A-1", "  ")
