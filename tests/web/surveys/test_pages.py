"""The pages around the builder: where to start, versions, opening, files, the phone."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanxi.sources.questionnaires.document import read_document
from guanxi.sources.questionnaires.shipped import shipped, template
from guanxi.web.asking.models import Fieldwork
from guanxi.web.surveys import actions, queries
from guanxi.web.surveys.models import Survey

pytestmark = pytest.mark.django_db
HERE = "/surveys/of/loyalty/"


def seen(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


@pytest.fixture
def opened(manager, survey):
    actions.open_version(manager.user, survey, revision=survey.revision)
    return queries.survey("loyalty")


def file_of(content, name="survey.json"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


# --- where to start -------------------------------------------------------------------------------------


def test_the_page_says_what_will_be_here(analyst):
    assert "Surveys are here once one is begun" in seen(analyst.get("/surveys/"))


def test_every_shipped_survey_is_offered_with_how_long_it_takes(analyst):
    text = seen(analyst.get("/surveys/new/"))
    assert text.count('name="template" value="') == len(shipped()) + 1
    assert "about 4 minutes · 21 questions" in text


def test_a_survey_begins_from_one_that_is_shipped(analyst):
    answer = analyst.post("/surveys/begin/", {"template": "kano"})
    made = Survey.objects.get()
    assert answer["Location"] == f"/surveys/of/{made.key}/build/"
    assert queries.draft(made) == template("kano")


def test_a_form_sent_twice_begins_one_survey(analyst):
    for _time in range(2):
        analyst.post("/surveys/begin/", {"template": "kano", "request_id": "once"})
    assert Survey.objects.count() == 1


def test_an_empty_survey_asks_nothing_yet(analyst):
    analyst.post("/surveys/begin/", {"template": ""})
    assert "Add a question" in seen(analyst.get("/surveys/of/new-survey/build/"))
    assert "There is no question yet" in seen(analyst.get("/surveys/of/new-survey/preview/"))


# --- files ----------------------------------------------------------------------------------------------


def test_a_survey_is_taken_away_and_taken_in_again(analyst, survey, loyalty):
    answer = analyst.get(f"{HERE}survey.json")
    assert "loyalty.json" in answer["Content-Disposition"]
    analyst.post("/surveys/take-in/", {"file": file_of(b"\xef\xbb\xbf" + answer.content)})
    assert queries.draft(Survey.objects.exclude(key="loyalty").get()) == loyalty


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[1]",
        b'{"title": {"en": "x"}, "extra": 1}',
        b"[" * 5000,
        b"{" + b" " * 600_000,
    ],
    ids=["empty", "cut", "no text", "a list", "a strange word", "deep", "large"],
)
def test_what_is_no_survey_is_refused_in_a_sentence(analyst, content):
    answer = analyst.post("/surveys/take-in/", {"file": file_of(content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Survey.objects.exists()


def test_scripts_in_a_document_stay_text(analyst):
    document = {"title": {"en": "<script>alert(1)</script>"}, "languages": ["en"]}
    analyst.post("/surveys/take-in/", {"file": file_of(json.dumps(document))})
    made = Survey.objects.get()
    for address in ("/surveys/", f"/surveys/of/{made.key}/", f"/surveys/of/{made.key}/build/"):
        assert "<script>alert" not in seen(analyst.get(address))


# --- versions -------------------------------------------------------------------------------------------


def test_what_opening_means_is_said_before(manager, survey):
    text = seen(manager.get(f"{HERE}ready/"))
    assert "Its words never change from then on" in text and "Open the survey" in text


def test_a_survey_is_opened_with_what_opens_a_follow_up(manager, survey):
    manager.post(f"{HERE}open/", {"revision": survey.revision, "low": "40 %"})
    asked = Fieldwork.objects.get()
    assert (asked.survey, asked.version, asked.low_score) == ("loyalty", 1, 0.4)
    assert "Version 1 is open since" in seen(manager.get(HERE))


@pytest.mark.parametrize("low", ["-1", "101", "low"])
def test_a_share_that_is_none_is_refused(manager, survey, low):
    answer = manager.post(f"{HERE}open/", {"revision": survey.revision, "low": low})
    assert answer.status_code == 422
    assert not Fieldwork.objects.exists()


def test_what_is_not_ready_has_no_button(manager, survey, loyalty):
    empty = loyalty.model_copy(update={"pages": ()})
    changed = actions.edit_draft(manager.user, survey, empty, revision=survey.revision)
    assert "Open the survey" not in seen(manager.get(f"{HERE}ready/"))
    assert manager.post(f"{HERE}open/", {"revision": changed.revision}).status_code == 409


def test_the_next_version_says_what_changed(manager, opened, loyalty):
    manager.post(f"{HERE}draft/")
    draft = queries.survey("loyalty")
    pages = list(loyalty.pages)
    first, second, *rest = pages[0].questions
    reworded = first.model_copy(update={"text": first.text.model_copy(update={"en": "Will you come back?"})})
    pages[0] = pages[0].model_copy(update={"questions": (reworded, *rest)})
    changed = loyalty.model_copy(update={"pages": tuple(pages)})
    actions.edit_draft(manager.user, draft, changed, revision=draft.revision)
    text = seen(manager.get(HERE))
    assert "2 changes against the version before" in text
    assert 'Will you come back? <small class="text-secondary">wording</small>' in text
    assert second.text.en in text and "gone:" in text
    assert "Version 1 is closed. Links for everybody lead to the new version" in seen(
        manager.get(f"{HERE}ready/")
    )


def test_a_survey_is_closed(manager, opened):
    manager.post(f"{HERE}close/")
    assert "It is closed and takes no answers" in seen(manager.get(HERE))


def test_a_draft_is_thrown_away_and_brought_back(manager, opened):
    manager.post(f"{HERE}draft/")
    assert "was thrown away. " in seen(manager.post(f"{HERE}drop/", follow=True))
    assert manager.get(f"{HERE}build/").status_code == 409
    manager.post(f"{HERE}restore/")
    assert manager.get(f"{HERE}build/").status_code == 200


def test_a_survey_is_copied(analyst, opened, loyalty):
    analyst.post(f"{HERE}duplicate/")
    copy = Survey.objects.exclude(key="loyalty").get()
    assert queries.draft(copy).title.zh == f"{loyalty.title.zh}（副本）"
    assert list(queries.draft(copy).questions()) == list(loyalty.questions())


def test_an_old_version_is_exported_as_it_was_asked(manager, opened, loyalty):
    manager.post(f"{HERE}draft/")
    draft = queries.survey("loyalty")
    actions.edit_draft(manager.user, draft, loyalty.model_copy(update={"pages": ()}), revision=draft.revision)
    assert read_document(manager.get(f"{HERE}survey.json?version=1").content) == loyalty
    assert manager.get(f"{HERE}survey.json?version=9").status_code == 404


# --- the phone ------------------------------------------------------------------------------------------


def test_the_phone_shows_the_draft_in_both_languages(analyst, survey):
    assert "Would you recommend us" in seen(analyst.get(f"{HERE}preview/?language=en"))
    assert "您会向认识的人推荐我们吗" in seen(analyst.get(f"{HERE}preview/?language=zh"))


def test_branching_works_on_the_phone_and_nothing_is_kept(analyst, survey):
    sent = {"do": "next", "page": "0", "asked": "intention", "q.intention": "3", "language": "en"}
    second = analyst.post(f"{HERE}preview/", sent)
    assert "All in all, how satisfied are you" in seen(second)
    stamp = json.dumps({"intention": "3"})
    third = {"do": "next", "page": "1", "asked": "satisfied competition", "stamp": stamp, "language": "en"}
    text = seen(analyst.post(f"{HERE}preview/", third))
    assert "What would make you come back?" in text and "What do you come back for?" not in text
    last = {"do": "send", "page": "2", "asked": "why_not", "stamp": stamp, "language": "en"}
    assert "nothing was kept" in seen(analyst.post(f"{HERE}preview/", last))


def test_the_phone_may_stand_in_our_own_frame_alone(analyst, survey):
    answer = analyst.get(f"{HERE}preview/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("sent", [{}, {"page": "99"}, {"stamp": "[1"}, {"stamp": "3"}, {"do": "language.xx"}])
def test_nothing_that_is_sent_to_the_phone_makes_it_fail(analyst, survey, sent):
    assert analyst.post(f"{HERE}preview/", sent).status_code == 200


# --- answers from elsewhere -----------------------------------------------------------------------------


@pytest.fixture
def answers(analyst, opened, settings, tmp_path):
    settings.GUANXI_STORE = tmp_path / "store"

    def send(content="intention,premium\n9,8\n2,99\n", name="answers.csv", **typed):
        sent = {"version": "1", "on": "2026-03-31", "file": file_of(content, name)} | typed
        return analyst.post(f"{HERE}answers/", sent, follow=True)

    return send


def test_answers_from_a_file_are_a_change_that_can_be_taken_back(answers):
    text = seen(answers())
    assert "2 questionnaires with 3 answers were taken in." in text
    assert "1 answers to premium were not counted" in text
    assert "/undo/" in text


def test_the_same_file_again_changes_nothing(answers):
    answers()
    assert "nothing changed" in seen(answers())


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"on": ""}, "Nothing says on which day"),
        ({"on": "soon"}, "is no day"),
        ({"customer": "who"}, "no column “who”"),
        ({"name": "answers.exe"}, "only CSV and XLSX"),
        ({"content": "a,b\n1,2\n"}, "no column named like a question"),
        ({"content": "x" * 2_000_001}, "larger than 2000 kB"),
    ],
)
def test_what_cannot_be_taken_in_is_said_and_what_was_typed_stays(answers, typed, why):
    answer = answers(**typed)
    assert answer.status_code == 422
    assert why in answer.content.decode()


# --- who may ---------------------------------------------------------------------------------------------


def test_a_viewer_sees_and_changes_nothing(signed_in, survey):
    viewer = signed_in("viewer")
    assert "Change" not in seen(viewer.get(HERE)).replace("Changed", "")
    for what in ("draft", "drop", "restore", "duplicate", "open", "close", "answers", "build"):
        assert viewer.post(f"{HERE}{what}/").status_code == 403
    assert viewer.get(f"{HERE}ready/").status_code == 403


def test_a_rep_does_not_see_surveys(signed_in, survey):
    assert signed_in("rep").get("/surveys/").status_code == 403


def test_an_analyst_builds_and_does_not_open(analyst, survey):
    assert analyst.post(f"{HERE}open/", {"revision": survey.revision}).status_code == 403
    assert "/ready/" not in seen(analyst.get(f"{HERE}build/"))


def test_a_survey_that_is_not_there_is_not_found(analyst):
    for what in ("", "build/", "preview/", "survey.json"):
        assert analyst.get(f"/surveys/of/nothing/{what}").status_code == 404


@pytest.mark.parametrize("name", shipped())
def test_the_phone_can_show_what_not_everybody_is_asked(analyst, name):
    made = actions.create(analyst.user, template(name), key="shown")
    for page, each in enumerate(template(name).pages, 1):
        for question in each.questions:
            if question.show_if:
                address = f"/surveys/of/{made.key}/preview/?question={question.key}&page={page}"
                assert f'q.{question.key}"' in seen(analyst.get(address))
