"""The customer's own gap and today's silence, in words, each number with its formula."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanxi import formats
from guanxi.knowledge.gap_outlook import OwnGap, own_gap
from guanxi.knowledge.lifetime.titles import model_title
from guanxi.web.insight.models import Profile, Snapshot

TEN_YEARS = 3650
SHORT = 10  # days; below, a tenth of a day matters
VERY_UNUSUAL, UNUSUAL = 0.05, 0.2  # of such customers, so few are silent this long and still with us
ALMOST_ALL = 0.995
OWN_RHYTHM = "gamma-gaps"


@dataclass(frozen=True)
class Figure:
    """A number in words, what it is, and how it comes about: the formula, then this customer's figures."""

    label: str
    value: str
    formula: str
    figures: str


@dataclass(frozen=True)
class Gap:
    """unusual: a word on today's silence; said: how many such customers would be silent as long."""

    unusual: str
    said: str
    figures: list[Figure]
    drawn: str
    source: str


def of(profile: Profile, snapshot: Snapshot, language: str) -> Gap | None:
    """None where no model was fitted, or nothing was bought."""
    if not profile.purchase_days:
        return None
    found = own_gap(
        snapshot.card,
        purchase_days=profile.purchase_days,
        last_days=(profile.last_purchase_on - profile.first_purchase_on).days,
        silent_days=(snapshot.as_of - profile.last_purchase_on).days,
    )
    if found is None:
        return None
    return Gap(
        _unusual(found.chance),
        _said(found, language),
        list(_figures(found, language)),
        _drawn(found, language),
        _source(found, snapshot, language),
    )


def _unusual(chance: float) -> str:
    if chance < VERY_UNUSUAL:
        return _("Very unusual silence.")
    return _("Longer than usual.") if chance < UNUSUAL else _("Nothing unusual.")


def _said(found: OwnGap, language: str) -> str:
    """Such as: of such customers who buy again, about 1 in 12 are silent that long in between.

    It is said under the condition that they buy again: beside P(alive) "still with us" would read as
    P(alive) again, which also weighs how rarely customers stop.
    """
    if not found.silent_days:
        return _("They bought on the business date itself.")
    facts = {"silent": formats.days(found.silent_days, language)}
    if found.chance > ALMOST_ALL:
        said = _(
            "Silent for %(silent)s: nearly all such customers who buy again are silent that long in between."
        )
        return said % facts
    facts["odds"] = formats.odds(found.chance, language)
    said = _(
        "Silent for %(silent)s: of such customers who buy again, %(odds)s are silent that long in between."
    )
    return said % facts


def _figures(found: OwnGap, language: str):
    rhythm = found.rhythm
    basis = _("n = %(n)s own gaps, T = %(days)s days; shape r + k·n = %(shape)s, days D = β + T = %(seen)s")
    facts = {
        "n": f"{found.gaps:,}",
        "days": f"{found.sum_days:,}",
        "shape": formats.three_digits(found.shape),
        "seen": formats.three_digits(found.seen_days),
    }
    figures = basis % facts
    law = {"k": rhythm.k, "r": rhythm.r, "β": rhythm.beta}
    fitted = ", ".join(f"{name} = {formats.three_digits(value)}" for name, value in law.items())
    yield Figure(
        _("Usual gap"),
        _days(found.usual_days, language),
        _("The t that half of the gaps exceed: P(gap > t) = 50 %, with P as under “Such a silence”."),
        f"{fitted}; {figures}",
    )
    yield Figure(
        _("Nine of ten gaps"),
        _between(found.low_days, found.high_days, language),
        _("From the t that 95 % of the gaps exceed to the t that 5 % exceed."),
        f"{fitted}; {figures}",
    )
    yield Figure(
        _("Such a silence"),
        formats.odds(found.chance, language),
        _("P(gap > s) = I(D / (D + s); r + k·n, k), I the regularized incomplete beta function"),
        f"s = {found.silent_days:,}; {fitted}; {figures}",
    )
    if found.own_mean_days is not None:
        yield Figure(
            _("Their own average so far"),
            _days(found.own_mean_days, language),
            _("T / n: days from the first to the last purchase day, by the gaps between"),
            f"{found.sum_days:,} / {found.gaps:,}",
        )


def _drawn(found: OwnGap, language: str) -> str:
    """From what the number is drawn to what: few gaps of one's own say little."""
    everybody = _days(found.everybody_days, language)
    if not found.gaps:
        said = _("Bought on one day only: this is the rhythm of all customers (usual gap %(everybody)s).")
        return said % {"everybody": everybody}
    said = ngettext(
        "%(n)s own gap, drawn to the rhythm of all customers (usual gap %(everybody)s).",
        "%(n)s own gaps, drawn to the rhythm of all customers (usual gap %(everybody)s).",
        found.gaps,
    )
    return said % {"n": f"{found.gaps:,}", "everybody": everybody}


def _source(found: OwnGap, snapshot: Snapshot, language: str) -> str:
    title = _("the gaps’ own model") if found.model == OWN_RHYTHM else model_title(found.model)
    said = _("From %(model)s, fitted on %(n)s customers as of %(day)s.")
    return said % {
        "model": title,
        "n": f"{found.rhythm.customers:,}",
        "day": formats.day(snapshot.as_of, language),
    }


def _days(days: float, language: str) -> str:
    if days > TEN_YEARS:
        return _("over ten years")
    if days < SHORT:
        return _("%(n)s days") % {"n": f"{days:.1f}"}
    return formats.days(round(days), language)


def _between(low: float, high: float, language: str) -> str:
    facts = {"low": f"{low:.1f}" if low < SHORT else f"{round(low):,}", "high": _days(high, language)}
    if low > TEN_YEARS:
        return _days(low, language)
    return _("%(low)s to %(high)s") % facts
