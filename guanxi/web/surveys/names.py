"""What kinds of question, phases, conditions and problems are called in the builder, and what each is for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanxi.facts.words import word
from guanxi.knowledge.experience.kinds import DIMENSIONS, TOUCHPOINTS
from guanxi.sources.questionnaires.document import Kind, Questionnaire

# group -> the kinds of it, each with one sentence of what it is for
GROUPS = (
    (
        pgettext_lazy("kinds of question", "Satisfaction"),
        {
            Kind.EXPERIENCE: gettext_lazy("What it is like now."),
            Kind.EXPECTATION: gettext_lazy("What the customer had expected; satisfaction is the difference."),
            Kind.SATISFACTION: gettext_lazy("Asked at once, where the two sides are not asked apart."),
            Kind.IMPORTANCE: gettext_lazy("How much a dimension matters to the customer."),
            Kind.IDEAL: gettext_lazy("How good it should be."),
            Kind.MEANING: gettext_lazy("What customers take your brand to stand for."),
        },
    ),
    (
        pgettext_lazy("kinds of question", "Loyalty"),
        {
            Kind.INTENTION: gettext_lazy("Whether the customer will buy again."),
            Kind.PREMIUM: gettext_lazy("Whether the customer would pay more."),
            Kind.STANDARD: gettext_lazy("Whether others are measured by you."),
            Kind.RECOMMEND: gettext_lazy("Whether the customer would recommend you."),
            Kind.IMPROVE: gettext_lazy("Whether the customer would help you improve."),
            Kind.COMPETITION: gettext_lazy("How many others could do the same."),
        },
    ),
    (
        pgettext_lazy("kinds of question", "Delivered value"),
        {
            Kind.VALUE: gettext_lazy("What something is worth: product, service, people or image."),
            Kind.COST: gettext_lazy("What it costs: money, time, effort or worry."),
            Kind.VALUE_WEIGHT: gettext_lazy("How much a value counts when choosing."),
            Kind.COST_WEIGHT: gettext_lazy("How much a cost counts when choosing."),
        },
    ),
    (
        pgettext_lazy("kinds of question", "Product"),
        {
            Kind.KANO_WITH: gettext_lazy("How it would feel to have it: one half of a Kano pair."),
            Kind.KANO_WITHOUT: gettext_lazy("How it would feel to lack it: the other half."),
            Kind.VARIANT: gettext_lazy("How one of several variants is seen."),
            Kind.DIFFERENTIAL: gettext_lazy("Where something stands between two opposite words."),
        },
    ),
    (
        pgettext_lazy("kinds of question", "Anything else"),
        {
            Kind.COMPLAINT: gettext_lazy("How a complaint was handled."),
            Kind.CHOICE: gettext_lazy("One or several of a list."),
            Kind.TEXT: gettext_lazy("In the customer's own words."),
        },
    ),
)

LANGUAGES = {"en": "English", "zh": "中文"}
RESPONDENTS = {
    "customers": pgettext_lazy("who is asked", "Customers"),
    "front_line": pgettext_lazy("who is asked", "Front line"),
    "management": pgettext_lazy("who is asked", "Management"),
}
PHASES = {
    "before": pgettext_lazy("phase", "Before buying"),
    "buying": pgettext_lazy("phase", "While buying"),
    "using": pgettext_lazy("phase", "While using"),
    "after": pgettext_lazy("phase", "Afterwards"),
}
CONDITIONS = {
    "below": pgettext_lazy("condition", "is below"),
    "above": pgettext_lazy("condition", "is above"),
    "chosen": pgettext_lazy("condition", "is the answer"),
    "not_chosen": pgettext_lazy("condition", "is not the answer"),
    "answered": pgettext_lazy("condition", "was answered"),
}
OF_VALUE = {
    "personnel": gettext_lazy("people"),
    "monetary": pgettext_lazy("cost", "money"),
    "time": pgettext_lazy("cost", "time"),
    "physical": pgettext_lazy("cost", "effort"),
    "psychic": pgettext_lazy("cost", "worry"),
}


def kind(name: str, language: str) -> str:
    """A kind of question in words; in the middle of a sentence it begins small."""
    en, zh = word("question_kind").values[str(name)]
    return zh if language.startswith("zh") else en[0].upper() + en[1:]


def dimensions(language: str) -> dict[str, str]:
    """The usual dimensions, to choose from; a survey may name others."""
    at = int(language.startswith("zh"))
    named = {key: said[at] for key, said in DIMENSIONS.items()}
    return named | {key: str(said) for key, said in OF_VALUE.items()}


def touchpoints(language: str) -> dict[str, str]:
    """The usual touchpoints, to choose from."""
    at = int(language.startswith("zh"))
    return {key: said[at] for key, said in TOUCHPOINTS.items()}


def condition(document: Questionnaire, asked: str, is_: str, value: object, language: str) -> str:
    """A condition in words: only if “Service” is below 4."""
    other = document.question(asked)
    what = shortened(other.text.say(language) if other else asked) or asked
    if is_ == "answered":
        return _("only if “%(what)s” was answered") % {"what": what}
    if is_ in ("below", "above"):
        said = {"what": what, "value": _number(value)}
        if is_ == "below":
            return _("only if “%(what)s” is below %(value)s") % said
        return _("only if “%(what)s” is above %(value)s") % said
    option = other.option(str(value)) if other else None
    said = {"what": what, "value": (option.text.say(language) if option else str(value or "")) or "…"}
    if is_ == "chosen":
        return _("only if “%(value)s” was answered to “%(what)s”") % said
    return _("only if “%(value)s” was not answered to “%(what)s”") % said


def shortened(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value or "…")
