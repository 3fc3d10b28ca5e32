"""What a customer may still bring: the models of the current snapshot asked about one customer, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guanxi import formats
from guanxi.distribution.pictures import Voice, coming
from guanxi.knowledge.lifetime.published import published
from guanxi.knowledge.lifetime.still_to_come import StillToCome, still_to_come
from guanxi.sentences import say
from guanxi.web.customers.queries import said_of
from guanxi.web.insight.models import Profile, Snapshot
from guanxi.web.kit import business

if TYPE_CHECKING:
    from guanxi.knowledge.lifetime.published import Published

AHEAD_DAYS = 365
MENTIONED = 0.1  # from this chance of being lost on, what comes is said under the condition that they are not
RULED_OUT = 0.005  # less than 1 in 200


@dataclass(frozen=True)
class Coming:
    """What the page says; without a model only why there is none."""

    said: str
    found: StillToCome | None = None
    picture: dict[str, Any] | None = None


def of(profile: Profile, snapshot: Snapshot, language: str) -> Coming:
    """What this customer may still bring in the next year."""
    found = asked(profile, snapshot)
    if found is None:
        return Coming(why_not(snapshot, language))
    said = sentence(found, language)
    title = said if found.p_alive < RULED_OUT else likely(found, language)
    voice = Voice(language, business.currency())
    return Coming(said, found, coming(found.counts, days=AHEAD_DAYS, title=title, voice=voice))


def asked(profile: Profile, snapshot: Snapshot, ahead_days: int = AHEAD_DAYS) -> StillToCome | None:
    """The models' answer for this customer; None where there is no model or no purchase day."""
    models = _models(snapshot)
    model = models.buying_of(said_of(profile.customer))
    if model is None or not profile.purchase_days:
        return None
    return still_to_come(
        model,
        models.spend,
        ahead_days=ahead_days,
        purchase_days=profile.purchase_days,
        last_days=(profile.last_purchase_on - profile.first_purchase_on).days,
        age_days=(snapshot.as_of - profile.first_purchase_on).days,
        mean_spend=profile.mean_spend,
    )


def why_not(snapshot: Snapshot, language: str) -> str:
    """Why nothing is forecast, as the model said it when it was fitted."""
    reasons = [say(note["code"], language, **note.get("facts", {})) for note in _models(snapshot).refusals]
    return " ".join(reasons) or say("coming.no_model", language)


def _models(snapshot: Snapshot) -> Published:
    return published(snapshot.card)


# --- in words ---------------------------------------------------------------------------------------


def sentence(found: StillToCome, language: str) -> str:
    """Such as: Probably 3 to 7 more purchases in the next year; about 1 in 150 that we have lost them."""
    chance, what = 1 - found.p_alive, how_many(found, language)
    odds = formats.odds(chance, language)
    if chance > 1 - RULED_OUT:
        return say("coming.lost_for_sure", language)
    if chance > 0.5:
        return say("coming.rather_lost", language, odds=odds, what=what)
    said = {"likely": likely(found, language), "odds": odds}
    if not found.can_be_lost:
        return say("coming.cannot_tell", language, **said)
    return say("coming.still_ours" if chance < RULED_OUT else "coming.lost", language, **said)


def likely(found: StillToCome, language: str) -> str:
    """What probably comes, under the condition that they are not lost where that is in question."""
    code = "coming.likely" if 1 - found.p_alive < MENTIONED else "coming.likely_if_not_lost"
    return say(code, language, what=how_many(found, language))


def how_many(found: StillToCome, language: str) -> str:
    """The purchases that four in five customers of this history make, of those who are not lost."""
    few, many = found.probably
    match few, many:
        case _, 0:
            code = "coming.none_more"
        case 0, _:
            code = "coming.at_most_one" if many == 1 else "coming.at_most"
        case _ if few == many:
            code = "coming.one_more" if many == 1 else "coming.exactly"
        case _:
            code = "coming.between"
    return say(code, language, few=few, many=many)
