"""A look at a file says what it is, how each column was found, and what would become of its rows."""

ORDERS = "Order,Customer,Date,Amount,Weather\nA1,ann,2025-01-03,10.00,rain\nA2,bob,2025-01-04,abc,sun\n"


def columns(plan):
    return {g.word: g.column for g in plan.mapping}


def test_the_kind_of_file_and_its_columns_are_told_from_the_headers(file, looking):
    plan = looking(file(ORDERS))
    assert plan.table == "purchases" and plan.table_guessed
    assert columns(plan) == {
        "order_id": "Order",
        "customer_id": "Customer",
        "purchased_on": "Date",
        "amount": "Amount",
    }
    assert plan.unused == ("Weather",)
    assert all("headers" in g.reason.say("en") or "header" in g.reason.say("en") for g in plan.mapping)


def test_the_preview_shows_rows_as_they_will_be_and_which_will_not_be_used(file, looking):
    preview = looking(file(ORDERS)).preview
    assert preview["amount"].to_list() == [10.0, None]
    assert preview["reason"].to_list() == [None, "unreadable_amount"]
    assert preview["number"].to_list() == [2, 3]


def test_a_person_decides_over_the_guess(file, looking):
    plan = looking(
        file("Order,Payer,Customer,Date,Amount\nA,x,ann,2025-01-03,1\n"), columns={"customer_id": "Payer"}
    )
    found = {g.word: (g.column, g.by) for g in plan.mapping}
    assert found["customer_id"] == ("Payer", "person")


def test_a_word_may_be_left_out(file, looking):
    assert "order_id" not in columns(looking(file(ORDERS), columns={"order_id": ""}))


def test_a_mapping_that_served_is_remembered_for_the_same_headers(file, looking, importing):
    odd = "Nr,Payer,Customer,Date,Amount\nA{0},x{0},ann,2025-01-0{0},1\n"
    importing(file(odd.format(1)), columns={"customer_id": "Payer"}, currency="EUR")
    plan = looking(file(odd.format(2), "next.csv"))
    assert {g.word: g.by for g in plan.mapping}["customer_id"] == "remembered"
    assert plan.settings.currency == "EUR"


def test_a_file_imported_before_is_recognised(file, looking, importing):
    done = importing(file(ORDERS))
    assert looking(file(ORDERS, "copy.csv")).earlier.change_id == done.change.change_id
    assert looking(file(ORDERS, "copy.csv"), mode="create").earlier is None


def test_what_looks_odd_is_said_and_stops_nothing(file, importing):
    days = "".join(f"A{n},ann,2025-01-{1 + n % 28:02},{10 + n % 5},tea\n" for n in range(280))
    result = importing(file("Order,Customer,Date,Amount,Mood\n" + days + "B,bob,2025-01-05,99999,x\n"))
    assert {note.code for note in result.warnings} >= {"imports.outliers", "imports.unused_columns"}
    assert result.change.inserted == 281
