"""The public page as HTML: one page of a questionnaire, or a few plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from guanxi.facts.notes import Note
from guanxi.sources.questionnaires.answering import Given
from guanxi.sources.questionnaires.document import Question, Questionnaire
from guanxi.web.asking import fields, route
from guanxi.web.asking.door import Door, document
from guanxi.web.asking.tokens import Token

LOCALES = {"en": "en", "zh": "zh-hans"}
TAGS = {"en": "en", "zh": "zh-Hans"}
NAMES = {"en": "English", "zh": "简体中文"}
ACTION, STAMP = "gx-the-action-of-this-form", "gx-the-stamp-of-this-form"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def answer(html: str, status: int = 200) -> HttpResponse:
    """The page with what a browser has to know: its address is a secret, and nothing runs on it."""
    response = HttpResponse(html, status=status)
    response["Content-Security-Policy"] = POLICY
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """Django would write the address of what is refused into its log; this one is somebody's secret."""
    response._has_been_logged = True
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def language_of(asked: Questionnaire, wanted: str | None, accepts: str) -> str:
    """The language chosen, else the first that the browser likes and the survey speaks."""
    return wanted if wanted in asked.languages else liked(accepts, asked.languages)


def liked(accepts: str, languages: tuple[str, ...]) -> str:
    likes = parse_accept_lang_header(accepts[:500].lower())
    return next((code[:2] for code, _ in likes if code[:2] in languages), languages[0])


def sheet(
    door: Door,
    fieldwork: int,
    shown: route.Sheet,
    *,
    language: str,
    stamp: str,
    given: Mapping[str, Given] | None = None,
    faults: Mapping[str, Note] | None = None,
    trouble: str = "",
) -> str:
    """One page of a questionnaire with what was answered on it, and what is wrong with it."""
    action = reverse("asking:answer", args=[str(door.token)])
    given = {key: value for key, value in (given or {}).items() if key in shown.keys}
    has_stop = door.invitation is not None
    if given or faults or trouble:
        html = _sheet(fieldwork, shown, language, has_stop, given, faults or {}, trouble)
    else:
        html = _blank(fieldwork, shown.number, shown.keys, shown.step, shown.steps, language, has_stop)
    return html.replace(ACTION, action).replace(STAMP, stamp)


@lru_cache(maxsize=512)
def _blank(
    fieldwork: int, number: int, keys: tuple[str, ...], step: int, steps: int, language: str, has_stop: bool
) -> str:
    """Nobody's page: most ask for one on which nothing is answered yet, and it is always the same."""
    page = document(fieldwork).pages[number]
    questions = tuple(question for question in page.questions if question.key in keys)
    return _sheet(
        fieldwork, route.Sheet(number, page, questions, step, steps), language, has_stop, {}, {}, ""
    )


def _sheet(
    fieldwork: int,
    shown: route.Sheet,
    language: str,
    has_stop: bool,
    given: Mapping[str, Given],
    faults: Mapping[str, Note],
    trouble: str,
) -> str:
    stop = f"{ACTION}stop/" if has_stop else ""
    return drawn(
        document(fieldwork),
        shown,
        language,
        given,
        faults,
        action=ACTION,
        stamp=STAMP,
        stop=stop,
        trouble=trouble,
    )


def drawn(
    asked: Questionnaire,
    shown: route.Sheet,
    language: str,
    given: Mapping[str, Given],
    faults: Mapping[str, Note],
    *,
    action: str,
    stamp: str,
    stop: str = "",
    trouble: str = "",
) -> str:
    """One page as HTML.

    action, stop   where its form goes, and the wish not to be asked again
    stamp          what travels with the form
    """
    with translation.override(LOCALES[language]):
        context = {
            "title": asked.title.say(language),
            "intro": asked.intro.say(language),
            "page_title": shown.page.title.say(language),
            "is_anonymous": asked.anonymous,
            "sheet": shown,
            "fields": fields.drawn(shown.questions, given, faults, language),
            "languages": _others(asked, language),
            "action": action,
            "stamp": stamp,
            "stop": stop,
            "trouble": trouble,
            "has_faults": bool(faults),
        }
        return _page("asking/public_sheet.html", context, language)


def word(
    title: str, said: str, *, language: str, token: Token | None = None, typed=(), **context: object
) -> str:
    """A page of plain words: thanks, or why nothing can be answered, with what was typed."""
    with translation.override(LOCALES[language]):
        action = reverse("asking:stop", args=[str(token)]) if token else ""
        told = {"title": title, "said": said, "typed": list(typed), "action": action, **context}
        return _page("asking/public_word.html", told, language)


def typed(asked: Questionnaire, given: Mapping[str, Given], language: str) -> Iterator[tuple[str, str]]:
    """What somebody answered, in words, for a page that cannot take it."""
    for question in asked.questions():
        if question.key in given:
            yield question.text.say(language), _in_words(question, given[question.key], language)


def _in_words(question: Question, value: Given, language: str) -> str:
    chosen = value if isinstance(value, list | tuple) else [str(value)]
    options = [question.option(each) for each in chosen]
    return ", ".join(option.text.say(language) for option in options) if all(options) else str(value)


def _others(asked: Questionnaire, language: str) -> list[tuple[str, str, str]]:
    return [(code, NAMES[code], TAGS[code]) for code in asked.languages if code != language]


def _page(template: str, context: dict[str, object], language: str) -> str:
    return render_to_string(template, context | {"language": language, "html_language": TAGS[language]})
