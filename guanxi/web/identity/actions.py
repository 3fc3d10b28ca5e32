"""Writes of the identity room: what a person decides, what a job found, and following the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from guanxi.engines import engine as new_engine
from guanxi.errors import GuanxiError
from guanxi.facts import merges
from guanxi.facts.changes import ChangeNote, new_change_id
from guanxi.facts.identities import AlreadyMerged
from guanxi.facts.privacy.person import Person
from guanxi.facts.undo import undo
from guanxi.web.customers.actions import follow_identities
from guanxi.web.identity import queries
from guanxi.web.identity.models import UNFINISHED, Decided, Job, JobState, Merged, Pair
from guanxi.web.identity.queries import Said
from guanxi.web.identity.refusals import AlreadyLooking, IsOneAlready, NothingThatSure, WorkerLost
from guanxi.web.kit import facts_changed
from guanxi.web.kit.actions import action, unrecorded
from guanxi.web.kit.jobs.actions import failed, give_up_lost, minute, under_way

SILENCE = timedelta(minutes=10)  # a worker that gives no sign of life for so long is gone
AT_ONCE = 200  # ids whose pages are brought up to date while the person waits; more are the worker's
FOLLOWED = 2_000  # ids brought up to date in one transaction
KEPT_AT_ONCE = 2_000
Progress = Callable[[float], None]


# --- what a person decides --------------------------------------------------------------------------


@action("identity.accept", permission="identity.decide")
def accept(by, pair: Pair) -> str:
    """Make the two one customer; the change that did it. A pair that was accepted stays as it is."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.state == Decided.ACCEPTED:
        return pair.change_id
    if pair.state == Decided.REJECTED:
        merges.no_longer_apart(queries.store(), pair.left_id, pair.right_id)
    pair.change_id = _merge(by, [_told(pair)], {"pairs": 1})
    pair.state, pair.decided_by, pair.decided_at = Decided.ACCEPTED, _name(by), timezone.now()
    pair.save()
    _facts_changed()
    return pair.change_id


@action("identity.reject", permission="identity.decide")
def reject(by, pair: Pair) -> Pair:
    """Say that the two are two; they are not proposed again."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.state == Decided.ACCEPTED:
        raise IsOneAlready(left=pair.left_id, right=pair.right_id)
    if pair.state == Decided.PROPOSED:
        now = timezone.now()
        merges.keep_apart(queries.store(), pair.left_id, pair.right_id, by=_name(by), at=now)
        pair.state, pair.decided_by, pair.decided_at = Decided.REJECTED, _name(by), now
        pair.save()
    return pair


@action("identity.reconsider", permission="identity.decide")
def reconsider(by, pair: Pair) -> Pair:
    """Take back that the two are two: they are proposed again."""
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.state == Decided.REJECTED:
        merges.no_longer_apart(queries.store(), pair.left_id, pair.right_id)
        _open_again(pair)
        pair.save()
    return pair


@action("identity.merge", permission="identity.decide")
def merge_by_hand(by, left: str, right: str) -> str:
    """Make two ids that a person chose one customer; the change that did it.

    Errors  NotFound, SameId, AlreadyMerged, KeptApart
    """
    merges.must_be_known(queries.store(), [left, right])
    change_id = _merge(by, [(left, right, None)], {"by_hand": True}, refuse_again=True)
    _facts_changed()
    return change_id


@action("identity.accept_many", permission="identity.decide")
def accept_many(by, *, least: float) -> tuple[str, int, int]:
    """Accept all pairs proposed from a probability on, as one change: its id, how many, how many not.

    Left to be decided are pairs that would bring two together whom somebody found to be two.
    """
    rows = list(queries.pairs(least=least))
    if not rows:
        raise NothingThatSure(percent=_percent(least))
    held = queries.store()
    known = {key: said.stands_for for key, said in queries.as_the_facts_say().items()}
    may, may_not = merges.together(known, [_told(pair) for pair in rows], merges.kept_apart(held))
    if not may:
        raise NothingThatSure(percent=_percent(least))
    change_id = _merge(by, may, {"least": least, "pairs": len(may)})
    left_out = {(left, right) for left, right, _score in may_not}
    keys = [pair.pk for pair in rows if (pair.left_id, pair.right_id) in left_out]
    accepted = Pair.objects.filter(state=Decided.PROPOSED, probability__gte=least).exclude(pk__in=keys)
    accepted.update(
        state=Decided.ACCEPTED, decided_by=_name(by), decided_at=timezone.now(), change_id=change_id
    )
    return change_id, len(may), len(may_not)


@action("identity.undo", permission="identity.decide")
def take_back(by, change_id: str) -> tuple[str, int, int]:
    """Take a merge back: the change that did it, of how many ids, and how many stay as decided since.

    Of very many ids the pages follow when the worker has time; the facts are changed at once.
    """
    now = timezone.now()
    note = ChangeNote(new_change_id(now), "undo", _name(by), now, {"asked": change_id})
    done = undo(queries.store(), change_id, note=note)
    ids = done.inserted + done.updated + done.deleted
    _facts_changed(ids)
    return done.change_id, ids, done.conflicts


@action("identity.separate", permission="identity.decide")
def separate(by, merged: Merged) -> str:
    """Make one merged id a customer of its own again, whatever else its change merged."""
    if queries.of_change(merged.change_id) == 1:
        return take_back(by, merged.change_id)[0]
    now = timezone.now()
    note = ChangeNote(new_change_id(now), "merge", _name(by), now, {"separated": merged.customer_id})
    done = merges.separate(queries.store(), [merged.customer_id], note=note)
    _facts_changed()
    return done.change_id


def _merge(by, pairs: Sequence[merges.Pair], source: dict[str, Any], *, refuse_again: bool = False) -> str:
    now = timezone.now()
    note = ChangeNote(new_change_id(now), "merge", _name(by), now, source)
    try:
        return merges.merge(queries.store(), pairs, note=note, on=timezone.localdate(now)).change_id
    except AlreadyMerged:
        if refuse_again:
            raise
        return ""  # another door was quicker; the pages follow


def _facts_changed(ids: int = 1) -> None:
    if ids <= AT_ONCE:
        follow()
    facts_changed.tell()  # which has the worker follow, too


def _told(pair: Pair) -> merges.Pair:
    return pair.left_id, pair.right_id, pair.probability


def _name(by) -> str:
    return by.get_username() if by.pk else "guanxi"


def _percent(least: float) -> str:
    return f"{100 * least:g}"


# --- jobs -------------------------------------------------------------------------------------------


@action("identity.search", permission="identity.decide")
def ask_for_search(by, *, least: float) -> Job:
    return _ask(by, Job.Kind.SEARCH, least)


@action("identity.ask_to_accept", permission="identity.decide")
def ask_to_accept(by, *, least: float) -> Job:
    """Have many pairs accepted by the worker."""
    return _ask(by, Job.Kind.ACCEPT, least)


def _ask(by, kind: str, least: float) -> Job:
    now = timezone.now()
    give_up_lost_jobs(now)
    busy = Job.objects.select_for_update().filter(state__in=UNFINISHED).first()
    if busy is not None:
        raise AlreadyLooking(since=minute(busy.asked_at))
    return Job.objects.create(kind=kind, least=least, asked_by_id=by.pk, asked_at=now, beat_at=now)


@action("identity.finish", permission="identity.carry_out")
def finish(by, job: Job, *, pairs: int, left_out: int = 0, customers: int | None = None, **also: Any) -> None:
    """The job is through; what an earlier search proposed and this one did not find is dropped."""
    if job.kind == Job.Kind.SEARCH:
        Pair.objects.filter(state=Decided.PROPOSED).exclude(found_by=job).delete()
    job.state, job.step, job.share, job.finished_at = JobState.DONE, "done", 1.0, timezone.now()
    job.pairs, job.left_out, job.customers = pairs, left_out, customers
    job.notes, job.change_id = also.get("notes", []), also.get("change_id", "")
    job.save()


@action("identity.fail", permission="identity.carry_out")
def fail(by, job: Job, error: GuanxiError) -> None:
    failed(job, error.code, error.facts)


@unrecorded("what a search found; the search is on record")
def keep_pairs(job: Job, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep proposed pairs, surest first; a pair that somebody decided about stays decided."""
    for some in _batches(list(rows), KEPT_AT_ONCE):
        Pair.objects.bulk_create(
            [Pair(found_by=job, **row) for row in some],
            update_conflicts=True,
            unique_fields=["left_id", "right_id"],
            update_fields=["probability", "weight", "evidence", "bought", "found_by"],
        )


@unrecorded("where a job stands, many times a minute")
def note_progress(job: Job, step: str, share: float) -> None:
    under_way(job, step=step, share=share)


@unrecorded("the job itself says that it was lost, and when")
def give_up_lost_jobs(now) -> int:
    return give_up_lost(Job, now, silence=SILENCE, code=WorkerLost.code)


# --- following the facts ----------------------------------------------------------------------------


@unrecorded("it follows the facts, whose changes are on record")
def follow(progress: Progress | None = None) -> int:
    """Let the pages say who stands for whom as the facts do, whoever changed them; how many ids that were.

    May be cut off and repeated at any point.
    """
    wanted, held = queries.as_the_facts_say(), queries.as_pages_have_it()
    changed = sorted(key for key in wanted.keys() | held.keys() if wanted.get(key) != held.get(key))
    for done, some in enumerate(_batches(changed, FOLLOWED)):
        with transaction.atomic():
            _bring_customers(some, wanted, held)
            _note_merged(some, wanted)
            _settle_pairs(some, wanted)
        if progress:
            progress(min(1.0, (done + 1) * FOLLOWED / len(changed)))
    return len(changed)


def _bring_customers(some: list[str], wanted: Mapping[str, Said], held: Mapping[str, Said]) -> None:
    stands_for = {key: wanted[key].stands_for if key in wanted else None for key in some}
    merged = {key for key, stays in stands_for.items() if stays}
    own = {key for key, stays in stands_for.items() if not stays}
    own |= {said.stands_for for said in (by.get(key) for by in (wanted, held) for key in some) if said}
    own -= wanted.keys()
    session = new_engine("duckdb")
    try:
        rows = [
            *queries.rows_of(merged, session, resolve=False),
            *queries.rows_of(own, session, resolve=True),
        ]
    finally:
        session.close()
    follow_identities(stands_for, rows)


def _note_merged(some: list[str], wanted: Mapping[str, Said]) -> None:
    Merged.objects.filter(pk__in=some).delete()
    rows = [(key, wanted[key]) for key in some if key in wanted]
    Merged.objects.bulk_create(
        [
            Merged(
                customer_id=key,
                stands_for=said.stands_for,
                merged_on=said.merged_on,
                by=said.by,
                score=said.score,
                change_id=said.change_id,
            )
            for key, said in rows
        ],
        batch_size=KEPT_AT_ONCE,
        ignore_conflicts=True,  # the worker may follow at the same moment
    )


def _settle_pairs(some: list[str], wanted: Mapping[str, Said]) -> None:
    """A pair that is one customer now is decided, whichever way; one that is two again is to be decided."""
    changed = []
    for pair in Pair.objects.filter(Q(left_id__in=some) | Q(right_id__in=some)):
        said = wanted.get(pair.left_id) or wanted.get(pair.right_id)
        is_one = _stays(pair.left_id, wanted) == _stays(pair.right_id, wanted)
        if is_one and pair.state != Decided.ACCEPTED:
            pair.state, pair.decided_by, pair.decided_at = Decided.ACCEPTED, said.by, timezone.now()
            pair.change_id = said.change_id
        elif not is_one and pair.state == Decided.ACCEPTED:
            _open_again(pair)
        else:
            continue
        changed.append(pair)
    fields = ["state", "decided_by", "decided_at", "change_id"]
    Pair.objects.bulk_update(changed, fields, batch_size=KEPT_AT_ONCE)


def _open_again(pair: Pair) -> None:
    pair.state, pair.decided_by, pair.decided_at, pair.change_id = Decided.PROPOSED, "", None, ""


def _stays(key: str, wanted: Mapping[str, Said]) -> str:
    return wanted[key].stands_for if key in wanted else key


def _batches(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


@unrecorded("the erasure itself is on record")
def forget(who: Person) -> list[str]:
    """Erase the pairs that a person was found in, and under which ids."""
    found = Pair.objects.filter(Q(left_id__in=who.ids) | Q(right_id__in=who.ids))
    merged = Merged.objects.filter(Q(customer_id__in=who.ids) | Q(stands_for__in=who.ids))
    gone = [f"identity.pair:{pk}" for pk in found.values_list("pk", flat=True)]
    gone += [f"identity.merged:{pk}" for pk in merged.values_list("pk", flat=True)]
    found.delete()
    merged.delete()
    return gone
