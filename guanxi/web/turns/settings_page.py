"""How the settings page asks: its sections, and every question with its unit, default and what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanxi.knowledge.tiers import INDEXES, TIERS
from guanxi.web.turns import deciding
from guanxi.web.turns.settings_form import TurnSettingsForm

Words = str | Promise


@dataclass(frozen=True)
class Question:
    """One thing to decide. `fields` of the form belong to it; their default is taken back together."""

    key: str
    unit: Words
    changes: Words
    fields: tuple[str, ...] = ()
    title: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        return self.fields or (self.key,)


SECTIONS: tuple[tuple[Words, tuple[Question, ...]], ...] = (
    (
        _("Who is followed up"),
        (
            Question(
                "warning_rule",
                "",
                _(
                    "Every rule looks at the same customers, those past their cycle, and gives about as many "
                    "warnings. Outcomes shows which one is most often right here; before the rules were "
                    "compared, the classic one is used."
                ),
            ),
            Question(
                "act_multiple",
                _("of the customer's own cycles"),
                _(
                    "A customer who buys every 30 days is 30 days late after one cycle. "
                    "A smaller number means earlier calls and more of them."
                    " By every rule it sets how many are to be called."
                ),
            ),
            Question(
                "watched_tiers",
                "",
                _("Late customers of other tiers keep their warning in the lists; nobody is given a task."),
            ),
            Question(
                "left_alone",
                _("% of the new follow-ups"),
                _(
                    "Without some late customers left alone, nobody can say whether following up helps: "
                    "those who come back might have come back anyway. "
                    "10 % is a good start; with 0 % nothing is compared. "
                    "What is open already stays with whoever has it."
                ),
            ),
            Question(
                "expire_after",
                _("days"),
                _("A customer who neither bought nor was closed by hand leaves My day after that many days."),
            ),
        ),
    ),
    (
        _("Tiers"),
        (
            Question("tier_by", "", _("Whether a tier is a share of the customers or of what they bring.")),
            Question(
                "tier_shares",
                "%",
                _("Best first; together 100 %. Tiers decide who is watched and who stands on the overview."),
                tuple(f"share_{tier}" for tier in TIERS),
                _("How much each tier takes"),
            ),
        ),
    ),
    (
        _("Quadrants"),
        (
            Question("quadrant_rule", "", _("Where the lines of the value map stand: A, B, C and D.")),
            Question(
                "quadrant_cuts",
                _("index, 0 to 100"),
                _("Read only with numbers of our own. Then a customer stays high as others change."),
                tuple(f"cut_{index}" for index in INDEXES),
                _("Our own numbers"),
            ),
        ),
    ),
    (
        "RFM",
        (
            Question(
                "rfm_parts", _("parts"), _("With 5, every customer has an R, an F and an M from 1 to 5.")
            ),
            Question(
                "rfm_nested",
                "",
                _("One within the other fills every cell about evenly; on its own, a 5 is a 5 for all."),
            ),
        ),
    ),
    (
        _("Lifetime value"),
        (
            Question(
                "model",
                "",
                _(
                    "A back-test forecasts from earlier days and looks at what came. Before the first one, "
                    "and where the chosen fit is not sound, the first sound one of the list is used."
                ),
            ),
            Question(
                "covariates",
                "",
                _(
                    "What your files say of customers and never changes, such as the channel they came "
                    "through. The forecast then lets each kind buy and leave at its own rate, and the model "
                    "card says how much they differ. What changes with time, a tier or a last campaign, is "
                    "none."
                ),
            ),
            Question(
                "horizon",
                _("days"),
                _("1,095 days are three years. Further ahead, more is counted and less of it is certain."),
            ),
            Question(
                "discount", _("% a year"), _("Spend expected next year counts for that much less today.")
            ),
            Question(
                "margin",
                _("% of spend"),
                _("100 % values what customers spend; your margin values what they leave you."),
            ),
        ),
    ),
    (
        _("What is left"),
        (
            Question(
                "goods_share",
                _("% of revenue"),
                _(
                    "Stands in for customers with an order line that has no cost. "
                    "Left empty, what they leave you is unknown."
                ),
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Asked:
    """A question with the fields of one form, as the page draws it."""

    question: Question
    fields: list[BoundField]
    default: str
    is_default: bool

    @property
    def title(self) -> Words:
        return self.question.title or self.fields[0].label

    @property
    def is_choice(self) -> bool:
        """Options to tick instead of numbers to type."""
        return hasattr(self.fields[0].field, "choices")

    @property
    def errors(self) -> list[str]:
        return [error for field in self.fields for error in field.errors]


def sections(form: TurnSettingsForm) -> Iterator[tuple[Words, list[Asked]]]:
    usual = deciding.defaults(_tier_by(form))
    for title, questions in SECTIONS:
        yield title, [_asked(question, form, usual) for question in questions]


def with_default(typed: Any, key: str) -> Any:
    """What was typed, with one question answered by its default; nothing else is lost."""
    typed = typed.copy()
    usual = deciding.defaults(
        typed.get("tier_by") if typed.get("tier_by") in deciding.TIER_SHARES else "customers"
    )
    for name in next((q.names for _title, qs in SECTIONS for q in qs if q.key == key), ()):
        value = usual[name]
        typed.setlist(name, value if isinstance(value, list) else ["" if value is None else str(value)])
    return typed


def _tier_by(form: TurnSettingsForm) -> str:
    asked = form["tier_by"].value()
    return asked if asked in deciding.TIER_SHARES else "customers"


def _asked(question: Question, form: TurnSettingsForm, usual: dict[str, Any]) -> Asked:
    fields = [form[name] for name in question.names]
    same = all(_plain(field.value()) == _plain(usual[field.name]) for field in fields)
    default = dict.fromkeys(_said(field, usual[field.name]) for field in fields)  # "none" is said once
    return Asked(question, fields, ", ".join(default), same)


def _plain(value: Any) -> str | list[str]:
    """What was typed and what is kept, in one form: "10", 10 and 10.0 are the same answer."""
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    try:
        return f"{float(value):g}" if not isinstance(value, bool) else str(value)
    except (TypeError, ValueError):
        return str(value or "")


def _said(field: BoundField, value: Any) -> str:
    """A default in the words of the page."""
    names = dict(getattr(field.field, "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(names[each]) for each in value) or str(pgettext_lazy("no choice", "none"))
    if names:
        return str(names[str(value)])
    return str(pgettext_lazy("no number", "none")) if value is None else f"{value:,}"
