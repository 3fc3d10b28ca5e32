"""A draft is changed, undone and opened; what was opened never changes."""

import pytest
from django.db import Error, transaction

from guanxi.errors import NotAllowed, NotFound
from guanxi.sources.questionnaires.document import Text
from guanxi.sources.questionnaires.shipped import template
from guanxi.web.asking.models import Fieldwork
from guanxi.web.kit.models import AuditEntry
from guanxi.web.surveys import actions, queries, refusals
from guanxi.web.surveys.models import Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(person):
    return person("analyst")


@pytest.fixture
def manager(person):
    return person("manager")


@pytest.fixture
def ecsi():
    return template("ecsi")


@pytest.fixture
def survey(analyst, ecsi):
    return actions.create(analyst, ecsi, key="ecsi")


def titled(document, en):
    return document.model_copy(update={"title": Text(en=en, zh="新")})


def test_a_survey_begins_as_a_draft_under_a_name_of_its_own(analyst, ecsi):
    first, second = actions.create(analyst, ecsi), actions.create(analyst, ecsi)
    assert first.key == "european-customer-satisfaction-index"
    assert second.key == "european-customer-satisfaction-index-2"
    assert queries.draft(first) == ecsi


@pytest.mark.parametrize("key", ["Big", "a b", "-a", "a/b", "x" * 61])
def test_a_name_that_the_data_cannot_hold_is_refused(analyst, ecsi, key):
    with pytest.raises(refusals.BadKey):
        actions.create(analyst, ecsi, key=key)


def test_a_name_that_is_taken_is_refused(analyst, ecsi, survey):
    with pytest.raises(refusals.KeyTaken):
        actions.create(analyst, ecsi, key="ecsi")


def test_a_change_counts_and_is_undone_and_done_again(analyst, survey, ecsi):
    changed = actions.edit_draft(analyst, survey, titled(ecsi, "Ours"), revision=survey.revision)
    assert str(changed) == "Ours"
    assert queries.can_undo(changed) and not queries.can_redo(changed)
    before = actions.undo(analyst, changed, revision=changed.revision)
    assert queries.draft(before) == ecsi
    again = actions.redo(analyst, before, revision=before.revision)
    assert queries.draft(again).title.en == "Ours"
    with pytest.raises(refusals.NothingToUndo):
        actions.redo(analyst, again, revision=again.revision)


def test_what_was_undone_is_gone_once_something_else_changes(analyst, survey, ecsi):
    one = actions.edit_draft(analyst, survey, titled(ecsi, "One"), revision=survey.revision)
    back = actions.undo(analyst, one, revision=one.revision)
    two = actions.edit_draft(analyst, back, titled(ecsi, "Two"), revision=back.revision)
    assert not queries.can_redo(two)
    assert queries.draft(actions.undo(analyst, two, revision=two.revision)) == ecsi


def test_the_same_again_is_no_change(analyst, survey, ecsi):
    same = actions.edit_draft(analyst, survey, ecsi, revision=survey.revision)
    assert same.revision == survey.revision


def test_two_people_do_not_overwrite_each_other(analyst, manager, survey, ecsi):
    actions.edit_draft(manager, survey, titled(ecsi, "Theirs"), revision=survey.revision)
    with pytest.raises(refusals.DraftChangedMeanwhile):
        actions.edit_draft(analyst, survey, titled(ecsi, "Mine"), revision=survey.revision)
    assert queries.draft(queries.survey("ecsi")).title.en == "Theirs"


def test_what_was_opened_is_asked_and_the_draft_is_gone(manager, survey, ecsi):
    opened = actions.open_version(manager, survey, revision=survey.revision)
    assert (opened.survey, opened.version, opened.is_open) == ("ecsi", 1, True)
    assert queries.open_version("ecsi")[1] == ecsi
    with pytest.raises(refusals.NoDraft):
        actions.edit_draft(manager, survey, ecsi, revision=survey.revision)


def test_what_was_opened_cannot_be_changed_even_in_the_database(manager, survey):
    opened = actions.open_version(manager, survey, revision=survey.revision)
    with pytest.raises(Error), transaction.atomic():
        Fieldwork.objects.filter(pk=opened.pk).update(document={"title": {"en": "Other"}})
    Fieldwork.objects.filter(pk=opened.pk).update(is_open=False)  # it may be closed


def test_the_next_version_is_made_from_the_newest_and_closes_it(manager, survey, ecsi):
    actions.open_version(manager, survey, revision=survey.revision)
    draft = actions.begin_draft(manager, queries.survey("ecsi"))
    assert (draft.based_on, queries.draft(draft)) == (1, ecsi)
    changed = actions.edit_draft(manager, draft, titled(ecsi, "Second"), revision=draft.revision)
    actions.open_version(manager, changed, revision=changed.revision)
    assert [(each.version, each.is_open) for each in queries.versions(survey)] == [(2, True), (1, False)]
    assert queries.versions(survey)[1].document == ecsi.as_json()


def test_a_survey_with_problems_is_not_opened(manager, survey, ecsi):
    empty = ecsi.model_copy(update={"pages": ()})
    changed = actions.edit_draft(manager, survey, empty, revision=survey.revision)
    with pytest.raises(refusals.NotReady) as refused:
        actions.open_version(manager, changed, revision=changed.revision)
    assert "Add a question" in str(refused.value)
    assert not Fieldwork.objects.exists()


def test_only_who_may_ask_customers_opens(analyst, survey):
    with pytest.raises(NotAllowed):
        actions.open_version(analyst, survey, revision=survey.revision)


def test_a_closed_survey_takes_no_answers(manager, survey):
    actions.open_version(manager, survey, revision=survey.revision)
    actions.close(manager, queries.survey("ecsi"))
    with pytest.raises(refusals.NotOpened):
        queries.open_version("ecsi")
    with pytest.raises(refusals.NotOpened):
        actions.close(manager, queries.survey("ecsi"))


def test_a_survey_that_was_never_opened_is_deleted_and_brought_back(analyst, survey, ecsi):
    actions.delete(analyst, survey)
    with pytest.raises(NotFound):
        queries.survey("ecsi")
    assert queries.draft(actions.restore_draft(analyst, "ecsi")) == ecsi


def test_a_survey_with_answers_is_never_deleted(manager, survey):
    actions.open_version(manager, survey, revision=survey.revision)
    with pytest.raises(refusals.OpenedBefore):
        actions.delete(manager, queries.survey("ecsi"))


def test_a_draft_that_was_let_go_is_brought_back(manager, survey, ecsi):
    actions.open_version(manager, survey, revision=survey.revision)
    draft = actions.begin_draft(manager, queries.survey("ecsi"))
    changed = actions.edit_draft(manager, draft, titled(ecsi, "Second"), revision=draft.revision)
    gone = actions.drop_draft(manager, changed)
    assert gone.draft is None and str(gone) == ecsi.title.en
    assert queries.draft(actions.restore_draft(manager, "ecsi")).title.en == "Second"


def test_a_viewer_changes_nothing(person, ecsi, survey):
    viewer = person("viewer")
    for refused in (
        lambda: actions.create(viewer, ecsi),
        lambda: actions.edit_draft(viewer, survey, ecsi, revision=survey.revision),
        lambda: actions.delete(viewer, survey),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_what_is_done_to_a_survey_is_in_the_audit(manager, survey):
    actions.open_version(manager, survey, revision=survey.revision)
    told = AuditEntry.objects.filter(object_type="surveys.survey", object_id=str(survey.pk))
    assert set(told.values_list("action", flat=True)) == {"surveys.create", "surveys.open_version"}


def test_a_long_editing_keeps_the_last_steps(analyst, survey, ecsi, monkeypatch):
    monkeypatch.setattr(actions, "STEPS_KEPT", 3)
    for number in range(6):
        survey = actions.edit_draft(analyst, survey, titled(ecsi, str(number)), revision=survey.revision)
    assert Survey.objects.get().steps.count() == 3
    assert queries.draft(actions.undo(analyst, survey, revision=survey.revision)).title.en == "4"
