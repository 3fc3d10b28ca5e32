"""What imports there were, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from guanxi.errors import NotFound
from guanxi.facts import changes
from guanxi.facts.changes import Change
from guanxi.facts.store import Store
from guanxi.sources.imports.run import ImportResult, recalled
from guanxi.sources.rules import RuleSet, read_rules, rule_set
from guanxi.web.imports.models import UNFINISHED, ImportJob, RulesDraft, State


def store() -> Store:
    return Store(settings.GUANXI_STORE)


def jobs() -> QuerySet[ImportJob]:
    return ImportJob.objects.select_related("asked_by")


def job(pk: int) -> ImportJob:
    found = jobs().filter(pk=pk).first()
    if found is None:
        raise NotFound(what="import", name=pk)
    return found


def open_jobs() -> list[ImportJob]:
    """What is under way, stopped, or still being looked at; newest first."""
    return list(jobs().filter(state__in=(*UNFINISHED, State.DRAFT, State.FAILED))[:20])


def all_changes(table: str = "") -> list[Change]:
    """The ledger, newest first."""
    return changes.changes(store(), table or None)


def change(change_id: str) -> Change:
    return changes.change(store(), change_id)


def result(change_id: str) -> ImportResult | None:
    """What an import reported; None for a change that is no import, or one older than reports."""
    return recalled(store(), change_id)


def rules_draft(user) -> RulesDraft | None:
    """The rules that this person is changing, if any."""
    return RulesDraft.objects.filter(by_id=user.pk).first()


def rules_of(user) -> RuleSet:
    """The rules as this person sees them: the own draft, else those kept for the firm."""
    draft = rules_draft(user)
    return rule_set(draft.rules) if draft else read_rules(store())
