"""The questions about a turn that a person may answer otherwise, in people's units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guanxi.facts.words import word
from guanxi.knowledge.lifetime.buying import BUYING
from guanxi.knowledge.lifetime.settings import BEST
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.knowledge.settings import MOST_COVARIATES
from guanxi.knowledge.tiers import INDEXES, TIERS
from guanxi.web.turns import deciding
from guanxi.web.turns.kinds import kinds_offered


def _tier(name: str) -> str:
    return word("tier").say(name, get_language() or "en")


NESTED = [
    ("False", _("Each measure on its own")),
    ("True", _("F within each R, M within each F (Hughes)")),
]
RULES = [
    ("median", _("The median: half of the customers are high")),
    ("mean", _("The mean")),
    ("fixed", _("Two numbers of our own")),
]
TIER_BY = [
    ("customers", _("Customers: the best so many percent of them")),
    ("revenue", _("Revenue: those who bring the first so many percent of it")),
]
MODELS = [
    (BEST, _("The one that the last back-test chose")),
    *((name, model_title(name)) for name in BUYING),
]
WARN_BY = [
    ("best", _("Whichever was most often right on our own past")),
    ("classic", _("Classic rule: later than so many of the customer's own cycles (365 / n)")),
    ("own_rhythm", _("Own rhythm: hardly any of the customer's own gaps is as long")),
    ("p_alive", _("Probability still a customer: least likely to come back")),
]
TIER_NAMES = {tier: lazy(_tier, str)(tier) for tier in TIERS}
INDEX_NAMES = {
    "loyalty_index": _("Loyal from index"),
    "value_index": _("Valuable from index"),
}


def _number(label, least: float, most: float, *, whole: bool = False, required: bool = True) -> forms.Field:
    """A number within bounds; whatever is wrong with it is said in one sentence that names them."""
    say = (
        _("Type a whole number from %(least)s to %(most)s.")
        if whole
        else _("Type a number from %(least)s to %(most)s.")
    )
    sentence = format_lazy("{}", _Filled(say, least, most))
    kind = forms.IntegerField if whole else forms.FloatField
    attributes = {"class": "form-control", "inputmode": "numeric" if whole else "decimal"}
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return kind(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        error_messages=messages,
        widget=forms.NumberInput(attrs=attributes | ({} if whole else {"step": "any"})),
    )


class _Filled:
    """A lazy sentence with its bounds filled in, when it is said."""

    def __init__(self, sentence, least: float, most: float) -> None:
        self.sentence, self.bounds = sentence, {"least": f"{least:g}", "most": f"{most:g}"}

    def __str__(self) -> str:
        return str(self.sentence) % self.bounds


def _one_of(label, choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class TurnSettingsForm(forms.Form):
    """Every field has the name it has in `deciding.PATHS`."""

    warning_rule = _one_of(_("Whom of the late to call"), WARN_BY)
    act_multiple = _number(_("Act when a customer is late by more than"), 0, 20)
    watched_tiers = forms.MultipleChoiceField(
        label=_("Whose lateness becomes a follow-up"),
        choices=list(TIER_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one tier at least; with none, nobody is ever followed up.")},
    )
    left_alone = _number(_("Left alone by lot, to compare"), 0, 50)
    expire_after = _number(_("A follow-up lapses after"), 1, 3650, whole=True)
    tier_by = _one_of(_("What is shared out"), TIER_BY)
    quadrant_rule = _one_of(_("Where high begins"), RULES)
    rfm_parts = _number(_("Parts of each score"), 2, 10, whole=True)
    rfm_nested = forms.TypedChoiceField(
        label=_("How the parts are cut"),
        choices=NESTED,
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect,
    )
    model = _one_of(_("The model of buying"), MODELS)
    covariates = forms.MultipleChoiceField(
        label=_("Kinds of customers told apart"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("%(value)s is not a column of the customers' files that has 2 to 20 values.")
        },
    )
    horizon = _number(_("How far lifetime value looks ahead"), 1, 36_500, whole=True)
    discount = _number(_("What money loses in a year"), 0, 100)
    margin = _number(_("What of the spend is profit"), 0.01, 100)
    goods_share = _number(_("What goods cost where a line does not say"), 0, 200, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covariates"].choices = kinds_offered(get_language() or "en")
        for tier, name in TIER_NAMES.items():
            self.fields[f"share_{tier}"] = _number(name, 0.01, 99.97)
        for index, name in INDEX_NAMES.items():
            self.fields[f"cut_{index}"] = _number(name, 0, 100, required=False)

    def clean_covariates(self) -> list[str]:
        asked = self.cleaned_data["covariates"]
        if len(asked) > MOST_COVARIATES:
            most = {"most": MOST_COVARIATES}
            raise ValidationError(
                _("Choose %(most)s at most; more kinds leave too few customers in each."), params=most
            )
        return asked

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self._whole_shares(given)
        self._both_cuts(given)
        return given

    def _whole_shares(self, given: dict[str, Any]) -> None:
        shares = {tier: given.get(f"share_{tier}") for tier in TIERS}
        if None in shares.values() or "tier_by" not in given:
            return  # said already
        together = sum(shares.values())
        if abs(together - 100) > 1e-6:
            more = _("The four shares come to %(together)s %%. They must come to 100 %%.")
            self.add_error("share_lead", ValidationError(more, params={"together": f"{together:g}"}))
        other = {"customers": "revenue", "revenue": "customers"}[given["tier_by"]]
        if all(shares[tier] == deciding.defaults(other)[f"share_{tier}"] for tier in TIERS):
            mixed = _(
                "These are the usual shares of the other way to divide. "
                "Take the default of this one, or change at least one share."
            )
            self.add_error("share_lead", mixed)

    def _both_cuts(self, given: dict[str, Any]) -> None:
        cuts = [given.get(f"cut_{index}") for index in INDEXES]
        invalid = any(f"cut_{index}" in self.errors for index in INDEXES)
        if invalid or None not in cuts:
            return
        if given.get("quadrant_rule") == "fixed" or any(cut is not None for cut in cuts):
            missing = next(index for index in INDEXES if given.get(f"cut_{index}") is None)
            self.add_error(f"cut_{missing}", _("Give both numbers, each from 0 to 100."))
