"""What changed between two versions of a survey, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guanxi.sources.questionnaires.document import Question, Questionnaire
from guanxi.web.surveys import names


@dataclass(frozen=True)
class Changed:
    """sign: + for what came, − for what went, ~ for what is otherwise now."""

    sign: str
    what: str
    how: str = ""


def changed(before: Questionnaire, now: Questionnaire, language: str) -> list[Changed]:
    """In the order of the newer one; what went comes last."""
    known = {each.key: each for each in before.questions()}
    found = [Changed("~", _("The survey"), ", ".join(said))] if (said := _of_the_whole(before, now)) else []
    for question in now.questions():
        was, what = known.pop(question.key, None), _called(question, language)
        if was is None:
            found.append(Changed("+", what, names.kind(question.kind, language)))
        elif said := _of(was, question):
            found.append(Changed("~", what, ", ".join(said)))
    found += [
        Changed("−", _called(each, language), names.kind(each.kind, language)) for each in known.values()
    ]
    if moved := _moved(before, now):
        found.append(Changed("~", _("Order"), _("%(count)s questions stand elsewhere") % {"count": moved}))
    return found


def _called(question: Question, language: str) -> str:
    return names.shortened(question.text.say(language) or question.key, 80)


def _of_the_whole(before: Questionnaire, now: Questionnaire) -> list[str]:
    parts = {
        "title": _("title"),
        "intro": _("introduction"),
        "thanks": _("thanks"),
        "languages": _("languages"),
        "anonymous": _("anonymous or not"),
        "respondent": _("who is asked"),
    }
    said = [name for part, name in parts.items() if getattr(before, part) != getattr(now, part)]
    if [page.title for page in before.pages] != [page.title for page in now.pages]:
        said.append(_("pages"))
    return said


def _of(was: Question, question: Question) -> list[str]:
    parts = {
        "kind": _("kind"),
        "text": _("wording"),
        "help": _("help"),
        "dimension": _("dimension"),
        "touchpoint": _("touchpoint"),
        "phase": _("phase"),
        "subject": _("subject"),
        "scale": _("scale"),
        "options": _("options"),
        "many": _("one or several"),
        "required": _("required or not"),
        "show_if": _("condition"),
    }
    return [name for part, name in parts.items() if getattr(was, part) != getattr(question, part)]


def _moved(before: Questionnaire, now: Questionnaire) -> int:
    """Questions in both that do not keep the order they had among each other."""
    old = [each.key for each in before.questions()]
    new = [each.key for each in now.questions() if each.key in set(old)]
    old = [key for key in old if key in set(new)]
    return sum(one != other for one, other in zip(old, new, strict=True))
