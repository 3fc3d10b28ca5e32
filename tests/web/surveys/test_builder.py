"""The builder keeps what is typed, and does what its buttons say."""

import re

import pytest

from guanxi.web.surveys import actions, queries

pytestmark = pytest.mark.django_db
ADDRESS = "/surveys/of/loyalty/build/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def drafted():
    return queries.draft(queries.survey("loyalty"))


def question(key):
    return drafted().question(key)


def keys():
    return [each.key for each in drafted().questions()]


@pytest.fixture
def press(analyst, survey):
    """press("up", at="question.premium", **typed): the form of the builder sent by a button."""

    def send(do="save", at="survey", over=None, who=analyst, **typed):
        sent = {"do": do, "at": at, "revision": queries.survey("loyalty").revision} | typed
        if at.startswith("question.") and "kind" not in typed:
            sent = as_it_stands(at.removeprefix("question.")) | sent
        return who.post(ADDRESS, sent | (over or {}), **HTMX)

    return send


def as_it_stands(key):
    """What the form of a question holds before anybody types."""
    asked = question(key)
    sent = {"kind": asked.kind, "key": asked.key, "dimension": asked.dimension or ""}
    sent |= {"text.en": asked.text.en, "text.zh": asked.text.zh}
    if asked.scale:
        sent |= {"answers": "scale", "scale.low": asked.scale.low, "scale.high": asked.scale.high}
    sent["condition.count"] = len(asked.show_if)
    for at, each in enumerate(asked.show_if):
        named = {"question": each.question, "is": each.is_, "value": each.value or ""}
        sent |= {f"condition.{at}.{name}": value for name, value in named.items()}
    return sent


def test_what_is_typed_is_kept_in_both_languages(press):
    answer = press(at="question.premium", **{"text.en": "Would you pay more?", "text.zh": "您愿意多付吗？"})
    assert answer.status_code == 200
    assert (question("premium").text.en, question("premium").text.zh) == (
        "Would you pay more?",
        "您愿意多付吗？",
    )
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert "data-editor" not in answer.content.decode()  # what is being typed into is left alone


def test_a_button_keeps_what_was_typed_before_it_acts(press):
    answer = press("go.question.standard", at="question.premium", **{"text.en": "Typed and not waited for"})
    assert question("premium").text.en == "Typed and not waited for"
    assert answer["HX-Push-Url"].endswith("?at=question.standard")


def test_without_scripts_a_form_leads_to_the_same_place(analyst, survey):
    sent = {"do": "go.page.2", "at": "survey", "revision": survey.revision}
    assert analyst.post(ADDRESS, sent)["Location"] == f"{ADDRESS}?at=page.2"
    assert "Page 2" in analyst.get(f"{ADDRESS}?at=page.2").content.decode()


def test_a_question_is_added_copied_moved_and_taken_out(press):
    press("add_question", at="question.premium")
    assert keys()[1:3] == ["premium", "premium_1"]
    press("duplicate", at="question.premium")
    assert keys()[1:4] == ["premium", "premium_2", "premium_1"]
    press("up", at="question.premium")
    assert keys()[:2] == ["premium", "intention"]
    press("remove", at="question.premium_2")
    assert "premium_2" not in keys()


def test_the_last_of_a_page_moves_to_the_next_page(press):
    press("down", at="question.improve")
    assert [each.key for each in drafted().pages[1].questions][:1] == ["improve"]
    press("up", at="question.improve")
    assert [each.key for each in drafted().pages[0].questions][-1] == "improve"


def test_a_question_is_dragged_to_another_page(press):
    press("drag.premium.1.1")
    assert [each.key for each in drafted().pages[1].questions] == ["satisfied", "premium", "competition"]
    press("drag.satisfied.1.3")
    assert [each.key for each in drafted().pages[1].questions] == ["premium", "competition", "satisfied"]


@pytest.mark.parametrize(
    "do", ["drag.nobody.1.1", "drag.premium.9.1", "drag.premium.x.y", "drag", "nonsense"]
)
def test_a_button_that_makes_no_sense_changes_nothing(press, do):
    before = drafted()
    assert press(do).status_code == 200
    assert drafted() == before


def test_pages_are_added_moved_and_taken_out(press):
    press("add_page", at="page.1")
    assert [len(page.questions) for page in drafted().pages] == [5, 0, 2, 2]
    press("down", at="page.2")
    assert [len(page.questions) for page in drafted().pages] == [5, 2, 0, 2]
    press("remove", at="page.3")
    assert [len(page.questions) for page in drafted().pages] == [5, 2, 2]


def test_another_kind_brings_the_answers_it_needs(press):
    press(at="question.premium", **as_it_stands("premium") | {"kind": "kano_with"})
    assert [option.key for option in question("premium").options][:2] == ["like", "expect"]
    press(at="question.premium", **as_it_stands("premium") | {"kind": "text"})
    assert not question("premium").options and not question("premium").scale
    press(at="question.premium", **as_it_stands("premium") | {"kind": "premium"})
    assert (question("premium").scale.low, question("premium").scale.high) == (0, 10)


def test_options_are_added_worded_and_taken_out(press):
    press("ready_options.yes_no", at="question.premium", answers="options")
    assert [option.text.en for option in question("premium").options] == ["Yes", "No"]
    words = {"option.count": 2, "option.0.key": "yes", "option.0.en": "Certainly", "option.0.zh": "当然"}
    words |= {"option.0.score": "2", "option.1.key": "no", "option.1.en": "No", "option.1.zh": "否"}
    press("add_option", at="question.premium", answers="options", **words)
    assert [(each.key, each.score) for each in question("premium").options] == [
        ("yes", 2),
        ("no", None),
        ("option_1", None),
    ]
    words["option.count"] = 3
    press("remove_option.1", at="question.premium", answers="options", **words)
    assert len(question("premium").options) == 2


def test_codes_for_no_answer_are_read_however_they_are_parted(press):
    press(at="question.premium", **{"scale.missing": "-99，0, −1"})
    assert question("premium").scale.missing == (-99, 0, -1)


def test_a_condition_is_said_in_words(press):
    press("add_condition", at="question.recommend")
    condition = question("recommend").show_if[0]
    assert (condition.question, condition.is_, condition.value) == ("standard", "below", 5)
    text = press("go.survey").content.decode()
    assert "only if “Do you measure others by us?” is below 5" in text


def test_a_new_name_in_the_data_is_followed_by_conditions(press):
    press(at="question.intention", key="will_buy")
    assert question("why_yes").show_if[0].question == "will_buy"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"scale.low": "many"}, "no whole number"),
        ({"scale.missing": "x"}, "no whole number"),
        ({"key": "standard"}, "is taken"),
        ({"key": "9 lives"}, "small letters"),
        ({"text.en": "x" * 2001}, "longer than 2000"),
        ({"kind": "magic", "text.en": "?"}, "not possible here"),
        ({"phase": "never"}, "not possible here"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_kept(press, typed, why):
    before = drafted()
    answer = press(at="question.premium", over=typed)
    assert answer["X-Not-Kept"] == "surveys.bad_form"
    assert answer["HX-Retarget"] == "#sv-refused"
    assert why in answer.content.decode()
    assert drafted() == before


def test_control_characters_and_turned_writing_are_dropped(press):
    press(at="question.premium", **{"text.en": "a\x00b\u202ec <script>alert(1)</script>"})
    assert question("premium").text.en == "abc <script>alert(1)</script>"
    shown = press("go.survey").content.decode()
    assert "<script>alert(1)" not in shown


def test_who_comes_second_is_told_and_may_save_over(press, manager):
    mine = {"do": "save", "at": "survey", "revision": queries.survey("loyalty").revision}
    press(who=manager, **{"title.en": "Theirs", "title.zh": "他们的", "languages": ["en", "zh"]})
    mine |= {"title.en": "Mine", "title.zh": "我的", "languages": ["en", "zh"]}
    answer = manager.post(ADDRESS, mine, **HTMX)
    assert answer["X-Not-Kept"] == "surveys.draft_changed_meanwhile"
    assert "Save mine over theirs" in answer.content.decode()
    assert drafted().title.en == "Theirs"
    assert manager.post(ADDRESS, mine | {"over": "1"}, **HTMX).status_code == 200
    assert drafted().title.en == "Mine"


def test_without_scripts_what_is_refused_comes_back_with_its_sentence(analyst, survey):
    sent = {"do": "save", "at": "survey", "revision": 0, "title.en": "Mine", "languages": "en"}
    answer = analyst.post(ADDRESS, sent)
    assert answer.status_code == 409
    assert "in the meantime" in answer.content.decode()


def test_undo_and_redo_are_buttons(press, loyalty):
    press("remove", at="question.premium")
    press("undo")
    assert drafted() == loyalty
    press("redo")
    assert question("premium") is None


def test_problems_are_said_in_words_with_the_way_there(press, analyst):
    press(at="question.satisfied", dimension="")
    text = analyst.get(ADDRESS).content.decode()
    assert "does not say which dimension it is about" in text
    assert 'href="/surveys/of/loyalty/build/?at=question.satisfied"' in text
    assert re.search(r"<strong>1 thing</strong>", text)


def test_a_viewer_does_not_build(signed_in, survey):
    assert signed_in("viewer").get(ADDRESS).status_code == 403


def test_what_was_opened_has_no_builder(analyst, manager, survey):
    actions.open_version(manager.user, survey, revision=survey.revision)
    assert analyst.get(ADDRESS).status_code == 409


@pytest.mark.parametrize("at", ["survey", "page.2", "question.why_not", "question.solved", "page.99", "x"])
def test_every_place_is_shown(analyst, survey, at):
    assert analyst.get(ADDRESS, {"at": at}).status_code == 200


def test_every_shipped_survey_can_be_built_on(analyst):
    from guanxi.sources.questionnaires.shipped import shipped, template

    for name in shipped():
        made = actions.create(analyst.user, template(name), key=name.replace("_", "-"))
        for each in list(template(name).questions())[:4]:
            answer = analyst.get(f"/surveys/of/{made.key}/build/", {"at": f"question.{each.key}"})
            assert answer.status_code == 200
