"""Comparisons of a firm's warning rules, kept beside its facts: a turn takes the best rule of the latest."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from guanxi.distribution.backtests.chosen import with_chosen_model
from guanxi.distribution.dated import keep_dated, latest_dated
from guanxi.distribution.turn_settings import TurnSettings, read_turn_settings
from guanxi.distribution.warnings import ComparisonSettings, compare_rules
from guanxi.distribution.warnings_evidence import VERSION, Evidence
from guanxi.errors import BadInput
from guanxi.facts.firm import business_date
from guanxi.knowledge.settings import ProfileSettings

if TYPE_CHECKING:
    from guanxi.engines import Engine
    from guanxi.facts.store import Store

FOLDER = "warnings"
FRESH = timedelta(days=28)
CLASSIC, BEST = "classic", "best"


class NothingToCompare(BadInput):
    code = "warnings.no_purchases"


class UnreadableEvidence(BadInput):
    code = "warnings.unreadable"


def firm_comparison(
    store: Store,
    *,
    engine: Engine,
    as_of: date | None = None,
    settings: ComparisonSettings | None = None,
) -> Evidence:
    """Compare the rules on a firm's own purchases, by its own settings, and keep what was found.

    as_of      by default the day the firm stands on
    settings   other ones, to try: what is found by them is not kept
    Errors  NothingToCompare, and those of `compare_rules`
    """
    pinned = store.pinned("purchases", "identities")  # whatever is imported meanwhile
    as_of = as_of or business_date(pinned)
    if as_of is None:
        raise NothingToCompare()
    turn, _choice = with_chosen_model(read_turn_settings(store), store, as_of=as_of)
    profile = turn.profile
    evidence = compare_rules(
        pinned.read("purchases", engine, as_of=as_of),
        as_of=as_of,
        engine=engine,
        settings=settings or ComparisonSettings(act_multiple=profile.act_multiple),
        model=profile.lifetime.model,
    )
    if settings is None:
        keep_evidence(store, evidence)
    return evidence


def keep_evidence(store: Store, evidence: Evidence) -> None:
    """Keep one comparison per day, whole or not at all; a later one of the same day takes its place."""
    keep_dated(store, FOLDER, evidence.as_dict())


def latest_evidence(store: Store, *, as_of: date | None = None) -> Evidence | None:
    """The comparison of the latest day, of those up to as_of; None where none was made by today's methods.

    Errors  UnreadableEvidence
    """
    path = latest_dated(store, FOLDER, as_of=as_of)
    if path is None:
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        return Evidence(found) if found["version"] == VERSION else None
    except (ValueError, KeyError, TypeError):
        raise UnreadableEvidence(path=f"{FOLDER}/{path.name}") from None


def comparison_is_due(store: Store, *, as_of: date) -> bool:
    """Whether to compare again: never compared, not for four weeks, or with another multiple of the cycle."""
    try:
        evidence = latest_evidence(store, as_of=as_of)
    except UnreadableEvidence:
        return True
    if evidence is None:
        return True
    told = evidence.as_dict()
    is_old = as_of - date.fromisoformat(told["as_of"]) >= FRESH
    return is_old or told["settings"]["act_multiple"] != read_turn_settings(store).profile.act_multiple


def with_best_rule(settings: TurnSettings, store: Store, *, as_of: date) -> TurnSettings:
    """The settings of a turn with the rule of warning settled: what "best" comes to, and from where it warns.

    The best rule is that of the latest comparison up to as_of, if it was made with the firm's present
    multiple of the cycle; else the classic one. A rule chosen by hand takes the comparison's cut too.
    """
    profile = settings.profile
    if profile.warning_rule == CLASSIC or profile.warning_cut is not None:
        return settings
    evidence = latest_evidence(store, as_of=as_of)
    if evidence and evidence.as_dict()["settings"]["act_multiple"] != profile.act_multiple:
        evidence = None
    return settings.model_copy(update={"profile": _with_rule(profile, evidence)})


def _with_rule(profile: ProfileSettings, evidence: Evidence | None) -> ProfileSettings:
    rule = profile.warning_rule
    if rule == BEST:
        rule = evidence.winner if evidence else CLASSIC
    cut = evidence.rules[rule]["cut"] if evidence and rule != CLASSIC else None
    return profile.model_copy(update={"warning_rule": rule, "warning_cut": cut})
