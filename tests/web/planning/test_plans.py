"""Saved plans belong to the firm: compared, renamed, copied, deleted and brought back."""

import pytest

from guanxi.errors import NotAllowed
from guanxi.web.kit.models import AuditEntry
from guanxi.web.planning import actions, budget_sheet, figures
from guanxi.web.planning.models import Kind, Plan
from tests.web.planning.test_ltv import document, seen

pytestmark = pytest.mark.django_db
ADDRESS = "/planning/plans/"


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def plan(manager):
    return lambda name, **changed: actions.save(manager.user, Kind.LTV, name, document(**changed))


def test_the_page_says_what_will_be_here(manager):
    assert "Plans that are saved are here" in seen(manager.get(ADDRESS))


def test_plans_are_compared_by_what_they_come_to(manager, plan):
    first, second = plan("Low"), plan("High", orders__3="4")
    text = seen(manager.get(f"{ADDRESS}?plan={first.pk}&plan={second.pk}"))
    assert "Of those compared, High :" in text
    assert "“High” is worth most" in text
    assert "Low 100,000 5,269,531 52.70 year 2 Both together +953,743" in text


def test_those_marked_are_compared_and_what_is_no_plan_is_left_out(manager, plan):
    plan("One")
    two = plan("Two")
    text = seen(manager.get(f"{ADDRESS}?plan={two.pk}&plan=999&plan=x"))
    assert "Two plans or more can be compared" in text


def test_a_plan_is_renamed_and_copied(manager, plan):
    first = plan("One")
    manager.post(f"{ADDRESS}{first.pk}/rename/", {"name": "First"})
    answer = manager.post(f"{ADDRESS}{first.pk}/duplicate/")
    copy = Plan.objects.exclude(pk=first.pk).get()
    assert answer["Location"] == f"/planning/ltv/{copy.pk}/"
    assert set(Plan.objects.values_list("name", flat=True)) == {"First", "Copy of First"}
    assert copy.document["orders"] == first.document["orders"]


def test_a_name_that_is_taken_is_refused(manager, plan):
    plan("One")
    two = plan("Two")
    assert manager.post(f"{ADDRESS}{two.pk}/rename/", {"name": "One"}).status_code == 409
    assert Plan.objects.get(pk=two.pk).name == "Two"


def test_a_deleted_plan_can_be_brought_back(manager, plan):
    one = plan("One")
    answer = manager.post(f"{ADDRESS}{one.pk}/delete/", follow=True)
    assert "“One” was deleted. Undo" in seen(answer)
    assert manager.get(f"/planning/ltv/{one.pk}/").status_code == 404
    plan("One")  # the name is free again
    manager.post(f"{ADDRESS}{one.pk}/restore/")
    assert Plan.objects.get(pk=one.pk).name == "One 2"


def test_what_is_done_to_a_plan_is_in_the_audit(manager, plan):
    one = plan("One")
    manager.post(f"{ADDRESS}{one.pk}/delete/")
    entries = AuditEntry.objects.filter(object_type="planning.plan", object_id=str(one.pk)).values_list(
        "action", flat=True
    )
    assert set(entries) == {"planning.save", "planning.delete"}


def test_who_may_only_look_changes_nothing(signed_in, plan):
    one, viewer = plan("One"), signed_in("viewer")
    assert "Delete" not in viewer.get(ADDRESS).content.decode()
    for what in ("rename", "duplicate", "delete", "restore"):
        assert viewer.post(f"{ADDRESS}{one.pk}/{what}/", {"name": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        actions.delete(viewer.user, one)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,234.5", 1234.5),
        (" 1 000 ", 1000),
        ("１２", 12),
        ("−3", -3),
        ("12万", 120_000),
        ("1.5亿", 150_000_000),
        ("$90", 90),
        ("2e3", 2000),
        ("", None),
    ],
)
def test_figures_are_read_as_people_write_them(typed, value):
    assert figures.read(typed) == value


@pytest.mark.parametrize("typed", ["1,8", "1.2.3", "12,34", "--1", "nan", "inf", "1e999", "=1+1", "%"])
def test_what_may_mean_two_things_or_nothing_is_not_guessed(typed):
    with pytest.raises(figures.NotAFigure):
        figures.read(typed)


@pytest.mark.parametrize("value", [0, -1.5, 0.001, 1234.5, 100_000, 1e12, 0.07, 1 / 3])
def test_a_cell_shows_a_figure_so_that_it_reads_the_same_again(value):
    assert figures.read(figures.shown(value)) == pytest.approx(value, rel=1e-9)
    assert figures.read(figures.shown(value, percent=True), percent=True) == pytest.approx(value, rel=1e-9)


def test_programs_read_saved_plans_with_what_they_come_to(manager, plan):
    one = plan("One")
    (listed,) = manager.get("/api/v1/plans?kind=ltv").json()
    assert (listed["number"], listed["name"], listed["changed_by"]) == (one.pk, "One", "manager")
    found = manager.get(f"/api/v1/plans/{one.pk}").json()
    assert round(found["result"]["table"]["ltv"], 2) == 52.70
    assert [each["name"] for each in found["result"]["strategies"]][-1] == "Both together"
    assert manager.get("/api/v1/plans/999").status_code == 404


def test_programs_read_a_saved_budget_with_its_allocation(manager):
    sheet = budget_sheet.example({name: name for name in ("Search", "Fairs", "Referral")})
    typed = budget_sheet.document(sheet)
    saved = actions.save(manager.user, Kind.BUDGET, "Spring", typed)
    found = manager.get(f"/api/v1/plans/{saved.pk}").json()["result"]
    assert round(found["allocation"]["profit"]) == 80_257
    broken = actions.save(manager.user, Kind.BUDGET, "Broken", typed | {"budget": -1})
    assert manager.get(f"/api/v1/plans/{broken.pk}").json()["result"] is None
