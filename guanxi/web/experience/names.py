"""What kinds of scores, sources, columns and results are called, and what each is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guanxi.facts.words import word
from guanxi.knowledge.experience.kinds import DIMENSIONS, EXPECTATION, EXPERIENCE, IMPORTANCE, standing_alone
from guanxi.web.experience.models import Decision, Dimension

KINDS = (EXPERIENCE, EXPECTATION, IMPORTANCE)
Words = str | Promise

DECISIONS = {
    Decision.OPEN: pgettext_lazy("a decision", "open"),
    Decision.ACCEPTED: pgettext_lazy("a decision", "accepted"),
    Decision.REJECTED: pgettext_lazy("a decision", "rejected"),
    Decision.DONE: pgettext_lazy("a decision", "done"),
}
JUDGED = {
    "benefit": pgettext_lazy("of a requirement", "Benefit"),
    "cost": pgettext_lazy("of a requirement", "Cost"),
    "people": pgettext_lazy("able to", "People"),
    "process": pgettext_lazy("able to", "Process"),
    "technology": pgettext_lazy("able to", "Technology"),
}
CAPABILITIES = ("people", "process", "technology")

# result -> its name, what it is, how it is computed, where it is from
RESULTS: dict[str, tuple[Words, Words, Words]] = {
    "experience": (
        _("Experience"),
        _("How customers find it now, from 0 to 10."),
        _("the mean of the answers, or what was typed in"),
    ),
    "expectation": (
        _("Expectation"),
        _("What customers expect, from 0 to 10. It is asked, never inferred."),
        _("the mean of the answers, or what was typed in"),
    ),
    "importance": (
        _("Importance"),
        _("How much it matters to customers, from 0 to 10."),
        _("the mean of the answers, or what was typed in"),
    ),
    "satisfaction": (
        _("Satisfaction"),
        _(
            "How far the experience is above or below what was expected. Zero is met: that is satisfied. "
            "Where one side was not asked it is unknown, and that is not zero."
        ),
        _("experience − expectation"),
    ),
    "key_experience": (
        _("Key experience"),
        _(
            "Satisfaction weighed by what matters: the most negative is the first to mend, "
            "the most positive is what delights."
        ),
        _("importance × satisfaction"),
    ),
    "gap": (
        _("Gap"),
        _("How far the experience is from the ideal that we chose. What is below zero is to be closed."),
        _("experience − ideal"),
    ),
}


def of_dimension(dimension: Dimension) -> str:
    """What a dimension is called: its own name, or the method's in the reader's language."""
    return dimension.name or of_key(dimension.key)


def of_key(key: str) -> str:
    return standing_alone(DIMENSIONS.get(key, (key, key)), get_language() or "en")


def source(respondent: str) -> str:
    text = word("respondent").say(respondent, get_language() or "en")
    return text[:1].upper() + text[1:]


def kind(name: str) -> Words:
    return RESULTS[name][0]
