"""What the pages of rules show."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from guanxi import formats
from guanxi.distribution.pictures import Voice, revenue
from guanxi.facts.line_kinds import LINE_KINDS
from guanxi.sentences import say
from guanxi.sources.rules import SHIPPED, RuleSet, RulesReport, read_rules, shipped
from guanxi.sources.rules.reconcile import kind_name
from guanxi.sources.rules.trial import Trial
from guanxi.sources.rules.versions import kept_rules
from guanxi.sources.rules.wording import field_name, outcome_said, said
from guanxi.web.imports import names, queries
from guanxi.web.imports.rule_forms import COLUMN, PLACES, RuleForm
from guanxi.web.kit import business

VERSIONS_SHOWN = 12


def every(user, language: str) -> dict[str, Any]:
    """The rules in their order, and whether they are a draft."""
    store, draft, rules = queries.store(), queries.rules_draft(user), queries.rules_of(user)
    kept = read_rules(store)
    versions = kept_rules(store)
    return {
        "rules": [_shown(n, rule, rules, language) for n, rule in enumerate(rules.rules)],
        "set_name": rules.name(language),
        "count": sum(1 for _rule in rules),
        "draft": draft,
        "is_changed": bool(draft) and rules.version != kept.version,
        "is_overtaken": bool(draft) and draft.begun_from != kept.version,
        "kept": versions[0] if versions and versions[0].rules.version == kept.version else None,
        "versions": versions[:VERSIONS_SHOWN],
        "shipped": [(key, shipped(key).name(language)) for key in SHIPPED],
        "has_purchases": store.held("purchases").rows > 0,
        "may_edit": user.can("imports.edit_rules"),
    }


def _shown(n: int, rule, rules: RuleSet, language: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "n": n + 1,
        "is_first": n == 0,
        "is_last": n == len(rules.rules) - 1,
        "name": rule.name(language),
        "words": said(rule, language),
        "outcome": outcome_said(rule.kind, language),
        "counts": LINE_KINDS[rule.kind].in_revenue,
    }


def form(shown: RuleForm, language: str) -> dict[str, Any]:
    """The form of a rule with everything that can be chosen."""
    kinds = [
        (
            _("In revenue"),
            [(k, outcome_said(k, language)) for k, kind in LINE_KINDS.items() if kind.in_revenue],
        ),
        (
            _("In no revenue"),
            [(k, outcome_said(k, language)) for k, kind in LINE_KINDS.items() if not kind.in_revenue],
        ),
    ]
    places = [(p, _("a column of the file") if p == COLUMN else field_name(p, language)) for p in PLACES]
    rows = [
        {"n": n, "row": row, "tests": [(test, names.TESTS[test]) for test in row.tests]}
        for n, row in enumerate(shown.rows)
    ]
    return {"form": shown, "rows": rows, "kinds": kinds, "places": places}


def trial(found: Trial, rules: RuleSet, language: str) -> dict[str, Any]:
    """What a dry run found: rule by rule, revenue before and after, and what would become something else."""
    after, before = found.report.revenue, found.before
    return {
        "trial": found,
        "caught": _caught(found, language),
        "revenue": revenue(after, voice=Voice(language, business.currency())),
        "net": {"before": before.net, "after": after.net, "change": after.net - before.net},
        "gross": {"before": before.gross, "after": after.gross, "change": after.gross - before.gross},
        "moved": [
            {
                "was": kind_name(each.was, language),
                "becomes": kind_name(each.becomes, language),
                "moved": each,
            }
            for each in found.moved
        ],
        "unasked": _listed([r.name(language) for r in rules if r.key in found.unasked], language),
        "remarks": after.remarks(language),
    }


def _caught(found: Trial, language: str) -> list[dict[str, Any]]:
    """Each rule with what it decides, and how many lines that is more or less than the kept rules decide."""
    earlier = _lines(found.in_force) if found.in_force else {}
    shown = []
    for each in found.report.caught:
        was = earlier.get((each.key, "" if each.key else each.kind))
        zh = language.startswith("zh")
        name, colon = (each.name_zh, "：") if zh else (each.name_en, ": ")
        shown.append(
            {
                "name": name if each.key else name + colon + kind_name(each.kind, language),
                "caught": each,
                "change": None if not found.in_force else each.lines - (was or 0),
                "examples": [_example(row, language) for row in each.examples] if each.key else [],
            }
        )
    return shown


def _example(row: dict[str, Any], language: str) -> str:
    """A line in one line: day, order, customer, product, what it is called, amount."""
    shown = [formats.day(row["purchased_on"], language), row["order_id"], row["customer_id"]]
    shown += [row["product_id"], row["description"], f"{row['amount'] + 0.0:,.2f}"]
    return " · ".join(str(each) for each in shown if each)


def _lines(report: RulesReport) -> dict[tuple[str | None, str], int]:
    return {(each.key, "" if each.key else each.kind): each.lines for each in report.caught}


def _listed(given: list[str], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(given)


def refused(error, language: str) -> str:
    facts = dict(error.facts)
    if "where" in facts and facts["where"] in PLACES:
        where = facts["where"]
        facts["where"] = _("a column of the file") if where == COLUMN else field_name(where, language)
    return say(error.code, language, **facts)


__all__ = ["every", "form", "refused", "trial"]
