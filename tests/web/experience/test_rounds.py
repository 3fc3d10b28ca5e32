"""Rounds of the seven steps: what is typed in, what follows, what is refused, and the round after."""

import io
import re
from datetime import date
from html import unescape

import polars as pl
import pyarrow as pa
import pytest

from guanxi.errors import NotAllowed
from guanxi.facts.store import Store
from guanxi.web.experience import actions, queries
from guanxi.web.experience.models import Dimension, Requirement, Round, Said, Stage
from guanxi.web.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
ADDRESS = "/experience/"


@pytest.fixture
def analyst(signed_in):
    return signed_in("analyst")


@pytest.fixture
def opened(analyst) -> Round:
    days = {"starts_on": "2026-10-01", "ends_on": "2026-12-31"}
    answer = analyst.post(f"{ADDRESS}open/", {"name": "2026 Q4", "question": "Why?"} | days)
    return Round.objects.get(pk=int(answer["Location"].split("/")[-2]))


def seen(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def typed(client, of: Round, cells: dict, **was):
    body = cells | {f"was.{name}": text for name, text in was.items()}
    return client.post(f"{ADDRESS}rounds/{of.pk}/cells/", body, headers={"HX-Request": "true"})


def keys(of: Round) -> dict[str, int]:
    return {each.key: each.pk for each in Dimension.objects.filter(round=of)}


STORE = {
    "price": (7, 7, 8),
    "image": (7, 7, 5),
    "service": (6, "", ""),
    "product": (6, 7, 6),
    "convenience": (5, 7, 9),
    "relationship": (4, "", ""),
}


@pytest.fixture
def store(analyst, opened) -> Round:
    """The convenience store, typed in."""
    at, cells = keys(opened), {}
    for key, said in STORE.items():
        for kind, value in zip(("experience", "expectation", "importance"), said, strict=True):
            cells[f"score.{at[key]}.{kind}.customers"] = str(value)
        cells[f"dimension.{at[key]}.ideal"] = "10" if key == "convenience" else "="
    typed(analyst, opened, cells)
    return opened


def result(answer, place: str) -> str:
    found = re.search(rf'id="{place}"[^>]*>(.*?)</span>\s*(?:</td>|<span|$)', answer.content.decode(), re.S)
    return re.sub(r"<[^>]+>|\s|[▼▲=]", "", found[1])


def test_the_convenience_store_comes_to_the_numbers_of_its_case(analyst, store):
    page, at = analyst.get(f"{ADDRESS}rounds/{store.pk}/"), keys(store)
    said = {key: result(page, f"r-{pk}-satisfaction") for key, pk in at.items()}
    assert said == {
        "convenience": "−2",
        "product": "−1",
        "price": "0",
        "image": "0",
        "service": "—",
        "relationship": "—",
    }
    gaps = {key: result(page, f"r-{pk}-gap") for key, pk in at.items()}
    assert gaps == {key: "−5" if key == "convenience" else "0" for key in STORE}
    assert "Convenience : importance 9 × satisfaction −2 = −18" in seen(page)


def requirement(analyst, of: Round, results) -> Requirement:
    analyst.post(f"{ADDRESS}rounds/{of.pk}/add/requirement/", {"dimension": str(keys(of)["convenience"])})
    row = Requirement.objects.get(round=of)
    typed(
        analyst,
        of,
        {f"requirement.{row.pk}.text": "More shops", f"requirement.{row.pk}.decision": "accepted"},
    )
    for scale, value in results:
        analyst.post(f"{ADDRESS}rounds/{of.pk}/add/stage/", {"requirement": str(row.pk)})
        stage = Stage.objects.filter(requirement=row).last()
        cells = {f"stage.{stage.pk}.scale": str(scale), f"stage.{stage.pk}.result": str(value)}
        typed(analyst, of, cells | {f"stage.{stage.pk}.name": f"{scale} shops"})
    return row


def test_the_gate_lets_pass_what_grew_as_fast_as_the_shops(analyst, store):
    requirement(analyst, store, [(1, 100), (2, 200), (3, 300), (4, 410)])
    assert "Go on: the result is 4.1× at 4× the size." in seen(analyst.get(f"{ADDRESS}rounds/{store.pk}/"))


def test_the_gate_refuses_19_times_at_two_shops(analyst, store):
    requirement(analyst, store, [(1, 100), (2, 190)])
    page = seen(analyst.get(f"{ADDRESS}rounds/{store.pk}/"))
    assert "Stop at “2 shops”: the result is only 1.9× at 2× the size." in page


def test_the_next_round_takes_dimensions_ideals_and_what_is_not_settled_along(analyst, store):
    requirement(analyst, store, [(1, 100), (2, 200)])
    analyst.post(f"{ADDRESS}rounds/{store.pk}/next/", {"name": "2027 Q1"})
    new = queries.board(Round.objects.get(name="2027 Q1"))
    assert new.round.previous == store
    assert str(new.round.starts_on) == "2027-01-01" and str(new.round.ends_on) == "2027-03-31"
    assert {each.key: each.ideal for each in new.dimensions}["convenience"] == 10
    assert new.scores == {}
    assert [each.text for each in new.requirements] == ["More shops"]
    assert [each.result for each in new.stages(new.requirements[0])] == [100, 200]
    page = analyst.get(f"{ADDRESS}rounds/{new.round.pk}/")
    assert "What changed since 2026 Q4" in seen(page)


def test_a_rejected_requirement_stays_in_its_round(analyst, store):
    row = requirement(analyst, store, [])
    typed(analyst, store, {f"requirement.{row.pk}.decision": "rejected"})
    assert analyst.post(f"{ADDRESS}rounds/{store.pk}/close/").status_code == 422  # without a reason
    typed(analyst, store, {f"requirement.{row.pk}.decision_reason": "Too dear"})
    analyst.post(f"{ADDRESS}rounds/{store.pk}/close/")
    analyst.post(f"{ADDRESS}rounds/{store.pk}/next/", {"name": "2027 Q1"})
    assert not Requirement.objects.filter(round__name="2027 Q1").exists()


def test_a_closed_round_does_not_change(analyst, store):
    analyst.post(f"{ADDRESS}rounds/{store.pk}/close/")
    cell = f"score.{keys(store)['price']}.experience.customers"
    assert typed(analyst, store, {cell: "1"}).status_code == 409
    analyst.post(f"{ADDRESS}rounds/{store.pk}/open-again/")
    assert typed(analyst, store, {cell: "1"}).status_code == 200


@pytest.mark.parametrize("text", ["11", "-1", "1,8", "ten", "nan", "1e1"])
def test_what_is_no_score_is_said_at_its_cell_and_not_kept(analyst, opened, text):
    cell = f"score.{keys(opened)['price']}.experience.customers"
    assert f"“{text}” is no score from 0 to 10." in seen(typed(analyst, opened, {cell: text}))
    assert queries.board(opened).scores == {}


def test_what_somebody_changed_meanwhile_is_not_overwritten_unseen(analyst, store):
    cell = f"score.{keys(store)['price']}.experience.customers"
    answer = typed(analyst, store, {cell: "3"}, **{cell: "5"})
    assert "Somebody changed this in the meantime: it says “7” now." in seen(answer)
    assert queries.board(store).scores[keys(store)["price"], "experience", "customers"].mean == 7


def test_steps_are_taken_back_and_done_again_one_person_at_a_time(analyst, signed_in, store):
    cell, at = (
        f"score.{keys(store)['price']}.experience.customers",
        (keys(store)["price"], "experience", "customers"),
    )
    typed(analyst, store, {cell: "3"})
    manager = signed_in("manager")
    assert manager.post(f"{ADDRESS}rounds/{store.pk}/undo/").status_code == 409  # not the manager's step
    analyst.post(f"{ADDRESS}rounds/{store.pk}/undo/")
    assert queries.board(store).scores[at].mean == 7
    analyst.post(f"{ADDRESS}rounds/{store.pk}/redo/")
    assert queries.board(store).scores[at].mean == 3
    typed(manager, store, {cell: "4"})
    assert analyst.post(f"{ADDRESS}rounds/{store.pk}/undo/").status_code == 409
    assert queries.board(store).scores[at].mean == 4


def test_a_dimension_taken_out_comes_back_with_its_scores(analyst, store):
    pk = keys(store)["convenience"]
    analyst.post(f"{ADDRESS}rounds/{store.pk}/take-out/dimension/{pk}/")
    assert "−18" not in seen(analyst.get(f"{ADDRESS}rounds/{store.pk}/"))
    analyst.post(f"{ADDRESS}rounds/{store.pk}/undo/")
    assert "−18" in seen(analyst.get(f"{ADDRESS}rounds/{store.pk}/"))


def test_sources_are_kept_apart_and_stand_side_by_side(analyst, store):
    at = keys(store)["convenience"]
    typed(
        analyst, store, {f"score.{at}.experience.front_line": "8", f"score.{at}.expectation.front_line": "6"}
    )
    page = analyst.get(f"{ADDRESS}rounds/{store.pk}/?of=front_line")
    assert result(page, f"r-{at}-satisfaction") == "+2"
    assert "The sources side by side" in seen(page)
    assert result(analyst.get(f"{ADDRESS}rounds/{store.pk}/"), f"r-{at}-satisfaction") == "−2"


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("convenience_store", "Convenience : importance 9 × satisfaction −2 = −18"),
        ("watch", "bargaining : importance 8 × satisfaction −6 = −48"),
        ("group_photo", "Nothing that was asked falls short of what is expected."),
        ("parcel", "delivery : importance 6 × satisfaction −2 = −12"),
    ],
)
def test_examples_run_marked_as_what_they_are(analyst, key, answer):
    page = analyst.post(f"{ADDRESS}examples/{key}/", follow=True)
    assert answer in seen(page)
    assert "These numbers are an example" in seen(page)
    assert "Convenience store" not in seen(analyst.get(ADDRESS)).split("Open the first round")[0]


def test_a_number_opens_to_its_formula_and_an_unknown_one_to_its_reason(analyst, store):
    address = f"{ADDRESS}rounds/{store.pk}/explain/"
    assert "9 × (−2) = −18" in seen(
        analyst.get(f"{address}key_experience/?dimension={keys(store)['convenience']}")
    )
    unknown = seen(analyst.get(f"{address}satisfaction/?dimension={keys(store)['service']}"))
    assert "Not asked: expectation." in unknown
    assert analyst.get(f"{address}satisfaction/?dimension=999").status_code == 422


def test_a_round_is_taken_away_as_a_workbook(analyst, store):
    answer = analyst.get(f"{ADDRESS}rounds/{store.pk}/export.xlsx")
    sheets = pl.read_excel(io.BytesIO(answer.content), sheet_id=0)
    rows = {row["Dimension"]: row for row in sheets["Customers"].to_dicts()}
    assert rows["Convenience"]["Key experience"] == -18
    assert rows["Service"]["Satisfaction"] is None
    assert set(sheets) == {"Round", "Customers", "Requirements", "Roll-out"}


def test_the_paper_has_all_seven_steps(analyst, store):
    page = seen(analyst.get(f"{ADDRESS}rounds/{store.pk}/print/"))
    assert "Mend Convenience first: importance 9 × satisfaction −2 = −18" in page
    assert "7 Results" in page


def test_rounds_are_compared_and_drift_is_seen(analyst, store):
    analyst.post(f"{ADDRESS}rounds/{store.pk}/next/", {"name": "2027 Q1"})
    new = Round.objects.get(name="2027 Q1")
    typed(analyst, new, {f"score.{keys(new)['price']}.expectation.customers": "8"})
    page = seen(analyst.get(f"{ADDRESS}compare/"))
    assert "Customers expect more of Price: 7 in 2026 Q4, 8 now" in page
    assert "7 → 8" in page


def test_who_may_only_look_changes_nothing(signed_in, store):
    viewer = signed_in("viewer")
    page = viewer.get(f"{ADDRESS}rounds/{store.pk}/")
    assert page.status_code == 200 and "Open the next round" not in seen(page)
    assert typed(viewer, store, {"round.name": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        actions.close_round(viewer.user, store)
    assert signed_in("rep").get(ADDRESS).status_code == 403


def test_what_is_typed_is_in_the_audit(analyst, store):
    entry = AuditEntry.objects.filter(action="experience.type_in").last()
    assert entry.object_id == str(store.pk)


def test_cells_of_another_round_are_no_cells_of_this_one(analyst, store):
    other = actions.open_round(analyst.user, "Other", "", store.starts_on, store.ends_on)
    typed(analyst, other, {f"score.{keys(store)['price']}.experience.customers": "1"})
    assert queries.board(store).scores[keys(store)["price"], "experience", "customers"].mean == 7


def test_a_round_without_a_name_or_with_no_days_is_refused_and_what_was_typed_stays(analyst):
    days = {"starts_on": "2026-12-31", "ends_on": "2026-10-01"}
    page = analyst.post(f"{ADDRESS}open/", {"name": "Kept", "question": "Still here"} | days)
    assert page.status_code == 422 and "Still here" in page.content.decode()


def test_a_deleted_round_comes_back(analyst, store):
    analyst.post(f"{ADDRESS}rounds/{store.pk}/delete/")
    assert analyst.get(f"{ADDRESS}rounds/{store.pk}/").status_code == 404
    analyst.post(f"{ADDRESS}rounds/{store.pk}/restore/")
    assert analyst.get(f"{ADDRESS}rounds/{store.pk}/").status_code == 200


def answer(n: int, kind: str, score: float, **more) -> dict:
    row = {"response_id": f"r{n}", "question": f"{kind}-price", "answered_on": date(2026, 11, 2)}
    ends = {"dimension": "price", "question_kind": kind, "score": score, "scale_low": 0.0, "scale_high": 10.0}
    return row | ends | more


def test_the_answers_of_the_days_become_scores_with_their_n(analyst, opened, settings, tmp_path):
    settings.GUANXI_STORE = tmp_path
    rows = [answer(n, "experience", 4.0 + n % 3) for n in range(6)]
    rows += [answer(n, "expectation", 7.0) for n in range(6)]
    rows += [answer(n, "importance", 8.0) for n in range(2)]  # too few
    rows += [answer(9, "experience", 10.0, answered_on=date(2026, 9, 30))]  # before the round
    Store(tmp_path).append("answers", pa.Table.from_pylist(rows))
    page = seen(analyst.post(f"{ADDRESS}rounds/{opened.pk}/take-scores/", follow=True))
    assert "2 scores were taken from the answers. 1 mean was left out: too few answered." in page
    assert "n = 6" in page and "▼ −2.0" in page
    analyst.post(f"{ADDRESS}rounds/{opened.pk}/undo/")
    assert "n = 6" not in seen(analyst.get(f"{ADDRESS}rounds/{opened.pk}/"))


def test_the_answers_of_one_survey_can_be_taken_alone(analyst, opened, settings, tmp_path):
    settings.GUANXI_STORE = tmp_path
    rows = [answer(n, "experience", 4.0, survey_id="yearly") for n in range(6)]
    rows += [answer(n + 10, "experience", 9.0, survey_id="other") for n in range(6)]
    Store(tmp_path).append("answers", pa.Table.from_pylist(rows))
    taking = f"{ADDRESS}rounds/{opened.pk}/take-scores/"
    assert "nobody answered" in seen(analyst.post(taking, {"survey": "unknown"}))
    analyst.post(taking, {"survey": "yearly"})
    assert Said.objects.get(dimension__round=opened, kind="experience").mean == 4
    assert 'value="yearly"' in analyst.get(f"{ADDRESS}rounds/{opened.pk}/").content.decode()


def test_a_change_between_rounds_is_tested_on_their_answers(analyst, opened, settings, tmp_path):
    settings.GUANXI_STORE = tmp_path
    rows = [answer(n, "experience", 4.0 + n % 3) for n in range(30)]
    rows += [answer(n + 50, "experience", 7.0 + n % 3, answered_on=date(2027, 2, 1)) for n in range(30)]
    rows += [answer(n, "expectation", 7.0 + n % 2) for n in range(30)]
    rows += [answer(n + 50, "expectation", 7.0 + n % 2, answered_on=date(2027, 2, 1)) for n in range(30)]
    Store(tmp_path).append("answers", pa.Table.from_pylist(rows))
    analyst.post(f"{ADDRESS}rounds/{opened.pk}/take-scores/")
    analyst.post(f"{ADDRESS}rounds/{opened.pk}/next/")
    later = opened.following.get()
    compare = f"{ADDRESS}compare/?before={opened.pk}&now={later.pk}"
    assert "there are no answers to test" in seen(analyst.get(compare))
    analyst.post(f"{ADDRESS}rounds/{later.pk}/take-scores/")
    page = seen(analyst.get(compare))
    assert "Price Experience 5.0 8.0 +3 +2.6 … +3.4 < 0.001 changed" in page
    assert "Price Expectation 7.5 7.5 0 −0.3 … +0.3 1.000 not shown to have changed" in page


def test_days_without_answers_are_said(analyst, opened, settings, tmp_path):
    settings.GUANXI_STORE = tmp_path
    answer = analyst.post(f"{ADDRESS}rounds/{opened.pk}/take-scores/")
    assert answer.status_code == 404 and "nobody answered" in seen(answer)
