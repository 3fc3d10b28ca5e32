"""Writes of the imports room."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from guanxi.facts.changes import Change, ChangeNote, new_change_id
from guanxi.facts.privacy.person import Person, scrubbed
from guanxi.facts.undo import undo
from guanxi.sources.rules import RuleSet, read_rules, rule_set
from guanxi.sources.rules.versions import keep_rules as keep
from guanxi.web.imports import queries, uploads
from guanxi.web.imports.models import ImportJob, RulesDraft, State
from guanxi.web.imports.refusals import NotADraft
from guanxi.web.kit import facts_changed
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.kit.jobs.actions import minute, under_way

MOST_STEPS = 20  # of a draft of rules, that can be taken back
SILENCE = timedelta(minutes=10)  # a worker that gives no sign of life for so long is gone


@action("imports.give", permission="imports.run")
def give(
    by, *, change_id: str, names: list[str], chosen: dict[str, Any], origin: dict[str, Any] | None = None
) -> ImportJob:
    """Files were given, or a place was named; nothing is read into the facts before somebody says so."""
    now = timezone.now()
    return ImportJob.objects.create(
        change_id=change_id,
        asked=", ".join(names)[:500],
        origin=origin or {},
        settings=chosen,
        asked_by_id=by.pk,
        asked_at=now,
        beat_at=now,
    )


@action("imports.run")
def run(by, job: ImportJob, *, chosen: dict[str, Any]) -> ImportJob:
    """Start a draft, or go on with an import that stopped."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state not in (State.DRAFT, State.FAILED):
        raise NotADraft(at=minute(job.started_at or job.asked_at))
    job.settings, job.state, job.step, job.share = chosen, State.WAITING, "", 0.0
    job.error_code, job.error_facts, job.is_to_stop, job.beat_at = "", {}, False, timezone.now()
    job.save()
    return job


@action("imports.cancel", permission="imports.run")
def cancel(by, job: ImportJob) -> None:
    """Stop an import that has not committed, or drop one that was never started; its files go."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    job.is_to_stop = True
    if job.state != State.RUNNING and job.state != State.DONE:
        job.state, job.finished_at = State.CANCELLED, timezone.now()
        uploads.forget(job.change_id)
    job.save()


@action("imports.undo")
def take_back(by, change_id: str, *, decisions: dict[str, str], default: str) -> str:
    """Take a change back; the id of the change that did it.

    decisions   key of a row in conflict, as a JSON list of its values -> keep | back
    """
    now = timezone.now()
    note = ChangeNote(new_change_id(now), "undo", by.get_username(), now, {"asked": change_id})
    keys = {tuple(json.loads(key)): decision for key, decision in decisions.items()}
    done: Change = undo(queries.store(), change_id, note=note, decisions=keys, default=default)
    facts_changed.tell()
    return done.change_id


@action("imports.keep_rules", permission="imports.edit_rules")
def keep_rules(by, draft: RulesDraft) -> bool:
    """Make a draft the firm's rules; False where they were these already. The draft goes."""
    rules = rule_set(draft.rules)
    changed = keep(queries.store(), rules, by=by.get_username(), at=timezone.now())
    draft.delete()
    return changed


@action("imports.apply_rules", permission="imports.edit_rules")
def apply_rules(by, *, change_id: str) -> ImportJob:
    """Ask for the kept rules to be applied to what is held; the worker does it."""
    now, rules = timezone.now(), read_rules(queries.store())
    return ImportJob.objects.create(
        change_id=change_id,
        asked=rules.key,
        origin={"from": "rules", "rules": rules.as_dict()},
        state=State.WAITING,
        asked_by_id=by.pk,
        asked_at=now,
        beat_at=now,
    )


@unrecorded("a draft is nobody's rules until it is kept")
def draft_rules(user, rules: RuleSet) -> None:
    """The next step of a person's own draft; the step before can be gone back to."""
    draft = queries.rules_draft(user)
    if draft is None:
        kept = read_rules(queries.store())
        draft = RulesDraft(by_id=user.pk, rules=kept.as_dict(), begun_from=kept.version)
    draft.earlier = [*draft.earlier, draft.rules][-MOST_STEPS:]  # the oldest is lost first
    draft.rules, draft.changed_at = rules.as_dict(), timezone.now()
    draft.save()


@unrecorded("a draft is nobody's rules until it is kept")
def undraft_rules(user) -> bool:
    """Take the last step of a draft back; the first one taken back drops it. False where there is none."""
    draft = queries.rules_draft(user)
    if draft is None:
        return False
    *earlier, before = draft.earlier or [draft.rules]
    if not earlier:
        draft.delete()
        return True
    draft.rules, draft.earlier = before, earlier
    draft.save()
    return True


@unrecorded("a draft is nobody's rules until it is kept")
def drop_rules_draft(user) -> None:
    RulesDraft.objects.filter(by_id=user.pk).delete()


@action("imports.finish", permission="imports.carry_out")
def finish(by, job: ImportJob, *, known_as: str) -> None:
    job.state, job.step, job.share, job.finished_at = State.DONE, "done", 1.0, timezone.now()
    job.known_as = known_as
    job.save()


@action("imports.fail", permission="imports.carry_out")
def fail(by, job: ImportJob, *, code: str, facts: dict[str, Any], state: str = State.FAILED) -> None:
    job.state, job.finished_at = state, timezone.now()
    job.error_code, job.error_facts = code, {name: _plain(value) for name, value in facts.items()}
    job.save()


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, list, dict, bool)) or value is None else str(value)


@unrecorded("how a draft is to be read, until it is started")
def choose(job: ImportJob, chosen: dict[str, Any]) -> None:
    ImportJob.objects.filter(pk=job.pk, state__in=(State.DRAFT, State.FAILED)).update(settings=chosen)
    job.settings = chosen


@unrecorded("where a job stands, many times a minute")
def note_progress(job: ImportJob, step: str, share: float) -> None:
    under_way(job, step=step, share=share)


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost_jobs(now) -> int:
    """Imports whose worker is gone are stopped, so that somebody can go on with them."""
    lost = ImportJob.objects.filter(state=State.RUNNING, beat_at__lt=now - SILENCE)
    for job in lost:
        beat_at = minute(job.beat_at)
        job.state, job.error_code, job.error_facts = (
            State.FAILED,
            "imports.worker_lost",
            {"beat_at": beat_at},
        )
        job.save(update_fields=["state", "error_code", "error_facts"])
    return len(lost)


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Names of files, and what was said of faults in them, without a person."""
    for job in ImportJob.objects.all():
        told = (job.asked, job.origin, job.settings, job.error_facts)
        without = tuple(scrubbed(each, who) for each in told)
        if without != told:
            job.asked, job.origin, job.settings, job.error_facts = without
            job.save(update_fields=["asked", "origin", "settings", "error_facts"])
    return []
