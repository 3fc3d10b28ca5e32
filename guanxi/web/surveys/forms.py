"""What was typed into the builder, as the part of a document that it is about."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from guanxi.sources.questionnaires.document import (
    CHOSEN,
    EITHER,
    LONGEST,
    WORDED,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Scale,
    Text,
)
from guanxi.web.surveys import places
from guanxi.web.surveys.places import Place
from guanxi.web.surveys.refusals import BadForm
from guanxi.web.surveys.typed import whole

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 60  # characters of a dimension, a touchpoint, a subject
USUAL_SCALE = Scale()


def typed(document: Questionnaire, place: Place, form: QueryDict) -> Questionnaire:
    """The document with what the editor of this place says now.

    Errors  BadForm, with the field and what is wrong with it
    """
    if "text.en" not in form and "title.en" not in form:
        return document
    if place.page is None:
        return _survey(document, form)
    if place.row is None:
        title = _text(form, "title")
        return places.with_page(
            document, place.page, document.pages[place.page].model_copy(update={"title": title})
        )
    return _question(document, place, form)


def _survey(document: Questionnaire, form: QueryDict) -> Questionnaire:
    changed = {
        "title": _text(form, "title"),
        "intro": _text(form, "intro"),
        "thanks": _text(form, "thanks"),
        "languages": tuple(each for each in ("en", "zh") if each in form.getlist("languages")),
        "anonymous": "anonymous" in form,
        "respondent": form.get("respondent", document.respondent),
    }
    return _valid(Questionnaire, _fields(document) | changed)


def _question(document: Questionnaire, place: Place, form: QueryDict) -> Questionnaire:
    was = places.question(document, place)
    kind = form.get("kind", was.kind)
    changed = {
        "kind": kind,
        "key": form.get("key", was.key).strip().lower() or was.key,
        "text": _text(form, "text"),
        "help": _text(form, "help"),
        "dimension": _name(form, "dimension"),
        "touchpoint": _name(form, "touchpoint"),
        "phase": form.get("phase") or None,
        "subject": _name(form, "subject"),
        "required": "required" in form,
        "show_if": _conditions(form),
    }
    question = _valid(Question, _fields(was) | changed | _answers(was, kind, form))
    if question.key != was.key:
        document = _renamed(document, was.key, question.key)
        question = _in_conditions(question, was.key, question.key)
    return places.with_question(document, place, question)


def _answers(was: Question, kind: str, form: QueryDict) -> dict[str, Any]:
    """What can be answered: a scale, options or words, as the kind allows."""
    if kind in WORDED:
        return {"scale": None, "options": (), "many": False}
    wanted = form.get("answers", "options" if was.options else "scale")
    if kind in EITHER:
        wanted = "options" if form.get("answers") == "options" else "words"
    if kind in CHOSEN:
        wanted = "options"
    options = _options(form) if "option.count" in form else was.options
    if wanted == "options":
        needed = options or ready_options("kano" if kind in (Kind.KANO_WITH, Kind.KANO_WITHOUT) else "empty")
        return {"scale": None, "options": needed, "many": "many" in form}
    if wanted == "words":
        return {"scale": None, "options": (), "many": False}
    scale = _scale(form) if "scale.low" in form else was.scale or USUAL_SCALE
    return {"scale": scale, "options": (), "many": False}


def ready_options(name: str) -> tuple[Option, ...]:
    """Options that are often asked: the five answers of Kano, yes and no, or two to be written."""
    if name == "kano":
        said = (
            ("like", "I would like that", "我会喜欢"),
            ("expect", "It should be so", "理应如此"),
            ("neutral", "I do not mind", "无所谓"),
            ("live_with", "I can live with it", "可以忍受"),
            ("dislike", "I would dislike that", "我会不喜欢"),
        )
        return tuple(
            Option(key=key, text=Text(en=en, zh=zh), score=at) for at, (key, en, zh) in enumerate(said, 1)
        )
    if name == "yes_no":
        return (
            Option(key="yes", text=Text(en="Yes", zh="是")),
            Option(key="no", text=Text(en="No", zh="否")),
        )
    return (Option(key="option_1", text=Text()), Option(key="option_2", text=Text()))


def _scale(form: QueryDict) -> Scale:
    missing = [each for each in re.split(r"[\s,，、;；]+", form.get("scale.missing", "")) if each]
    found = {
        "low": _whole(form.get("scale.low", ""), _("From")),
        "high": _whole(form.get("scale.high", ""), _("To")),
        "low_label": _text(form, "scale.low_label"),
        "high_label": _text(form, "scale.high_label"),
        "missing": tuple(dict.fromkeys(_whole(each, _("Codes for no answer")) for each in missing)),
    }
    return _valid(Scale, found)


def _options(form: QueryDict) -> tuple[Option, ...]:
    found = []
    for at in range(_count(form, "option.count")):
        score = form.get(f"option.{at}.score", "").strip()
        key = form.get(f"option.{at}.key", "").strip().lower() or f"option_{at + 1}"
        told = {"key": key, "text": _text(form, f"option.{at}"), "score": _decimal(score, _("Score"))}
        found.append(_valid(Option, told))
    return tuple(found)


def _conditions(form: QueryDict) -> tuple[Condition, ...]:
    found = []
    for at in range(_count(form, "condition.count")):
        is_, value = form.get(f"condition.{at}.is", "answered"), form.get(f"condition.{at}.value", "").strip()
        if is_ in ("below", "above"):
            value = _decimal(value, _("Number")) if value else None
        told = {"question": form.get(f"condition.{at}.question", ""), "is": is_}
        found.append(_valid(Condition, told | {"value": None if is_ == "answered" else value}))
    return tuple(found)


def _renamed(document: Questionnaire, was: str, key: str) -> Questionnaire:
    """The document after a question has another key: conditions still mean it."""
    if document.question(key) is not None:
        raise BadForm(place=_("Name in the data"), problem=_("“%(key)s” is taken") % {"key": key})
    pages = [
        page.model_copy(
            update={"questions": tuple(_in_conditions(each, was, key) for each in page.questions)}
        )
        for page in document.pages
    ]
    return places.with_pages(document, pages)


def _in_conditions(question: Question, was: str, key: str) -> Question:
    meant = tuple(
        each.model_copy(update={"question": key}) if each.question == was else each
        for each in question.show_if
    )
    return question.model_copy(update={"show_if": meant})


# --- single fields ------------------------------------------------------------------------------------


def _text(form: QueryDict, name: str) -> Text:
    said = {language: _clean(form.get(f"{name}.{language}", "")) for language in ("en", "zh")}
    for text in said.values():
        if len(text) > LONGEST:
            problem = _("longer than %(most)s characters") % {"most": LONGEST}
            raise BadForm(place=text[:20] + "…", problem=problem)
    return Text(**said)


def _name(form: QueryDict, name: str) -> str | None:
    return " ".join(_clean(form.get(name, "")).split())[:LONGEST_NAME] or None


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n")).strip()


def _count(form: QueryDict, name: str) -> int:
    return min(whole(form.get(name, "0"), digits=4) or 0, 200)


def _whole(text: str, place: str) -> int:
    try:
        number = int(text.strip().replace("−", "-"))
    except ValueError:
        number = None
    if number is None or abs(number) > 1_000_000:
        raise BadForm(place=place, problem=_("“%(text)s” is no whole number") % {"text": text[:20]})
    return number


def _decimal(text: str, place: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e9:
        raise BadForm(place=place, problem=_("“%(text)s” is no number") % {"text": text[:20]})
    return number


def _fields(value: BaseModel) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).model_fields}


def _valid(kind: type[BaseModel], fields: dict[str, Any]) -> Any:
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadForm(place=_place(first["loc"]), problem=_problem(first)) from None


def _place(steps: tuple[int | str, ...]) -> str:
    named = {"key": _("Name in the data"), "kind": _("Kind"), "question": _("Condition")}
    return str(named.get(str(steps[0]) if steps else "", ".".join(map(str, steps))))


def _problem(error: Any) -> str:
    if error["type"] == "string_pattern_mismatch":
        return _("small letters, digits and _, a letter first, at most 40")
    return _("“%(text)s” is not possible here") % {"text": str(error.get("input"))[:20]}
