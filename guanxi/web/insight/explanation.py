"""What a number is: from its word, this customer's (or everybody's) inputs, and the snapshot's card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.facts.words import Word, word
from guanxi.knowledge.lifetime.published import buying_card, parameters, spend_card
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.units import Unit
from guanxi.web.customers.models import Customer
from guanxi.web.customers.queries import sees_all
from guanxi.web.insight import kinds, left, queries, said
from guanxi.web.insight.columns import MEASURES
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.insight.standing import AN_INTERVAL, Measure, measure
from guanxi.web.kit import business

BUYING_ONLY = "bg-nbd"  # the method of words that need no spend; any model of buying may have been chosen
LIFETIME = {BUYING_ONLY, "gamma-gamma", "lifetime-value"}
SUMMED = {Unit.MONEY}


@dataclass(frozen=True)
class Input:
    """One thing the number is made from; `known` when it has a value of its own to show."""

    name: str
    label: str
    meaning: str
    value: Any = None
    known: bool = False


@dataclass(frozen=True)
class Explanation:
    """Everything the sheet says about one number."""

    word: Word
    label: str
    meaning: str
    customer: Customer | None
    value: Measure | None
    inputs: list[Input]
    interval: str
    how: list[str]
    why_unknown: str
    snapshot: Snapshot | None
    of_whom: str


def of_customer(user, customer: Customer, name: str, language: str) -> Explanation:
    """A customer's number. The customer was reached through `visible_to`."""
    snapshot, profile = queries.current_snapshot(), queries.profile(user, customer.pk)
    value = measure(profile, name) if profile and name in MEASURES else None
    return _explained(name, language, snapshot, customer, profile, value, of_whom=str(customer))


def of_all(user, name: str, language: str) -> Explanation:
    """A total over the customers the person may see; None where a sum of it would mean nothing."""
    snapshot = queries.current_snapshot()
    total = _total(user, name, snapshot) if snapshot else None
    value = Measure(name, total) if total is not None else None
    of_whom = _("all customers") if sees_all(user) else _("your own customers and the pool")
    return _explained(name, language, snapshot, None, None, value, of_whom=of_whom)


def _explained(name, language, snapshot, customer, profile, value, *, of_whom) -> Explanation:
    what = word(name)
    unknown = customer is not None and (value is None or formats.is_unknown(value.value))
    return Explanation(
        what,
        what.label(language),
        what.meaning(language),
        customer,
        value,
        [_input(each, profile, language) for each in what.inputs],
        _interval(name),
        _how(what, snapshot, profile, language) if snapshot else [],
        _why_unknown(what, profile, snapshot, language) if unknown else "",
        snapshot,
        of_whom,
    )


def _total(user, name: str, snapshot: Snapshot) -> float | None:
    if name not in MEASURES or word(name).unit not in SUMMED:
        return None
    if sees_all(user) and name in snapshot.card.get("totals", {}):
        return snapshot.card["totals"][name]
    return queries.profiles_visible_to(user).aggregate(total=Sum(name))["total"]


def _input(name: str, profile: Profile | None, language: str) -> Input:
    meaning = word(name)
    known = profile is not None and name in MEASURES
    return Input(
        name,
        meaning.label(language),
        meaning.meaning(language),
        getattr(profile, name) if known else None,
        known,
    )


def _interval(name: str) -> str:
    if name in AN_INTERVAL or name in {bound for pair in AN_INTERVAL.values() for bound in pair}:
        return _(
            "The middle nine tenths of what the model holds possible for a customer with this history: "
            "in 18 of 20 such cases the truth lies inside, in 1 below and in 1 above."
        )
    return ""


# --- how it was decided in this snapshot ------------------------------------------------------------


def _how(what: Word, snapshot: Snapshot, profile: Profile | None, language: str) -> list[str]:
    """The cut points and parameters in force, from the snapshot's card."""
    cuts = snapshot.card.get("cuts", {})
    say = _Say(language, business.currency())
    found = [
        *_scores(what, cuts, say),
        *_classes(what, cuts, say),
        *_stage(what, snapshot, profile, language),
        *left.how(what.name, snapshot.card, language),
        *said.how(what.name, snapshot.card, profile),
        *(left.told(what.name, profile.customer.attributes) if profile else []),
    ]
    if what.method in LIFETIME:
        found += kinds.how(snapshot.card, profile.customer if profile else None)
        found += _models(snapshot.card, what.method)
    return found


@dataclass(frozen=True)
class _Say:
    """Figures in their words' own units."""

    language: str
    currency: str | None

    def figure(self, column: str, value: float) -> str:
        return formats.by_unit(value, word(column).unit, self.language, currency=self.currency, exact=True)

    def label(self, column: str) -> str:
        return word(column).label(self.language)


def _scores(what: Word, cuts: Mapping[str, Any], say: _Say) -> list[str]:
    for score in cuts.get("rfm", []):
        if score["score"] == what.name and score.get("cuts"):
            sign = "≤" if score["smaller_is_better"] else "≥"
            steps = "；" if say.language.startswith("zh") else "; "
            said = steps.join(
                f"{place} {sign} {say.figure(score['column'], cut)}"
                for place, cut in enumerate(score["cuts"], 2)
            )
            return [
                _("Cut points by %(column)s: %(steps)s; else 1.")
                % {"column": say.label(score["column"]), "steps": said}
            ]
    return []


def _classes(what: Word, cuts: Mapping[str, Any], say: _Say) -> list[str]:
    found = cuts.get(what.name) or {}
    match what.name:
        case "tier" if found:
            at_least = ((what.say(tier, say.language), cut) for tier, cut in found["at_least"].items())
            said = [
                f"{tier} ≥ {say.figure(found['column'], cut)}" for tier, cut in at_least if cut is not None
            ]
            return [
                _("Cut points by %(column)s: %(steps)s; else the lowest.")
                % {"column": say.label(found["column"]), "steps": ", ".join(said)}
            ]
        case "quadrant" if found:
            said = [
                f"{say.label(column)} ≥ {say.figure(column, cut)}"
                for column, cut in found["cuts"].items()
                if cut is not None
            ]
            return [
                _("High means %(cuts)s (%(rule)s of all customers).")
                % {"cuts": ", ".join(said), "rule": _rule(found["rule"])}
            ]
        case "rfm_class" if found:
            said = [
                f"{say.label(column)} {say.figure(column, mean)}" for column, mean in found["means"].items()
            ]
            return [_("The means compared with: %(means)s.") % {"means": ", ".join(said)}]
        case "price_sensitivity" if found and found.get("firm_share") is not None:
            return [
                _("The firm's own share of lines on promotion is %(share)s.")
                % {"share": formats.percent(found["firm_share"])}
            ]
    return []


def _rule(rule: str) -> str:
    return {"median": _("the median"), "mean": _("the mean"), "fixed": _("a fixed cut")}.get(rule, rule)


def _stage(what: Word, snapshot: Snapshot, profile: Profile | None, language: str) -> list[str]:
    if what.name != "stage" or profile is None:
        return []
    rules = snapshot.card.get("settings", {}).get("stage_rules") or []
    side = "zh" if language.startswith("zh") else "en"
    return [
        _("The rule that holds: %(rule)s.") % {"rule": rule[side]}
        for rule in rules
        if rule["stage"] == profile.stage
    ][:1]


def _models(card: Mapping[str, Any], method: str) -> list[str]:
    parts = [buying_card(card), None if method == BUYING_ONLY else spend_card(card)]
    found = []
    for model in parts:
        if model is not None:
            said = ", ".join(f"{name} = {value:.4g}" for name, value in parameters(model))
            found.append(
                _("%(model)s, fitted on %(n)s customers: %(parameters)s.")
                % {
                    "model": model_title(model["model"]),
                    "n": f"{model['customers']:,}",
                    "parameters": said,
                }
            )
    settings = card.get("settings", {}).get("lifetime") or {}
    if method == "lifetime-value" and settings:
        found.append(
            _("Looking %(years).0f years ahead, discounted at %(discount)s a year, margin %(margin)s.")
            % {
                "years": settings["horizon_days"] / 365,
                "discount": formats.percent(settings["discount"]),
                "margin": formats.percent(settings["margin"]),
            }
        )
    return found


# --- why it is unknown ------------------------------------------------------------------------------


def _why_unknown(what: Word, profile: Profile | None, snapshot: Snapshot | None, language: str) -> str:
    if snapshot is None:
        return _("No turn has been run yet.")
    if profile is None:
        return _("This customer has not bought anything up to the as-of date.")
    if what.name == "profit_365d":
        return _("The cost of at least one purchase of the last 12 months is not known.")
    if reason := left.why_unknown(what.name, snapshot.card) or said.why_unknown(what.name, profile):
        return reason
    missing = [each for each in what.inputs if each in MEASURES and getattr(profile, each) is None]
    if missing:
        names = ", ".join(word(each).label(language) for each in missing)
        return _("It needs what is itself unknown: %(names)s.") % {"names": names}
    if profile.purchase_days_365d == 0:
        return _("There was no purchase in the last 12 months to measure it on.")
    return _("This snapshot says nothing about it: there was too little to measure it on.")
